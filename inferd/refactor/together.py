"""One change in several projects: in one, and in others that use what changes there.

The files of the others are copied beside those of the first one, each project in a folder of its own (`ALSO`), and all
of it is indexed as one project; so an import in one of them leads to the module in the other, as it does where both are
on the path.  What a refactoring changes there is the change, with paths as seen from the first project:
`../view/app.py`.  The journal of that project keeps it as one entry.

What it does not do: the packages that only the others' environments have are not read; where modules of two projects
have one name, that of the first one counts, and then of those named first; recorded runs of the others are not known.
"""

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inferd.config import Config
from inferd.errors import InferdError, RefactorRefused
from inferd.model import ChangePlan, Reference
from inferd.refactor.edits import FileChange, TextEdit

#: the folder in the common copy that holds the other projects
ALSO = "inferd-also"


class Other(NamedTuple):
    """Another project: its root, the way there from the first one (`../view`), and its folder in the common copy."""

    root: str
    path: str
    folder: str


def others(root: str, given: Sequence[str]) -> list[Other]:
    """The other projects, by their folders.  Raises InferdError for what cannot be one."""
    out: dict[str, Other] = {}
    here = os.path.realpath(root)
    for folder in given:
        there = os.path.realpath(folder)
        if not os.path.isdir(there):
            raise InferdError(f"{folder}: there is no such folder", "--also names the folder of another project")
        if os.path.commonpath((here, there)) in (here, there):
            raise InferdError(
                f"{folder}: is not another project: one of the two lies in the other",
                "what lies in a project changes with it, without --also",
            )
        path = os.path.relpath(there, here).replace(os.sep, "/")
        out.setdefault(there, Other(there, path, f"{ALSO}/{len(out) + 1}"))
    roots = [o.root for o in out.values()]
    for one in roots:
        if any(other != one and os.path.commonpath((one, other)) == one for other in roots):
            raise InferdError(f"{one}: another of the projects lies in it", "name the outer one alone")
    return list(out.values())


def config_of(config: Config, roots: Iterable[str], of_others: Iterable[tuple[Other, Iterable[str]]]) -> Config:
    """The settings of the common copy; *roots*: those from which imports count in the first project, and in each
    other.
    """
    found = [r or "." for r in roots]
    for other, its in of_others:
        found += [f"{other.folder}/{r}" if r else other.folder for r in its]
    return config._replace(include=(), exclude=(), source_roots=tuple(found))


def seen_from(path: str, among: Sequence[Other]) -> str:
    """A path in the common copy as seen from the first project."""
    for other in among:
        if path == other.folder or path.startswith(other.folder + "/"):
            return other.path + path[len(other.folder) :]
    return path


def plan_of(plan: ChangePlan, among: Sequence[Other]) -> ChangePlan:
    """A change in the common copy, with paths as seen from the first project."""

    def text(said: str) -> str:
        for other in among:
            said = said.replace(other.folder + "/", other.path + "/")
        return said

    def row(r: Reference) -> Reference:
        told = tuple({k: text(v) if isinstance(v, str) else v for k, v in e.items()} for e in r.evidence)
        return r._replace(path=seen_from(r.path, among), evidence=told)

    changes: list[FileChange] = [c._replace(path=seen_from(c.path, among)) for c in plan.changes]
    edits: list[TextEdit] = [e._replace(path=seen_from(e.path, among)) for e in plan.edits]
    return plan._replace(
        changes=tuple(sorted(changes, key=lambda c: c.path)), edits=tuple(sorted(edits)),
        rows=tuple(sorted(map(row, plan.rows), key=lambda r: r[:5])),
        left_out=tuple(sorted(map(row, plan.left_out), key=lambda r: r[:5])), warnings=tuple(map(text, plan.warnings)),
        moves=tuple((seen_from(a, among), seen_from(b, among)) for a, b in plan.moves),
        failures=tuple((seen_from(p, among), text(why)) for p, why in plan.failures),
        also=tuple(other.path for other in among),
    )  # fmt: skip


def error_of(error: InferdError, among: Sequence[Other]) -> InferdError:
    """An error of the common copy, with paths as seen from the first project."""
    if isinstance(error, RefactorRefused):
        reasons = [(seen_from(str(p), among), int(str(n)), str(r)) for p, n, r in error.reasons]
        told: InferdError = RefactorRefused(reasons)
        told.hint = error.hint
        return told
    return error


__all__ = ["ALSO", "Other", "config_of", "error_of", "others", "plan_of", "seen_from"]
