"""How cost grows: libraries of more and more projects, then of more and more snapshots; for each query its time and the versions it touches.

A version is one state of one record with the snapshots in which it held. What every snapshot would have been filed again, snapshots x rows, is
printed beside: cost must not grow with it.
"""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "peers"))
from peers import snapshots  # noqa: E402
from questions import Questions  # noqa: E402

# What a query has to look at: the newest version of each record, all versions, or those of one record.
NEWEST, ALL, ONE = "newest", "all", "one"
TOUCHED = {
    "list_overdue": [(NEWEST, "projects")], "count_by_district": [(NEWEST, "projects")], "sum_by_two": [(NEWEST, "projects")],
    "top20": [(NEWEST, "projects")], "any_node_overdue": [(NEWEST, "projects"), (NEWEST, "nodes")], "as_of": [(ALL, "projects")],
    "changes": [(ALL, "projects")], "trend": [(ALL, "projects")], "trend_by_district": [(ALL, "projects")],
    "contains": [(NEWEST, "projects")], "lookup": [(ONE, "projects")], "rank_rate": [(NEWEST, "projects")],
    "slipped": [(NEWEST, "projects")], "history": [(ONE, "projects")],
}


def touched(name, report):
    count = 0
    for extent, entity in TOUCHED[name]:
        of = report["entities"][entity]
        count += {NEWEST: of["records"], ALL: of["versions"], ONE: max(1, of["versions"] // max(1, of["records"]))}[extent]
    return count


def filed(report):
    """Rows in all dumps together, nearly: projects at every snapshot."""
    return report["snapshots"] * report["entities"]["projects"]["records"]


def point(arguments, projects, count, step, run, timed, measure):
    """One library: made, loaded, asked. Its dumps are dropped, for they are large."""
    base = os.path.join(arguments.folder, f"scaling-{projects}x{count}-{step}-{arguments.seed}")
    data, library = os.path.join(base, "data"), os.path.join(base, "library.luodi")
    shutil.rmtree(base, ignore_errors=True)
    os.makedirs(base)
    run([os.path.join(arguments.programs, "luodi-generate"), data, "--projects", str(projects), "--snapshots", str(count),
         "--step", step, "--seed", arguments.seed])
    questions = Questions(snapshots(data))
    load = [os.path.join(arguments.programs, "luodi"), "load", library, data, "--model", os.path.join(HERE, "bench.lq"), "--quiet"]
    seconds, _ = timed(load)
    shutil.rmtree(data)
    report = measure(arguments.programs, library, os.path.join(base, "answers"), questions, arguments.repeat)
    report["load"], report["bytes"] = seconds, os.path.getsize(library)
    return report


def table(title, reports):
    first, last = reports[0], reports[-1]
    names = [f"{report['entities']['projects']['records']:,} x {report['snapshots']}" for report in reports]
    print(f"\n{title}\n")
    print("| query | " + " | ".join(f"{name}: ms | versions touched" for name in names)
          + " | time grew | versions touched grew | snapshots x rows grew |")
    print("|---|" + "---|" * (2 * len(reports) + 3))
    for query in TOUCHED:
        cells = []
        for report in reports:
            time = report["queries"].get(query)
            cells += [f"{time['alone']:.3f}" if time else "refused", f"{touched(query, report):,}"]
        times = [report["queries"].get(query, {}).get("alone") for report in (first, last)]
        grew = f"{times[1] / times[0]:.1f}x" if all(times) else ""
        print(f"| {query} | " + " | ".join(cells) + f" | {grew} | {touched(query, last) / touched(query, first):.1f}x | "
              f"{filed(last) / filed(first):.1f}x |")
    for name, report in zip(names, reports):
        versions = {entity: of["versions"] for entity, of in report["entities"].items()}
        print(f"{name}: {filed(report):,} project rows filed are {versions['projects']:,} versions; with {versions['nodes']:,} of nodes the "
              f"library has {report['bytes'] / 1e6:.1f} MB and was loaded in {report['load']:.1f} s")


def scaling(arguments, run, timed, measure):
    def points(pairs, step):
        return [point(arguments, projects, count, step, run, timed, measure) for projects, count in pairs]

    sizes = [int(text) for text in arguments.projects.split(",") if text]
    counts = [int(text) for text in arguments.snapshots.split(",") if text]
    by_size = points([(projects, 12) for projects in sizes], "month")
    by_count = points([(int(arguments.fixed), count) for count in counts], "week")
    if by_size:
        table("More projects, 12 months each", by_size)
    if by_count:
        table(f"More weeks, {int(arguments.fixed):,} projects", by_count)
    return 0
