"""What was seen follows what inferd itself changes: renames and moves, their undo and redo.

Why
    Observations belong to a body: path, name, hash.  A rename changes the hash of every body that mentions the name,
    and the program does the same as before.  So what was seen of the bodies of the changed files is filed under what
    these are now.

How
    A refactoring that keeps the structure of a file keeps the order of its definitions: the definitions of the text
    before and after go together by number.  Where their numbers or kinds differ (something was extracted, inlined or
    moved), those go together that have a name and a kind in common with no other: first in the same file, then across
    the files of the change, which is how a function or a class is found in the module that it was moved to.  The tied
    occurrences of two scopes (`bodies`) go together by number, too, and tell how parameters and locals are called now.
    Where these are not as many (annotations bring some), calls are kept without their places.  What finds no partner is
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


class Pair(NamedTuple):
    """A definition before and after, each with its version and its file."""

    before: tuple[str, str, bytes]
    old: Version
    was: Definition
    after: tuple[str, str, bytes]
    new: Version
    now: Definition


def pairs(before: Contents, after: Contents, module_before: Mapping[str, str], reader: Reader) -> list[Changed]:
    """The files of a change; those that went and came are one that moved where their names say so, else half empty.

    *module_before*: the modules that the files were; *reader* knows the ones that they are.
    """
    went = [p for p, data in before.items() if data is not None and after.get(p) is None]
    came = [p for p, data in before.items() if data is None and after.get(p) is not None]
    moved = _moved(went, came, before, after)
    out = []
    for path, data in before.items():
        if data is None and path in moved.values():
            continue
        to = moved.get(path, path)
        new, row = after.get(to), reader.file_at(to)
        module = row.module if row is not None else module_before.get(path, "")
        if (data is not None or new is not None) and (data != new or to != path):
            out.append(Changed((path, module_before.get(path, module), data or b""), (to, module, new or b"")))
    return out


def _moved(went: list[str], came: list[str], before: Contents, after: Contents) -> dict[str, str]:
    """Which file stands where now: the one of the same content, else of the same name, else the only one."""
    out: dict[str, str] = {}
    left = dict.fromkeys(came)

    def is_alike(how: int, p: str, q: str) -> bool:
        return before[p] == after[q] if not how else p.split("/")[-how:] == q.split("/")[-how:]

    for how in (0, 2, 1):
        for path in went:
            found = [q for q in left if path not in out and is_alike(how, path, q)]
            if len(found) == 1 and sum(p not in out and is_alike(how, p, found[0]) for p in went) == 1:
                out[path] = found[0]
                del left[found[0]]
    rest = [p for p in went if p not in out]
    if len(rest) == len(left) == 1:
        out[rest[0]] = next(iter(left))
    return out


def matched(changes: Iterable[Changed]) -> list[Pair]:
    """Which definition is which after a change."""
    out: list[Pair] = []
    gone: list[tuple[tuple[str, str, bytes], Version, Definition]] = []
    made: list[tuple[tuple[str, str, bytes], Version, Definition]] = []
    for change in changes:
        old, new = _version(change.before[2]), _version(change.after[2])
        if old is None or new is None:
            continue
        both = list(zip(old.definitions, new.definitions, strict=False))
        if not _is_alike(old.definitions, new.definitions):
            both = _in_file(old.definitions, new.definitions)
        out += [Pair(change.before, old, was, change.after, new, now) for was, now in both]
        kept, known = {was.scope for was, _ in both}, {now.scope for _, now in both}
        gone += [(change.before, old, d) for d in old.definitions if d.scope not in kept]
        made += [(change.after, new, d) for d in new.definitions if d.scope not in known]
    for parts in (0, 1):  # by the whole name, then by its last part
        a = [(".".join(d.qualname.split(".")[-parts:]), d.kind) for _, _, d in gone]
        b = [(".".join(d.qualname.split(".")[-parts:]), d.kind) for _, _, d in made]
        for i, j in _unique(a, b):
            out.append(Pair(*gone[i], *made[j]))
            gone[i], made[j] = (*gone[i][:2], _TAKEN), (*made[j][:2], _TAKEN)
        gone, made = [g for g in gone if g[2] is not _TAKEN], [m for m in made if m[2] is not _TAKEN]
    return out


_TAKEN = Definition(-1, "", "", 0, b"", 0)


def _in_file(old: list[Definition], new: list[Definition]) -> list[tuple[Definition, Definition]]:
    """The definitions of one file that go together, where some came or went: those that are equal, then by name."""
    same = {(d.qualname, d.kind, d.body_hash, d.rank): d for d in new}
    out = [(d, same[key]) for d in old if (key := (d.qualname, d.kind, d.body_hash, d.rank)) in same]
    kept, known = {was.scope for was, _ in out}, {now.scope for _, now in out}
    a, b = [d for d in old if d.scope not in kept], [d for d in new if d.scope not in known]
    out += [(a[i], b[j]) for i, j in _unique([(d.qualname, d.kind) for d in a], [(d.qualname, d.kind) for d in b])]
    return sorted(out)


def _unique(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """The places of what stands once in each of two lists."""
    return [(i, new.index(key)) for i, key in enumerate(old) if old.count(key) == new.count(key) == 1]


def carry_over(db: Connection, changes: Iterable[Changed]) -> int:
    """File what was seen of the old bodies under the new ones, inside the caller's transaction; how many bodies."""
    done = 0
    names: dict[str, str] = {}  # of classes, as terms have them
    nodes: dict[str, str] = {}  # of tests
    o = Observations(db)
    both = matched(changes)
    renamed = [_names(pair.old, pair.was, pair.new, pair.now) for pair in both]
    bodies = {path: o.bodies_of(path) for path in dict.fromkeys(pair.before[0] for pair in both)}
    for (before, old, was, after, new, now), called in zip(both, renamed, strict=True):
        known = {(b.qualname, b.body_hash, b.rank): b for b in bodies[before[0]]}
        lambdas = [b for b in known.values() if b.kind == "lambda"]
        if was.qualname != now.qualname or before[:2] != after[:2]:
            names[f"{before[1]}:{was.qualname}"] = f"{after[1]}:{now.qualname}"
            nodes[_node(before[0], was)] = _node(after[0], now)
        body = known.get((was.qualname, was.body_hash, was.rank))
        if body is not None and was.kind == "class":
            inside = f"{was.qualname}."
            for other, others in zip(both, renamed, strict=True):
                if others and other.before is before and other.was.qualname.startswith(inside):
                    store.rename_values(db, body.id, 1, others)
        moved = [] if body is None else [(body, now.qualname, now.rank)]
        for x in lambdas:
            prefix = f"{was.qualname}.<locals>." if was.kind == "function" else f"{was.qualname}."
            around = x.qualname.partition("<lambda>")[0]
            if x.body_hash == was.body_hash and around == (prefix if was.qualname else ""):
                to = f"{now.qualname}.<locals>." if now.kind == "function" else f"{now.qualname}."
                moved.append((x, f"{to if now.qualname else ''}<lambda>", x.rank))
        for body, qualname, rank in moved:
            key = (after[0], qualname, now.body_hash, rank)
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
