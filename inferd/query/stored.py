"""Where attributes are defined that nothing declares: what is stored into an object from outside of its class.

`cart.label = "new"` defines `label` where neither the class of `cart` nor a base says anything of it; so does
`count.calls = 0` of a function.  Receivers are compared by their types.
"""

from collections.abc import Iterator

from inferd.inference.definitions import classes
from inferd.inference.types import Cls, Types, Value
from inferd.model import Definition
from inferd.query import fields, symbols
from inferd.query import targets as T
from inferd.query.types import Typing
from inferd.query.view import Block, View
from inferd.syntax import facts as F

_STORES = frozenset(("A", "Aa"))


def definitions(view: View, subject: T.Subject) -> list[Definition]:
    """Where an attribute of a class of the project is stored from outside, or which call makes it; [] for anything
    else.
    """
    if not isinstance(subject, T.Attribute) or view.typing is None:
        return []
    made = fields.definitions(view, subject.cls, subject.name)
    if made:
        return made
    typing = view.typing
    wanted = Cls("", subject.cls.module, subject.cls.name)
    found = [
        (block, k) for block, k, types in _stores(typing, subject.name)
        if any(v[-1] in ("instance", "class") and _are_kin(typing, v.cls, wanted) for v in typing.values_in(types))
    ]  # fmt: skip
    return _rows(view, T.symbol_of(view, subject), found)


def of_attribute(typing: Typing, block: Block, k: int) -> list[Definition]:
    """Where attribute *k* is stored, by what its receiver is: a function or a module of the project."""
    if block.record(k)[3] & F.ROLE_MASK != F.ATTRIBUTE:
        return []
    name = block.names[block.record(k)[0]]
    asked = {_place(v) for v in typing.computed(block, k) if v[-1] in ("function", "module") and not v.space}
    found = [
        (b, n) for b, n, types in (_stores(typing, name) if asked else ())
        if any(v[-1] in ("function", "module") and _place(v) in asked for v in types)
    ]  # fmt: skip
    return _rows(typing.view, name, found)


def _place(v: Value) -> tuple[int, int, str]:
    """What tells functions, and modules, from each other."""
    return (v.file, v.scope, v.name) if v[-1] == "function" else (-1, -1, v.name)


def _are_kin(typing: Typing, cls: Cls, other: Cls) -> bool:
    return classes.is_subclass(typing.engine, cls, other) or classes.is_subclass(typing.engine, other, cls)


def _stores(typing: Typing, name: str) -> Iterator[tuple[Block, int, Types]]:
    """The places that store an attribute of a name, with what they store it in."""
    for block in typing.view.blocks_of_name(name, 1 << F.ATTRIBUTE):
        for k in range(len(block.o) // 6):
            record = block.record(k)
            if record[3] & F.ROLE_MASK != F.ATTRIBUTE or block.names[record[0]] != name:
                continue
            step = typing.step_of(block, k)
            if step is not None and typing.engine.program(step.where).steps[step.number][0] in _STORES:
                yield block, k, typing.computed(block, k)


def _rows(view: View, symbol: str, found: list[tuple[Block, int]]) -> list[Definition]:
    return [symbols.definition_at(view, block, k, symbol, i) for i, (block, k) in enumerate(found, 1)]
