"""The recorder beside coverage.py and MonkeyType: CPU of a test run under each, over the plain run, and what is found.

    python benchmarks/record.py --python ENV/bin/python --suite NAME=FOLDER:PYTEST_ARGUMENTS [--suite …] [--rounds 5]

Example (ENV holds pytest, coverage, monkeytype and what the suites need; the folders are unpacked PyPI sources):

    python benchmarks/record.py --python env/bin/python \\
        --suite "nx=networkx-3.7rc0:networkx/algorithms/shortest_paths networkx/algorithms/centrality" \\
        --suite "jinja=jinja2-3.1.6:tests"

What is done, and how to read it
* Each round runs every row once, each between two plain runs; a row's ratio is its CPU (user and system, of the whole
  tree, the launcher's Python included) over the mean of the plain runs around it. The median of the rounds is shown.
* `src` of a suite's folder is put on PYTHONPATH if there is one. Folders are used as they are; nothing is written to
  them but what the tests write (`-p no:cacheprovider`, no bytecode).
* `inferd` is the recorder with its default policy, all on: arguments, results, element types, call sites, attributes,
  variables, which test ran what. Ingestion is not in it. `exhaustive` never rests: it is the truth for the shares.
* shares: of the signatures of the exhaustive run at the level of classes (function, class of each argument, outcome,
  class of the result), and of its (test, function) pairs, how many the default policy has found.
* `inferd accelerated` is with the compiled accelerator. `inferd record` and `inferd record second` are the whole
  commands, with start, freshness scan and folding: on a project that no run knows, and on one that those before know.
* A suite is a pytest run; `NAME=FOLDER:!WORDS` is `python WORDS` instead (rich's source release has no tests, but its
  modules show themselves: `rich=rich-15.0.0:!-m rich.markdown README.md`).
* A row that takes longer than --patience times the plain run is stopped, and shown as a lower bound.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COMMAND = "import sys; sys.path[:0] = [sys.argv.pop(1)]; from inferd.cli.main import main; sys.exit(main())"
LAUNCH = "import sys; sys.path.insert(0, sys.argv.pop(1)); from inferd.runtime.__main__ import main; sys.exit(main())"


def cpu_of(command, folder, env, patience):
    """CPU seconds of a command with its children, its last line, and whether it was stopped."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    stopped = False
    try:
        out, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        stopped = True
        os.killpg(process.pid, 9)
        out, _ = process.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, (out.strip().splitlines() or [""])[-1], stopped


def command_of(arguments):
    """The words behind the interpreter."""
    if arguments[0].startswith("!"):
        return [arguments[0][1:], *arguments[1:]]
    return ["-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]


def build(python, directory):
    sys.path.insert(0, str(HERE))
    from inferd.runtime import build as builder

    try:
        builder.build(python, str(directory))
    except builder.BuildError as error:
        print("no accelerator:", error)


def rows_of(python, arguments, scratch):
    """Name of a row -> command, what to add to the environment, where it writes."""
    pytest = command_of(arguments)
    spool, every, fast = scratch / "spool", scratch / "every", scratch / "fast"
    project = scratch / "project"
    launch = [sys.executable, "-c", LAUNCH, str(HERE)]
    record = [sys.executable, "-c", COMMAND, str(HERE), "record", "--project-dir", str(project)]
    alone = {"INFERD_NO_DAEMON": "1", "INFERD_USER_DIR": str(scratch / "user")}
    (scratch / "contexts.ini").write_text("[run]\ndynamic_context = test_function\n")
    return {
        "inferd": ([*launch, "--spool", str(spool), "--", python, *pytest], {}, spool),
        "inferd accelerated": (
            [*launch, "--spool", str(fast), "--accelerator", str(scratch / "accelerator"), "--", python, *pytest],
            {},
            fast,
        ),
        "inferd record": ([*record, "--fresh", "--", python, *pytest], alone, scratch / "none"),
        "inferd record second": ([*record, "--", python, *pytest], alone, scratch / "none"),
        "inferd exhaustive": ([*launch, "--spool", str(every), "--exhaustive", "--", python, *pytest], {}, every),
        "coverage": (
            [python, "-m", "coverage", "run", *pytest],
            {"COVERAGE_FILE": str(scratch / "c1")},
            scratch / "c1",
        ),
        "coverage sysmon": (
            [python, "-m", "coverage", "run", *pytest],
            {"COVERAGE_FILE": str(scratch / "c2"), "COVERAGE_CORE": "sysmon"},
            scratch / "c2",
        ),
        "coverage contexts": (
            [python, "-m", "coverage", "run", "--rcfile", str(scratch / "contexts.ini"), *pytest],
            {"COVERAGE_FILE": str(scratch / "c3")},
            scratch / "c3",
        ),
        "monkeytype": (
            [python, "-m", "monkeytype", "run", *pytest],
            {"MT_DB_PATH": str(scratch / "mt")},
            scratch / "mt",
        ),
    }


def size_of(path):
    """Bytes of what a row wrote; of a spool without the copies of the sources."""
    if path.is_dir():
        return sum(found.stat().st_size for found in path.glob("*.jsonl"))
    return path.stat().st_size if path.exists() else 0


def facts_of(spool):
    """(functions that ran, signatures at the level of classes, (test, function) pairs, call sites, calls looked at)"""
    ran, signatures, pairs, sites, looked_at = set(), set(), set(), set(), 0
    for path in spool.glob("*.jsonl"):
        files, functions, classes, types, owners = {}, {}, {}, {}, {}
        for text in path.read_text("utf-8").splitlines():
            line = json.loads(text)
            kind = line[0]
            if kind == "file":
                files[line[1]] = line[2]
            elif kind == "func":
                functions[line[1]] = (files[line[2]], line[3], line[4])
            elif kind == "cls":
                classes[line[1]] = (line[2], line[3])
            elif kind == "type":
                op, rest = line[2], line[3:]
                types[line[1]] = (
                    classes[rest[0]] if op in ("inst", "tuple")
                    else (op, classes[rest[0]]) if op == "class"
                    else (op, functions[rest[0]]) if op in ("func", "gen")
                    else (op, str(rest))
                )  # fmt: skip
            elif kind == "sig":
                where = functions[line[2]]
                signatures.add((where, tuple(types[number] for number in line[3]), line[4], types[line[5]]))
            elif kind == "owner":
                owners[line[1]] = (line[2], line[3])
            elif kind == "ran":
                names = {functions[number] for number in line[2]}
                ran |= names
                if owners[line[1]][0] == "test":
                    pairs.update((owners[line[1]][1], name) for name in names)
            elif kind == "site":
                sites.add((functions[line[2]][0], *line[3:]))
            elif kind == "end":
                looked_at += line[1]["callbacks"]
    return ran, signatures, pairs, sites, looked_at


def measure(name, folder, arguments, python, rounds, only, patience):
    env = {key: value for key, value in os.environ.items() if not key.startswith(("COVERAGE", "PYTEST", "INFERD"))}
    env.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    if (folder / "src").is_dir():
        env["PYTHONPATH"] = str(folder / "src")
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        rows = rows_of(python, arguments, scratch)
        rows = {row: rows[row] for row in rows if not only or row in only}
        if "inferd accelerated" in rows:
            build(python, scratch / "accelerator")
        plain = [python, *command_of(arguments)]
        cpu_of(plain, folder, env, 600)  # caches of the machine
        before, said, _ = cpu_of(plain, folder, env, 600)
        print(f"\n{name}: {said} (plain {before:.2f} s CPU, {rounds} rounds)\n")
        ratios, notes, stopped = {row: [] for row in rows}, {}, set()
        for _ in range(rounds):
            for row, (command, more, path) in rows.items():
                if row in stopped:
                    continue
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
                used, last, late = cpu_of(command, folder, {**env, **more}, patience * max(before, 1))
                after, _, _ = cpu_of(plain, folder, env, 600)
                ratios[row].append(used / ((before + after) / 2))
                before = after
                if late:
                    stopped.add(row)
                notes[row] = "" if last.split(" in ")[0] == said.split(" in ")[0] else last
        print("| | CPU over plain (median, range) | written, KB | |\n|---|---|---|---|")
        for row, (_, _, path) in rows.items():
            found = ratios[row]
            bound = "> " if row in stopped else ""
            spread = f"{bound}{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})"
            print(f"| {row} | {spread} | {size_of(path) / 1024:.0f} | {notes[row][:60]} |")
        if "inferd" in rows and "inferd exhaustive" in rows:
            mine, truth = facts_of(scratch / "spool"), facts_of(scratch / "every")
            words = ("functions that ran", "signatures of classes", "(test, function) pairs", "call sites")
            kinds = [("", mine)]
            if "inferd accelerated" in rows:
                kinds.append((" (accelerated)", facts_of(scratch / "fast")))
            for which, found in kinds:
                for word, got, all_of_them in zip(words, found, truth, strict=False):
                    share = len(got & all_of_them) / max(1, len(all_of_them))
                    others = len(got - all_of_them)
                    print(f"* {word}{which}: {len(got)} of {len(all_of_them)} ({share:.1%}), {others} others")
                print(f"* calls looked at{which}: {found[4]} of {truth[4]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the environment with the suites")
    parser.add_argument("--suite", action="append", required=True, metavar="NAME=FOLDER:ARGUMENTS")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", default="", help="names of rows, with commas; all by default")
    parser.add_argument("--patience", type=float, default=60, help="wall seconds per CPU second of the plain run")
    given = parser.parse_args()
    only = {row.strip() for row in given.rows.split(",") if row.strip()}
    for suite in given.suite:
        name, rest = suite.split("=", 1)
        folder, arguments = rest.split(":", 1)
        where = Path(folder).resolve()
        measure(name, where, arguments.split(), os.path.abspath(given.python), given.rounds, only, given.patience)


if __name__ == "__main__":
    main()
