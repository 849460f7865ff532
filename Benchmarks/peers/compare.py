"""Answers before times: compares every engine's answers with luodi's, cell by cell, then prints the table of ratios.

    python3 compare.py DATA OUT [--goals] [--markdown]

OUT holds a folder an engine with QUERY.csv and times.json. Exit status 1 when an answer differs, with --goals also when a ratio lies below
its goal.
"""
import argparse
import csv
import json
import os
import sys

from peers import snapshots
from questions import COLUMNS, Questions

WORKLOAD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "workload.tsv")


def workload():
    """name -> (goal, query)"""
    found = {}
    with open(WORKLOAD) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, goal, query = line.rstrip("\n").split("\t")
                found[name] = (float(goal), query)
    return found


def cell(text):
    """Spellings of one value fall together: 587.10 and 587.1, true and 1."""
    if text in ("true", "True"):
        return "1"
    if text in ("false", "False"):
        return "0"
    try:
        number = float(text)
        return f"{number:.12g}"
    except ValueError:
        return text


def rows(path):
    with open(path, newline="") as file:
        table = list(csv.reader(file))
    return [[cell(text) for text in row] for row in table[1:]]


def history_lines(versions, dates, key):
    """What `history of` prints, from the versions of one record."""
    lines, runs = [], []
    for row in versions:
        since, until, cells = int(float(row[0])), int(float(row[1])), row[2:]
        if runs and runs[-1][1] == since and runs[-1][2] == cells:
            runs[-1][1] = until
        else:
            runs.append([since, until, cells])
    before = None
    for since, until, cells in runs:
        first, last = dates[since], dates[until - 1]
        if before is None:
            lines.append([key, first, last, "added", "", "", ""])
        elif before[1] < since:
            lines.append([key, dates[before[1]], dates[since - 1], "removed", "", "", ""])
            lines.append([key, first, last, "returned", "", "", ""])
        if before is not None:
            for name, old, new in zip(COLUMNS, before[2], cells):
                if old != new:
                    lines.append([key, first, last, "changed", name, old, new])
        before = (since, until, cells)
    return lines


def answer(out, engine, name, dates, key):
    table = rows(os.path.join(out, engine, name + ".csv"))
    return history_lines(table, dates, key) if name == "history" and engine != "luodi" else table


def difference(mine, theirs):
    if len(mine) != len(theirs):
        return f"{len(mine)} rows against {len(theirs)}"
    for number, (left, right) in enumerate(zip(mine, theirs)):
        if left != right:
            return f"row {number + 1}: {left} against {right}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--goals", action="store_true", help="fail below a goal")
    arguments = parser.parse_args()
    dates = snapshots(arguments.data)
    questions = Questions(dates)
    engines = [name for name in sorted(os.listdir(arguments.out)) if os.path.isfile(os.path.join(arguments.out, name, "times.json"))]
    times = {}
    for engine in engines:
        with open(os.path.join(arguments.out, engine, "times.json")) as file:
            times[engine] = json.load(file)
    peers = [engine for engine in engines if engine != "luodi"]
    wrong = 0
    for name in questions.names:
        mine = answer(arguments.out, "luodi", name, dates, questions.id)
        for engine in peers:
            found = difference(mine, answer(arguments.out, engine, name, dates, questions.id))
            if found:
                wrong += 1
                print(f"{name}: luodi and {engine} differ: {found}")
    if wrong:
        print(f"{wrong} answers differ: no time counts")
        return 1
    print(f"{len(questions.names)} answers of {len(peers)} engines are equal, cell by cell: {', '.join(peers) or 'no peer'}")
    below = table(questions, times, peers)
    if below:
        print("below the goal: " + ", ".join(below))
    return 1 if below and arguments.goals else 0


def table(questions, times, peers):
    goals = workload()
    duck = [engine for engine in peers if engine.startswith("duckdb")]
    others = [engine for engine in peers if not engine.startswith("duckdb")]
    print("| query | luodi ms | after the others | " + ("DuckDB's better, ms | ratio | in rotation | goal | " if duck else "")
          + "".join(f"{engine} ms | " for engine in others))
    print("|---|" + "---|" * (2 + (4 if duck else 0) + len(others)))
    below = []
    for name in questions.names:
        mine = times["luodi"]["queries"][name]
        line = f"| {name} | {mine['alone']:.3f} | {mine['rotation']:.3f} | "
        if duck:
            best = {mode: min(times[engine]["queries"][name][mode] for engine in duck) for mode in ("alone", "rotation")}
            ratio = best["alone"] / mine["alone"]
            goal = goals[name][0]
            if ratio < goal:
                below.append(f"{name} ({ratio:.0f}x of {goal:.0f}x)")
            line += f"{best['alone']:.1f} | {ratio:.0f}x | {best['rotation'] / mine['rotation']:.0f}x | {goal:.0f}x | "
        for engine in others:
            line += f"{times[engine]['queries'][name]['alone']:.1f} | "
        print(line.rstrip())
    for engine in ["luodi"] + peers:
        if times.get(engine, {}).get("load_seconds"):
            print(f"load, {engine}: {times[engine]['load_seconds']:.1f} s")
    return below


if __name__ == "__main__":
    sys.exit(main())
