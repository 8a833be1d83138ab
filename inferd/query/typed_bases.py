"""Bases that no name tells, and types do: `class Loud(page.writer)`, where `page.writer` is declared or assigned.

The hierarchy of the index is read from names alone, so such a base stands in it as an unknown one.  What a change
concerns may hang on it: here are the classes above, as types know them.
"""

from inferd.index.hierarchy import Class, Opaque
from inferd.index.outside import outside_member
from inferd.inference.definitions import classes
from inferd.inference.types import Cls
from inferd.model import plain
from inferd.query.view import View


def above(view: View, cls: Class) -> tuple[Class, ...] | None:
    """The classes of the project above one that has a base without a name; None where these are not known, or all of
    its bases have names.
    """
    known: dict[Class, tuple[Class, ...] | None] = view.kept.setdefault("typed bases", {})
    if cls not in known:
        known[cls] = _above(view, cls)
    return known[cls]


def _above(view: View, cls: Class) -> tuple[Class, ...] | None:
    if view.typing is None or not any(isinstance(n, Opaque) and n.symbol is None for n in view.hierarchy.mro(cls)):
        return None
    info = classes.info(view.typing.engine, Cls("", *cls))
    if info.open:
        return None
    return tuple(Class(a.cls.module, plain(a.cls.name)) for a in info.line[1:] if not a.cls.space)


def overriding(view: View, cls: Class, name: str) -> dict[Class, str]:
    """The classes that override a member of a class, or that it overrides, by bases without a name; with the reason."""
    out: dict[Class, str] = {}
    members = view.members(name)
    for up in above(view, cls) or ():
        if up in members:
            out[up] = f"overridden by {cls.symbol}, by the types of its bases"
    below: dict[str, list[tuple[Class, tuple[Class, ...]]]] = view.kept.setdefault("below typed bases", {})
    if name not in below:
        below[name] = [(other, line) for other in members if (line := above(view, other))]
    for other, line in below[name]:
        if other != cls and cls in line:
            out[other] = f"overrides {cls.symbol}, by the types of its bases"
    return out


def has_outside(view: View, cls: Class, name: str) -> bool | None:
    """Whether a class outside the project that is above one, by types, has a member; None where that is not known."""
    assert view.typing is not None
    engine = view.typing.engine
    libraries = view.shelf.libraries() if view.shelf is not None else None
    found = [
        outside_member(f"{a.cls.module}:{a.cls.name}", name, libraries)
        for a in classes.info(engine, Cls("", *cls)).line[1:]
        if a.cls.space and a.cls != engine.builtin("object")
    ]
    return None if None in found and True not in found else any(found)


__all__ = ["above", "has_outside", "overriding"]
