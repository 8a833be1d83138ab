"""Whether an attribute belongs to a symbol, by what its receiver is known to be.

A receiver's types decide three ways: one of them has the member (`inferred`), all of them are known and it is others'
(no reference at all), or something about it is not known (`possible`).

A receiver that is known to be of a class that lacks the attribute stays possible, and the evidence says so: code runs,
so it is what is known that is wrong more often than the code.  (Measured on SQLAlchemy, where only closed classes
counted, without `__getattr__`, `setattr` and the like: parameters that a base class declares wrongly, values whose
`__class__` is set, descriptors.  To leave these out would have left out references that are there.)
"""

from collections.abc import Callable, Collection, Iterator, Set
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.index.resolve import Target
from inferd.inference.definitions import attributes, classes, managers, members, signatures, spun
from inferd.inference.engine import Engine, Where
from inferd.inference.types import Cls, Instance, Types, Value
from inferd.model import INFERRED, POSSIBLE
from inferd.query.types import Step, Typing
from inferd.query.view import Block, Entity, Member, View
from inferd.syntax import facts as F


class Verdict(NamedTuple):
    """What the types of a receiver make of an attribute."""

    confidence: str
    owner: Class | None  # the class whose definition it is; None for the one that was asked about
    evidence: tuple[dict[str, Any], ...]


_BELOW = {"kind": "static", "why": "a class below defines it"}
#: how the evidence begins that speaks against a possible reference
AGAINST = "its receiver is known as"


def judge(
    view: View, block: Block, k: int, name: str, family: Collection[Class], below: Callable[[Class], bool],
    receiver: Types | None = None, decided: "dict[Types, Decision] | None" = None,
) -> Verdict | None:  # fmt: skip
    """What attribute *k*, whose receiver no rule of the language decides, is to a member of *family*; None: nothing.

    The first class of *family* is the one that was asked about, to which what may be several belongs.

    *below*: whether a class, which lacks the member, has classes below that get it from the family.  *receiver*: what
    the receiver is, where *k* is not an attribute itself (the string given to `getattr`).  *decided*: what was found of
    the same name, family and *below* before; hundreds of receivers are of the same few types.
    """
    typing = view.typing
    if typing is None:
        return Verdict(POSSIBLE, None, ())
    types = typing.receiver(block, k) if receiver is None else receiver
    found = decided.get(types) if decided is not None else None
    if found is None:
        found = _decide(view, typing, types, name, family, below)
        if decided is not None:
            decided[types] = found
    if found.owner is not None:
        told = typing.why_receiver(block, k, found.owner) if view.explains else ()
        if view.explains and receiver is None and _is_recorded(view):
            told = (*told, *_confirmed(view, typing, block, k, name, family))
        return Verdict(INFERRED, found.owner, told)
    if found.is_below:
        return Verdict(INFERRED, None, (_BELOW, *(typing.why_receiver(block, k) if view.explains else ())))
    if receiver is None and _is_recorded(view):
        verdict = _seen(view, typing, block, k, name, family, found.is_open)
    else:
        verdict = Verdict(POSSIBLE, None, ()) if found.is_open else None
    if verdict is not None and found.lacking and not verdict.evidence:
        why = f"{AGAINST} {' or '.join(found.lacking[:2])}, which has no {name}"
        told = typing.why_receiver(block, k) if view.explains else ()
        return Verdict(verdict.confidence, None, ({"kind": "static", "why": why}, *told))
    return verdict


def evidence(
    view: View, block: Block, k: int, name: str, family: Collection[Class], owner: Class | None
) -> tuple[dict[str, Any], ...]:  # fmt: skip
    """Why the receiver of attribute *k*, which was found to be of *owner*, is what it is: as `judge` tells it."""
    typing = view.typing
    if typing is None:
        return ()
    told = typing.why_receiver(block, k, owner)
    return (*told, *_confirmed(view, typing, block, k, name, family)) if _is_recorded(view) and family else told


class Decision(NamedTuple):
    """What types tell of a receiver, whose member may be one of a family."""

    owner: Class | None  # the class of the family whose member it is
    is_below: bool  # or one below has it
    is_open: bool  # or nobody knows
    lacking: tuple[str, ...]  # the classes that it is known to be of, where they all lack the member


def _decide(
    view: View, typing: Typing, types: Types, name: str, family: Collection[Class], below: Callable[[Class], bool]
) -> Decision:
    engine = typing.engine
    unknown = False
    elsewhere = False
    owners: set[Class] = set()
    lacking: set[str] = set()
    is_below = False
    values = list(values_of(typing, types, name))
    for v in values:
        tag = v[-1]
        if is_unclear(typing, v):
            unknown = True
            continue
        if tag == "super":
            above = members.find(engine, v.receiver.cls, name, v.cls)
        elif (tag == "instance" or tag == "class") and not v.cls.space:
            cls = Class(v.cls.module, v.cls.name)
            if tag == "instance" and (made := made_by(view, typing, cls, name)):
                owners.update(c for c in made if c in family)
                elsewhere = elsewhere or not set(made) <= set(family)
                continue
            entity = view.lookup(cls, name)  # what the project defines, without a look at types
            if type(entity) is Member and entity.certain:
                if entity.cls in family:
                    owners.add(entity.cls)
                else:
                    elsewhere = True
                continue
            above = _find(engine, v.cls, name)
            if tag == "class" and (above is None or above[0].cls.module == "builtins"):
                for meta in classes.info(engine, v.cls).metaclass:
                    above = members.find(engine, meta, name) or above
            if above is None:
                if below(cls):
                    is_below = True
                elif tag == "class" and members.find(engine, engine.builtin("type"), name) is not None:
                    elsewhere = True  # `Cart.__name__`
                elif (inner := behind(typing, v)) is not None:
                    values += [i for i in inner if i not in values]
                elif classes.info(engine, v.cls).open or _answers_anything(typing, v.cls):
                    unknown = True
                else:
                    lacking.add(f"{cls.module}.{cls.name}")
        else:
            elsewhere = elsewhere or has(typing, v, name)
            continue
        if above is not None:
            owner = above[0].cls
            own = Class(owner.module, owner.name.removesuffix(classes.BASE))
            if not owner.space and own in family:
                owners.add(own)
            else:
                elsewhere = True
    asked = next(iter(family))
    best = None if not owners else asked if asked in owners else min(owners)
    is_open = unknown or not elsewhere
    return Decision(best, is_below, is_open, tuple(sorted(lacking)) if is_open and not unknown else ())


def _find(engine: Engine, cls: Cls, name: str) -> tuple[classes.Ancestor, members.Member] | None:
    """The class whose member it is and the member.

    What a class that a call makes (`type("Made", (Cart,), {"total": 5})`) overrides is its ancestor's: the index knows
    no members of such a class.
    """
    found = above = members.find(engine, cls, name)
    while above is not None and not above[0].cls.space and above[0].cls in engine.made_classes:
        above = members.find(engine, cls, name, above[0].cls)
    return above if above is not None and not above[0].cls.space else found


def _is_recorded(view: View) -> bool:
    """Whether any run was recorded; what runs saw is loaded only then."""
    if view.seen is None and not view.reader.is_recorded():
        view.seen = (None,)
    return view.seen != (None,)


def _confirmed(
    view: View, typing: Typing, block: Block, k: int, name: str, family: Collection[Class]
) -> tuple[dict[str, Any], ...]:
    """What recorded runs saw at an attribute, where that is of the family, too."""
    verdict = _seen(view, typing, block, k, name, family, False)
    return verdict.evidence if verdict is not None and verdict.confidence == INFERRED else ()


def _seen(
    view: View, typing: Typing, block: Block, k: int, name: str, family: Collection[Class], is_open: bool
) -> Verdict | None:
    """What recorded runs make of an attribute that types do not decide, or exclude (*is_open* or not).

    A receiver that a run saw at this very place decides; what it saw of the parameter or attribute that the receiver is
    read from does where types leave it open.  What is not current, or was seen to be something else, decides nothing
    and is told.
    """
    from inferd.query import runtime

    seen = runtime.of(view)
    if seen is None:
        return Verdict(POSSIBLE, None, ()) if is_open else None
    told: list[dict[str, Any]] = []
    here = seen.receivers.at(block, k)
    for sightings in (here, seen.receivers.behind(block, k) if is_open else []):
        owners: set[Class] = set()
        terms: dict[str, None] = {}
        times: dict[int, int] = {}
        for s in sightings:
            v = runtime.project_value(view, s.term)
            decided = _decide(view, typing, (v,), name, family, lambda _: False) if v is not None else None
            if decided is None or decided.owner is None:
                continue
            if s.status != runtime.CURRENT:
                told.append(seen.evidence(s.runs, s.status, f"on {runtime.shown(s.term)}{s.how}"))
                continue
            owners.add(decided.owner)
            terms[s.term] = None
            for run, n in s.runs.items():
                times[run] = times.get(run, 0) + n
        if owners:
            asked = next(iter(family))
            why = f"on {' | '.join(runtime.united(terms))}{sightings[0].how}"
            return Verdict(
                INFERRED, asked if asked in owners else min(owners), (seen.evidence(times, runtime.CURRENT, why),)
            )
    elsewhere: dict[int, int] = {}
    for s in here:
        for run, n in s.runs.items() if s.status == runtime.CURRENT else ():
            elsewhere[run] = elsewhere.get(run, 0) + n
    if elsewhere and not told:
        names = " | ".join(runtime.united(s.term for s in here if s.status == runtime.CURRENT))
        told.append(seen.evidence(elsewhere, runtime.CURRENT, f"on {names} only"))
    return Verdict(POSSIBLE, None, tuple(told[:1])) if is_open else None


def has(typing: Typing, v: Value, name: str) -> bool:
    """Whether a value, of which something is known, has an attribute.

    What is known may be wrong (a declaration that lies, a value that is put there later): that a receiver lacks the
    very attribute that is taken of it speaks against what is known.  So only a receiver that has it excludes others.
    """
    engine = typing.engine
    tag = v[-1]
    if tag == "other":  # of a stored set: it was looked up then
        return True
    if tag == "module":
        return len(v) == 1 or bool(typing.world.space(v.space).resolve(v.name, name))
    if tag in ("instance", "class"):
        found = members.find(engine, v.cls, name)
        if found is None and tag == "class":
            metas = classes.info(engine, v.cls).metaclass or (engine.builtin("type"),)
            found = next((f for m in metas if (f := members.find(engine, m, name)) is not None), None)
        return found is not None
    return bool(attributes.attribute(engine, v, name))


def _answers_anything(typing: Typing, cls: Cls) -> bool:
    """Whether a class answers for attributes that it does not have (`__getattr__`)."""
    for hook in ("__getattr__", "__getattribute__"):
        found = members.find(typing.engine, cls, hook)
        if found is not None and found[0].cls.module != "builtins":
            return True
    return False


def made_by(view: View, typing: Typing, cls: Class, name: str) -> list[Class]:
    """The classes that define a name and are instances of a metaclass: what `cls` in its methods may be; none where the
    metaclass has a method of that name.
    """
    metas = view.metaclasses()
    if cls not in metas or not stores(view, cls, name):
        return []
    above = view.hierarchy.ancestors
    return sorted(
        c for c in view.members(name)
        if c not in metas and any(m == cls or cls in above(m) for m in typing.metaclasses(c))
    )  # fmt: skip


def stores(view: View, cls: Class, name: str) -> bool:
    """Whether all that a class, and those above it, define under a name are attributes that methods store."""
    places = [p for c in (cls, *view.hierarchy.ancestors(cls)) for p in view.members_of(c, name)]
    return all(b.o[k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE for b, k in places)


def across_metaclasses(view: View, cls: Class, name: str) -> list[Class]:
    """The classes whose attribute is that of a class because a metaclass stores it in them, and the other way round."""
    typing = view.typing
    if typing is None or not view.metaclasses() or view.metaclasses().isdisjoint(view.members(name)):
        return []
    if cls in view.metaclasses():
        return made_by(view, typing, cls, name) if view.members_of(cls, name) else []
    line = [c for meta in typing.metaclasses(cls) for c in (meta, *view.hierarchy.ancestors(meta))]
    return [c for c in line if view.members_of(c, name) and stores(view, c, name)]


def values_of(typing: Typing, types: Types, name: str) -> Iterator[Value]:
    """The values of a receiver, attribute *name* of which is taken, and those that some of them hand it on to."""
    for v in typing.values_in(types):
        yield v
        if v[-1] != "instance":
            continue
        engine = typing.engine
        info = classes.info(engine, v.cls)
        if not info.orm and not any(spun.is_spun(a.cls) for a in info.line):
            continue
        found = members.find(engine, v.cls, name)
        if found is not None:
            yield from (Instance(c) for c in spun.made_from(engine, found[0].cls, name))
        else:
            yield from managers.handed_on(engine, info, v)


def behind(typing: Typing, v: Value) -> Types | None:
    """What an object hands attributes on to that it lacks (`def __getattr__(self, name): return getattr(self.cart,
    name)`); None for one that does not, or does something else, too.
    """
    engine = typing.engine
    found = members.find(engine, v.cls, "__getattr__") if v[-1] == "instance" and not v.cls.space else None
    if found is None or found[0].cls.space or found[1].kind != "method":
        return None
    out: dict[Value, None] = {}
    for place, made in found[1].places:
        where = signatures.signature(engine, place, made).body
        asked = _handed_on(engine, where) if where is not None else None
        if where is None or asked is None:
            return None
        for step in asked:
            out.update(dict.fromkeys(typing.of_step(Step(where, step))))
    return tuple(out)


def _handed_on(engine: Engine, where: Where) -> list[int] | None:
    """The steps of what `__getattr__` gets the attribute of, where all that it gives back is such an attribute."""
    steps = engine.program(where).steps
    named = [words[1] for words in steps if words[0] == "p"]
    if len(named) != 2:
        return None
    out = []
    for words in steps:
        if words[0] != "r":
            continue
        given = steps[int(words[1])] if len(words) > 1 and words[1].isdigit() else ["-"]
        if given[0] != "(" or len(given) < 4 or steps[int(given[1])] != ["l", "getattr"]:
            return None
        if not given[2].isdigit() or not given[3].isdigit() or steps[int(given[3])] != ["l", named[1]]:
            return None
        out.append(int(given[2]))
    return out or None


_UNDECIDED = frozenset(("unknown", "alias", "special", "callable", "unpacked", "typevar"))


def is_unclear(typing: Typing, v: Value) -> bool:
    """Whether a value may have any attribute: it is not known, or of a library's class that answers for all."""
    tag = v[-1]
    if tag in _UNDECIDED:
        return True
    if tag != "instance" and tag != "class":
        return False
    if not v.cls.space:  # a class that a call makes inside a function has no name by which it could be found again
        return "<locals>" in v.cls.name and v.cls in typing.engine.made_classes
    if v.cls.module == "builtins":
        return v.cls.name in ("object", "type")
    return classes.info(typing.engine, v.cls).open or _answers_anything(typing, v.cls)


def members_of(
    view: View, block: Block, k: int, name: str, receiver: Types | None = None
) -> tuple[Entity, ...]:  # fmt: skip
    """The members, of the project's classes and modules, that attribute *k* may be by the types of its receiver.

    *receiver*: these, where it is no attribute itself (see `judge`).
    """
    typing = view.typing
    assert typing is not None
    out: dict[Entity, None] = {}
    values = list(values_of(typing, typing.computed(block, k) if receiver is None else receiver, name))
    for v in values:
        tag = v[-1]
        if tag == "module" and not v.space:
            out.update(dict.fromkeys(view.resolver.resolve(v.name, name)))
            continue
        if tag == "super":
            above = members.find(typing.engine, v.receiver.cls, name, v.cls)
        elif tag == "instance" or tag == "class":
            if not v.cls.space:  # what the project defines: a class into whose instances others store has no member
                entity = view.lookup(Class(v.cls.module, v.cls.name), name)
                if type(entity) is Member and entity.certain:
                    out[entity] = None
                    continue
            above = _find(typing.engine, v.cls, name)
            if above is None and tag == "class":
                for meta in classes.info(typing.engine, v.cls).metaclass:
                    above = members.find(typing.engine, meta, name)
        else:
            continue
        if above is None and tag == "instance" and (inner := behind(typing, v)):
            values += [i for i in inner if i not in values]
        if above is not None and not above[0].cls.space:
            seen = v.receiver.cls if tag == "super" else v.cls
            owner = Class(above[0].cls.module, above[0].cls.name.removesuffix(classes.BASE))
            out[Member(owner, name, Class(seen.module, seen.name), True)] = None
    return tuple(out)


class Owners(NamedTuple):
    """Whose member an attribute may be: the classes of the project that define it, and something outside."""

    classes: frozenset[Class]
    outside: str  # '' for none


def owners(view: View, block: Block, k: int, name: str, receiver: Types | None = None) -> Owners:
    """Whose member attribute *k* may be by what its receiver is known to be, runs included; *receiver* as in `judge`.

    Several classes without a common base that one place reaches are an implicit interface: its members belong together.
    """
    typing = view.typing
    if typing is None:
        return Owners(frozenset(), "")
    found: set[Class] = set()
    outside = ""
    types = typing.receiver(block, k) if receiver is None else receiver
    values = list(values_of(typing, types, name))
    if receiver is None and _is_recorded(view):
        from inferd.query import runtime

        seen = runtime.of(view)
        for s in seen.receivers.at(block, k) if seen is not None else ():
            if s.status != runtime.CURRENT:
                continue
            v = runtime.project_value(view, s.term)
            module, _, qualname = s.term.partition("[")[0].partition(":")
            if v is not None:
                values.append(v)
            elif Class(module, qualname) in view.members(name):  # a class inside a function
                found.add(Class(module, qualname))
    for v in values:
        tag = v[-1]
        if tag == "super" or is_unclear(typing, v):
            continue
        if tag == "instance" or tag == "class":
            if not v.cls.space:
                cls = Class(v.cls.module, v.cls.name)
                if tag == "instance" and (made := made_by(view, typing, cls, name)):
                    found.update(made)
                    continue
                entity = view.lookup(cls, name)
                if type(entity) is Member and entity.certain:
                    found.add(entity.cls)
                    continue
            above = _find(typing.engine, v.cls, name)
            if above is None:
                values += [i for i in behind(typing, v) or () if i not in values]
                continue
            owner = above[0].cls
            if not owner.space:
                found.add(Class(owner.module, owner.name))
            elif tag == "instance":
                outside = f"{owner.module}.{owner.name}"
    return Owners(frozenset(found), outside)


def in_modules(view: View, block: Block, k: int, name: str, wanted: Set[Target]) -> Verdict | None:
    """What attribute *k* is to what is no member of a class: of modules, or of what nobody knows; None: nothing.

    What is stored of a receiver says only that it may be a module; which, is computed.
    """
    typing = view.typing
    if typing is None:
        return Verdict(POSSIBLE, None, ())
    values = list(values_of(typing, typing.receiver(block, k), name))
    unknown = any(is_unclear(typing, v) for v in values)
    if any(v[-1] == "module" for v in values):
        modules = [v for v in typing.values_in(typing.in_full(block, k)) if v[-1] == "module"]
        held = {e for v in modules if not v.space for e in view.resolver.resolve(v.name, name)}
        if not wanted.isdisjoint(held):
            return Verdict(INFERRED, None, typing.why_receiver(block, k) if view.explains else ())
        if modules and not unknown and any(has(typing, v, name) for v in modules):
            return None
        unknown = True
    return Verdict(POSSIBLE, None, ()) if unknown or not any(has(typing, v, name) for v in values) else None
