"""Whether an attribute belongs to a symbol, by what its receiver is known to be.

A receiver's types decide three ways: one of them has the member (`inferred`), all of them are known and none has it (no
reference at all), or something about it is not known (`possible`).
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference import classes, members
from inferd.inference.types import Cls, Value
from inferd.model import INFERRED, POSSIBLE
from inferd.query.types import Typing
from inferd.query.view import Block, Dangling, Member, View


class Verdict(NamedTuple):
    confidence: str
    owner: Class | None  # the class whose definition it is; None for the one that was asked about
    evidence: tuple[dict, ...]


_BELOW = {"kind": "static", "why": "a class below defines it"}
_OUTSIDE = ({"kind": "static", "why": "the receiver's class is outside the project, and a class below defines it"},)


def judge(
    view: View, block: Block, k: int, name: str, family: Iterable[Class], below: Callable[[Class], bool]
) -> Verdict | None:
    """What attribute *k*, whose receiver no rule of the language decides, is to a member of *family*; None: nothing.

    *below*: whether a class, which lacks the member, has classes below that get it from the family."""
    typing = view.typing
    if typing is None:
        return Verdict(POSSIBLE, None, ())
    unknown = False
    outside = False
    found: Class | None = None
    is_below = False
    for v, cls in typing.classes_in(typing.receiver(block, k)):
        tag = v[-1]
        if tag == "unknown" or tag in ("alias", "special", "callable", "unpacked"):
            unknown = True
        elif tag == "super":
            above = members.find(typing.engine, v.receiver.cls, name, v.cls)
            if above is not None and not above[0].cls.space:
                owner = Class(above[0].cls.module, above[0].cls.name)
                found = owner if owner in family else found
        elif cls is not None:
            entity = view.lookup(cls, name)
            if isinstance(entity, Member):
                if entity.cls in family:
                    found = found or entity.cls
            elif isinstance(entity, Dangling):
                if below(entity.seen):
                    is_below = True
                elif entity.opaque and typing.engine.infos and classes.info(typing.engine, Cls("", *cls)).open:
                    unknown = True
        elif tag in ("instance", "class"):
            if _is_object(v):
                unknown = True
            elif _above_any(typing, v.cls, family):
                outside = True
    if found is not None:
        return Verdict(INFERRED, found, typing.why_receiver(block, k))
    if is_below:
        return Verdict(INFERRED, None, (_BELOW, *typing.why_receiver(block, k)))
    if unknown:
        return Verdict(POSSIBLE, None, ())
    return Verdict(POSSIBLE, None, _OUTSIDE) if outside else None


def _is_object(v: Value) -> bool:
    return v.cls.module == "builtins" and v.cls.name in ("object", "type")


def _above_any(typing: Typing, cls: Cls, family: Iterable[Class]) -> bool:
    return any(classes.is_subclass(typing.engine, Cls("", c.module, c.name), cls) for c in family)


def is_undecided(view: View, block: Block, k: int) -> bool:
    """Whether an attribute may belong to something that is no member of a class: a module or what nobody knows."""
    typing = view.typing
    if typing is None:
        return True
    for v in typing.receiver(block, k):
        if v[-1] in ("unknown", "module", "alias", "special") or (v[-1] == "instance" and _is_object(v)):
            return True
        if v[-1] == "typevar" and typing.engine.bound(v) == (("unknown",),):
            return True
    return False
