"""The workload in SQL, over both designs. `{half}`, `{before}`, `{after}` and `{id}` of workload.tsv are settled here for everybody."""
import csv
import os

DISTRICTS = "Jiangan Jianghan Qiaokou Hanyang Wuchang Qingshan Hongshan Dongxihu Hannan Caidian Jiangxia Huangpi Xinzhou EastLake Scenic Port".split()
STAGES = "planned preparatory new-start continuing completed".split()
INDUSTRIES = [chr(ord("A") + index) for index in range(20)]
KINDS = "site permit start completion".split()

COLUMNS = (
    "id name district industry stage signed approved planned_start actual_start planned_completion actual_completion investment completed "
    "unit person jobs storeys green_channel score"
).split()
TYPES = dict(
    district="district", industry="industry", stage="stage", investment="DECIMAL(14, 2)", completed="DECIMAL(14, 2)", jobs="INTEGER",
    storeys="INTEGER", green_channel="BOOLEAN", score="DECIMAL(5, 1)",
    **{name: "DATE" for name in "signed approved planned_start actual_start planned_completion actual_completion".split()},
)

# Spelled out: an enumerated column compares with a text as text, in the order of the alphabet.
LANDED = "stage IN ('new-start', 'continuing', 'completed')"


def choice(column, values):
    """The place of a choice value in its order, for engines without enumerated types."""
    return f"CASE {column} " + " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values)) + " END"


class Questions:
    names = [
        "list_overdue", "count_by_district", "sum_by_two", "top20", "any_node_overdue", "as_of", "changes", "trend", "trend_by_district",
        "contains", "lookup", "rank_rate", "slipped", "history",
    ]

    def __init__(self, dates):
        self.dates = dates
        self.last = len(dates) - 1
        self.half = max(self.last - 6 * len(dates) // 12, 0)
        self.before, self.after = max(self.last - 3, 0), max(self.last - 2, 0)
        self.id = "WH-2018-0001234"

    def settings(self):
        return {"half": self.dates[self.half], "before": self.dates[self.before], "after": self.dates[self.after], "id": self.id}

    # Questions

    def sql(self, name, design, sqlite=False):
        return _Dialect(self, design, sqlite).question(name)

    # Loading

    def duckdb_load(self, data, design):
        for name, values in (("district", DISTRICTS), ("stage", STAGES), ("industry", INDUSTRIES), ("kind", KINDS)):
            yield f"CREATE TYPE {name} AS ENUM ({', '.join(repr(value) for value in values)})"
        columns = ", ".join(
            f"(green_channel = '是') AS green_channel" if name == "green_channel" else f"{name}::{TYPES.get(name, 'VARCHAR')} AS {name}"
            for name in COLUMNS
        )
        for number, date in enumerate(self.dates):
            files = os.path.join(data, date)
            create = "CREATE TABLE {0} AS" if number == 0 else "INSERT INTO {0}"
            yield create.format("p") + f" SELECT {number} AS s, {columns} FROM read_csv('{files}/projects.csv', all_varchar = true)"
            yield (
                create.format("n") + f" SELECT {number} AS s, id, project, kind::kind AS kind, due::DATE AS due, done::DATE AS done "
                f"FROM read_csv('{files}/nodes.csv', all_varchar = true)"
            )
        if design == "rows":
            return
        numbers = "CREATE TABLE snapshots AS SELECT unnest(range(%d))::INTEGER AS s" % len(self.dates)
        yield numbers
        yield "CREATE TABLE keys AS SELECT id, (row_number() OVER (ORDER BY id))::INTEGER AS k FROM (SELECT DISTINCT id FROM p)"
        rest = [name for name in COLUMNS if name != "id"]
        same = " AND ".join(f"{name} IS NOT DISTINCT FROM lag({name}) OVER w" for name in rest)
        yield f"""CREATE TABLE pi AS
            SELECT keys.k, v.id, since, until, {', '.join(rest)} FROM (
              SELECT id, min(s)::INTEGER AS since, max(s)::INTEGER + 1 AS until, {', '.join(f'first({name}) AS {name}' for name in rest)}
              FROM (SELECT *, sum(begins) OVER (PARTITION BY id ORDER BY s) AS version FROM (
                SELECT *, CASE WHEN s = lag(s) OVER w + 1 AND {same} THEN 0 ELSE 1 END AS begins FROM p
                WINDOW w AS (PARTITION BY id ORDER BY s)))
              GROUP BY id, version) v JOIN keys USING (id) ORDER BY until DESC, keys.k"""
        yield """CREATE TABLE ni AS
            SELECT keys.k AS project, v.id, since, until, kind, due, done FROM (
              SELECT id, min(s)::INTEGER AS since, max(s)::INTEGER + 1 AS until, first(project) AS project, first(kind) AS kind,
                first(due) AS due, first(done) AS done
              FROM (SELECT *, sum(begins) OVER (PARTITION BY id ORDER BY s) AS version FROM (
                SELECT *, CASE WHEN s = lag(s) OVER w + 1 AND due IS NOT DISTINCT FROM lag(due) OVER w
                  AND done IS NOT DISTINCT FROM lag(done) OVER w AND kind IS NOT DISTINCT FROM lag(kind) OVER w THEN 0 ELSE 1 END AS begins
                FROM n WINDOW w AS (PARTITION BY id ORDER BY s)))
              GROUP BY id, version) v JOIN keys ON keys.id = v.project ORDER BY until DESC, v.id"""
        yield "DROP TABLE p"
        yield "DROP TABLE n"
        yield "CHECKPOINT"

    def sqlite_load(self, connection, data):
        connection.execute(f"CREATE TABLE p (s INTEGER, {', '.join(COLUMNS)})")
        connection.execute("CREATE TABLE n (s INTEGER, id, project, kind, due, done)")

        def rows(path, number):
            with open(path, newline="") as file:
                reader = csv.reader(file)
                header = next(reader)
                numeric = {header.index(name) for name in ("investment", "completed", "jobs", "storeys", "score") if name in header}
                flag = header.index("green_channel") if "green_channel" in header else None
                for row in reader:
                    cells = [number]
                    for place, cell in enumerate(row):
                        if cell == "":
                            cells.append(None)
                        elif place in numeric:
                            # Hundredths and tenths stay whole, so that sums are exact.
                            cells.append(int(cell.replace(".", "")) if "." in cell else int(cell))
                        elif place == flag:
                            cells.append(cell == "是")
                        else:
                            cells.append(cell)
                    yield cells

        for number, date in enumerate(self.dates):
            marks = ", ".join("?" for _ in range(len(COLUMNS) + 1))
            connection.executemany(f"INSERT INTO p VALUES ({marks})", rows(os.path.join(data, date, "projects.csv"), number))
            connection.executemany("INSERT INTO n VALUES (?, ?, ?, ?, ?, ?)", rows(os.path.join(data, date, "nodes.csv"), number))
        connection.execute("CREATE INDEX p_id ON p (id, s)")
        connection.execute("CREATE INDEX p_district ON p (s, district, stage)")
        connection.execute("CREATE INDEX n_project ON n (project, s)")
        connection.execute("ANALYZE")
        connection.commit()


class _Dialect:
    """One design in one dialect."""

    def __init__(self, questions, design, sqlite):
        self.q = questions
        self.intervals = design == "intervals"
        self.sqlite = sqlite
        self.p, self.n = ("pi", "ni") if self.intervals else ("p", "n")

    def at(self, number, alias=""):
        prefix = alias + "." if alias else ""
        if not self.intervals:
            return f"{prefix}s = {number}"
        return f"{prefix}since <= {number} AND {prefix}until > {number}"

    def day(self, number):
        return f"'{self.q.dates[number]}'" if self.sqlite else f"DATE '{self.q.dates[number]}'"

    def money(self, expression):
        return f"{expression} / 100.0" if self.sqlite else expression

    def ordered(self, column, values, alias=""):
        return choice((alias + "." if alias else "") + column, values) if self.sqlite else (alias + "." if alias else "") + column

    @property
    def grid(self):
        """FROM and WHERE of all rows at all snapshots, with the snapshot as `s`."""
        return "pi JOIN snapshots ON since <= s AND until > s" if self.intervals else "p"

    def date_of_s(self):
        return "CASE s " + " ".join(f"WHEN {number} THEN {self.day(number)}" for number in range(len(self.q.dates))) + " END"

    def question(self, name):
        return " ".join(getattr(self, name)().split())

    def list_overdue(self):
        return f"""SELECT id, name, district, planned_start, {self.money('investment')} AS investment FROM {self.p}
            WHERE {self.at(self.q.last)} AND stage = 'preparatory' AND district = 'Hannan' AND actual_start IS NULL
            AND planned_start < {self.day(self.q.last)} ORDER BY id"""

    def count_by_district(self):
        return f"""SELECT district, count(*) AS count FROM {self.p} WHERE {self.at(self.q.last)} AND stage IN ('preparatory', 'new-start')
            GROUP BY district ORDER BY {self.ordered('district', DISTRICTS)}"""

    def sum_by_two(self):
        return f"""SELECT industry, stage, {self.money('sum(investment)')} AS sum_investment, {self.money('sum(completed)')} AS sum_completed
            FROM {self.p} WHERE {self.at(self.q.last)} GROUP BY industry, stage ORDER BY industry, {self.ordered('stage', STAGES)}"""

    def top20(self):
        return f"""SELECT id, name, {self.money('investment')} AS investment FROM {self.p} WHERE {self.at(self.q.last)} AND green_channel
            ORDER BY {self.p}.investment DESC, id LIMIT 20"""

    def any_node_overdue(self):
        inner = "project = p.k" if self.intervals else "n.project = p.id"
        return f"""SELECT district, count(*) AS count FROM {self.p} p WHERE {self.at(self.q.last, 'p')} AND EXISTS (SELECT 1 FROM {self.n} n
            WHERE {self.at(self.q.last, 'n')} AND {inner} AND done IS NULL AND due < {self.day(self.q.last)})
            GROUP BY district ORDER BY {self.ordered('district', DISTRICTS)}"""

    def as_of(self):
        return f"""SELECT district, count(*) AS count, {self.money('sum(investment)')} AS sum_investment FROM {self.p}
            WHERE {self.at(self.q.half)} GROUP BY district ORDER BY {self.ordered('district', DISTRICTS)}"""

    def changes(self):
        return f"""SELECT 'changed' AS change, b.id AS key, 'stage' AS field, a.stage AS old, b.stage AS new
            FROM {self.p} a JOIN {self.p} b ON {'a.k = b.k' if self.intervals else 'a.id = b.id'}
            WHERE {self.at(self.q.before, 'a')} AND {self.at(self.q.after, 'b')} AND a.stage <> b.stage
            AND (a.district = 'Hannan' OR b.district = 'Hannan') ORDER BY b.id"""

    def trend(self):
        return f"SELECT {self.date_of_s()} AS date, count(*) AS count FROM {self.grid} WHERE {LANDED} GROUP BY s ORDER BY s"

    def trend_by_district(self):
        return f"""SELECT {self.date_of_s()} AS date, district, {self.money('sum(investment)')} AS sum_investment FROM {self.grid}
            GROUP BY s, district ORDER BY s, {self.ordered('district', DISTRICTS)}"""

    def contains(self):
        return f"SELECT count(*) AS count FROM {self.p} WHERE {self.at(self.q.last)} AND name LIKE '%产业园%'"

    def lookup(self):
        cells = ["score / 10.0 AS score" if self.sqlite and name == "score" else self.money(name) + f" AS {name}"
                 if name in ("investment", "completed") else name for name in COLUMNS]
        return f"SELECT {', '.join(cells)} FROM {self.p} WHERE {self.at(self.q.last)} AND id = '{self.q.id}'"

    def rank_rate(self):
        rate = f"avg(CASE WHEN {LANDED} THEN 1.0 ELSE 0.0 END)"
        return f"""SELECT rank() OVER (ORDER BY rate DESC) AS rank, district, rate AS landing_rate FROM
            (SELECT district, {rate} AS rate FROM {self.p} WHERE {self.at(self.q.last)} AND signed < '2018-01-01' GROUP BY district) r
            ORDER BY rate DESC, {self.ordered('district', DISTRICTS)}"""

    def slipped(self):
        return f"""SELECT b.district AS district, count(*) AS count FROM {self.p} a JOIN {self.p} b
            ON {'a.k = b.k' if self.intervals else 'a.id = b.id'} WHERE {self.at(self.q.last - 1, 'a')} AND {self.at(self.q.last, 'b')}
            AND b.planned_start > a.planned_start GROUP BY b.district ORDER BY {self.ordered('district', DISTRICTS, 'b')}"""

    def history(self):
        """The versions of one record; compare.py makes the lines of changes of them."""
        cells = ["score / 10.0 AS score" if self.sqlite and name == "score" else self.money(name) + f" AS {name}"
                 if name in ("investment", "completed") else name for name in COLUMNS]
        moment = "since, until" if self.intervals else "s AS since, s + 1 AS until"
        order = "since" if self.intervals else "s"
        return f"SELECT {moment}, {', '.join(cells)} FROM {self.p} WHERE id = '{self.q.id}' ORDER BY {order}"
