"""What changes together with a symbol, and every place where that is.

`references` answers for one symbol.  A change needs more: the places where a name is bound to several things at once
tie those things together, and none of them can be renamed alone.  `kin` follows these ties to a fixpoint.

Ties
    - inheritance: a member with what it overrides and what overrides it (`references.family`), by types where a base
      has no name (`typed_bases`);
    - a call site that several classes reach: `self.x()` in a class that does not define `x`, with subclasses that do;
    - an implicit interface: `cart.x()` where the types of `cart`, or a run, name classes without a common base;
    - one name with two meanings: `try: from fast import f` / `except ImportError: def f()...`, a `.pyi` beside its
      `.py`, `from m import f` in a class body or in a function that assigns `f` as well.

What ties to something outside the project cannot be changed together; it is reported in `fixed`, never dropped.
"""

from typing import Any, NamedTuple

from inferd.index.hierarchy import Class, Opaque
from inferd.index.resolve import Module, Outside
from inferd.model import EXACT, INFERRED, POSSIBLE, Reference, plain
from inferd.query import named_keys, protocols, receivers, typed_bases
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.view import Block, Dangling, Entity, Local, Member, View
from inferd.syntax import facts as F


class Use(NamedTuple):
    """One occurrence: where it is, and the row that says so."""

    block: Block
    k: int
    row: Reference

    @property
    def code(self) -> int:
        return self.block.o[self.k * 6 + 3]

    @property
    def role(self) -> int:
        return self.block.o[self.k * 6 + 3] & F.ROLE_MASK

    @property
    def is_call(self) -> bool:
        code = self.code
        return code & F.ROLE_MASK == F.CALL or (code & F.ROLE_MASK == F.ATTRIBUTE and bool(code & F.CALLED))


class Kin(NamedTuple):
    """The subjects that change together, with the reason for each, and their occurrences.

    `sure` are exact and inferred ones; `fixed` are the places where a name is tied to what cannot change, with what
    that is.
    """

    name: str
    subjects: dict[T.Subject, str]
    sure: dict[tuple[int, int], Use]
    possible: dict[tuple[int, int], Use]
    fixed: list[tuple[Use, Entity]]
    opaque: tuple[tuple[Class, Opaque], ...]

    @property
    def classes(self) -> list[Class]:
        return [s.cls for s in self.subjects if isinstance(s, T.Attribute)]


def name_of(subject: T.Subject) -> str:
    """The plain name of a subject."""
    if isinstance(subject, T.ModuleSubject):
        return subject.module.rpartition(".")[2]
    return subject.name.rpartition(".")[2] if isinstance(subject, T.External) else subject.name


def kin(view: View, subjects: list[T.Subject], follow: bool = True) -> Kin:
    """The kin of some subjects that share a name.  Not *follow*: inheritance only, as `references` sees it."""
    name = name_of(subjects[0])
    why: dict[T.Subject, str] = {}
    for s in subjects:
        why[s] = "the symbol itself"
    sure: dict[tuple[int, int], Use] = {}
    possible: dict[tuple[int, int], Use] = {}
    fixed: list[tuple[Use, Entity]] = []
    opaque: dict[tuple[Class, Opaque], None] = {}
    covered: set[Class] = set()
    queue = list(why)
    for subject in queue:
        apart: set[Class] = set()
        if isinstance(subject, T.Attribute):
            if subject.cls in covered:
                continue
            family = R.family(view, subject.cls, name)
            opaque.update(dict.fromkeys(family.opaque))
            # who satisfies a Protocol goes with it; but one of these does not take the Protocol along, nor the others
            with_protocol = protocols.is_protocol(view, subject.cls)
            apart = {c for c in family.structural if not with_protocol}
            for cls, reason in family.reasons.items():
                if cls not in apart:
                    covered.add(cls)
                    why.setdefault(T.Attribute(cls, name), reason)
                    for tied, how in typed_bases.overriding(view, cls, name).items() if follow else ():
                        if tied not in covered and T.Attribute(tied, name) not in why:
                            why[T.Attribute(tied, name)] = how
                            queue.append(T.Attribute(tied, name))
                    for across in receivers.across_metaclasses(view, cls, name) if follow else ():
                        if T.Attribute(across, name) not in why:
                            why[T.Attribute(across, name)] = "the attribute that a metaclass stores in its classes"
                            queue.append(T.Attribute(across, name))
        uses = located(view, R.references(view, subject).rows)
        if apart:
            left = {f"{c.symbol}.{name}" for c in apart}
            uses = [u for u in uses if u.row.symbol not in left]
        for use in uses:
            key = (use.block.row.id, use.k)
            if use.row.confidence == POSSIBLE:
                possible.setdefault(key, use)
                continue
            known = sure.get(key)
            if known is None or (known.row.confidence == INFERRED and use.row.confidence == EXACT):
                sure[key] = use
            if not follow or use.row.text != name or known is not None:
                continue
            if isinstance(subject, T.Attribute) and use.row.confidence == INFERRED:
                for cls in _reached(view, use, name):
                    other: T.Subject = T.Attribute(cls, name)
                    if other not in why:
                        why[other] = f"reached by the same place, {use.row.path}:{use.row.line}"
                        queue.append(other)
            for e in _bound_at(view, use):
                if isinstance(e, (Outside, Module)):
                    if (e.name or e.module if isinstance(e, Outside) else e.name).rpartition(".")[2] != name:
                        continue  # an alias of ours (`import os as n`) is free
                    if not isinstance(subject, (T.External, T.ModuleSubject)):
                        fixed.append((use, e))
                    continue
                for other in _tied(view, e, name):
                    if other not in why:
                        why[other] = f"bound by the same name at {use.row.path}:{use.row.line}"
                        if isinstance(e, Dangling):
                            why[other] = f"reached by the same call at {use.row.path}:{use.row.line}"
                        queue.append(other)
    for key in sure:
        possible.pop(key, None)
    return Kin(name, why, sure, possible, fixed, tuple(opaque))


def _reached(view: View, use: Use, name: str) -> list[Class]:
    """The classes whose member an attribute may be by its receiver's types: an implicit interface, where they are
    several.
    """
    if use.role == F.ATTRIBUTE:
        return sorted(receivers.owners(view, use.block, use.k, name).classes)
    if use.role == F.STRING and use.code & F.BY_GETATTR and view.typing is not None:
        given = named_keys.given(view, use.block, use.k) or ()
        return sorted(receivers.owners(view, use.block, use.k, name, given).classes)
    return []


def located(view: View, rows: list[Reference]) -> list[Use]:
    """The occurrences that rows stand for."""
    at: dict[tuple[Any, ...], tuple[Block, int]] = {}
    for text in {r.text for r in rows}:
        for block in view.blocks_of_name(text):
            path = block.file.path
            for k in block.positions(text):
                at[path, *block.place(k), block.o[k * 6 + 3] & F.ROLE_MASK, block.row.stale] = (block, k)
    out = []
    roles = {r: i for i, r in enumerate(F.ROLE_NAMES)}
    for r in rows:
        key = (r.path, r.line, r.column, r.end_line, r.end_column, roles[r.role])
        found = at.get((*key, 0)) or at.get((*key, 1))
        assert found is not None, f"no occurrence at {key}"
        out.append(Use(*found, r))
    return out


def _bound_at(view: View, use: Use) -> list[Entity]:
    """What an occurrence denotes, and what it binds in a class body."""
    block, k = use.block, use.k
    role = use.role
    if role == F.KEYWORD:
        return []
    out = list(view.meaning(block, k))
    if role == F.IMPORT and use.code & F.BINDS:
        scope = block.o[k * 6 + 4]
        if use.code & F.INTO_GLOBAL or (scope < 0 and not block.row.owner):
            out += view.global_targets(block.file, use.row.text)
        elif scope < 0:
            cls = Class(block.file.module, plain(block.row.owner))
            out.append(Member(cls, use.row.text, cls, True))
        elif scope >= 0:
            if block.s[scope * 7] == F.CLASS:
                cls = Class(block.file.module, plain(block.scope_name(scope)))
                out.append(Member(cls, use.row.text, cls, True))
            else:
                out += view.local_targets(block, scope, use.row.text)
    return out


def _tied(view: View, e: Entity, name: str) -> list[T.Subject]:
    if isinstance(e, Dangling):  # whoever gives it to a class below, which may be a base beside this one
        below = view.hierarchy.descendants(e.seen)
        view.read_above(below)
        found = [view.lookup(c, name) for c in below]
        return list(dict.fromkeys(T.Attribute(m.cls, name) for m in found if isinstance(m, Member) and m.certain))
    if isinstance(e, Member) and not e.certain:
        return []
    if isinstance(e, Local):
        return [T.Variable(*e)] if e.name == name else []
    subject = T.subject_of(view, e)
    return [subject] if name_of(subject) == name else []


__all__ = ["Kin", "Use", "kin", "located", "name_of"]
