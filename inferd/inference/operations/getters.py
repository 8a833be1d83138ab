"""What `operator.itemgetter(1)`, `attrgetter("a.b")` and `methodcaller("m", 2)` give when they are called.

Such a getter is a `Partial` of its class: what it was made with says what it asks for, its holder has its attributes.
Only where all that it was made with is constant; others are what the library declares.
"""

from collections.abc import Sequence

from inferd.inference.definitions import attributes, keys
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Engine
from inferd.inference.operations import calls
from inferd.inference.operations.iteration import is_row
from inferd.inference.types import ANY, ClassObject, Instance, Partial, Tuple, Types, Value, key_in, key_text, union

_KINDS = frozenset(("itemgetter", "attrgetter", "methodcaller"))


def made(engine: Engine, v: ClassObject, args: list[Arg]) -> Types:
    """The getter that a call of its class makes; () for other classes, and where it asks for what is not constant."""
    if v.cls.name not in _KINDS or v.cls.module not in ("operator", "_operator") or not v.cls.space:
        return ()
    asked = args[:1] if v.cls.name == "methodcaller" else args
    if not asked or any(a.kind != "p" or not _is_constant(v, a.types) for a in asked):
        return ()
    given = tuple([a if a in asked else a._replace(types=engine.widened(a.types)) for a in args])
    return (Partial(v, given, Instance(v.cls)),)


def _is_constant(v: ClassObject, types: Types) -> bool:
    return bool(key_text(types)) if v.cls.name == "itemgetter" else len(keys.texts(types)) == 1


def called(engine: Engine, v: Partial, args: list[Arg]) -> Types:
    """What calling a getter gives."""
    if len(args) != 1 or args[0].kind != "p":
        return ANY
    kind, given = v.callee.cls.name, args[0].types
    if kind == "methodcaller":
        (name,) = keys.texts(v.given[0].types)
        method = attributes.attribute_of(engine, given, name)
        return calls.call(engine, method, list(v.given[1:])) if method else ANY
    found = [_got(engine, kind, given, a.types) for a in v.given]
    return found[0] if len(found) == 1 else (Tuple(tuple(found)),)


def _got(engine: Engine, kind: str, given: Types, asked: Types) -> Types:
    if kind == "itemgetter":
        return union(_item(engine, v, asked) for v in given)
    names: Sequence[str] = keys.texts(asked)[0].split(".")
    for name in names:
        given = attributes.attribute_of(engine, given, name) or ANY
    return given


def _item(engine: Engine, v: Value, key: Types) -> Types:
    """What a value has under a constant."""
    text = key_text(key)
    if v[-1] == "record":
        held = dict(v.items)
        found: Types = held.get(key_in(held, text), ANY)
        return found
    number = text[1:].replace("-", "", 1)
    if (v[-1] == "tuple" or is_row(v)) and text[:1] == "i" and number.isdigit():
        at = int(text[1:])
        item: Types = v.items[at] if -len(v.items) <= at < len(v.items) else ANY
        return item
    method = attributes.attribute(engine, v, "__getitem__")
    return calls.call(engine, method, [positional(key)]) if method else ANY
