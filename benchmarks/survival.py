"""Renames that a project survives: what inferd, rope, jedi and type checkers rename, and whether the suite passes.

    python benchmarks/survival.py --python ENV/bin/python --project FOLDER[:PYTEST_ARGUMENTS] [--project …] [--count 3]
        [--tools inferd,inferd+run,rope,rope-unsure,jedi,ty,pyright] [--seed 1] [--bin FOLDER] [--truth FILE] [--tell]

Example (ENV holds pytest, rope, jedi and what the suites need; the folders are unpacked PyPI sources):

    python benchmarks/survival.py --python env/bin/python --project h11-0.16.0 --tools inferd --tell inferd

What is done, and how to read it
* `--count` symbols of each kind of each project are drawn by a seed from all definitions outside tests
  (survival_symbols.py). A symbol counts only if renaming its definition alone makes the suite fail.
* Each tool is asked at the place of the definition, on an untouched copy; `inferd+run` on a copy in which the suite
  ran once under `inferd record`. What it says is written into another copy, and the suite runs there. The environment
  is `.venv` in these copies.
* survived: the suite passes with as many passed tests as before, and the definition has the new name. Equal edits of
  two tools are tried once.
* refused: the tool gave a reason instead of edits. For inferd, the same is tried with `force`: a refusal was wrong
  where the suite passes then. A rename that every tool fails may be impossible; such symbols are not left out.
* `edits` is how many places changed altogether; much more than others means over-renaming.
* With `--truth`, what the suite said is kept, so that another run needs to try only edits that are new.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import survival_symbols as S

HERE = Path(__file__).resolve().parent.parent
WORDS = "-x -p no:cacheprovider -p no:randomly --tb=line"
INFERD = "import sys; sys.path.insert(0, sys.argv.pop(1)); from inferd.cli.main import main; sys.exit(main())"
TOOLS = ("inferd", "inferd+run", "rope", "rope-unsure", "jedi", "ty", "pyright")


class Suite:
    """A scratch copy of a project, in which changes are tried, and what was found out so far."""

    def __init__(self, python, folder, arguments, scratch, truth, keep):
        self.python, self.scratch, self.keep = python, scratch, keep
        self.arguments = shlex.split(f"{WORDS} {arguments}")
        ignored = shutil.ignore_patterns(".project", ".git", "__pycache__", ".pytest_cache")
        for name in ("tried", "plain", "recorded"):
            shutil.copytree(folder, scratch / name, symlinks=True, ignore=ignored)
        for name in ("plain", "recorded"):  # where every tool looks for the environment
            (scratch / name / ".venv").unlink(missing_ok=True)
            (scratch / name / ".venv").symlink_to(python.parent.parent)
        self.known = truth
        self.limit = 600.0
        begin = time.monotonic()
        self.passing, said = self.run(scratch / "tried")
        if not self.passing:
            sys.exit(f"{folder}: the suite does not pass as it is: {said}")
        self.limit = 120 + 8 * (time.monotonic() - begin)  # of wall time, on machines that do other things, too

    def env(self, root):
        path = [str(root / "src")] if (root / "src").is_dir() else [str(root)]
        return {
            **os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0",
            "INFERD_NO_DAEMON": "1", "INFERD_USER_DIR": str(self.scratch / "user"),
        }  # fmt: skip

    def run(self, root, before=()):
        """How many tests passed, 0 where any failed; and the last lines of the output."""
        command = [*before, str(self.python), "-m", "pytest", *self.arguments]
        try:
            done = subprocess.run(
                command, check=False, cwd=root, env=self.env(root), timeout=self.limit, capture_output=True,
                text=True, errors="replace", stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return 0, "does not end"
        lines = done.stdout.strip().splitlines()
        found = next((f for line in reversed(lines) if (f := re.search(r"(\d+) passed", line))), None)
        told = [t.strip() for t in lines if "Error" in t or "assert" in t]
        passed = int(found[1]) if found and done.returncode == 0 else 0
        return passed, (told or lines or [done.stderr[-200:]])[-1][-220:]

    def try_out(self, changes):
        """Whether the suite passes with these files changed (path -> text), and what it said if not."""
        key = hashlib.sha256(json.dumps(sorted(changes.items())).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        if key not in self.known:
            tried = self.scratch / "tried"
            before = {path: (tried / path).read_bytes() for path in changes if (tried / path).exists()}
            try:
                for path, text in changes.items():
                    (tried / path).write_bytes(text.encode("utf-8", "surrogatepass"))
                passed, said = self.run(tried)
            finally:
                for path, data in before.items():
                    (tried / path).write_bytes(data)
            self.known[key] = [passed == self.passing, said if passed != self.passing else ""]
            self.keep()
        return self.known[key]


# --- the tools: (path, line, column, new) -> path -> new text --------------------------------------------------------


class Refusal(Exception):
    """A tool said why it does not rename."""


class Inferd:
    def __init__(self, root):
        import inferd

        self.project = inferd.open(str(root))
        self.project.ensure_fresh()

    def rename(self, sample, new, force=False):
        from inferd.errors import InferdError

        try:
            plan = self.project.rename(f"{sample.path}:{sample.line}:{sample.column}", new, force=force)
        except InferdError as error:
            reasons = getattr(error, "reasons", None)
            raise Refusal("; ".join(f"{p}:{n}: {r}" for p, n, r in reasons) if reasons else str(error)) from error
        self.left = Counter((r.role, r.evidence[-1].get("why", "")) for r in plan.left_out)
        return {c.path: c.after.decode() for c in plan.changes}

    def close(self):
        self.project.close()


class Worker:
    """rope or jedi, in a process of the environment that has them."""

    def __init__(self, python, tool, root):
        script = str(Path(__file__).with_name("survival_worker.py"))
        self.process = subprocess.Popen(
            [str(python), script, tool, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def rename(self, sample, new):
        asked = {"path": sample.path, "line": sample.line, "column": sample.column, "new": new}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "ended"}
        if "error" in answer:
            raise Refusal(answer["error"])
        return answer["changes"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class Server:
    """A type checker's language server."""

    def __init__(self, tool, root, texts, folders, scratch):
        import race_client

        self.errors = (race_client.Refused, race_client.TimedOut, race_client.Died)
        server = race_client.find(tool, folders, {})
        if server is None:
            sys.exit(f"{tool} is not installed; name its folder with --bin")
        env = race_client.environment(str(scratch / "home"), "survival")
        self.client = race_client.Client(server, str(root), env, str(scratch / f"{tool}.log"))
        self.client.initialize()
        self.texts, self.root = texts, os.path.realpath(root)
        for path, text in texts.items():
            self.client.open(path, text)
        time.sleep(2)

    def rename(self, sample, new):
        line = self.texts[sample.path].splitlines()[sample.line - 1]
        character = len(line[: sample.column - 1].encode("utf-16-le")) // 2
        place = {"line": sample.line - 1, "character": character}
        params = {"textDocument": {"uri": self.client.uri(sample.path)}, "position": place, "newName": new}
        try:
            edit = self.client.ask("textDocument/rename", params, 60.0).result
        except self.errors as error:
            raise Refusal(str(error)) from error
        if not edit:
            raise Refusal("nothing")
        edits = defaultdict(list)
        for uri, listed in (edit.get("changes") or {}).items():
            edits[uri] += listed
        for change in edit.get("documentChanges") or ():
            if "edits" in change:
                edits[change["textDocument"]["uri"]] += change["edits"]
        out = {}
        for uri, listed in edits.items():
            from urllib.parse import unquote, urlparse

            path = os.path.relpath(unquote(urlparse(uri).path), self.root).replace(os.sep, "/")
            if path.startswith(".."):
                raise Refusal(f"it would edit {path}")
            out[path] = _with_edits(self.texts[path], listed)
        return out

    def close(self):
        self.client.end()


def _with_edits(text, edits):
    lines = text.splitlines(keepends=True)
    spans = {}
    for e in edits:
        spans[_offset(lines, e["range"]["start"]), _offset(lines, e["range"]["end"])] = e["newText"]
    for (start, end), new in sorted(spans.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _offset(lines, place):
    line = lines[place["line"]] if place["line"] < len(lines) else ""
    column = len(line.encode("utf-16-le")[: place["character"] * 2].decode("utf-16-le"))
    return sum(map(len, lines[: place["line"]])) + column


# --- one project -----------------------------------------------------------------------------------------------------


def study(given, folder, arguments, truth, keep):
    """(kind, tool) -> Counter of outcomes; and the lines that tell what went wrong."""
    scores, told = defaultdict(Counter), []
    with tempfile.TemporaryDirectory(prefix="survival-") as at:
        scratch = Path(os.path.realpath(at))
        os.environ.update({"INFERD_USER_DIR": str(scratch / "user"), "INFERD_NO_DAEMON": "1"})
        suite = Suite(given.python, Path(folder), arguments, scratch, truth, keep)
        texts = S.sources(scratch / "tried")
        taken = {name for text in texts.values() for _, _, name in S.names_of(text)}
        drawn = _draw(given, suite, texts, taken)
        print(f"{Path(folder).name}: {suite.passing} tests, {len(drawn)} symbols", flush=True)
        for name in given.tools:
            if name == "inferd+run":
                suite.limit *= 5
                suite.run(scratch / "recorded", [sys.executable, "-c", INFERD, str(HERE), "record", "--"])
                suite.limit /= 5
            tool = _tool(given, name, scratch, texts)
            for sample, new in drawn:
                outcome, said, edits = _outcome(tool, suite, texts, sample, new)
                scores[sample.kind, name][outcome] += 1
                scores["edits", name][""] += edits
                if outcome != "survived":
                    where = f"{Path(folder).name}:{sample.path}:{sample.line} {sample.qualname}"
                    told.append(f"{name:10} {outcome:14} {sample.kind:10} {where}: {said}")
                    if given.tell and name in given.tell:
                        print("  " + told[-1], flush=True)
            tool.close()
    return scores, told


def _draw(given, suite, texts, taken):
    by_kind = defaultdict(list)
    for sample in S.symbols(texts):
        by_kind[sample.kind].append(sample)
    out = []
    for kind in given.kinds:
        found = by_kind[kind]
        random.Random(f"{given.seed}:{kind}").shuffle(found)
        left = given.count
        for sample in found[: given.count * 8]:
            if not left:
                break
            new = S.new_name(sample.name, taken)
            lines = texts[sample.path].splitlines(keepends=True)
            line = lines[sample.line - 1]
            at = sample.column - 1
            lines[sample.line - 1] = line[:at] + new + line[at + len(sample.name) :]
            if not suite.try_out({sample.path: "".join(lines)})[0]:
                out.append((sample, new))
                left -= 1
    return out


def _tool(given, name, scratch, texts):
    if name.startswith("inferd"):
        return Inferd(scratch / ("recorded" if name == "inferd+run" else "plain"))
    if name in ("rope", "rope-unsure", "jedi"):
        return Worker(given.python, name, scratch / "plain")
    return Server(name, scratch / "plain", texts, given.bin, scratch)


def _outcome(tool, suite, texts, sample, new):
    """(survived | broken | not renamed | refused | wrongly refused, why, number of places that changed)"""
    try:
        changes = tool.rename(sample, new)
    except Refusal as error:
        if not isinstance(tool, Inferd):
            return "refused", str(error), 0
        try:
            forced = tool.rename(sample, new, force=True)
        except Refusal:
            return "refused", str(error), 0
        passes = bool(forced) and suite.try_out(forced)[0]
        return ("wrongly refused" if passes else "refused"), str(error), 0
    changes = {p: t for p, t in changes.items() if t != texts.get(p)}
    edits = sum(
        sum(a != b for (_, _, a), (_, _, b) in zip(S.names_of(texts.get(p, "")), S.names_of(t), strict=False))
        for p, t in changes.items()
    )
    now = S.names_of(changes.get(sample.path, ""))
    if len(now) <= sample.token or now[sample.token][2] != new:
        return "not renamed", "the definition keeps its name", edits
    passes, said = suite.try_out(changes)
    left = f" [left out: {dict(tool.left)}]" if isinstance(tool, Inferd) and not passes else ""
    return ("survived" if passes else "broken"), said + left, edits


def table(scores, kinds, tools):
    """The lines of the table: survived of tried, a row a tool, a column a kind."""
    shown = [k for k in kinds if any(scores[k, t] for t in tools)]
    yield "| tool | " + " | ".join(shown) + " | all | refused | wrongly | edits |"
    yield "|---|" + "---|" * (len(shown) + 4)
    for tool in tools:
        cells, total, refused, wrong, tried = [], 0, 0, 0, 0
        for kind in shown:
            found = scores[kind, tool]
            cells.append(f"{found['survived']}/{sum(found.values())}")
            total += found["survived"]
            tried += sum(found.values())
            refused += found["refused"]
            wrong += found["wrongly refused"]
        share = f"{total}/{tried} ({total / max(1, tried):.0%})"
        yield f"| {tool} | {' | '.join(cells)} | {share} | {refused} | {wrong} | {scores['edits', tool]['']} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", required=True, type=Path)
    parser.add_argument("--project", required=True, action="append", metavar="FOLDER[:ARGUMENTS]")
    parser.add_argument("--count", type=int, default=3, help="symbols of each kind and project")
    parser.add_argument("--kinds", default=",".join(S.KINDS), type=lambda t: t.split(","))
    parser.add_argument("--tools", default=",".join(TOOLS), type=lambda t: t.split(","))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bin", action="append", default=[], help="a folder with the programs of language servers")
    parser.add_argument("--truth", type=Path, help="a file to keep what the suites said in, for the next time")
    parser.add_argument("--tell", type=lambda t: t.split(","), help="tell what went wrong with these tools")
    given = parser.parse_args()
    given.python = given.python.absolute()
    if isinstance(given.kinds, str):
        given.kinds = given.kinds.split(",")
    if isinstance(given.tools, str):
        given.tools = given.tools.split(",")
    sys.path.insert(0, str(HERE))
    known = json.loads(given.truth.read_text()) if given.truth and given.truth.exists() else {}

    def keep():
        if given.truth:
            given.truth.write_text(json.dumps(known))

    scores = defaultdict(Counter)
    for project in given.project:
        folder, _, arguments = project.partition(":")
        found, _ = study(given, folder, arguments, known.setdefault(Path(folder).name, {}), keep)
        for key, counter in found.items():
            scores[key].update(counter)
    print()
    for line in table(scores, given.kinds, given.tools):
        print(line)


if __name__ == "__main__":
    main()
