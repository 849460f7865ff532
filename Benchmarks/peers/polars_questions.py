"""The workload in Polars: intervals in memory, categories as enumerations, whole-number keys."""
import os

import polars as pl

from questions import COLUMNS, DISTRICTS, INDUSTRIES, KINDS, STAGES, TYPES, Questions

ENUMS = {"district": pl.Enum(DISTRICTS), "stage": pl.Enum(STAGES), "industry": pl.Enum(INDUSTRIES), "kind": pl.Enum(KINDS)}


def typed(name):
    column = pl.col(name)
    if name in ENUMS:
        return column.cast(ENUMS[name])
    match TYPES.get(name):
        case "DATE":
            return column.str.to_date("%Y-%m-%d")
        case "INTEGER":
            return column.cast(pl.Int32)
        case "BOOLEAN":
            return column == "是"
        case None:
            return column
        case _:
            return column.cast(pl.Float64)


def versions(frames, keys, columns):
    """Each run of equal rows of a key once, with its snapshots."""
    whole = pl.concat(frames).sort([keys, "s"])
    same = pl.all_horizontal(
        [pl.col(keys) == pl.col(keys).shift(1), pl.col("s") == pl.col("s").shift(1) + 1]
        + [pl.col(name).eq_missing(pl.col(name).shift(1)) for name in columns]
    )
    return (
        whole.with_columns(version=(~same.fill_null(False)).cum_sum())
        .group_by("version", maintain_order=True)
        .agg([pl.col(keys).first(), pl.col("s").first().alias("since"), (pl.col("s").last() + 1).alias("until")]
             + [pl.col(name).first() for name in columns])
        .drop("version")
    )


class PolarsQuestions:
    names = Questions.names

    def __init__(self, data, dates):
        self.q = Questions(dates)
        projects, nodes = [], []
        for number, date in enumerate(dates):
            folder = os.path.join(data, date)
            read = lambda name: pl.read_csv(os.path.join(folder, name), infer_schema=False)
            projects.append(read("projects.csv").select([pl.lit(number).alias("s")] + [typed(name) for name in COLUMNS]))
            nodes.append(
                read("nodes.csv").select(
                    pl.lit(number).alias("s"), "id", "project", typed("kind"), pl.col("due").str.to_date("%Y-%m-%d"),
                    pl.col("done").str.to_date("%Y-%m-%d"))
            )
        self.p = versions(projects, "id", [name for name in COLUMNS if name != "id"])
        del projects
        n = versions(nodes, "id", ["project", "kind", "due", "done"])
        del nodes
        keys = self.p.select(pl.col("id").unique().sort()).with_row_index("k")
        self.p = self.p.join(keys, on="id")
        self.n = n.join(keys, left_on="project", right_on="id").drop("project")
        self.dates = pl.DataFrame({"s": range(len(dates)), "date": dates})

    def at(self, frame, number):
        return frame.lazy().filter((pl.col("since") <= number) & (pl.col("until") > number))

    def day(self, number):
        return pl.lit(self.q.dates[number]).str.to_date("%Y-%m-%d")

    def answer(self, name):
        return getattr(self, name)().collect()

    @property
    def now(self):
        return self.at(self.p, self.q.last)

    def list_overdue(self):
        return (
            self.now.filter(
                (pl.col("stage") == "preparatory") & (pl.col("district") == "Hannan") & pl.col("actual_start").is_null()
                & (pl.col("planned_start") < self.day(self.q.last)))
            .sort("id").select("id", "name", "district", "planned_start", "investment")
        )

    def count_by_district(self):
        return self.now.filter(pl.col("stage").is_in(["preparatory", "new-start"])).group_by("district").agg(pl.len().alias("count")).sort("district")

    def sum_by_two(self):
        sums = [pl.col("investment").sum().alias("sum_investment"), pl.col("completed").sum().alias("sum_completed")]
        return self.now.group_by("industry", "stage").agg(sums).sort("industry", "stage")

    def top20(self):
        return self.now.filter(pl.col("green_channel")).sort(["investment", "id"], descending=[True, False]).head(20).select("id", "name", "investment")

    def any_node_overdue(self):
        late = self.at(self.n, self.q.last).filter(pl.col("done").is_null() & (pl.col("due") < self.day(self.q.last)))
        return self.now.join(late, on="k", how="semi").group_by("district").agg(pl.len().alias("count")).sort("district")

    def as_of(self):
        sums = [pl.len().alias("count"), pl.col("investment").sum().alias("sum_investment")]
        return self.at(self.p, self.q.half).group_by("district").agg(sums).sort("district")

    def changes(self):
        ends = self.at(self.p, self.q.before).select("k", "stage", "district").join(
            self.at(self.p, self.q.after).select("k", "id", "stage", "district"), on="k", suffix="_new")
        return (
            ends.filter((pl.col("stage") != pl.col("stage_new")) & ((pl.col("district") == "Hannan") | (pl.col("district_new") == "Hannan")))
            .sort("id")
            .select(pl.lit("changed").alias("change"), pl.col("id").alias("key"), pl.lit("stage").alias("field"),
                    pl.col("stage").alias("old"), pl.col("stage_new").alias("new"))
        )

    @property
    def grid(self):
        return self.p.lazy().with_columns(s=pl.int_ranges("since", "until")).explode("s")

    def trend(self):
        return (
            self.p.lazy().filter(pl.col("stage").is_in(STAGES[2:])).select(s=pl.int_ranges("since", "until")).explode("s")
            .group_by("s").agg(pl.len().alias("count")).join(self.dates.lazy().with_columns(pl.col("s").cast(pl.Int64)), on="s")
            .sort("s").select("date", "count")
        )

    def trend_by_district(self):
        return (
            self.p.lazy().select("district", "investment", s=pl.int_ranges("since", "until")).explode("s")
            .group_by("s", "district").agg(pl.col("investment").sum().alias("sum_investment"))
            .join(self.dates.lazy().with_columns(pl.col("s").cast(pl.Int64)), on="s").sort("s", "district")
            .select("date", "district", "sum_investment")
        )

    def contains(self):
        return self.now.filter(pl.col("name").str.contains("产业园", literal=True)).select(pl.len().alias("count"))

    def lookup(self):
        return self.now.filter(pl.col("id") == self.q.id).select(COLUMNS)

    def rank_rate(self):
        return (
            self.now.filter(pl.col("signed") < pl.lit("2018-01-01").str.to_date("%Y-%m-%d")).group_by("district")
            .agg(pl.col("stage").is_in(STAGES[2:]).mean().alias("landing_rate")).sort(["landing_rate", "district"], descending=[True, False])
            .select(pl.col("landing_rate").rank("min", descending=True).alias("rank"), "district", "landing_rate")
        )

    def slipped(self):
        ends = self.at(self.p, self.q.last - 1).select("k", "planned_start").join(
            self.now.select("k", "district", "planned_start"), on="k", suffix="_new")
        return ends.filter(pl.col("planned_start_new") > pl.col("planned_start")).group_by("district").agg(pl.len().alias("count")).sort("district")

    def history(self):
        return self.p.lazy().filter(pl.col("id") == self.q.id).sort("since").select(["since", "until"] + COLUMNS)
