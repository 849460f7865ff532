#!/usr/bin/env python3
"""Plants faults in a copy of the sources, one at a time, and tells which the tests catch.

    Tests/Mutants/mutants.py --seed 7 --mutants 60 --copy /tmp/luodi-mutants

Places and kinds are chosen by the seed, at least three a room where there is room for them. Each mutant is built incrementally, the suites that
concern its room run until the first failure or the time limit, and the file is put back. What does not build is no mutant: another is chosen.
The checkout itself is never written to: everything happens in `--copy`, made with `cp -a` (a warm `.build` comes along; SwiftPM notes the path it
was built at, so keep the copy for the next run). Not part of `make test`.
"""
import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# The suites that would have to see a fault of a room: its own, and those that ask through it.
SUITES = {
    "Diagnostics": "DiagnosticsTests|CheckingTests|ShellTests",
    "Syntax": "SyntaxTests|CheckingTests|CompletingTests|ReferenceTests",
    "Schema": "ModelTests|CheckingTests|IntakeTests|EngineTests|StoreTests",
    "Patterns": "PatternsTests|EngineTests",
    "Query": "QueryTests|CheckingTests|ExplainingTests|EngineTests|SQLTests",
    "Model": "ModelTests|CheckingTests|CompletingTests|LandingTests|ShellTests",
    "Checking": "CheckingTests|ExplainingTests|EngineTests|LandingTests",
    "Explaining": "ExplainingTests|EngineTests|ShellTests",
    "Completing": "CompletingTests|LandingTests|ShellTests",
    "Results": "ResultsTests|OutputTests|EngineTests",
    "Store": "StoreTests|EngineTests|IntakeTests",
    "Intake": "IntakeTests|LandingTests",
    "Engine": "EngineTests|LandingTests|ShellTests",
    "SQL": "SQLTests",
    "Output": "OutputTests|ShellTests",
    "Shell": "ShellTests|LandingTests",
    "luodi": "ShellTests",
}

COMPARISONS = {" < ": [" <= ", " >= "], " <= ": [" < ", " > "], " > ": [" >= ", " <= "], " >= ": [" > ", " < "], " == ": [" != "], " != ": [" == "]}


def outside_text(line):
    """The line with comments and the insides of texts blanked, at the same places."""
    kept, inside, index = [], False, 0
    while index < len(line):
        if not inside and line.startswith("//", index):
            break
        if inside and line[index] == "\\":
            kept.append("  ")
            index += 2
            continue
        if line[index] == '"':
            inside = not inside
        kept.append(" " if inside or line[index] == '"' else line[index])
        index += 1
    return "".join(kept).ljust(len(line))


def edits(lines, number):
    """All mutants of a line: (kind, new line or None to drop it)."""
    line = lines[number]
    code = outside_text(line)
    stripped = code.strip()
    if not stripped or stripped.startswith(("@", "import ", "public import", "precondition", "assert", "case ")) or line.strip().startswith('"'):
        return
    for found, others in COMPARISONS.items():
        for match in re.finditer(re.escape(found), code):
            # Generic parameters have no blanks around their brackets.
            for other in others:
                yield "comparison", line[: match.start()] + other + line[match.end():]
    for match in re.finditer(r"(?<![\w.$x])(\d+)(?![\w.]|\s*\.\.)", code):
        value = int(match.group(1))
        for other in {value + 1, max(value - 1, 0)} - {value}:
            yield "off by one", line[: match.start()] + str(other) + line[match.end():]
    for match in re.finditer(r"\.\.<", code):
        yield "off by one", line[: match.start()] + "..." + line[match.end():]
    match = re.match(r"^(\s*)(if|guard|while) (?!let|var|case|#)([^,{]+?)( \{| else \{)", code)
    if match:
        start, end = match.start(3), match.end(3)
        yield "negated condition", line[:start] + "!(" + line[start:end] + ")" + line[end:]
    for found, other in ((" && ", " || "), (" || ", " && "), (" + ", " - "), (" - ", " + ")):
        for match in re.finditer(re.escape(found), code):
            yield "operator", line[: match.start()] + other + line[match.end():]
    for found, other in (("true", "false"), ("false", "true"), (".first", ".last"), (".last", ".first"), (".min", ".max"), (".max", ".min")):
        for match in re.finditer(r"(?<!\w)" + re.escape(found) + r"\b(?!\s*:)", code) if found[0] != "." else re.finditer(re.escape(found) + r"\b(?!\w)", code):
            yield "constant", line[: match.start()] + other + line[match.end():]
    # A statement of its own inside an `if`.
    before = outside_text(lines[number - 1]).strip() if number else ""
    if before.startswith(("if ", "} else")) and before.endswith("{") and not stripped.endswith("{") and not stripped.startswith(("return", "throw", "let ", "var ", "}")):
        yield "dropped line", ""
    # `if C { S }` on one line
    match = re.match(r"^(\s*if .*) \{ (?!return|throw|continue|break)[^{}]*[=+(][^{}]* \}$", code)
    if match:
        yield "dropped line", line[: match.end(1)] + " {}\n"


def mutants_of(room, copy, chooser):
    """Endless mutants of a room, each a file, a line, a kind and the new line."""
    files = []
    for folder, _, names in os.walk(os.path.join(copy, "Sources", room)):
        files += [os.path.join(folder, name) for name in names if name.endswith(".swift") and "+Chinese" not in name and "Problem" not in name and "PinyinTable" not in name]
    files.sort()
    weights = [os.path.getsize(path) for path in files]
    seen = set()
    for _ in range(5000):
        path = chooser.choices(files, weights)[0]
        with open(path, encoding="utf-8") as file:
            lines = file.readlines()
        number = chooser.randrange(len(lines))
        found = list(edits(lines, number))
        if not found:
            continue
        # Kinds are alike likely, however many places a line has for one.
        kind = chooser.choice(sorted({kind for kind, _ in found}))
        text = chooser.choice([text for one, text in found if one == kind])
        if (path, number, text) in seen or text == lines[number]:
            continue
        seen.add((path, number, text))
        yield path, number, kind, text


def end(process):
    """Kills what was started and all that it started: test runners are in groups of their own."""
    if process.poll() is not None:
        return
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parents.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(name))
        except OSError:
            pass
    doomed = [process.pid]
    for one in doomed:
        doomed += parents.get(one, [])
    for one in doomed:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass


def start(command, folder):
    return subprocess.Popen(command, cwd=folder, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True)


def run(command, limit, folder):
    """Output and status; None for one that did not end in time. What it started ends with it."""
    process = start(command, folder)
    try:
        output, _ = process.communicate(timeout=limit)
        return output, process.returncode
    except subprocess.TimeoutExpired:
        end(process)
        process.communicate()
        return "", None


# Tests with a name of their own are printed in quotes, the others as their functions.
FAILURE = re.compile(r"✘ Test (\".*?\"|[^\s(]+).* (?:recorded an issue|failed after)")


def first_failure(command, limit, folder):
    """Runs tests until one fails: its name, None where all pass, and why in words where none has a name."""
    process = start(command, folder)
    late = threading.Event()

    def stop():
        late.set()
        end(process)

    clock = threading.Timer(limit, stop)
    clock.start()
    try:
        for line in process.stdout:
            if match := FAILURE.search(line):
                return match.group(1)
        status = process.wait()
    finally:
        clock.cancel()
        end(process)
        process.wait()
    return "time limit" if late.is_set() else None if status == 0 else f"status {status}"


def outcome(room, options):
    _, status = run(options.build, options.build_limit, options.copy)
    if status != 0:
        return "does not build", ""
    # The room's own suite first: most faults end there.
    own, *others = sorted(SUITES[room].split("|"), key=lambda suite: suite != room + "Tests")
    for suites in filter(None, (own, "|".join(others))):
        if failed := first_failure(f'{options.test} --filter "{suites}"', options.limit, options.copy):
            return "caught", failed
    return "survived", ""


def shown(text):
    text = text.strip()
    return (text[:70] + "…" if len(text) > 71 else text) or "(dropped)"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=60)
    parser.add_argument("--rooms", default=",".join(SUITES), help="only these")
    parser.add_argument("--copy", default="/tmp/luodi-mutants", help="where the tree is copied to")
    parser.add_argument("--source", default=ROOT, help="the tree to copy")
    parser.add_argument("--keep", action="store_true", help="use the copy that is there")
    parser.add_argument("--limit", type=int, default=900, help="seconds for the tests of one mutant")
    parser.add_argument("--build-limit", type=int, default=1200)
    parser.add_argument("--build", default="swift build --build-tests", help="run in the copy")
    parser.add_argument("--test", default="swift test --skip-build", help="run in the copy, with --filter SUITES")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be planted")
    options = parser.parse_args()
    options.copy = os.path.abspath(options.copy)
    if os.path.realpath(options.copy) == os.path.realpath(options.source):
        sys.exit("the copy has to be another folder than the tree itself")
    if not options.keep:
        if os.path.exists(options.copy) and not os.path.exists(os.path.join(options.copy, ".mutants")):
            sys.exit(f"{options.copy} exists and is no copy of mine")
        shutil.rmtree(options.copy, ignore_errors=True)
        subprocess.run(["cp", "-a", "--", options.source, options.copy], check=True)
        open(os.path.join(options.copy, ".mutants"), "w").close()
    if not os.path.exists(os.path.join(options.copy, ".mutants")):
        sys.exit(f"{options.copy} is no copy of mine")

    rooms = options.rooms.split(",")
    chooser = random.Random(options.seed)
    # Three a room, then by the size of the rooms.
    shares = [room for room in rooms for _ in range(3)]
    sizes = [sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(os.path.join(options.copy, "Sources", room)) for name in names) for room in rooms]
    shares = (shares + chooser.choices(rooms, sizes, k=max(0, options.mutants - len(shares)))) if options.mutants >= len(shares) else chooser.sample(shares, options.mutants)
    sources = {room: mutants_of(room, options.copy, random.Random(f"{options.seed} {room}")) for room in rooms}

    if not options.dry_run:
        output, status = run(options.build, None, options.copy)
        if status != 0:
            sys.exit("the tree itself does not build:\n" + output[-2000:])
    print("| # | room | place | kind | was | is | outcome | by | s |\n|---|---|---|---|---|---|---|---|---|", flush=True)
    results = []
    for index, room in enumerate(sorted(shares)):
        while True:
            place = next(sources[room], None)
            if place is None:
                break
            path, number, kind, text = place
            with open(path, encoding="utf-8") as file:
                original = file.read()
            lines = original.splitlines(keepends=True)
            was = lines[number]
            lines[number] = text
            start = time.time()
            result = ("planned", "")
            if not options.dry_run:
                try:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write("".join(lines))
                    result = outcome(room, options)
                finally:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(original)
            if result[0] == "does not build":
                continue
            results.append((room, result[0]))
            name = os.path.relpath(path, os.path.join(options.copy, "Sources"))
            cells = [index + 1, room, f"{name}:{number + 1}", kind, f"`{shown(was)}`", f"`{shown(text)}`", result[0], result[1], int(time.time() - start)]
            print("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |", flush=True)
            break
    caught = sum(1 for _, result in results if result == "caught")
    print()
    for room in rooms:
        all_of = [result for one, result in results if one == room]
        if all_of:
            print(f"{room}: {all_of.count('caught')} of {len(all_of)}")
    if results and not options.dry_run:
        print(f"caught: {caught} of {len(results)}, {100 * caught / len(results):.0f} %")


if __name__ == "__main__":
    main()
