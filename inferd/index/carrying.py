"""What was seen follows what inferd itself changes: renames and moves, their undo and redo.

Why
    Observations belong to a body: path, name, hash.  A rename changes the hash of every body that mentions the name,
    and the program does the same as before.  So what was seen of the bodies of the changed files is filed under what
    these are now.

How
    A refactoring that keeps the structure of a file keeps the order of its definitions: the definitions of the text
    before and after go together by number, and so do the tied occurrences of two scopes (`bodies`), which tell how
    parameters and locals are called now.  Where these are not as many (annotations bring some), calls are kept without
    their places.  Where the numbers or kinds of definitions differ, nothing is carried over, and what was seen is
    retired as by any edit.  Stored types name classes by module and name; those that are called otherwise are
    rewritten, and so are the ids of tests.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from inferd.errors import SourceError
from inferd.index.bodies import Definition, Version
from inferd.store import observations as store
from inferd.store.connection import Connection
from inferd.store.observations import Observations
from inferd.store.rows import Reader
from inferd.syntax.parse import facts_of


class Changed(NamedTuple):
    """A file before and after: its path, the module that it is, its bytes."""

    before: tuple[str, str, bytes]
    after: tuple[str, str, bytes]


Contents = Mapping[str, bytes | None]  # path -> what a file holds, None where there is none


def pairs(before: Contents, after: Contents, module_before: Mapping[str, str], reader: Reader) -> list[Changed]:
    """The files of a change; one that went and one that came are one file that moved, where there is one of each.

    *module_before*: the modules that the files were; *reader* knows the ones that they are.
    """
    went = [p for p, data in before.items() if data is not None and after.get(p) is None]
    came = [p for p, data in after.items() if data is not None and before.get(p) is None]
    moved = {went[0]: came[0]} if len(went) == len(came) == 1 else {}
    out = []
    for path, data in before.items():
        to = moved.get(path, path)
        new, row = after.get(to), reader.file_at(to)
        if data is not None and new is not None and row is not None and (data != new or to != path):
            out.append(Changed((path, module_before.get(path, row.module), data), (to, row.module, new)))
    return out


def carry_over(db: Connection, changes: Iterable[Changed]) -> int:
    """File what was seen of the old bodies under the new ones, inside the caller's transaction; how many bodies."""
    done = 0
    names: dict[str, str] = {}  # of classes, as terms have them
    nodes: dict[str, str] = {}  # of tests
    o = Observations(db)
    for change in changes:
        old, new = _version(change.before[2]), _version(change.after[2])
        if old is None or new is None or not _is_alike(old.definitions, new.definitions):
            continue
        known = {(b.qualname, b.body_hash, b.rank): b for b in o.bodies_of(change.before[0])}
        lambdas = [b for b in known.values() if b.kind == "lambda"]
        both = list(zip(old.definitions, new.definitions, strict=True))
        renamed = [_names(old, was, new, now) for was, now in both]
        for (was, now), called in zip(both, renamed, strict=True):
            if was.qualname != now.qualname or change.before[:2] != change.after[:2]:
                names[f"{change.before[1]}:{was.qualname}"] = f"{change.after[1]}:{now.qualname}"
                nodes[_node(change.before[0], was)] = _node(change.after[0], now)
            body = known.get((was.qualname, was.body_hash, was.rank))
            if body is not None and was.kind == "class":
                inside = f"{was.qualname}."
                for (method, _), others in zip(both, renamed, strict=True):
                    if others and method.qualname.startswith(inside):
                        store.rename_values(db, body.id, 1, others)
            moved = [] if body is None else [(body, now.qualname, now.rank)]
            for x in lambdas:
                prefix = f"{was.qualname}.<locals>." if was.kind == "function" else f"{was.qualname}."
                around = x.qualname.partition("<lambda>")[0]
                if x.body_hash == was.body_hash and around == (prefix if was.qualname else ""):
                    to = f"{now.qualname}.<locals>." if now.kind == "function" else f"{now.qualname}."
                    moved.append((x, f"{to if now.qualname else ''}<lambda>", x.rank))
            for body, qualname, rank in moved:
                key = (change.after[0], qualname, now.body_hash, rank)
                if key != (body.path, body.qualname, body.body_hash, body.rank):
                    if len(old.tied(was.scope)) != len(new.tied(now.scope)):  # annotations, imports: others were added
                        store.forget_sites(db, body.id)
                    parameters = [_renamed(p, called) for p in body.parameters]
                    store.move_body(db, body.id, key, parameters, called)
                    done += 1
    if names:
        store.rename_terms(db, lambda text: _rewritten(text, names))
        store.rename_owners(db, {n: m for n, m in nodes.items() if n != m})
    return done


def _version(data: bytes) -> Version | None:
    try:
        return Version.of(facts_of(data))
    except SourceError:
        return None


def _is_alike(old: list[Definition], new: list[Definition]) -> bool:
    return [d.kind for d in old] == [d.kind for d in new]


def _names(old: Version, was: Definition, new: Version, now: Definition) -> dict[str, str]:
    """How names that a scope mentions are called now, for those that are called otherwise."""
    a, b = old.tied(was.scope), new.tied(now.scope)
    if len(a) != len(b):
        return {}
    out = {}
    for i in range(len(a)):
        x, y = old.name_at(was.scope, i), new.name_at(now.scope, i)
        if x != y:
            out[x] = y
    return out


def _renamed(parameter: str, called: dict[str, str]) -> str:
    bare = parameter.lstrip("*")
    return parameter[: len(parameter) - len(bare)] + called.get(bare, bare)


def _node(path: str, d: Definition) -> str:
    return f"{path}::{d.qualname.replace('.', '::')}" if d.qualname else path


_SYMBOL = re.compile(r"[\w.]+:[\w.<>]+")


def _rewritten(text: str, names: dict[str, str]) -> str:
    """A stored type with the classes and functions in it as they are called now."""

    def new(match: re.Match[str]) -> str:
        symbol = match.group()
        rest = ""
        while symbol not in names:
            symbol, dot, last = symbol.rpartition(".")
            if not dot or ":" not in symbol:
                return match.group()
            rest = f".{last}{rest}"
        return names[symbol] + rest

    return _SYMBOL.sub(new, text)
