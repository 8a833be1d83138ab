"""Renaming a module or a package: which files move, and what would be in their way.

The occurrences of a module (imports, attributes of its package, dotted strings) are found as those of any symbol; what
is special is that the name is a file's.  A package moves with all that lies in its directory, Python or not, and a
namespace package in every directory that is a part of it.  Relative imports inside it stay as they are, because they
mention it nowhere.

What it does not do: names put together at run time, relative paths given to `importlib.import_module`, and what starts
the module by its file name (makefiles, containers).  `check_text` names the settings that mention it.
"""

import os
import sys
from typing import NamedTuple

from inferd.errors import RefactorRefused
from inferd.index.resolve import Outside, Symbol
from inferd.model import POSSIBLE
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.impact import is_test_path
from inferd.query.kin import Kin, Use, located
from inferd.query.view import Entity, View
from inferd.refactor.edits import FileChange
from inferd.refactor.rename.task import Task
from inferd.syntax import facts as F

_FIXED = frozenset(("__init__", "__main__", "conftest", "setup", "sitecustomize", "usercustomize"))
_CACHES = frozenset(("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"))


class Moves(NamedTuple):
    """What moves: old path -> new path of each file, and of the module file or package directory itself."""

    files: dict[str, str]
    roots: dict[str, str]


def within_parent(module: str, new_name: str) -> str:
    """The last part of a new name that may be given in full; raises RefactorRefused where it is in another package."""
    parent = module.rpartition(".")[0]
    head, _, last = new_name.rpartition(".")
    if head and head != parent:
        where = f"in {parent}" if parent else "at the top"
        raise RefactorRefused([("", 0, f"{module} stays {where} when it is renamed; `inferd refactor move` moves it")])
    return last


def uses(view: View, module: str) -> Kin:
    """The occurrences of a module; where a name stands for something else as well, that is in `fixed`."""
    subject = T.ModuleSubject(module)
    name = module.rpartition(".")[2]
    sure: dict[tuple[int, int], Use] = {}
    possible: dict[tuple[int, int], Use] = {}
    fixed: list[tuple[Use, Entity]] = []
    for use in located(view, R.references(view, subject).rows):
        key = (use.block.row.id, use.k)
        if use.row.confidence == POSSIBLE:
            possible.setdefault(key, use)
            continue
        sure[key] = use
        if use.row.text == name:
            meaning = view.meaning(use.block, use.k)
            fixed += [(use, e) for e in meaning if isinstance(e, (Outside, Symbol))]
    return Kin(name, {subject: "the symbol itself"}, sure, possible, fixed, ())


def moves(view: View, root: str, module: str, new: str) -> Moves:
    """The files that move when a module is renamed; raises RefactorRefused where they cannot."""
    old = module.rpartition(".")[2]
    found = Moves({}, {})
    if old in _FIXED:
        raise _refused(view, module, f"{old} is a name that Python or a tool looks for")
    directories: dict[str, None] = {}
    for file in view.reader.files_of_module(module):
        directory, _, base = file.path.rpartition("/")
        stem, dot, suffix = base.partition(".")
        if stem == "__init__":
            directories[directory] = None
        elif stem == old:
            found.files[file.path] = found.roots[file.path] = f"{directory}/{new}{dot}{suffix}".lstrip("/")
        else:
            raise _refused(view, module, f"{file.path} is not named {old}")
    for inner in view.reader.modules_under(module):
        depth = inner.count(".") - module.count(".")
        for file in view.reader.files_of_module(inner) if depth else ():
            parts = file.path.split("/")
            up = depth + (parts[-1].startswith("__init__."))
            directories["/".join(parts[:-up])] = None
    for directory in directories:
        parent, _, base = directory.rpartition("/")
        if base != old:
            raise _refused(view, module, f"{directory or 'the root of the project'} is not named {old}")
        found.roots[directory] = f"{parent}/{new}".lstrip("/")
        for path in _inside(root, directory):
            found.files[path] = found.roots[directory] + path[len(directory) :]
    return found


def _refused(view: View, module: str, reason: str) -> RefactorRefused:
    files = view.reader.files_of_module(module)
    return RefactorRefused([(files[0].path if files else "", 0, f"{module} cannot be renamed: {reason}")])


def _inside(root: str, directory: str) -> list[str]:
    """The files in a directory of the project, but for caches."""
    out = []
    for at, folders, names in os.walk(os.path.join(root, directory)):
        folders[:] = sorted(f for f in folders if f not in _CACHES)
        near = os.path.relpath(at, root).replace(os.sep, "/")
        out += [f"{near}/{name}" for name in sorted(names) if not name.endswith((".pyc", ".pyo"))]
        for link in [*folders, *names]:
            if os.path.islink(os.path.join(at, link)):
                raise RefactorRefused([(f"{near}/{link}", 0, "is a symbolic link inside the package that would move")])
    return out


def check(task: Task, root: str, module: str, moving: Moves) -> None:
    """What is in the way of a module under its new name."""
    view, new = task.view, task.new
    parent = module.rpartition(".")[0]
    for old_path, path in moving.roots.items():
        there = path.rpartition("/")[0]
        stems = {name.partition(".")[0]: name for name in os.listdir(os.path.join(root, there) or ".")}
        if new in stems and stems[new] != "__pycache__":
            task.refuse(old_path, 0, f"{there + '/' if there else ''}{stems[new]} is there already", True)
        if is_test_path(old_path) and not new.startswith("test_") and not new.endswith("_test"):
            task.warnings.append(f"{path}: under its new name pytest may no longer collect it")
    if view.resolver.is_module(f"{parent}.{new}" if parent else new):
        path = next(iter(moving.roots), "")
        task.refuse(path, 0, f"there is a module {parent + '.' if parent else ''}{new} already", True)
    if parent:
        return
    path = next(iter(moving.roots), "")
    if new in sys.stdlib_module_names:
        task.refuse(path, 0, f"{new} is a module of the standard library, which it would hide")
    for block in view.blocks_of_name(new, 1 << F.IMPORT):
        for k in block.positions(new):
            code = block.o[k * 6 + 3]
            if code & F.ROLE_MASK == F.IMPORT and Outside(new, "") in view.meaning(block, k):
                task.refuse_at(block, k, f"{new} is imported from outside the project here")
                return


def moved(task: Task, root: str, changes: list[FileChange], moving: Moves) -> list[FileChange]:
    """The changes with every moving file gone from its old path and made at its new one."""
    edited = {c.path: c for c in changes}
    out = [c for c in changes if c.path not in moving.files]
    for old, new in sorted(moving.files.items()):
        full = os.path.join(root, old)
        change = edited.get(old)
        if change is None:
            if task.view.reader.file_at(old) is not None:
                before = task.texts.data(old)
            else:
                with open(full, "rb") as f:
                    before = f.read()
            after: bytes | None = before
        else:
            before, after = change.before or b"", change.after
        mode = os.stat(full).st_mode & 0o777
        out += [FileChange(old, before, None), FileChange(new, None, after, mode)]
    return out


__all__ = ["Moves", "check", "moved", "moves", "uses", "within_parent"]
