"""Texts that stand in tables: `COMMANDS = {"l": "left", "r": "right"}` and then `getattr(robot, COMMANDS[key])()`.

Types say of what such a table gives that it is a string.  Which one it may be says the display that the table is made
of, where it is the only thing that is stored in a variable of the module or in an attribute of a class, and nothing is
put into it later.  It is asked where an attribute is looked up with a text of which nothing else is known.
"""

from collections.abc import Callable
from json import loads

from inferd.inference.definitions import members
from inferd.inference.engine import Engine, Where
from inferd.inference.types import NOTHING, Types

_DEEPEST = 4
_MOST = 32  # texts of a table
_GETTING = frozenset(("get", "pop"))
_KEYS, _VALUES = "keys", "values"

Operand = Callable[[int], Types]


def texts(engine: Engine, where: Where, n: int, operand: Operand, depth: int = 0) -> list[str]:
    """The texts that a step may be that reads a table; [] where it may be something else.

    *operand*: what a step of the scope is.
    """
    program = engine.program(where)
    steps = program.steps
    words = steps[n]
    op = words[0]
    if depth > _DEEPEST:
        return []
    if op == "c":
        return [loads(words[1][1:])] if words[1].startswith('s"') else []
    if op == "l":
        stores = program.stores.get(words[1], []) if words[1] not in program.outer else []
        if not stores:  # of a comprehension, whose variables are its own
            stores = [m for m in range(n) if steps[m][:2] == ["s", words[1]]][-1:]
        plain = [int(steps[s][2]) for s in stores if steps[s][0] == "s"]
        if len(plain) < len(stores) or len(plain) > _DEEPEST:
            return []
        return _all([texts(engine, where, v, operand, depth + 1) for v in plain])
    if op == "ph":
        return _all([texts(engine, where, int(w), operand, depth + 1) for w in words[1:3]])
    if op == "i":
        return _held(engine, where, int(words[1]), _VALUES, operand)
    if op == "(" and len(words) in (3, 4) and all(w.isdigit() for w in words[2:]):
        callee = steps[int(words[1])]
        if callee[0] != "a" or callee[2] not in _GETTING:
            return []
        found = _held(engine, where, int(callee[1]), _VALUES, operand)
        is_none = len(words) < 4 or steps[int(words[3])] == ["c", "N"]  # which no attribute is looked up with
        return found if is_none else _all([found, texts(engine, where, int(words[3]), operand, depth + 1)])
    if op == "nx":
        return _of_loop(engine, where, int(words[1]), _KEYS, operand)
    if op == "un" and words[3:] == ["2", "-1"] and steps[int(words[1])][0] == "nx":
        return _of_loop(engine, where, int(steps[int(words[1])][1]), ("0", "1").index(words[2]), operand)
    return []


def _all(several: list[list[str]]) -> list[str]:
    """The texts of all of several steps; [] where those of one are not known."""
    return list(dict.fromkeys(t for found in several for t in found)) if all(several) else []


def _of_loop(engine: Engine, where: Where, iterator: int, part: "str | int", operand: Operand) -> list[str]:
    """What a loop over a table gives, or the item of the pair that it gives."""
    steps = engine.program(where).steps
    over = int(steps[iterator][1])
    words = steps[over]
    callee = steps[int(words[1])] if words[0] == "(" and len(words) == 2 else [""]
    if isinstance(part, int):
        is_items = callee[0] == "a" and callee[2] == "items"
        return _held(engine, where, int(callee[1]), (_KEYS, _VALUES)[part], operand) if is_items else []
    if callee[0] == "a" and callee[2] in (_KEYS, _VALUES):
        return _held(engine, where, int(callee[1]), callee[2], operand)
    return _held(engine, where, over, part, operand)


def _held(engine: Engine, where: Where, n: int, part: str, operand: Operand) -> list[str]:
    """The texts in the table that a step reads, as its keys or its values."""
    words = engine.program(where).steps[n]
    made: tuple[Where, int] | None = None
    if words[0] == "l":
        made = _of_module(engine, where, words[1])
    elif words[0] == "a":
        made = _of_class(engine, operand(int(words[1])), words[2])
    if made is None:
        return []
    steps = engine.program(made[0]).steps
    store = steps[made[1]]
    shown = steps[int(store[2])] if store[0] == "s" else [""]
    if shown[0] == "h":
        given = [w.split(":")[part == _VALUES] if w[0] != "*" else "" for w in shown[1:]]
    else:
        given = shown[2:] if shown[0] == "t" else []
    constants = [steps[int(w)] if w.isdigit() else [""] for w in given]
    if not 0 < len(constants) <= _MOST or any(c[0] != "c" or not c[1].startswith('s"') for c in constants):
        return []
    return [loads(c[1][1:]) for c in constants]


def _of_module(engine: Engine, where: Where, name: str) -> tuple[Where, int] | None:
    """The one store of a variable of the module, into whose table nothing is put."""
    module = Where(where.space, where.file, 0)
    program = engine.program(where)
    if engine.flow is None or where.space or (where.scope and name in program.stores and name not in program.outer):
        return None
    stores = engine.program(module).stores.get(name, [])
    named = engine.module_of(where)
    if len(stores) != 1 or any(engine.flow.names.get((named, key)) for key in (name, f"{name}@")):
        return None
    return module, stores[0]


def _of_class(engine: Engine, receiver: Types, name: str) -> tuple[Where, int] | None:
    """The same of an attribute that the body of a class stores."""
    if engine.flow is None or len(receiver) != 1 or receiver[0][-1] not in ("instance", "class"):
        return None
    found = members.find(engine, receiver[0].cls, name)
    if found is None or found[0].cls.space or found[1].kind != "data" or len(found[1].places) != 1:
        return None
    key = found[0].cls, name
    if engine.flow.on_class.get(key, NOTHING) or engine.flow.attributes.get(key, NOTHING):
        return None
    return found[1].places[0]
