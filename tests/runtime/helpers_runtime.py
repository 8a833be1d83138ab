"""Runs programs under the recorder, in each Python that is here, and reads what the recorder wrote (docs/spool.md)."""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

from inferd.runtime import build

HERE = Path(__file__).resolve().parent.parent.parent
SUPPORTED = ("3.9", "3.10", "3.11", "3.12", "3.13")


def _pythons() -> dict[str, str]:
    """`3.9` -> the interpreter, for those that are on this machine."""
    found = {"%d.%d" % sys.version_info[:2]: sys.executable}
    root = os.environ.get("PYENV_ROOT") or str(Path.home() / ".pyenv")
    for version in SUPPORTED:
        if version in found:
            continue
        candidates = sorted(Path(root, "versions").glob(version + ".*/bin/python"))
        on_path = shutil.which("python" + version)
        for candidate in [*map(str, candidates), *([on_path] if on_path else [])]:
            asked = subprocess.run(
                [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
            )
            if asked.returncode == 0 and asked.stdout.strip() == version:
                found[version] = candidate
                break
    return found


PYTHONS = _pythons()


class Run(NamedTuple):
    """How the program ended, and what was recorded of it."""

    status: int
    out: str
    err: str
    spool: Path
    shards: list["Shard"]

    @property
    def signatures(self) -> dict[str, set[str]]:
        """Qualified name -> `(int, x=str) -> int` and so on, of all shards together."""
        found: dict[str, set[str]] = {}
        for shard in self.shards:
            for name, texts in shard.signatures.items():
                found.setdefault(name, set()).update(texts)
        return found

    @property
    def off(self) -> list[Any]:
        return [line for shard in self.shards for line in shard.of("off")]


class Shard:
    """One shard, with texts in the place of ids."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text("utf-8")
        self.whole = text.endswith("\n")
        self.lines = [json.loads(line) for line in text.split("\n")[:-1]]
        assert self.lines[0][:2] == ["spool", 1]
        self.header = self.lines[0][2]
        self.functions = {line[1]: line for line in self.of("func")}
        self.classes = {line[1]: line for line in self.of("cls")}
        self.types = {line[1]: line for line in self.of("type")}
        self.files = {line[1]: line for line in self.of("file")}
        self.sites = {line[1]: line for line in self.of("site")}
        self.owners = {line[1]: line for line in self.of("owner")}
        seen: dict[str, set[int]] = {}
        for line in self.lines:
            if line[0] in ("file", "func", "cls", "type", "sig", "site", "call", "owner"):
                assert line[1] not in seen.setdefault(line[0], set()), line
                seen[line[0]].add(line[1])

    def of(self, kind: str) -> list[Any]:
        return [line for line in self.lines if line[0] == kind]

    def name(self, function: int) -> str:
        return str(self.functions[function][3])

    def type(self, number: int) -> str:
        """A short text: `list[int]`, `m.C`."""
        line = self.types[number]
        op, rest = line[2], line[3:]
        if op in ("never", "mock", "sentinel", "unknown"):
            return str(op)
        if op == "union":
            return " | ".join(sorted(self.type(inner) for inner in rest[0]))
        if op == "class":
            return "type[%s]" % self.cls(rest[0])
        if op in ("func", "gen"):
            return "%s:%s" % (op, self.name(rest[0]))
        if op == "ext":
            return "ext:%s.%s" % (rest[0], rest[1])
        if op == "module":
            return "module:%s" % rest[0]
        inside = ", ".join(self.type(inner) for inner in rest[1])
        text = self.cls(rest[0])
        return "%s[%s]" % (text, inside) if inside or op == "tuple" else text

    def cls(self, number: int) -> str:
        _, _, module, qualname, _, _ = self.classes[number]
        text = str(qualname) if module in ("builtins", "__main__") else "%s.%s" % (module, qualname)
        return "None" if text == "NoneType" else text

    @property
    def signatures(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        arrows = {"return": "->", "yield": "yields", "send": "takes", "raise": "raises"}
        for _, _, function, arguments, how, result, _ in self.of("sig"):
            text = "(%s) %s %s" % (", ".join(map(self.type, arguments)), arrows[how], self.type(result))
            assert len(arguments) == len(self.functions[function][6])
            found.setdefault(self.name(function), set()).add(text)
        return found

    @property
    def count(self) -> dict[str, int]:
        """Qualified name -> how many calls were seen."""
        by_signature = {line[1]: (line[2], 1) for line in self.of("sig")}
        for _, number, more, _ in self.of("seen"):
            function, so_far = by_signature[number]
            by_signature[number] = (function, so_far + more)
        found: dict[str, int] = {}
        for function, number in by_signature.values():
            found[self.name(function)] = found.get(self.name(function), 0) + number
        return found

    @property
    def calls(self) -> set[tuple[str, int, str, str | None]]:
        """(caller, line, callee, receiver)"""
        found = set()
        for _, _, site, callee, receiver, _ in self.of("call"):
            _, _, function, line, *_ = self.sites[site]
            text = {
                "func": lambda c: self.name(c[1]),
                "class": lambda c: "type[%s]" % self.cls(c[1]),
                "inst": lambda c: "inst:%s" % self.cls(c[1]),
                "ext": lambda c: "ext:%s.%s" % (c[1], c[2]),
            }[callee[0]](callee)
            found.add((self.name(function), line, text, None if receiver is None else self.type(receiver)))
        return found

    @property
    def attributes(self) -> set[tuple[str, str, str]]:
        return {(self.cls(cls), name, self.type(number)) for _, cls, name, number, _ in self.of("attr")}

    @property
    def locals(self) -> set[tuple[str, str, str]]:
        return {(self.name(function), name, self.type(number)) for _, function, name, number, _ in self.of("local")}

    @property
    def ran(self) -> dict[str, set[str]]:
        """Name of an owner -> qualified names of what ran for it."""
        found: dict[str, set[str]] = {line[3]: set() for line in self.owners.values()}
        for _, owner, functions in self.of("ran"):
            found[self.owners[owner][3]].update(map(self.name, functions))
        return found

    @property
    def needs(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for _, owner, others in self.of("needs"):
            found.setdefault(self.owners[owner][3], set()).update(self.owners[other][3] for other in others)
        return found


def write(root: Path, files: str) -> None:
    """Files from one text, `# file: name` before each."""
    for name, body in re.findall(r"# file: (\S+)\n(.*?)(?=# file: |\Z)", textwrap.dedent(files), re.DOTALL):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(body), "utf-8")


def read(spool: Path) -> list[Shard]:
    return [Shard(path) for path in sorted(spool.glob("*.jsonl"))]


def accelerated(python: str) -> str | None:
    """The directory of the accelerator for an interpreter, built once; None where it cannot be."""
    known = _ACCELERATED.get(python)
    if known is None:
        directory = tempfile.mkdtemp(prefix="inferd-accelerator-")
        atexit.register(shutil.rmtree, directory, ignore_errors=True)
        try:
            build.build(python, directory)
        except build.BuildError:
            directory = ""
        known = _ACCELERATED[python] = directory
    return known or None


_ACCELERATED: dict[str, str] = {}
accelerator: list[str] = []  # where it lies, while a test wants it


def record(root: Path, *command: str, options: tuple[str, ...] = (), timeout: float = 60, **env: str) -> Run:
    """Run a command under the recorder as `python -m inferd.runtime` does, with the accelerator if a test wants it."""
    if accelerator:
        options = ("--accelerator", accelerator[-1], *options)
    spool = root / ".spool"
    shutil.rmtree(spool, ignore_errors=True)
    every = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COVERAGE", "INFERD"))
    }
    every.update(PYTHONDONTWRITEBYTECODE="1", **env)
    starter = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from inferd.runtime.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, str(HERE), "--spool", str(spool), *options, "--", *command],
        cwd=root, env=every, capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip
    return Run(done.returncode, done.stdout, done.stderr, spool, read(spool))


def plain(root: Path, *command: str, **env: str) -> tuple[int, str, str]:
    every = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COVERAGE", "INFERD"))
    }
    every.update(PYTHONDONTWRITEBYTECODE="1", **env)
    done = subprocess.run(list(command), cwd=root, env=every, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr
