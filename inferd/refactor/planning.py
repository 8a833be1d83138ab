"""Several refactorings in one plan: a file of steps, each of which sees what those before it have done.

    [[step]]
    refactor = "move"
    target = "shop.cart:total_of"
    to = "shop.sums"

    [[step]]
    refactor = "rename"
    target = "shop.sums:total_of"
    to = "total"

How
    The steps are made on a *virtual project*: a copy of the files that the index knows, in a folder of its own, with a
    copy of the database over it.  After each step the changed files are written there and brought into that database,
    as any edit is; so names, imports, classes and types are those of the state that the next step begins with.  What
    comes out is the difference between the files as they were copied and as they are in the end, one change, applied
    and undone as a whole.  `Project.plan` puts this together.

Cost: the copy (0.3 s for a thousand files), and an update of the database for each step.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from inferd.errors import ConfigError, InferdError, RefactorRefused
from inferd.model import ChangePlan
from inferd.refactor.catalogue import REFACTORINGS
from inferd.refactor.edits import FileChange

RENAME = "rename"


class Step(NamedTuple):
    """One refactoring of a plan; *given*: its arguments and options by name."""

    refactoring: str
    given: Mapping[str, Any]
    include: tuple[str, ...] = ()
    force: bool = False


def read(path: str) -> list[Step]:
    """The steps of a plan in a file.  Raises ConfigError with what is wrong in it."""
    try:
        with open(path, "rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"is not TOML: {error}") from error
    return steps_of(content, path)


def steps_of(content: Mapping[str, Any], path: str) -> list[Step]:
    """The steps in what a TOML file holds; *path* is for errors."""
    odd = [key for key in content if key != "step"]
    if odd:
        raise ConfigError(path, "is not known", odd[0], hint="a plan is a list of [[step]] tables")
    rows = content.get("step")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(path, "there is no step", hint='begin each with [[step]] and refactor = "move"')
    known = [RENAME, *(r.name for r in REFACTORINGS)]
    out = []
    for number, row in enumerate(rows, 1):
        given = dict(row)
        name = given.pop("refactor", None)
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            reason = "names no refactoring" if name is None else f"there is no refactoring {name}"
            raise ConfigError(path, reason, f"step {number}", hint=hint)
        include, force = given.pop("include", ()), given.pop("force", False)
        if isinstance(include, str):
            include = (include,)
        if type(force) is not bool:
            raise ConfigError(path, "force is true or false", f"step {number}")
        if not isinstance(include, (list, tuple)) or not all(isinstance(w, str) for w in include):
            raise ConfigError(path, "include is a list of words", f"step {number}")
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        if name == RENAME and set(given) != {"target", "to"}:
            raise ConfigError(path, "rename takes target and to", f"step {number}")
        out.append(Step(name, given, tuple(include), force))
    return out


STYLES = ("lower", "snake")


def module_names(paths: Iterable[str], style: str) -> list[Step]:
    """A step for each module and package whose name is not in a style, those that lie deepest first.

    *lower*: no capitals; *snake*: no capitals, and `_` where one stood inside of the name.
    """
    out = {}
    for path in paths:
        if not path.endswith(".py"):
            continue
        name = path.rpartition("/")[2].removesuffix(".py")
        place = path
        if name == "__init__":
            place = path.rpartition("/")[0]
            name = place.rpartition("/")[2]
        new = name.lower() if style == "lower" else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        if new != name:
            out[place] = Step(RENAME, {"target": path, "to": new})
    return [out[place] for place in sorted(out, key=lambda p: (-p.count("/"), p))]


class Files:
    """The files of a virtual project: where they are, and what they were when they were copied."""

    def __init__(self, root: str, virtual: str):
        self.root = root
        self.virtual = virtual
        self._before: dict[str, bytes | None] = {}
        self._moved: dict[str, str] = {}  # where a file stood at first -> where it stands

    def copy(self, paths: Iterable[str], unsaved: Mapping[str, bytes]) -> None:
        """Copy files; unsaved text stands for what is on disk."""
        for path in paths:
            data = unsaved.get(path)
            if data is None:
                try:
                    with open(os.path.join(self.root, path), "rb") as file:
                        data = file.read()
                except OSError:
                    continue  # it is among those that were not analysed
            self._put(path, data)

    def write(self, plan: ChangePlan) -> list[str]:
        """Make the changes of a step; the paths that differ now."""
        for change in plan.changes:
            if change.path not in self._before:
                self._before[change.path] = change.before
            self._put(change.path, change.after)
        origin = {to: path for path, to in self._moved.items()}
        for path, to in plan.moves:
            self._moved[origin.get(path, path)] = to
        return [change.path for change in plan.changes]

    def _put(self, path: str, data: bytes | None) -> None:
        place = os.path.join(self.virtual, path)
        if data is None:
            os.unlink(place)
            return
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(data)

    def changes(self) -> Iterator[FileChange]:
        """What differs in the end from what was copied."""
        for path in sorted(self._before):
            before = self._before[path]
            try:
                with open(os.path.join(self.virtual, path), "rb") as file:
                    after: bytes | None = file.read()
            except FileNotFoundError:
                after = None
            if before != after:
                yield FileChange(path, before, after)

    def moves(self) -> tuple[tuple[str, str], ...]:
        """The files that stand elsewhere in the end."""
        return tuple(sorted((path, to) for path, to in self._moved.items() if path != to))


def merged(description: str, files: Files, plans: list[ChangePlan]) -> ChangePlan:
    """One plan of all steps."""
    warnings = [f"step {n}: {w}" for n, plan in enumerate(plans, 1) for w in plan.warnings]
    left = {r[:5]: r for plan in plans for r in plan.left_out}
    failures = [(path, f"step {n}: {why}") for n, plan in enumerate(plans, 1) for path, why in plan.failures]
    said = "; ".join(plan.description for plan in plans)
    return ChangePlan(
        f"{description}: {said}", "", tuple(files.changes()), (), (), tuple(left[key] for key in sorted(left)),
        tuple(warnings), files.moves(), tuple(failures),
    )  # fmt: skip


def failed(number: int, step: Step, error: InferdError) -> InferdError:
    """The error of a step, which says which one it is."""
    where = f"step {number} ({step.refactoring} {step.given.get('target', '')})".replace(" )", ")")
    if isinstance(error, RefactorRefused):
        path, line, reason = error.reasons[0] if error.reasons else ("", 0, "no reason given")
        told: InferdError = RefactorRefused([(path, line, f"{where}: {reason}"), *error.reasons[1:]])
    else:
        told = InferdError(f"{where}: {error.message}")
    told.hint = error.hint
    return told
