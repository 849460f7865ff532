"""Answers before times: compares every engine's answers with luodi's, cell by cell, then prints the table of ratios.

    python3 compare.py DATA OUT [--goals] [--answers]

OUT holds a folder an engine with QUERY.csv and times.json. With --answers no time is printed. Exit status: 0 when every answer is equal;
1 when one differs or is missing, with --goals also when a ratio lies below its goal; 2 when there is nothing to compare.
"""
import argparse
import csv
import json
import os
import sys
from decimal import Decimal, InvalidOperation

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


# These add up money as binary fractions, so that their sums are off in the last digits.
INEXACT = ("polars", "sqlite")


def cell(text):
    """Spellings of one value fall together: 587.10 and 587.1, true and 1."""
    if text in ("true", "True"):
        return "1"
    if text in ("false", "False"):
        return "0"
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number.normalize():f}" if number.is_finite() else text


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
    """None where the engine has none."""
    if not os.path.isfile(os.path.join(out, engine, name + ".csv")):
        return None
    table = rows(os.path.join(out, engine, name + ".csv"))
    return history_lines(table, dates, key) if name == "history" and engine != "luodi" else table


def close(left, right):
    """Equal to twelve digits."""
    try:
        one, other = Decimal(left), Decimal(right)
    except InvalidOperation:
        return False
    return abs(one - other) <= max(abs(one), abs(other)) * Decimal("1e-12")


def rounded(mine, theirs):
    """A quotient of twelve decimals, and the binary fraction next to it."""
    try:
        one, other = Decimal(mine), Decimal(theirs)
    except InvalidOperation:
        return False
    return -one.as_tuple().exponent <= 12 < -other.as_tuple().exponent and abs(one - other) <= Decimal("0.51e-12")


def same(mine, theirs, exact):
    return mine == theirs or rounded(mine, theirs) or not exact and close(mine, theirs)


def difference(mine, theirs, exact):
    """The first difference in words, or None."""
    if len(mine) != len(theirs):
        return f"{len(mine)} rows against {len(theirs)}"
    for number, (left, right) in enumerate(zip(mine, theirs)):
        if len(left) != len(right) or not all(same(a, b, exact) for a, b in zip(left, right)):
            return f"row {number + 1}: {left} against {right}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--goals", action="store_true", help="fail below a goal")
    parser.add_argument("--answers", action="store_true", help="compare answers, print no time")
    arguments = parser.parse_args()
    dates = snapshots(arguments.data)
    questions = Questions(dates)
    engines = [name for name in sorted(os.listdir(arguments.out)) if os.path.isfile(os.path.join(arguments.out, name, "times.json"))]
    times = {}
    for engine in engines:
        with open(os.path.join(arguments.out, engine, "times.json")) as file:
            times[engine] = json.load(file)
    peers = [engine for engine in engines if engine != "luodi"]
    if "luodi" not in engines or not peers:
        print(f"nothing to compare: {arguments.out} has answers of {', '.join(engines) or 'nobody'}")
        return 2
    wrong = 0
    if sorted(questions.names) != sorted(workload()):
        wrong += 1
        print("workload.tsv and questions.py ask different questions")
    for name in questions.names:
        mine = answer(arguments.out, "luodi", name, dates, questions.id)
        if mine is None:
            wrong += 1
            print(f"{name}: luodi has no answer")
            continue
        for engine in peers:
            theirs = answer(arguments.out, engine, name, dates, questions.id)
            found = f"{engine} has no answer" if theirs is None else difference(mine, theirs, engine not in INEXACT)
            if found:
                wrong += 1
                print(f"{name}: luodi and {engine} differ: {found}")
    if wrong:
        print(f"{wrong} answers differ: no time counts")
        return 1
    print(f"{len(questions.names)} answers of {len(peers)} engines are equal, cell by cell: {', '.join(peers)}")
    if arguments.answers:
        return 0
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
