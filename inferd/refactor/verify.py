"""Try a change out on a scratch copy: run the tests that it can affect, before and after, and tell the difference.

Why
    A diff shows what changes, not what breaks.  The project's own tests know; but they must not be asked in the
    person's checkout, which would have to be written first.

How
    1. The project is copied: all but version control, caches, environments and inferd's own folder.
    2. The command is run there, with a small plugin of pytest that lets the chosen tests run alone and writes down how
       each of them ends.  The copy comes first on `PYTHONPATH`, so that a package that is installed from the original
       (`pip install -e`) is not what is tested; whether that held is checked, and said where it did not.
    3. The copy is made anew, the change is written into it, and the command is run again, at the same place.
    4. Tests that passed and do not pass any more are run once more; those that pass then are *unsteady*, not broken.

Terms
    A test is *broken* if it passed before and fails, is skipped or is gone now; *mended* the other way round.  A test
    that is gone while another one came in the same file, in the same order, was *renamed* by the change.
    A change is *safe* if something was tried, and nothing broke.

What it does not do
    Of tests that no pytest runs only the exit status of the command is known.  Nothing keeps tests from reaching out of
    the copy: to a database, to the network, to paths that they name in full.  It is the project's own code that runs;
    who calls this says the command first.

Tests: tests/unit/test_verify.py.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from inferd.errors import InferdError, one_line
from inferd.refactor.edits import FileChange

TESTS = "{tests}"
"""What stands for the chosen tests in a command."""

PASSING = ("passed", "xpassed")
_LEFT_OUT = frozenset((
    ".git", ".hg", ".svn", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", "__pycache__",
    "node_modules", ".project", ".inferproject",
))  # fmt: skip
_PLUGIN = "inferd_outcomes"
_GO_ON = "--continue-on-collection-errors"  # one file that cannot be imported is not the end of the others
_SHOWN = 12  # last lines of the output of a command that told of no test
_GRACE = 3.0  # seconds that a command has to end by itself


class Difference(NamedTuple):
    """A test whose end is another one now; `after` is '' where it is gone, `why` the end of what it says."""

    test: str
    before: str
    after: str
    why: str


class Verification(NamedTuple):
    """What came out.  `before` and `after`: test -> how it ended.  `is_counted`: whether tests were told apart at all;
    otherwise the exit statuses alone speak.
    """

    command: tuple[str, ...]
    chosen: int
    before: dict[str, str]
    after: dict[str, str]
    broken: tuple[Difference, ...]
    mended: tuple[Difference, ...]
    unsteady: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    statuses: tuple[int, int]
    is_counted: bool
    notes: tuple[str, ...]

    @property
    def passed_before(self) -> int:
        return sum(1 for outcome in self.before.values() if outcome in PASSING)

    @property
    def passed_after(self) -> int:
        return sum(1 for outcome in self.after.values() if outcome in PASSING)

    @property
    def is_safe(self) -> bool:
        """Whether something that passed before was tried, and all of it passes now."""
        if not self.is_counted:
            return self.statuses == (0, 0)
        return self.passed_before > 0 and not self.broken

    def to_json(self) -> dict[str, Any]:
        return {
            "command": list(self.command),
            "safe": self.is_safe,
            "chosen": self.chosen,
            "passed_before": self.passed_before,
            "passed_after": self.passed_after,
            "broken": [d._asdict() for d in self.broken],
            "mended": [d._asdict() for d in self.mended],
            "unsteady": list(self.unsteady),
            "renamed": [{"before": a, "after": b} for a, b in self.renamed],
            "statuses": list(self.statuses),
            "notes": list(self.notes),
        }


class _Run(NamedTuple):
    status: int
    outcomes: dict[str, str]
    why: dict[str, str]
    collected: list[str]
    not_collected: dict[str, str]
    strangers: list[list[str]]
    output: str


def default_command(prefix: str) -> list[str]:
    """What runs pytest in the environment at *prefix*; without one, in the first `python` on the path."""
    for inside in ("bin/python", "Scripts/python.exe"):
        place = os.path.join(prefix, inside)
        if prefix and os.path.exists(place):
            return [place, "-m", "pytest", "-q", TESTS]
    return [shutil.which("python") or shutil.which("python3") or sys.executable, "-m", "pytest", "-q", TESTS]


def verify(
    root: str, changes: Sequence[FileChange], tests: Iterable[str] | None, command: Sequence[str], *,
    roots: Iterable[str] = ("",), apart: Iterable[str] = (), say: Callable[[str], None] = lambda _: None,
) -> Verification:  # fmt: skip
    """Run *command* in a copy of *root*, without the changes and with them.

    *tests*: as pytest names them, without their parameters or with them; None: all that the command runs.  Where the
    command has a word `{tests}`, the files of these tests stand in its place.  *roots*: the folders below *root* that
    modules are imported from.  *apart*: folders below *root* that are no part of the project (its environment).  *say*
    gets a line before each thing that takes time.

    Raises InferdError where the command cannot be run, or tells of no test before the change already.
    """
    chosen = None if tests is None else sorted(set(tests))
    if chosen is not None and not chosen:
        raise ValueError("no tests")
    with tempfile.TemporaryDirectory(prefix="inferd-verify-", ignore_cleanup_errors=True) as folder:
        scratch = _Scratch(os.path.realpath(root), folder, list(roots), list(apart))
        return _compared(scratch, changes, chosen, list(command), say)


def _compared(
    scratch: _Scratch, changes: Sequence[FileChange], chosen: list[str] | None, command: list[str],
    say: Callable[[str], None],
) -> Verification:  # fmt: skip
    notes: list[str] = []
    shown = " ".join(shlex.quote(w) if w != TESTS else _counted(chosen) for w in command)
    say(f"running in a copy of the project, before the change: {shown}")
    scratch.fill(notes)
    before = scratch.run(command, chosen, None)
    is_counted = bool(before.collected or before.not_collected or before.outcomes)
    if not is_counted and TESTS in command:
        raise _silent(before, shown)
    if is_counted and before.not_collected and not before.outcomes:
        first = min(before.not_collected)
        raise InferdError(
            f"{first}: its tests cannot be collected in the copy, without the change already: "
            f"{_last(before.not_collected[first])}",
            "give the command that runs them with --verify-command",
        )
    say(f"{_summary(before, is_counted)}; running it again, with the change")
    scratch.fill(notes)
    scratch.write(changes)
    moved = _moved(changes)
    wanted = None if chosen is None else [_at(t, moved) for t in chosen]
    known = [_at(t, moved) for t in before.collected]
    after = scratch.run(command, wanted, known if chosen is not None else None)
    if not is_counted:
        return Verification(
            tuple(command), 0, {}, {}, (), (), (), (), (before.status, after.status), False,
            ("the command told of no tests: only its exit statuses are known", *notes),
        )  # fmt: skip
    renamed = _renamed(before, after, moved)
    broken = _broken(before, after, moved, renamed)
    unsteady: list[str] = []
    if broken:
        again = [renamed.get(d.test, _at(d.test, moved)) for d in broken if d.after in ("failed", "error")]
        if again:
            say(f"{len(again)} of the tests failed that passed before; running these once more")
            third = scratch.run(command, again, None)
            unsteady = [
                d.test for d in broken if third.outcomes.get(renamed.get(d.test, _at(d.test, moved))) in PASSING
            ]
            broken = [d for d in broken if d.test not in unsteady]
    mended = [
        Difference(t, was, now, "")
        for t, was in before.outcomes.items()
        if was in ("failed", "error") and (now := after.outcomes.get(renamed.get(t, _at(t, moved)), "")) in PASSING
    ]
    strangers = before.strangers or after.strangers
    if strangers:
        names = ", ".join(one_line(name) for name, _ in strangers[:3])
        raise InferdError(
            f"the tests imported {names} from the original, not from the copy: what they say is not about the change",
            "run inferd with the environment whose packages are not installed from this folder, or give another "
            "--verify-command",
        )
    if not any(o in PASSING for o in before.outcomes.values()):
        notes.append("no test passed before the change: nothing can be told from these")
    return Verification(
        tuple(command), len(chosen or before.outcomes), before.outcomes, after.outcomes, tuple(broken), tuple(mended),
        tuple(unsteady), tuple(sorted(renamed.items())), (before.status, after.status), True, tuple(notes),
    )  # fmt: skip


def _counted(chosen: list[str] | None) -> str:
    if chosen is None:
        return ""
    files = len({t.partition("::")[0] for t in chosen})
    tests = f"{len(chosen)} test{'' if len(chosen) == 1 else 's'}"
    return f"({tests} in {files} file{'' if files == 1 else 's'})"


def _summary(run: _Run, is_counted: bool) -> str:
    if not is_counted:
        return f"it ended with status {run.status}"
    passed = sum(1 for o in run.outcomes.values() if o in PASSING)
    return f"{passed} of {len(run.outcomes)} passed"


def _silent(run: _Run, shown: str) -> InferdError:
    lines = [one_line(line) for line in run.output.splitlines() if line.strip()][-_SHOWN:]
    said = "".join(f"\n  {line}" for line in lines)
    return InferdError(
        f"no test ran, without the change already: {shown} ended with status {run.status}{said}",
        "is pytest installed in the project's environment? --verify-command gives another command",
    )


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return one_line(lines[-1]) if lines else ""


# ---------------------------------------------------------------------------------------------------------------------
# What is the same test before and after


def _moved(changes: Sequence[FileChange]) -> dict[str, str]:
    """Where files that moved are afterwards: the one that came with the name, or the content, of the one that went."""
    went = [c for c in changes if c.before is not None and c.after is None]
    came = [c for c in changes if c.before is None and c.after is not None]
    out: dict[str, str] = {}
    for c in went:
        alike = [o for o in came if o.after == c.before] or [
            o for o in came if os.path.basename(o.path) == os.path.basename(c.path)
        ]
        if not alike and len(went) == len(came) == 1:
            alike = came
        if len(alike) == 1:
            out[c.path] = alike[0].path
    return out


def _at(test: str, moved: dict[str, str]) -> str:
    path, mark, rest = test.partition("::")
    return moved.get(path, path) + mark + rest


def _renamed(before: _Run, after: _Run, moved: dict[str, str]) -> dict[str, str]:
    """Tests that are gone -> those that came instead: as many in one file, in their order."""
    here, now = [_at(t, moved) for t in before.collected], after.collected
    gone: dict[str, list[int]] = {}
    came: dict[str, list[str]] = {}
    standing, were = set(now), set(here)
    for i, t in enumerate(here):
        if t not in standing:
            gone.setdefault(t.partition("::")[0], []).append(i)
    for t in now:
        if t not in were:
            came.setdefault(t.partition("::")[0], []).append(t)
    out: dict[str, str] = {}
    for path, places in gone.items():
        if len(places) == len(came.get(path, ())):
            out.update((before.collected[i], t) for i, t in zip(places, came[path], strict=True))
    return out


def _broken(before: _Run, after: _Run, moved: dict[str, str], renamed: dict[str, str]) -> list[Difference]:
    out = []
    for test, was in before.outcomes.items():
        if was not in PASSING:
            continue
        to = renamed.get(test, _at(test, moved))
        now = after.outcomes.get(to, "")
        if now in (*PASSING, "xfailed"):
            continue
        path = to.partition("::")[0]
        why = after.why.get(to, "") or after.not_collected.get(path, "")
        if not now and path in after.not_collected:
            now = "error"
        out.append(Difference(test, was, now, why))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# The copy


class _Scratch:
    """A copy of the project in a folder that goes away with its owner."""

    def __init__(self, root: str, folder: str, roots: list[str], apart: list[str]):
        self.root = root
        self.folder = folder
        self.copy = os.path.join(folder, "copy", os.path.basename(root) or "project")
        self.roots = roots
        self.apart = [os.path.join(os.path.realpath(p), "") for p in apart]
        self.plugins = os.path.join(folder, "plugin")
        self._runs = 0
        from inferd.runtime import outcomes

        os.makedirs(self.plugins)
        shutil.copyfile(outcomes.__file__, os.path.join(self.plugins, f"{_PLUGIN}.py"))

    def fill(self, notes: list[str]) -> None:
        """Make the copy what the project is now."""
        shutil.rmtree(os.path.join(self.folder, "copy"), ignore_errors=True)
        problems: list[str] = []
        _copy(self.root, self.copy, self.apart, problems)
        for line in problems[:3]:
            note = f"not copied: {line}"
            if note not in notes:
                notes.append(note)

    def write(self, changes: Sequence[FileChange]) -> None:
        for change in changes:
            place = os.path.join(self.copy, *change.path.split("/"))
            if not _is_inside(place, self.copy):
                raise InferdError(f"{change.path}: lies outside the project")
            if change.after is None:
                os.unlink(place)
                continue
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(change.after)

    def run(self, command: list[str], tests: list[str] | None, known: list[str] | None) -> _Run:
        """Run the command; of tests these alone and, where it is said which are *known*, those that are not."""
        self._runs += 1
        folder = os.path.join(self.folder, f"run{self._runs}")
        os.makedirs(folder)
        wanted = {"tests": tests, "known": known, "root": self.root, "apart": self.apart}
        with open(os.path.join(folder, "wanted.json"), "w", encoding="utf-8") as file:
            json.dump(wanted, file)
        words: list[str] = []
        for word in command:
            if word == TESTS:
                words += sorted({t.partition("::")[0] for t in tests or ()})
            else:
                words.append(word)
        output = os.path.join(folder, "output")
        status = self._started(words, folder, output)
        outcomes, why, collected, not_collected, strangers = _read(os.path.join(folder, "outcomes.jsonl"))
        with open(output, "rb") as raw:
            raw.seek(max(0, os.path.getsize(output) - 20_000))
            text = raw.read().decode("utf-8", "replace")
        return _Run(status, outcomes, why, collected, not_collected, strangers, text)

    def _environment(self, folder: str) -> dict[str, str]:
        out = {k: v for k, v in os.environ.items() if not k.startswith("INFERD_")}
        first = [os.path.join(self.copy, *r.split("/")) if r.strip("/") else self.copy for r in self.roots]
        paths = [*dict.fromkeys((*first, self.copy)), self.plugins]
        paths += [p for p in out.get("PYTHONPATH", "").split(os.pathsep) if p]
        out["PYTHONPATH"] = os.pathsep.join(_swapped(p, self.root, self.copy) for p in paths)
        out["PYTEST_ADDOPTS"] = f"{out.get('PYTEST_ADDOPTS', '')} -p {_PLUGIN} {_GO_ON}".strip()
        out["INFERD_OUTCOMES"] = folder
        return out

    def _started(self, words: list[str], folder: str, output: str) -> int:
        with open(output, "wb") as sink:
            try:
                process = subprocess.Popen(
                    words, cwd=self.copy, env=self._environment(folder), stdin=subprocess.DEVNULL, stdout=sink,
                    stderr=subprocess.STDOUT, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise InferdError(f"{words[0]} cannot be run: {reason}", "give another --verify-command") from None
            try:
                return process.wait()
            finally:
                _end(process)  # whatever it has left running goes with it; all of it, where this was interrupted


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and what it started."""
    running = process.poll() is None
    try:
        os.killpg(process.pid, signal.SIGTERM if running else signal.SIGKILL)
        if running:
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    except ProcessLookupError:
        pass  # nothing is left of it


def _read(
    path: str,
) -> tuple[dict[str, str], dict[str, str], list[str], dict[str, str], list[list[str]]]:
    outcomes: dict[str, str] = {}
    why: dict[str, str] = {}
    collected: dict[str, None] = {}
    not_collected: dict[str, str] = {}
    strangers: list[list[str]] = []
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
    except FileNotFoundError:
        lines = []
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            continue  # the last one, of a process that was killed
        if "test" in said:
            outcomes[said["test"]] = said["outcome"]
            why[said["test"]] = said["why"]
        elif "collected" in said:
            collected.update(dict.fromkeys(said["collected"]))
        elif "broken" in said:
            not_collected[said["broken"]] = said["why"]
        elif "strangers" in said:
            strangers += said["strangers"]
    return outcomes, why, list(collected), not_collected, strangers


def _swapped(path: str, root: str, copy: str) -> str:
    """A path in the project, as it is in the copy."""
    real = os.path.realpath(path)
    if real == root or real.startswith(os.path.join(root, "")):
        return copy + real[len(root) :]
    return path


def _led(written: str, folder: str, root: str, copy: str) -> str:
    """What a link in a folder of the project is to say in the copy, to lead into that, or to where it led outside."""
    if os.path.isabs(written):
        return _swapped(written, root, copy)
    place = os.path.normpath(os.path.join(folder, written))
    return written if place == root or place.startswith(os.path.join(root, "")) else place


def _is_inside(place: str, folder: str) -> bool:
    return os.path.realpath(place).startswith(os.path.join(os.path.realpath(folder), ""))


def _copy(root: str, to: str, apart: list[str], problems: list[str]) -> None:
    """Copy a tree; links stay links, and what leads into the original leads into the copy."""
    pending = [(root, to)]
    while pending:
        source, target = pending.pop()
        os.makedirs(target, exist_ok=True)
        try:
            items = sorted(os.scandir(source), key=lambda e: e.name)
        except OSError as error:
            problems.append(f"{os.path.relpath(source, root)}: {(error.strerror or str(error)).lower()}")
            continue
        for item in items:
            if item.name in _LEFT_OUT:
                continue
            place = os.path.join(target, item.name)
            try:
                if item.is_symlink():
                    os.symlink(_led(os.readlink(item.path), source, root, to), place)
                elif item.is_dir():
                    if os.path.join(item.path, "") in apart or os.path.exists(os.path.join(item.path, "pyvenv.cfg")):
                        continue
                    pending.append((item.path, place))
                elif item.is_file():
                    shutil.copy2(item.path, place)
            except OSError as error:
                problems.append(f"{os.path.relpath(item.path, root)}: {(error.strerror or str(error)).lower()}")


__all__ = ["TESTS", "Difference", "Verification", "default_command", "verify"]
