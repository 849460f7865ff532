#!/usr/bin/env python3
"""Throws damaged statements at the program, each in a process of its own, and reports every one that crashed it, hung or filled memory.

    statements.py PROGRAM LIBRARY --rounds 100000 --seed 1 [--keep FOLDER]

Seeds are the examples of the reference, the questions of the goldens and the parser's corpus. Each round takes one, or two grown together, and
damages it: words dropped, doubled, moved or exchanged for any word of the language, of the model or of the seeds, numbers and dates made extreme,
parts repeated, brackets opened, bytes turned. It then runs as a statement, or behind `explain`, `explain plan`, `explain sql`, `check`, `fmt`.

A fault is a signal, status 4 (a bug of ours), more than ten seconds, or more than 2 GB. Exit status 1 where there was one.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 10
MEMORY = 2 << 30

EXTREMES = [
    "0", "1", "-1", "00", "9999999999999999999", "9223372036854775807", "-9223372036854775808", "0.000000000000000001", "1e308", "99999999亿",
    "922337203685477.5807元", "9999999999999亿", "0元", "9999-12-31", "0001-01-01", "2018-02-29", "2018-W53", "9999Q4", "0001H1", "last 740000 days",
    "next 99999999 months", "last 768614336404564651 years", "9223372036854775807wd", "-1d", "0wd", "100000y", "2018-03-07 - 2018y", "''", '"', "“",
    "`", "``", "\\", "/(.*)*x/", "/[[[[/", "/a{1000}{1000}/", "/(?=a)/", "\u0000", "\u202e", "\ufeff", "\x1b[31m", "é", "e\u0301", "𠮷", "👍🏽",
    "(", ")", "((((", ", ,", "|", "| |", ";", "。", "$", "$x", "_", "*", "--", "#", "//", "{", "}", '"{1+"}', "\n", "\n  ", "\r\n", "\t", "的", "的 的",
]

WRAPPERS = [
    lambda s, r: "(" * r.randint(1, 300) + s,
    lambda s, r: s + " | where count > 0" * r.randint(1, 400),
    lambda s, r: "explain " * r.randint(1, 250) + s,
    lambda s, r: s + " and overdue" * r.randint(1, 3000),
    lambda s, r: s + " or (" * r.randint(1, 300),
    lambda s, r: "not " * r.randint(1, 300) + s,
    lambda s, r: s + " + 1" * r.randint(1, 3000),
    lambda s, r: s + " in (" + ", ".join(str(r.randint(0, 10**6)) for _ in range(r.randint(1, 2000))) + ")",
    lambda s, r: s + "; " + s + "; | count",
    lambda s, r: "let x = " + s + "; count x; explain list x where id in x",
    lambda s, r: "define fuzzed for projects as " + s + "; list projects where fuzzed; describe fuzzed",
    lambda s, r: "define a for projects as b or " + s + "; define b for projects as a; count projects where a",
    lambda s, r: 'print "{' + s + '}"',
    lambda s, r: "expect " + s + ' "why"',
    lambda s, r: "param p: text = " + s + "; list projects where name = $p",
]


def seeds():
    """Statements of the pages and tests, each once, in a fixed order."""
    found = []
    for page in ["docs/reference.md", "docs/reference.zh.md", "docs/tutorial.md"]:
        text = (ROOT / page).read_text(encoding="utf-8")
        found += re.findall(r"```luodi\n(.*?)```", text, re.S)
    for golden in sorted((ROOT / "Tests").glob("*/Goldens/*.txt")):
        for piece in re.split(r"\n={4,}\n|\n\n", golden.read_text(encoding="utf-8")):
            found.append(piece.split("\n----")[0])
    for corpus in sorted((ROOT / "Tests/SyntaxTests/Corpus").glob("*.lq")):
        found += corpus.read_text(encoding="utf-8").split("\n")
    for script in sorted((ROOT / "examples").rglob("*.lq")):
        found += script.read_text(encoding="utf-8").split("\n")
    kept = [seed.strip() for seed in found]
    return list(dict.fromkeys(seed for seed in kept if 2 < len(seed) < 600))


CLAUSE = r"(?=\s+(?:where|by|across|sort|top|bottom|skip|with|as|since|from|to|every|compare|per)\b|\s*[|;#\n]|$)"


def parts(texts):
    """Conditions, keys, measures and clauses that stand in statements, to be put together anew."""
    def every(pattern):
        return sorted({match.strip() for text in texts for match in re.findall(pattern, text) if 1 < len(match.strip()) < 120})

    return {
        "condition": every(r"\bwhere\s+(.+?)" + CLAUSE),
        "key": every(r"\bby\s+([\w. ()]+?)" + CLAUSE),
        "columns": every(r"\blist\s+(.+?)\s+of\b"),
        "measures": every(r"(?:^|\n)(?!list|rank|trend|history|changes|explain)(\w.+?)\s+of\b"),
        "moment": every(r"\b(?:as of|since|from|compare)\s+(.+?)" + CLAUSE),
        "sort": every(r"\bsort by\s+(.+?)" + CLAUSE),
    }


ENTITIES = ["projects", "nodes", "factors", "approvals", "units", "matters"]
# Where a part must fit: those that do not are left out for that entity.
TRIALS = {
    "condition": "list {entity} where {part}", "key": "count {entity} by {part}", "columns": "list {part} of {entity}",
    "measures": "{part} of {entity}", "moment": "count {entity} as of {part}", "sort": "list {entity} sort by {part}",
}
TAILS = [
    "", "", " with totals", " with empty", " top 3", " skip 2", " sort by count desc", " top 3 by investment", " bottom 2 by investment",
    " top 2 by investment per stage", " across stage", " across district", " | count", " | where count > 1", " | count by stage", " as csv", " as json",
    " as markdown", " as html", " as table", " | list name", " | sort by name", " | rank stage by count", " | top 3",
]


def words_of(text):
    return re.findall(r"\"[^\"\n]*\"|`[^`\n]*`|/[^/\n ]+/|[\w'’.-]+|\s+|[^\w\s]", text)


class Fuzzer:
    def __init__(self, seed, ask):
        self.seeds = seeds()
        words = collections.Counter(word for text in self.seeds for word in words_of(text) if word.strip())
        keywords = re.findall(r"`([^`\n]+)`", (ROOT / "grammar/keywords.md").read_text(encoding="utf-8"))
        found = parts(self.seeds)
        sample = random.Random(seed)
        chosen = {kind: sample.sample(found[kind], min(len(found[kind]), 150)) for kind in TRIALS}
        trials = [(kind, part, entity) for kind in TRIALS for part in chosen[kind] for entity in ENTITIES]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            fits = pool.map(lambda trial: ask(TRIALS[trial[0]].format(entity=trial[2], part=trial[1])), trials)
            self.parts = collections.defaultdict(list)
            for (kind, part, entity), fit in zip(trials, fits):
                if fit:
                    self.parts[kind, entity].append(part)
        self.words = sorted(set(words) | set(keywords)) + EXTREMES * 4
        self.seed = seed

    def case(self, number):
        """The arguments and the text of one round."""
        random_ = random.Random(f"{self.seed}/{number}")
        text = self.grown(random_) if random_.random() < 0.5 else random_.choice(self.seeds)
        if random_.random() < 0.15:
            other = random_.choice(self.seeds)
            left, right = words_of(text), words_of(other)
            text = "".join(left[: random_.randint(0, len(left))] + right[random_.randint(0, len(right)):])
        for _ in range(random_.choice([0, 0, 0, 1, 1, 1, 2, 3, 5])):
            text = self.damaged(text, random_)
        if random_.random() < 0.08:
            text = random_.choice(WRAPPERS)(text, random_)
        kind = random_.random()
        if kind < 0.06:
            return "check", text
        if kind < 0.12:
            return "fmt", text
        prefix = random_.choice([""] * 9 + ["explain ", "explain ", "explain plan ", "explain sql ", "explain sql for clickhouse ", "explain tree "])
        return "ask", prefix + text

    def grown(self, random_):
        """A statement of parts that stand in others: most are right."""
        entity = random_.choice(ENTITIES + ["projects"] * 5)

        def some(part, most=1):
            return ", ".join(dict.fromkeys(random_.choice(self.parts[part, entity] or ["id"]) for _ in range(random_.randint(1, most))))

        def condition():
            text = some("condition")
            while random_.random() < 0.4:
                text = random_.choice(["({} and {})", "({} or {})", "{} and not ({})", "if {} then {} else overdue"]).format(text, some("condition"))
            return random_.choice(["", "", "", "not ", "was ", "ever ", "always "]) + f"({text})" if random_.random() < 0.3 else text

        where = f" where {condition()}" if random_.random() < 0.8 else ""
        keys = f" by {some('key', 2)}" if random_.random() < 0.6 else ""
        tail = random_.choice(TAILS) + (random_.choice(TAILS) if random_.random() < 0.4 else "")
        moment = some("moment")
        text = random_.choice([
            f"list {some('columns', 2)} of {entity}{where}", f"list {entity}{where}", f"count {entity}{where}{keys}",
            f"{some('measures', 3)} of {entity}{where}{keys}", f"rank {some('key')} by {some('measures')} of {entity}{where}",
            f"trend {some('measures', 2)} of {entity}{where}{keys} from {moment} every {random_.choice(['month', 'week', 'quarter', 'snapshot', 'year'])}",
            f"changes of {entity} since {moment}{where}", f"history of {entity}{where}", f"count {entity}{where}{keys} compare {moment}",
            f"list {entity}{where} sort by {some('sort')}", f"list {entity}{where} as of {moment}",
            f"list {some('columns')}, {some('columns')} of {entity}{where} sort by {some('sort')} desc",
        ])
        return text + tail

    def damaged(self, text, random_):
        words = words_of(text)
        if not words:
            return random_.choice(self.words)
        place = random_.randrange(len(words))
        match random_.randrange(9):
            case 0:
                del words[place]
            case 1:
                words.insert(place, words[place])
            case 2:
                other = random_.randrange(len(words))
                words[place], words[other] = words[other], words[place]
            case 3 | 4:
                words[place] = random_.choice(self.words)
            case 5:
                words.insert(place, random_.choice([" ", ""]) + random_.choice(self.words) + " ")
            case 6:
                words[place] = random_.choice(EXTREMES)
            case 7:
                end = random_.randint(place, len(words))
                words[place:end] = words[place:end] * random_.choice([2, 2, 3, 20])
            case 8:
                raw = bytearray("".join(words).encode("utf-8", "surrogateescape"))
                for _ in range(random_.randint(1, 3)):
                    raw[random_.randrange(len(raw))] = random_.randrange(256)
                return raw.decode("utf-8", "surrogateescape")
        return "".join(words)


def limited():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))


def run(program, library, folder, kind, text, environment):
    """The status of one round and what went wrong, or None."""
    raw = text.encode("utf-8", "surrogateescape")
    if kind == "ask":
        command = [program, library, "-q", "-f", "-"]
    else:
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".lq", delete=False) as file:
            file.write(raw)
        command = [program, kind, file.name]
    try:
        done = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, env=environment, preexec_fn=limited)
        try:
            _, errors = done.communicate(raw if kind == "ask" else b"", timeout=SECONDS)
        except subprocess.TimeoutExpired:
            done.kill()
            done.communicate()
            return -1, "longer than ten seconds"
    finally:
        if kind != "ask":
            os.unlink(file.name)
    if done.returncode < 0:
        return done.returncode, f"signal {-done.returncode}: {errors[-300:]!r}"
    if done.returncode == 4:
        return 4, f"a bug of ours: {errors[-300:]!r}"
    if done.returncode not in (0, 1, 2, 3):
        return done.returncode, f"status {done.returncode}: {errors[-300:]!r}"
    return done.returncode, None


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("library")
    arguments.add_argument("--rounds", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--first", type=int, default=0, help="number of the first round")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--keep", help="a folder for the texts that failed")
    options = arguments.parse_args()
    program, library = os.path.abspath(options.program), os.path.abspath(options.library)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY + (2 << 30), resource.RLIM_INFINITY))
    statuses, faults = collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        environment = {"HOME": folder, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
        fuzzer = Fuzzer(options.seed, lambda text: run(program, library, folder, "ask", text, environment)[0] == 0)

        def round_(number):
            kind, text = fuzzer.case(number)
            return number, kind, text, run(program, library, folder, kind, text, environment)

        numbers = range(options.first, options.first + options.rounds)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for start in range(0, len(numbers), 1000):
                if start and sys.stderr.isatty():
                    print(f"\r{start} of {len(numbers)}", end="", file=sys.stderr, flush=True)
                for number, kind, text, (status, fault) in pool.map(round_, numbers[start:start + 1000]):
                    statuses[status] += 1
                    if fault is None:
                        continue
                    faults.append(number)
                    print(f"round {number}, {kind}: {fault}\n    {text[:400]!r}", flush=True)
                    if options.keep:
                        os.makedirs(options.keep, exist_ok=True)
                        pathlib.Path(options.keep, f"{options.seed}-{number}-{kind}.lq").write_bytes(text.encode("utf-8", "surrogateescape"))
    print(f"{len(numbers)} statements, seed {options.seed}: {len(faults)} faults; statuses " + ", ".join(
        f"{status}: {count}" for status, count in sorted(statuses.items())))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
