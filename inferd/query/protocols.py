"""Who belongs to a Protocol without saying so: the classes that have all its members.

A Protocol ties the members of the classes that satisfy it: whoever calls `x.close()` on a `Closes` may reach each of
them.  A Protocol of nothing but special methods (`__len__`) ties nothing: everything has those, and nobody renames
them.
"""

from inferd.index.hierarchy import Class, Opaque, class_of
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.engine import Engine
from inferd.inference.operations import matching
from inferd.inference.types import Cls
from inferd.model import POSSIBLE
from inferd.query import targets as T
from inferd.query.view import Block, Member, View
from inferd.syntax import facts as F

_FORMS = frozenset(("typing:Protocol", "typing_extensions:Protocol"))


def is_protocol(view: View, cls: Class) -> bool:
    """Whether a class names `Protocol` among its own bases."""
    return any(isinstance(b, Opaque) and b.symbol in _FORMS for b in view.hierarchy.bases(cls))


def belongs(protocol: Class) -> str:
    """Why a member goes with that of a Protocol, for people."""
    return f"belongs to Protocol {protocol.symbol}"


def names_of(view: View, protocol: Class) -> list[str]:
    """The members that a Protocol asks for."""
    typing = view.typing
    names = matching.protocol_members(typing.engine, Cls("", *protocol)) if typing is not None else None
    return names or []


def implementers(view: View, protocol: Class) -> list[Class]:
    """The classes that have all members of a Protocol and do not inherit from it, in order of their symbols."""
    typing = view.typing
    names = names_of(view, protocol)
    if typing is None or not names:
        return []
    names = sorted(names, key=lambda n: (len(view.members(n)), n))
    rarest = names[0]
    candidates: dict[Class, None] = {}
    for c in view.members(rarest):
        candidates[c] = None
        candidates.update(dict.fromkeys(view.hierarchy.descendants(c)))
    asked = [(n, members.find(typing.engine, Cls("", *protocol), n)) for n in names]
    judged: dict[tuple[Class, str], bool] = {}  # by who defines it, whom classes below share
    out = []
    for c in sorted(candidates):
        if is_protocol(view, c) or protocol in view.hierarchy.mro(c):
            continue
        for n, want in asked:
            found = view.lookup(c, n)
            if isinstance(found, Member):
                fits = judged.get((found.cls, n))
                if fits is None:
                    fits = judged[found.cls, n] = _agrees(view, found, want)
            else:  # a class outside the project may have it
                above = members.find(typing.engine, Cls("", *c), n) if found.opaque else None
                is_real = above is not None and above[0].cls != typing.engine.builtin("object")
                fits = is_real and _fits(typing.engine, above[1], want)  # type: ignore[index]
            if not fits:
                break
        else:
            out.append(c)
    return out


def _agrees(view: View, found: Member, asked: tuple[classes.Ancestor, members.Member] | None) -> bool:
    """The same for a member of the project; what kind it is can be seen without a look at types."""
    typing = view.typing
    assert typing is not None
    block, k = view.members(found.name)[found.cls][0]
    is_method = _is_method(block, k)
    if asked is None or not is_method or asked[1].kind != "method":
        return asked is None or is_method == (asked[1].kind not in ("property", "data"))
    have = members.member(typing.engine, Cls("", *found.cls), found.name)
    return have is not None and _fits(typing.engine, have, asked)


def _is_method(block: Block, k: int) -> bool:
    """Whether an occurrence defines a method that is no property."""
    code = block.o[k * 6 + 3]
    if code & F.ROLE_MASK != F.DEFINITION or code & F.IS_CLASS:
        return False
    scope = T.scope_defined(block, k)
    return scope >= 0 and not block.s[scope * 7 + 6] & (F.S_PROPERTY | F.S_SETTER)


def _fits(engine: Engine, have: members.Member, asked: tuple[classes.Ancestor, members.Member] | None) -> bool:
    """Whether a member can be what the Protocol asks for: a method that takes as much, or an attribute."""
    if asked is None:
        return True
    want = asked[1]
    if want.kind != "method" or have.kind != "method":
        return (want.kind == "method") == (have.kind not in ("property", "data")) or have.kind == want.kind
    return _takes(engine, have, want)


def _takes(engine: Engine, have: members.Member, want: members.Member) -> bool:
    """Whether a method can be called as another one is declared, by the number and names of the parameters."""
    for where, step in want.places:
        asked = signatures.signature(engine, where, step).params[1:]
        for place, made in have.places:
            own = signatures.signature(engine, place, made).params[1:]
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
            found = view.lookup(c, name)
            if isinstance(found, Member):
                tied[found.cls] = None
        if tied:
            out.append((owner, tied))
    return out


def _protocols(view: View) -> list[Class]:
    """The Protocols of the project: few, so that a name asks them rather than everything below what defines it."""
    found = {c for form in sorted(_FORMS) for c in view.hierarchy.subclasses(class_of(form))}
    return [c for c in sorted(found) if is_protocol(view, c)]


def asking(view: View, name: str, mine: set[Class]) -> list[tuple[Class, Class, list[tuple[str, int, int]]]]:
    """(class, Protocol, places) of those of some classes that have what another one, a Protocol, asks for, with the
    places that take the member of something declared as the Protocol.
    """
    from inferd.query import references

    out = []
    for protocol, satisfying in ties(view, name) if mine else ():
        if protocol in mine or mine.isdisjoint(satisfying):
            continue
        rows = references.references(view, T.Attribute(protocol, name), False).rows
        own = f"{protocol.symbol}.{name}"
        places = sorted((r.path, r.line, r.column) for r in rows if r.symbol == own and r.confidence != POSSIBLE)
        if places:
            out.append((min(mine & set(satisfying)), protocol, places))
    return out


def may_be_given(cls: Class, protocol: Class, name: str) -> str:
    """What to say of that to a person."""
    return f"{cls.symbol} has what the Protocol {protocol.symbol} asks for: who takes one uses {name} of it"
