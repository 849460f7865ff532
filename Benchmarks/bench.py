#!/usr/bin/env python3
"""The whole benchmark: makes the data, loads the library, asks everybody, compares the answers, prints the table.

    bench.py [--size large|small|tiny] [--folder FOLDER] [--peers duckdb-rows,duckdb-intervals,polars,sqlite] [--seed N] [--goals] [--answers]
    bench.py --scaling [--projects 10000,100000,1000000] [--snapshots 2,12,52] [--fixed 20000] [--folder FOLDER]

`large` is 1,000,000 projects x 12 months, `small` 5,000 projects x 52 weeks, `tiny`, for tests, 4,000 projects x 20 months. The programs are
taken from --programs (default .build/release). Data, libraries and answers stay in FOLDER; what is there already is used again, but for luodi's
library and answers. --answers compares answers alone; --scaling is told in scaling.py.
"""
import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "peers"))
from peers import snapshots  # noqa: E402
from questions import Questions  # noqa: E402
from scaling import scaling  # noqa: E402

SIZES = {
    "large": ["--projects", "1000000", "--snapshots", "12"],
    "small": ["--projects", "5000", "--snapshots", "52", "--step", "week"],
    "tiny": ["--projects", "4000", "--snapshots", "20", "--step", "month"],
}


def run(command, **options):
    print("$ " + " ".join(command), flush=True)
    subprocess.run(command, check=True, **options)


def timed(command):
    """Seconds of one run, and the kilobytes that it had in memory at most."""
    print("$ " + " ".join(command), flush=True)
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} failed with {status}")
    return time.perf_counter() - start, usage.ru_maxrss


def cold(program, library, questions, folder):
    """Whole processes: from start to the last byte, the page cache warm."""
    queries = {"nothing": None, "count_by_district": None, "list_overdue": None, "lookup": None}
    with open(os.path.join(HERE, "workload.tsv")) as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if cells[0] in queries:
                queries[cells[0]] = cells[2].format(**questions.settings())
    for name, query in queries.items():
        command = [program, "--version"] if query is None else [program, library, "-q", "-c", query]
        times = []
        for _ in range(15):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append((time.perf_counter() - start) * 1000)
        print(f"cold, {name}: {sorted(times)[len(times) // 2]:.1f} ms (with the start of a process by Python)")


def measure(programs, library, out, questions, repeat):
    """Asks luodi the workload. A query that it refuses has no answer, which the comparison tells."""
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    settings = [word for name, value in questions.settings().items() for word in ("--set", f"{name}={value}")]
    command = [os.path.join(programs, "luodi-measure"), library, out, "--model", os.path.join(HERE, "bench.lq"),
               "--workload", os.path.join(HERE, "workload.tsv"), "--repeat", repeat] + settings
    print("$ " + " ".join(command), flush=True)
    if subprocess.run(command).returncode not in (0, 1):
        raise SystemExit("luodi-measure failed")
    with open(os.path.join(out, "times.json")) as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="large")
    parser.add_argument("--folder", default=".build-bench")
    parser.add_argument("--peers", default="duckdb-rows,duckdb-intervals,polars")
    parser.add_argument("--seed", default="2018")
    parser.add_argument("--programs", default=".build/release")
    parser.add_argument("--goals", action="store_true")
    parser.add_argument("--repeat", default="7")
    parser.add_argument("--answers", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--projects", default="10000,100000,1000000")
    parser.add_argument("--snapshots", default="2,12,52")
    parser.add_argument("--fixed", default="20000", help="projects of the libraries whose number of snapshots grows")
    arguments = parser.parse_args()
    if arguments.scaling:
        return scaling(arguments, run, timed, measure)
    base = os.path.join(arguments.folder, f"{arguments.size}-{arguments.seed}")
    data, out, library = os.path.join(base, "data"), os.path.join(base, "answers"), os.path.join(base, "library.luodi")
    os.makedirs(base, exist_ok=True)
    if not os.path.exists(os.path.join(base, "made")):
        shutil.rmtree(data, ignore_errors=True)
        run([os.path.join(arguments.programs, "luodi-generate"), data, "--seed", arguments.seed] + SIZES[arguments.size])
        open(os.path.join(base, "made"), "w").close()
    questions = Questions(snapshots(data))

    for peer in [name for name in arguments.peers.split(",") if name]:
        if not os.path.exists(os.path.join(out, peer, "times.json")):
            run([sys.executable, os.path.join(HERE, "peers", "peers.py"), data, out, "--engines", peer, "--repeat", arguments.repeat])

    for stale in (library,):
        if os.path.exists(stale):
            os.remove(stale)
    model = os.path.join(HERE, "bench.lq")
    program = os.path.join(arguments.programs, "luodi")
    seconds, kilobytes = timed([program, "load", library, data, "--model", model, "--quiet"])
    print(f"luodi: loaded in {seconds:.1f} s with {kilobytes / 1000:.0f} MB at most; the library has {os.path.getsize(library) / 1e6:.0f} MB")
    path = os.path.join(out, "luodi", "times.json")
    times = measure(arguments.programs, library, os.path.join(out, "luodi"), questions, arguments.repeat)
    times["load_seconds"] = seconds
    with open(path, "w") as file:
        json.dump(times, file, indent=1)
    if not arguments.answers:
        cold(program, library, questions, base)
    flags = (["--goals"] if arguments.goals else []) + (["--answers"] if arguments.answers else [])
    compare = [sys.executable, os.path.join(HERE, "peers", "compare.py"), data, out] + flags
    sys.exit(subprocess.run(compare).returncode)


if __name__ == "__main__":
    main()
