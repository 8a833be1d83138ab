"""Attributes that nothing a receiver can be has."""

from collections.abc import Iterator
from difflib import get_close_matches

from inferd.inference.definitions import classes
from inferd.inference.engine import Engine
from inferd.inference.scopes.frames import Frame
from inferd.inference.types import NONE, UNKNOWN, Cls, Types, Value
from inferd.model import EXACT, INFERRED
from inferd.query import evidence
from inferd.query.problems.doubt import Doubt
from inferd.query.problems.guards import Guards
from inferd.query.problems.names import Finding, lies_there

_SHOWN = 3  # types that a message names
_SLIP = 2  # characters that a misspelt name lacks, or has too many


def of_frame(doubt: Doubt, guards: Guards, frame: Frame, root: str) -> Iterator[Finding]:
    """The findings in a scope that was run."""
    typing = doubt.typing
    where = frame.where
    for n, words in enumerate(frame.steps):
        if words[0] != "a":
            continue
        name = words[2]
        receiver = frame.types[int(words[1])]
        if not receiver or UNKNOWN in receiver or receiver == (NONE,) or name.startswith("__"):
            continue
        if not all(doubt.lacks(v, name) for v in receiver):
            continue
        if doubt.is_of_own(frame, int(words[1]), name):
            continue
        if doubt.stored(name) or doubt.spoken(name) or guards.expects(where, n, "AttributeError"):
            continue
        if not doubt.is_sure(frame, int(words[1])) or doubt.is_handed_on(frame, int(words[1])):
            continue
        place = typing.ties(where.file).place_of(where.scope, n)
        if place is None or place[0].is_stale:
            continue
        is_stub = any(doubt.is_of_stub(v) for v in receiver)
        near = _near(doubt.engine, receiver, name, is_stub)
        if is_stub and (not near or any(_is_omitted(doubt, v, name) for v in receiver)):
            continue
        is_module = all(v[-1] == "module" for v in receiver)
        if any(v[-1] == "module" and not v.space and lies_there(doubt.view, root, v.name, name) for v in receiver):
            continue
        said = f"{_named(typing.show(receiver))} has no attribute {name}{near}"
        yield Finding(
            *place, "unknown-attribute", said, EXACT if is_module else INFERRED, _symbol(receiver),
            evidence.explain(typing, where, int(words[1])),
        )  # fmt: skip


def _is_omitted(doubt: Doubt, v: Value, name: str) -> bool:
    if v[-1] == "module":
        return doubt.is_omitted(v.space, v.name, name)
    return any(doubt.is_omitted(a.cls.space, a.cls.module, name) for a in classes.info(doubt.engine, v.cls).line)


def _named(texts: list[str]) -> str:
    texts = [t for t in texts if t != "None"]
    if len(texts) == 1:
        return texts[0]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"none of {', '.join(texts[:_SHOWN])}{more}"


def _symbol(receiver: Types) -> str:
    for v in receiver:
        if v[-1] in ("instance", "class"):
            return f"{v.cls.module}.{v.cls.name}" if v.cls.space else f"{v.cls.module}:{v.cls.name}"
        if v[-1] == "module":
            return str(v.name)
    return ""


def _near(engine: Engine, receiver: Types, name: str, is_stub: bool) -> str:
    """What may be meant; of what a stub may leave out, only where it differs by a slip of the hand."""
    known: set[str] = set()
    for v in receiver:
        if v[-1] in ("instance", "class", "super"):
            known |= names_of(engine, v.cls)
        elif v[-1] == "module":
            known |= _names_in(engine, v.space, v.name, set())
    near = get_close_matches(name, sorted(known - {name}), 1, 0.8 if is_stub else 0.75)
    if not near or (is_stub and abs(len(near[0]) - len(name)) > _SLIP):
        return ""
    return f"; did you mean {near[0]}?"


def _names_in(engine: Engine, key: str, module: str, seen: set[str]) -> set[str]:
    """The names that a module binds, star imports within its library among them."""
    seen.add(module)
    space = engine.world.space(key)
    out: set[str] = set()
    for f in space.files_of(module):
        program = space.tree(f).program(0)
        out |= program.stores.keys()
        for _, level, starred in program.star_imports:
            home, inside = space.starred(f, level, starred)
            if inside and home not in seen:
                out |= _names_in(engine, key, home, seen)
    return out


def names_of(engine: Engine, cls: Cls) -> set[str]:
    """The attributes that a class and those above it are written to have."""
    out: set[str] = set()
    for a in classes.info(engine, cls).line:
        for place in classes.info(engine, a.cls).places:
            tree = engine.tree(place.space, place.file)
            out |= tree.program(place.scope).stores.keys()
            for child in tree.children[place.scope]:
                program = tree.program(child)
                own = program.params[0][0] if program.params else ""
                out |= {attribute for variable, attribute in program.assigned if variable == own}
    return out
