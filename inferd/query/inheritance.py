"""Who implements and who overrides: the class hierarchy as people and editors ask for it."""

from inferd.index.hierarchy import Class
from inferd.model import INFERRED, Definition, plain
from inferd.query import protocols, symbols
from inferd.query import targets as T
from inferd.query.view import View


def implementations(view: View, subject: T.Subject) -> list[Definition]:
    """The classes below a class, of a Protocol also those that have its members; a method's definitions there."""
    if isinstance(subject, T.Attribute):
        below = _below(view, subject.cls)
        defined = view.members(subject.name)
        return [_graded(d, why) for c, why in below if c in defined for d in _definitions(view, c, subject.name)]
    cls = as_class(view, subject)
    if cls is None:
        return []
    return [_graded(d, why) for c, why in _below(view, cls) for d in class_definitions(view, c)]


def overrides(view: View, subject: T.Subject) -> list[Definition]:
    """The definitions that a member overrides, the nearest first, and those that override it; then what a Protocol ties
    to it: the members of the classes that satisfy the Protocol, or the Protocol's own.
    """
    if not isinstance(subject, T.Attribute):
        return []
    defined = view.members(subject.name)
    above = [c for c in view.hierarchy.ancestors(subject.cls) if c in defined]
    below = [c for c in view.hierarchy.descendants(subject.cls) if c in defined]
    tied: dict[Class, str] = {}
    for protocol, satisfying in protocols.ties(view, subject.name):
        if subject.cls == protocol:
            tied.update(dict.fromkeys(satisfying, protocols.belongs(protocol)))
        elif subject.cls in satisfying:
            tied[protocol] = protocols.belongs(protocol)
    why = {**tied, **dict.fromkeys((*above, *below), "")}
    found = dict.fromkeys((*above, *below, *sorted(tied)))
    return [_graded(d, why[c]) for c in found for d in _definitions(view, c, subject.name)]


def supertypes(view: View, subject: T.Subject) -> list[Definition]:
    """The base classes of a class that are the project's, in order."""
    cls = as_class(view, subject)
    if cls is None:
        return []
    return [d for b in view.hierarchy.bases(cls) if isinstance(b, Class) for d in class_definitions(view, b)]


def subtypes(view: View, subject: T.Subject) -> list[Definition]:
    """The classes that name a class as their base."""
    cls = as_class(view, subject)
    if cls is None:
        return []
    return [d for c in view.hierarchy.subclasses(cls) for d in class_definitions(view, c)]


def as_class(view: View, subject: T.Subject) -> Class | None:
    """The class that a subject is."""
    if isinstance(subject, T.Global):
        kinds = view.definition_kinds(subject.module, subject.name)
        return Class(subject.module, subject.name) if "c" in kinds else None
    if isinstance(subject, T.Attribute):
        qualname = f"{subject.cls.name}.{subject.name}"
        return (
            Class(subject.cls.module, qualname) if "c" in view.definition_kinds(subject.cls.module, qualname) else None
        )
    if isinstance(subject, T.Variable):
        module, _, qualname = T.symbol_of(view, subject).partition(":")
        kinds = {"c" for b, k in view.definitions(module, plain(qualname)) if symbols.kind_of(b, k) == "class"}
        return Class(module, plain(qualname)) if kinds else None
    return None


def _below(view: View, cls: Class) -> list[tuple[Class, str]]:
    """The classes below, in order; for those that only satisfy a Protocol the reason, else ''."""
    below = dict.fromkeys(view.hierarchy.descendants(cls), "")
    if protocols.is_protocol(view, cls):
        for c in protocols.implementers(view, cls):
            below.setdefault(c, protocols.belongs(cls))
    return sorted(below.items())


def _graded(d: Definition, why: str) -> Definition:
    return d._replace(confidence=INFERRED, evidence=({"kind": "declared", "why": why},)) if why else d


def class_definitions(view: View, cls: Class) -> list[Definition]:
    """The rows of a class's definitions; several where it is defined more than once."""
    owner, _, name = cls.name.rpartition(".")
    if owner and not owner.endswith("<locals>"):
        return _definitions(view, Class(cls.module, owner), name)
    places = view.definitions(cls.module, cls.name)
    found = [(b, k) for b, k in places if symbols.kind_of(b, k) == "class"]
    return [symbols.definition_at(view, b, k, cls.symbol, i) for i, (b, k) in enumerate(found, 1)]


def _definitions(view: View, cls: Class, name: str) -> list[Definition]:
    places = view.members_of(cls, name)
    return [symbols.definition_at(view, b, k, f"{cls.symbol}.{name}", i) for i, (b, k) in enumerate(places, 1)]
