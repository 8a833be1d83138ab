"""What a string names that an object is asked with: `Color["RED"]` a member of an enumeration, `movie["title"]` a field
of a `TypedDict`, `getattr(rows[0], "total")` an attribute of a receiver that is neither a name nor an attribute; or
that a class is made with: `namedtuple("P", ["x"])`.

Which step of the program a string is, `Ties.string_of` tells; what it is given to are the steps that use this one, and
whose members that names, the types of these.
"""

from inferd.index.hierarchy import Class, Opaque
from inferd.inference.definitions import annotations
from inferd.inference.definitions.attributes import is_enum
from inferd.inference.engine import Where
from inferd.inference.operations.subscripts import is_typed_dict
from inferd.inference.scopes import lazy
from inferd.inference.types import Types
from inferd.query import fields, getting
from inferd.query.types import Step, Typing
from inferd.query.view import Block, Member, View
from inferd.syntax import facts as F

_SUBSCRIPTS = frozenset(("i", "I", "Ia", "Y"))
_KEYED = frozenset(("get", "setdefault", "pop"))  # methods of dictionaries whose first argument is a key
_ASKED = ("enum:", "typing:TypedDict", "typing_extensions:TypedDict")  # what begins the symbols of their bases


def has_keys(view: View, cls: Class, name: str) -> bool:
    """Whether strings may name that member of a class: it is an enumeration or a `TypedDict`, or a call makes it."""
    if fields.owner(view, cls, name) == cls:
        return True
    above = view.hierarchy.above(cls)
    return any(isinstance(n, Opaque) and n.symbol is not None and n.symbol.startswith(_ASKED) for n in above)


def named(view: View, block: Block, k: int) -> tuple[Member, ...]:
    """The members of enumerations and of dictionaries with declared keys that string *k* names."""
    found = step_of(view, block, k)
    if found is None or view.typing is None:
        return ()
    typing, name = view.typing, block.names[block.o[k * 6]]
    out: dict[Member, None] = {}
    for v in typing.values_in(_asked(typing, *found)):
        is_one = v[-1] == "class" and is_enum(typing.engine, v.cls)
        if not is_one and not (v[-1] == "instance" and is_typed_dict(typing.engine, v.cls)):
            continue
        member = view.lookup(Class(v.cls.module, v.cls.name), name) if not v.cls.space else None
        if isinstance(member, Member):
            out[member] = None
    return tuple(out) or _field_of(view, typing, *found, name)


def _field_of(view: View, typing: Typing, where: Where, n: int, name: str) -> tuple[Member, ...]:
    """The field that a string names in the call that makes a class: `P = namedtuple("P", ["x", "y"])`."""
    engine, inside = typing.engine, {str(n)}
    steps = engine.program(where).steps
    for at in range(n + 1, len(steps)):
        words = steps[at]
        if words[0] == "t" and not inside.isdisjoint(words[2:]):
            inside.add(str(at))  # a list of names, or of pairs with one
        elif words[0] == "(" and words[3:4] and words[3] in inside:
            inside = {str(at)}
        elif words[0] == "s" and words[2] in inside and steps[int(words[2])][0] == "(":
            for v in lazy.stored(engine, where, words[1]):
                cls = Class(v.cls.module, v.cls.name) if v[-1] == "class" and not v.cls.space else None
                if cls is not None and fields.owner(view, cls, name) == cls:
                    return (Member(cls, name, cls, True),)
            return ()
        elif words[0] == "k" and not inside.isdisjoint(words[3:]):  # `class P(namedtuple("P", "x y"))`
            child = engine.tree("", where.file).child(where.scope, int(words[1]))
            made = engine.class_at(Where("", where.file, child)) if child >= 0 else None
            cls = Class(made.module, made.name) if made is not None else None
            return (Member(cls, name, cls, True),) if cls is not None and fields.owner(view, cls, name) == cls else ()
    return ()


def given(view: View, block: Block, k: int) -> Types | None:
    """What is given to `getattr` and its like with the name in string *k*; None where that is not known."""
    link = block.o[k * 6 + 5]
    if link >= 0 and not block.o[k * 6 + 3] & F.WORD:
        return view.typing.given(block, k, link) if view.typing is not None else None
    found = step_of(view, block, k)
    if found is None or view.typing is None:
        return None
    where, n = found
    if not getting.NAMES.isdisjoint(block.names):
        taken = getting.given(view.typing, block, k, where, n)
        if taken is not None:
            return taken
    for words in view.typing.engine.program(where).steps[n + 1 :]:
        if words[0] == "(" and len(words) > 3 and words[3] == str(n) and words[2].isdigit():
            return view.typing.of_step(Step(where, int(words[2])))
    return None


def step_of(view: View, block: Block, k: int) -> tuple[Where, int] | None:
    """The step of the constant that a string is; None where that is not known."""
    if view.typing is None:
        return None
    found = view.typing.ties(block.row.file_id).string_of(block, k)
    return (Where("", block.row.file_id, found[0]), found[1]) if found is not None else None


def _asked(typing: Typing, where: Where, n: int) -> Types:
    """What the constant of a step is a key of."""
    steps = typing.engine.program(where).steps
    key = str(n)
    for m in range(n + 1, len(steps)):
        words = steps[m]
        if words[0] in _SUBSCRIPTS and words[2] == key:
            return typing.of_step(Step(where, int(words[1])))
        if words[0] == "(" and words[2:3] == [key]:
            called = steps[int(words[1])]
            is_keyed = called[0] == "a" and called[2] in _KEYED
            return typing.of_step(Step(where, int(called[1]))) if is_keyed else ()
        if words[0] == "C" and words[1] == key and words[2] in ("In", "NotIn"):
            return typing.of_step(Step(where, int(words[3])))
        if words[0] == "h" and any(w.startswith(f"{key}:") for w in words[1:]):
            return _declared(typing, where, m)
    return ()


def _declared(typing: Typing, where: Where, n: int) -> Types:
    """What the dictionary of a step is declared as: the variable or attribute that it is stored in."""
    for words in typing.engine.program(where).steps[n + 1 :]:
        if words[0] in ("sa", "Aa") and words[-1] == str(n):
            return annotations.read(typing.engine, where, int(words[-2]))
    return ()
