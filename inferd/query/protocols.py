"""Who belongs to a Protocol without saying so: the classes that have all its members.

A Protocol ties the members of the classes that satisfy it: whoever calls `x.close()` on a `Closes` may reach each of
them.  A Protocol of nothing but special methods (`__len__`) ties nothing: everything has those, and nobody renames
them.
"""

from inferd.index.hierarchy import Class, Opaque, class_of
from inferd.inference import calls, members
from inferd.inference.engine import Engine
from inferd.inference.types import Cls
from inferd.query.view import View

_FORMS = frozenset(("typing:Protocol", "typing_extensions:Protocol"))


def is_protocol(view: View, cls: Class) -> bool:
    """Whether a class names `Protocol` among its own bases."""
    return any(isinstance(b, Opaque) and b.symbol in _FORMS for b in view.hierarchy.bases(cls))


def names_of(view: View, protocol: Class) -> list[str]:
    """The members that a Protocol asks for."""
    typing = view.typing
    names = calls.protocol_members(typing.engine, Cls("", *protocol)) if typing is not None else None
    return names or []


def implementers(view: View, protocol: Class) -> list[Class]:
    """The classes that have all members of a Protocol and do not inherit from it, in order of their symbols."""
    typing = view.typing
    names = names_of(view, protocol)
    if typing is None or not names:
        return []
    rarest = min(names, key=lambda n: (len(view.members(n)), n))
    candidates: dict[Class, None] = {}
    for c in view.members(rarest):
        candidates[c] = None
        candidates.update(dict.fromkeys(view.hierarchy.descendants(c)))
    out = []
    for c in sorted(candidates):
        if is_protocol(view, c) or protocol in view.hierarchy.mro(c):
            continue
        if all(_has(typing.engine, Cls("", *c), Cls("", *protocol), n) for n in names):
            out.append(c)
    return out


def _has(engine: Engine, cls: Cls, protocol: Cls, name: str) -> bool:
    """Whether a class has a member that can be what the Protocol asks for: a method that takes as much, or an attribute."""
    found = members.find(engine, cls, name)
    if found is None or found[0].cls == engine.builtin("object"):
        return False
    asked = members.find(engine, protocol, name)
    if asked is None:
        return True
    have, want = found[1], asked[1]
    if want.kind != "method" or have.kind != "method":
        return (want.kind == "method") == (have.kind != "property" and have.kind != "data") or have.kind == want.kind
    return _takes(engine, have, want)


def _takes(engine: Engine, have: members.Member, want: members.Member) -> bool:
    """Whether a method can be called as another one is declared, by the number and names of the parameters."""
    for where, step in want.places:
        asked = calls.signature(engine, where, step).params[1:]
        for place, made in have.places:
            own = calls.signature(engine, place, made).params[1:]
            positional = [p for p in own if p.kind in "/p"]
            wanted = [p for p in asked if p.kind in "/p"]
            several = any(p.kind == "*" for p in own)
            needed = sum(1 for p in positional if not p.has_default)
            if needed <= len(wanted) and (several or len(wanted) <= len(positional)):
                return True
    return not want.places or not have.places


def ties(view: View, name: str) -> list[tuple[Class, dict[Class, None]]]:
    """For each Protocol of the project that asks for *name*: the class that asks, and the classes that define it for
    those who satisfy the Protocol.
    """
    out: list[tuple[Class, dict[Class, None]]] = []
    typing = view.typing
    if typing is None or name.startswith("__"):
        return out
    owners = view.members(name)
    asking = [(o, p) for p in _protocols(view) for o in (p, *view.hierarchy.ancestors(p)) if o in owners]
    for owner, protocol in sorted(asking, key=lambda a: (a[0], a[0] != a[1], a[1])):
        tied: dict[Class, None] = {}
        for c in implementers(view, protocol):
            found = members.find(typing.engine, Cls("", *c), name)
            if found is not None and not found[0].cls.space:
                tied[Class(found[0].cls.module, found[0].cls.name)] = None
        if tied:
            out.append((owner, tied))
    return out


def _protocols(view: View) -> list[Class]:
    """The Protocols of the project: few, so that a name asks them rather than everything below what defines it."""
    found = {c for form in sorted(_FORMS) for c in view.hierarchy.subclasses(class_of(form))}
    return [c for c in sorted(found) if is_protocol(view, c)]


