"""The tests that a change can affect: what `inferd impact` names, held against what fails when the function is broken.

    python benchmarks/impact.py --python ENV/bin/python --project FOLDER[:PYTEST_ARGUMENTS] [--project …] [--count 40]

Example (ENV holds pytest and what the suites need; the folders are unpacked PyPI sources):

    python benchmarks/impact.py --python env/bin/python --project toolz-1.2.0 --project boltons-26.2.0 --count 40

What is done, and how to read it
* Everything happens in copies. The suite runs once under `inferd record` in one copy; another copy is never run. Both
  are asked for the impact of each function of a seeded sample: all functions and methods of the project that are not
  tests and not in test folders, nested ones left out, are drawn from alike, those that no test reaches too.
* Then each is broken alone in a third copy: its body raises AssertionError at once (of a generator: when it starts).
  Truth is the tests that passed before, in two plain runs, and do not pass now; where a file of tests cannot be
  imported any more, all of its tests.
* recall: the share of the failing tests that were named; precision: the share of the named tests that fail. The first
  of the two figures is the mean over the functions (of recall: those that break something; of precision: those for
  which something was named), the second counts all tests together. `share` is the part of the suite that was named, on
  average. The functions with recall 1 are counted apart, and those that break nothing, for which nothing can be missed.
* A test that runs a function and does not care that it raises is a wrong one here. Only a finer look than at functions
  could avoid that.
"""

import argparse
import ast
import json
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
WORDS = "-q -p no:cacheprovider -p no:randomly -p impact_outcomes --continue-on-collection-errors --tb=no"
PLUGIN = '''\
import json, os
def write(*words):
    with open(os.environ["IMPACT_OUTCOMES"], "a") as file:
        print(json.dumps(words), file=file)
def pytest_runtest_logreport(report):
    write(report.nodeid, report.when, report.outcome)
'''


def is_test(path):
    *folders, name = path.split("/")
    return name.startswith(("test_", "conftest")) or name.endswith("_test.py") or bool({"test", "tests"} & set(folders))


def functions_of(root):
    """(path, qualified name, line of the first statement, last line, column, whether it is a generator)"""
    out = []

    def walk(body, prefix, path):
        names = {}
        for node in body:
            if isinstance(node, ast.ClassDef):
                walk(node.body, f"{prefix}{node.name}.", path)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names.setdefault(node.name, []).append(node)
        for name, nodes in names.items():
            node = nodes[0]
            if len(nodes) == 1 and node.body[0].lineno > node.lineno:  # overloads and setters are left alone
                inner = [n for s in node.body for n in ast.walk(s)]
                yields = any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in inner)
                first = node.body[0]
                out.append((path, prefix + name, first.lineno, node.end_lineno, first.col_offset, yields))

    for file in sorted(root.rglob("*.py")):
        path = file.relative_to(root).as_posix()
        if is_test(path) or path.split("/")[0] in ("docs", "doc", "examples", "bench") or "." in path.split("/")[0][:1]:
            continue
        try:
            walk(ast.parse(file.read_bytes()).body, "", path)
        except SyntaxError:
            continue
    return [f for f in out if f[0] != "setup.py"]


def broken(text, function):
    _, _, first, last, column, yields = function
    lines = text.splitlines(keepends=True)
    body = [f"{' ' * column}raise AssertionError('mutant')\n"] + [f"{' ' * column}yield\n"] * yields
    return "".join([*lines[: first - 1], *body, *lines[last:]])


class Suite:
    def __init__(self, python, folder, arguments, scratch):
        self.python = python
        self.arguments = shlex.split(f"{WORDS} {arguments}")
        self.scratch = scratch
        for name in ("recorded", "plain", "broken"):
            shutil.copytree(folder, scratch / name, symlinks=True, ignore=shutil.ignore_patterns(".project"))
        (scratch / "plugin").mkdir()
        (scratch / "plugin" / "impact_outcomes.py").write_text(PLUGIN)

    def env(self, root, **more):
        path = [str(root / "src")] if (root / "src").is_dir() else [str(root)]
        return {
            **os.environ, "PYTHONPATH": os.pathsep.join([*path, str(self.scratch / "plugin")]),
            "PYTHONDONTWRITEBYTECODE": "1", "INFERD_NO_DAEMON": "1", "IMPACT_OUTCOMES": str(self.scratch / "outcomes"),
            "INFERD_USER_DIR": str(self.scratch / "user"), **more,
        }  # fmt: skip

    def run(self, name, before=(), timeout=None):
        """The tests that passed; None where the run did not end in time."""
        outcomes = self.scratch / "outcomes"
        outcomes.write_text("")
        root = self.scratch / name
        command = [*before, str(self.python), "-m", "pytest", *self.arguments]
        try:
            subprocess.run(
                command, check=False, cwd=root, env=self.env(root), timeout=timeout, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
        seen, bad = {}, set()
        for line in outcomes.read_text().splitlines():
            test, when, outcome = json.loads(line)
            seen.setdefault(test, set()).add(when)
            if outcome != "passed":
                bad.add(test)
        return {t for t, phases in seen.items() if "call" in phases} - bad


def mean(values):
    return sum(values) / len(values) if values else 1.0


class Score:
    def __init__(self, suite):
        self.suite = suite
        self.hit = self.named = self.failing = self.functions = self.whole = self.quiet = 0
        self.share = 0.0
        self.recalls, self.precisions = [], []
        self.worst = []

    def add(self, function, named, failing):
        self.functions += 1
        self.hit += len(named & failing)
        self.named += len(named)
        self.failing += len(failing)
        self.share += len(named) / len(self.suite)
        self.whole += failing <= named
        self.quiet += not failing
        if failing:
            self.recalls.append(len(named & failing) / len(failing))
        if named:
            self.precisions.append(len(named & failing) / len(named))
        if named != failing:
            missed, extra = sorted(failing - named), sorted(named - failing)
            self.worst.append((len(missed), len(extra), function, missed[:2], extra[:2]))

    def line(self):
        recall = self.hit / self.failing if self.failing else 1.0
        precision = self.hit / self.named if self.named else 1.0
        return (
            f"recall {mean(self.recalls):.3f} ({recall:.3f})  precision {mean(self.precisions):.3f} ({precision:.3f})  "
            f"share {self.share / max(1, self.functions):6.1%}  "
            f"functions with recall 1: {self.whole} of {self.functions} ({self.quiet} break nothing)"
        )


def named_by(project, target, kind, suite):
    """The tests of a report; one without parameters, or a class, stands for all that it begins."""
    found = set()
    for test in project.impact(target, kind).tests:
        name = test["id"]
        if name in suite:
            found.add(name)
        else:
            found |= {t for t in suite if t.startswith((f"{name}[", f"{name}::"))}
    return found


def study(python, folder, arguments, count, seed, kinds, verbose, truth):
    import inferd

    known = json.loads(truth.read_text()) if truth and truth.exists() else {}

    with tempfile.TemporaryDirectory() as at:
        scratch = Path(at)
        suite = Suite(python, Path(folder), arguments, scratch)
        os.environ.update({"INFERD_USER_DIR": str(scratch / "user"), "INFERD_NO_DAEMON": "1"})
        name = Path(folder).name
        if name not in known:
            passing, again = suite.run("plain"), suite.run("broken")
            assert passing and again
            known[name] = {"": sorted(passing & again)}
        fails = known[name]
        inferd_ = "import sys; sys.path.insert(0, sys.argv.pop(1)); from inferd.cli.main import main; sys.exit(main())"
        recorded = suite.run("recorded", [sys.executable, "-c", inferd_, str(HERE), "record", "--"])
        assert recorded is not None
        stable = set(fails[""])
        print(f"{name}: {len(stable)} tests, {len(stable - recorded)} of them fail under the recorder")
        drawn = functions_of(scratch / "plain")
        random.Random(seed).shuffle(drawn)
        scores = {(where, kind): Score(stable) for where in ("recorded", "plain") for kind in kinds}
        shutil.rmtree(scratch / "plain" / ".project", ignore_errors=True)
        with inferd.open(str(scratch / "recorded")) as with_run, inferd.open(str(scratch / "plain")) as without:
            with_run.ensure_fresh()
            without.ensure_fresh()
            for function in drawn[:count]:
                path, qualname, *_ = function
                target = f"{path}:{qualname}"
                if target not in fails:
                    file = scratch / "broken" / path
                    text = file.read_text("utf-8")
                    file.write_text(broken(text, function), "utf-8")
                    left = suite.run("broken", timeout=300)
                    file.write_text(text, "utf-8")
                    fails[target] = None if left is None else sorted(stable - left)
                    if truth:
                        truth.write_text(json.dumps(known))
                if fails[target] is None:
                    print(f"  {target}: does not end when broken, left out")
                    continue
                for (where, kind), score in scores.items():
                    project = with_run if where == "recorded" else without
                    module = module_of(project, path)
                    named = named_by(project, f"{module}:{qualname}", kind, stable)
                    score.add(target, named, set(fails[target]))
        for (where, kind), score in scores.items():
            print(f"  {'with a run' if where == 'recorded' else 'without   '}  --for {kind:9}  {score.line()}")
            for missed, extra, function, m, e in sorted(score.worst, reverse=True)[:verbose]:
                print(f"      {function}: {missed} missed {m}, {extra} too many {e}")
        return scores


def module_of(project, path):
    with project.snapshot() as view:
        return view.reader.file_at(path).module


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", required=True, type=Path)
    parser.add_argument("--project", required=True, action="append", metavar="FOLDER[:ARGUMENTS]")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--for", dest="kinds", action="append", help="a kind of change; rename by default")
    parser.add_argument("--worst", type=int, default=0, help="show so many of the functions that were not met")
    parser.add_argument("--truth", type=Path, help="a file to keep what breaks in, for the next time")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    for project in given.project:
        folder, _, arguments = project.partition(":")
        kinds = given.kinds or ["rename"]
        study(given.python.absolute(), folder, arguments, given.count, given.seed, kinds, given.worst, given.truth)


if __name__ == "__main__":
    main()
