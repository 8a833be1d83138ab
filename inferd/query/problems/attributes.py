"""Attributes that nothing a receiver can be has."""

from collections.abc import Iterator
from difflib import get_close_matches

from inferd.inference import classes
from inferd.inference.engine import Engine
from inferd.inference.frames import Frame
from inferd.inference.types import NONE, UNKNOWN, Cls, Types
from inferd.model import EXACT, INFERRED
from inferd.query import evidence
from inferd.query.problems.doubt import Doubt
from inferd.query.problems.guards import Guards
from inferd.query.problems.names import Finding

_SHOWN = 3  # types that a message names


def of_frame(doubt: Doubt, guards: Guards, frame: Frame) -> Iterator[Finding]:
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
        if doubt.stored(name) or doubt.spoken(name) or guards.expects(where, n, "AttributeError"):
            continue
        if not doubt.is_sure(frame, int(words[1])) or doubt.is_handed_on(frame, int(words[1])):
            continue
        place = typing.ties(where.file).place_of(where.scope, n)
        if place is None or place[0].is_stale:
            continue
        near = _near(doubt.engine, receiver, name)
        if not near and any(doubt.is_of_stub(v) for v in receiver):
            continue
        is_module = all(v[-1] == "module" for v in receiver)
        said = f"{_named(typing.show(receiver))} has no attribute {name}{near}"
        yield Finding(
            *place, "unknown-attribute", said, EXACT if is_module else INFERRED, _symbol(receiver),
            evidence.explain(typing, where, int(words[1])),
        )  # fmt: skip


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


def _near(engine: Engine, receiver: Types, name: str) -> str:
    known: set[str] = set()
    for v in receiver:
        if v[-1] in ("instance", "class"):
            known |= names_of(engine, v.cls)
        elif v[-1] == "module":
            for f in engine.world.space(v.space).files_of(v.name):
                known |= engine.world.space(v.space).tree(f).program(0).stores.keys()
    near = get_close_matches(name, sorted(known), 1, 0.75)
    return f"; did you mean {near[0]}?" if near else ""


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
