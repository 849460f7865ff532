"""The same questions put to other engines: DuckDB in two designs, SQLite with indexes, Polars.

    python3 peers.py DATA OUT [--engines duckdb-rows,duckdb-intervals,polars,sqlite] [--repeat 7] [--threads 2]

DATA is a folder of dated snapshots written by luodi-generate. Writes OUT/ENGINE/QUERY.csv and OUT/ENGINE/times.json (milliseconds: `alone`
is the median of repeated runs of one query, `rotation` of runs each after all the other queries). A time runs from the text of the query to
the CSV on a memory file system or in memory.

Designs: `rows` holds every row of every snapshot; `intervals` is what a clever user makes of it, each version of a record once with the
snapshots `since <= s < until` in which it held, whole-number keys and enumerated types.
"""
import argparse
import csv
import io
import json
import os
import statistics
import time

from questions import Questions


def snapshots(data):
    return sorted(name for name in os.listdir(data) if len(name) == 10 and name[4] == "-")


def measure(run, names, repeat):
    """Answers and times of every query; `run(name)` gives the CSV text."""
    answers, alone, rotation = {}, {}, {name: [] for name in names}
    for name in names:
        answers[name] = run(name)
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            run(name)
            times.append((time.perf_counter() - start) * 1000)
        alone[name] = statistics.median(times)
    for _ in range(repeat):
        for name in names:
            start = time.perf_counter()
            run(name)
            rotation[name].append((time.perf_counter() - start) * 1000)
    return answers, {name: {"alone": alone[name], "rotation": statistics.median(rotation[name])} for name in names}


def keep(out, engine, answers, times, load):
    folder = os.path.join(out, engine)
    os.makedirs(folder, exist_ok=True)
    for name, text in answers.items():
        with open(os.path.join(folder, name + ".csv"), "w") as file:
            file.write(text)
    with open(os.path.join(folder, "times.json"), "w") as file:
        json.dump({"load_seconds": load, "queries": times}, file, indent=1)


def duckdb_engine(data, out, design, repeat, threads):
    import duckdb

    path = os.path.join(out, f"duckdb-{design}.db")
    for stale in (path, path + ".wal"):
        if os.path.exists(stale):
            os.remove(stale)
    connection = duckdb.connect(path)
    connection.execute(f"SET threads = {threads}")
    start = time.perf_counter()
    for statement in Questions(snapshots(data)).duckdb_load(data, design):
        connection.execute(statement)
    load = time.perf_counter() - start
    questions = Questions(snapshots(data))
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else out
    target = os.path.join(memory, f"luodi-peer-{os.getpid()}.csv")

    def run(name):
        connection.execute(f"COPY ({questions.sql(name, design)}) TO '{target}' (FORMAT csv, HEADER true)")
        if name not in answered:
            answered.add(name)
            with open(target) as file:
                return file.read()
        return None

    answered = set()
    answers, times = measure(run, questions.names, repeat)
    os.remove(target)
    keep(out, f"duckdb-{design}", answers, times, load)
    print(f"duckdb-{design} {duckdb.__version__}: loaded in {load:.1f} s, {os.path.getsize(path) / 1e6:.0f} MB", flush=True)


def sqlite_engine(data, out, repeat):
    import sqlite3

    path = os.path.join(out, "sqlite.db")
    if os.path.exists(path):
        os.remove(path)
    connection = sqlite3.connect(path)
    questions = Questions(snapshots(data))
    start = time.perf_counter()
    questions.sqlite_load(connection, data)
    load = time.perf_counter() - start

    def run(name):
        cursor = connection.execute(questions.sql(name, "rows", sqlite=True))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(column[0] for column in cursor.description)
        writer.writerows(cursor)
        return text.getvalue()

    answers, times = measure(run, questions.names, repeat)
    keep(out, "sqlite", answers, times, load)
    print(f"sqlite {sqlite3.sqlite_version}: loaded in {load:.1f} s", flush=True)


def polars_engine(data, out, repeat, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars
    from polars_questions import PolarsQuestions

    start = time.perf_counter()
    questions = PolarsQuestions(data, snapshots(data))
    load = time.perf_counter() - start
    answers, times = measure(lambda name: questions.answer(name).write_csv(), questions.names, repeat)
    keep(out, "polars", answers, times, load)
    print(f"polars {polars.__version__}: loaded in {load:.1f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--engines", default="duckdb-rows,duckdb-intervals,polars")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    for engine in arguments.engines.split(","):
        if engine.startswith("duckdb-"):
            duckdb_engine(arguments.data, arguments.out, engine.removeprefix("duckdb-"), arguments.repeat, arguments.threads)
        elif engine == "sqlite":
            sqlite_engine(arguments.data, arguments.out, arguments.repeat)
        elif engine == "polars":
            polars_engine(arguments.data, arguments.out, arguments.repeat, arguments.threads)
        else:
            raise SystemExit(f"no engine {engine}")


if __name__ == "__main__":
    main()
