"""Calls of methods of which only the name is known: `x.name(...)`, where nothing or not all is known of `x`.

Whoever runs such a call tells the name, with the number of the arguments and their names, and what each of them is.
What becomes of it, `strangers` decides.
"""

from typing import NamedTuple

from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine
from inferd.inference.types import NOTHING


class Shape(NamedTuple):
    """How many arguments a call has, -1 for one with `*` or `**`, and the names of others, in order."""

    many: int
    names: tuple[str, ...]


class Asked(NamedTuple):
    """One argument of the calls of a name that are of one shape; -1: the calls themselves."""

    name: str
    shape: Shape
    at: int


def tell(engine: Engine, name: str, args: list[Arg]) -> None:
    """A method of which only the name is known is called."""
    assert engine.found is not None
    if any(a.kind in ("*", "k?", "**") for a in args):
        engine.found.ask(Asked(name, Shape(-1, ()), -1), NOTHING)
        return
    given = [a for a in args if a.kind == "p"]
    named = sorted([a for a in args if a.kind == "k"], key=lambda a: a.name)
    shape = Shape(len(given), tuple([a.name for a in named]))
    engine.found.ask(Asked(name, shape, -1), NOTHING)
    for n, a in enumerate([*given, *named]):
        engine.found.ask(Asked(name, shape, n), engine.widened(a.types))
