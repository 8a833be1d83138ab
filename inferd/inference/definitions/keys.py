"""Which parameters a function looks things up with: `table[name]`, `getattr(self, "visit_" + name)`.

What such a function gives hangs on the constant that it is called with, not on its being a string.  So contexts
(`contexts`) keep the constants of these parameters, as long as there are few of them; of all others they hold the
classes.  What a function looks up with constants alone is what these find.  What it only tests (`if flag`,
`mode == "r"`) decides what a call gives; within the function both ways are told, since neither is dead for that nobody
takes it yet.

What stands here
* `keys_of`: the parameters of a function, or a lambda, with which it, or a function inside of it, looks something up,
  or that it compares with constants; those that it only asks whether they are true count if they are `True` or `False`.
* `plain`: a context without constants, where there were too many; `untested`: without those that are only tested.
* `together`, `changed`, `name_of`: strings that are put together of constants (`"visit_" + name`, an f-string).
"""

import re
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from inferd.inference.engine import Engine, Where
from inferd.inference.types import NOTHING, Literal, Types, Value

if TYPE_CHECKING:
    from inferd.inference.definitions.signatures import Arg, Signature
    from inferd.inference.flow.contexts import Context, Unit

_BY_SECOND = frozenset(("getattr", "setattr", "hasattr", "delattr"))
_OPERATOR = ("itemgetter", "attrgetter", "methodcaller")
_BY_FIRST = frozenset(("get", "pop", "setdefault", "import_module", "__import__", "eval", "exec", *_OPERATOR))
MOST = 8  # constants that a set, or an argument, consists of
_LONGEST = 60
_CHANGED = {"lower": str.lower, "upper": str.upper, "title": str.title, "capitalize": str.capitalize}
FLAG = "?"  # before the name of a parameter that decides as `True` and `False` do
TESTED = "="  # before the name of one that is compared with constants
CALLED = "("  # before the name of one that is called itself: a class that it makes an instance of
FOLDED = frozenset(_CHANGED)
PUTTING = frozenset(("format", "join"))  # methods of a text that put others into it, or between which it is put
_PERCENT = re.compile(r"(%s)")
_BRACES = re.compile(r"\{(\w*)\}")


def keys_of(engine: Engine, body: Where, first: int = -1) -> frozenset[str]:
    """The parameters with which a function, or the lambda that begins at a step, looks something up."""
    steps = engine.program(body).steps
    end = _end_of(steps, first)
    used = _used(engine, body, first, end)
    params = [words[1] for words in steps[first + 1 : end] if words[0] == "p"] if used else []
    return frozenset(used.intersection(mark + name for name in params for mark in ("", FLAG, TESTED, CALLED)))


def _end_of(steps: list[list[str]], first: int) -> int:
    """The step behind the lambda that begins at a step; behind all where that is -1."""
    if first < 0:
        return len(steps)
    depth, n = 1, first
    while depth:
        n += 1
        depth += {"L": 1, "M": -1}.get(steps[n][0], 0)
    return n + 1


def _used(engine: Engine, body: Where, first: int, end: int) -> set[str]:
    program = engine.program(body)
    steps = program.steps
    out: set[str] = set()
    for n in range(first + 1, end):
        words = steps[n]
        op = words[0]
        if op in ("i", "I"):
            _names(steps, int(words[2]), out)
        elif op == "C" and len(words) == 4 and words[2] == "Eq":
            for one, other in ((words[1], words[3]), (words[3], words[1])):
                if steps[int(one)][0] == "l" and steps[int(other)][0] == "c":
                    out.add(TESTED + steps[int(one)][1])
        elif op == "pv" and steps[int(words[1])][0] == "l" and steps[int(words[2])][0] == "c":
            out.add(TESTED + steps[int(words[1])][1])
        elif op == "if" and steps[int(words[1])][0] == "l":
            out.add(FLAG + steps[int(words[1])][1])
        elif op == "(" and len(words) > 2:
            callee = steps[int(words[1])]
            if callee[0] == "l":
                out.add(CALLED + callee[1])
            at = 3 if callee[-1] in _BY_SECOND and callee[0] == "l" else 2 if callee[-1] in _BY_FIRST else 0
            if callee[0] == "a" and callee[2] == "__getattribute__":
                at = len(words) - 1
            if at and at < len(words) and words[at].isdigit():
                _names(steps, int(words[at]), out)
    if first < 0 and program.makes:
        tree = engine.tree(body.space, body.file)
        for child in program.children:
            at = tree.child(body.scope, child)
            if at >= 0 and tree.scopes[at].kind == "function":
                inner = Where(body.space, body.file, at)
                own = {name for name, _ in engine.program(inner).params} | engine.program(inner).stores.keys()
                behind = len(engine.program(inner).steps)
                found = _used(engine, inner, -1, behind)
                out |= {name for name in found if name.lstrip(FLAG + TESTED + CALLED) not in own}
    return out


def _names(steps: list[list[str]], n: int, out: set[str]) -> None:
    """The variables that a key is put together of."""
    words = steps[n]
    if words[0] == "l":
        out.add(words[1])
    elif words[0] == "b" and words[1] in ("Add", "Mod"):
        _names(steps, int(words[2]), out)
        _names(steps, int(words[3]), out)
    elif words[0] == "J":
        for w in words[1:]:
            _names(steps, int(w), out)
    elif words[0] == "fm":
        _names(steps, int(words[1]), out)
    elif words[0] == "t":
        for w in words[2:]:
            if w.isdigit():
                _names(steps, int(w), out)
    elif words[0] == "(" and steps[int(words[1])][0] == "a":
        callee = steps[int(words[1])]
        if len(words) == 2:
            _names(steps, int(callee[1]), out)
        elif callee[2] in PUTTING:
            for w in words[2:]:
                if w[0] != "*":
                    _names(steps, int(w.rpartition("=")[2]), out)


def _signature(engine: Engine, where: Where, at: int) -> "Signature | None":
    """The signature of a function, or of the lambda at a step."""
    from inferd.inference.definitions import signatures

    if at >= 0:
        return signatures.lambda_signature(engine, where, at)
    made = engine.made_at(where)
    return signatures.signature(engine, *made) if made is not None else None


def called(engine: Engine, where: Where, at: int) -> frozenset[str]:
    """The parameters that a function, or the lambda at a step, calls, but what a method is bound to: contexts that
    give it different classes for them are not alike.
    """
    from inferd.inference.definitions import signatures

    s = _signature(engine, where, at)
    if s is None:
        return frozenset()
    names = frozenset(key[1:] for key in s.keys if key[0] == CALLED)
    return names - {s.params[0].name} if names and signatures.is_first(engine, s, s.params[0]) else names


def kept(s: "Signature", name: str, types: Types) -> bool:
    """Whether a set is of few constants, which a context keeps for a parameter."""
    if name not in s.keys and TESTED + name not in s.keys:
        return FLAG + name in s.keys and len(types) == 1 and types[0][-1] == "literal" and types[0].text in ("T", "F")
    return 0 < len(types) <= MOST and all(v[-1] == "literal" and v.text[:1] in "siTFb" for v in types)


# ---- without constants


def has_constants(context: "Context") -> bool:
    """Whether a context keeps a constant of a parameter."""
    return any(v[-1] == "literal" for _, types in context.given for v in types)


def plain(engine: Engine, context: "Context") -> "Context":
    """A context in which constants are instances of their classes, those of the units that closures are of, too."""
    from inferd.inference.flow import contexts

    given = [(name, _plain(engine, types)) for name, types in context.given]
    return contexts.context(given, _plain_unit(engine, context.closure))


def untested(engine: Engine, where: Where, first: int, context: "Context") -> "Context":
    """A context of a function, or a lambda, without the constants that are tested there."""
    from inferd.inference.flow import contexts

    s = _signature(engine, where, first)
    tested = {name[1:] for name in s.keys if name[0] in (FLAG, TESTED)} if s is not None else set()
    if not any(name in tested for name, _ in context.given):
        return context
    given = [(name, _plain(engine, types) if name in tested else types) for name, types in context.given]
    return contexts.context(given, context.closure)


def _plain_unit(engine: Engine, unit: "Unit | None") -> "Unit | None":
    return unit._replace(context=plain(engine, unit.context)) if unit is not None else None


def _plain(engine: Engine, types: Types) -> Types:
    out: dict[Value, None] = {}
    for v in engine.widened(types):
        tag = v[-1]
        if tag == "function" and v.made_in is not None:
            v = v._replace(made_in=_plain_unit(engine, v.made_in))
        elif tag == "bound":
            v = v._replace(function=_plain(engine, (v.function,))[0])
        elif tag == "callable" and v.made is not None:
            v = v._replace(made=(*v.made[:2], _plain_unit(engine, v.made[2])))
        elif tag == "callable" and v.runs is not None:
            v = v._replace(runs=_plain(engine, v.runs))
        elif tag == "partial":
            v = v._replace(callee=_plain(engine, (v.callee,))[0])
        out[v] = None
    return tuple(out)


# ---- strings


def texts(types: Types) -> list[str]:
    """The strings that a set consists of; [] where it holds anything else, or too many."""
    if not 0 < len(types) <= MOST or any(v[-1] != "literal" or not v.text.startswith('s"') for v in types):
        return []
    return [loads(v.text[1:]) for v in types]


def strings(many: "list[str]") -> Types:
    """Strings as a set of constants; () where they are too many, or too long to be names."""
    found = dict.fromkeys(many)
    if len(found) > MOST or any(len(t) > _LONGEST for t in found):
        return NOTHING
    return tuple([Literal(f"s{dumps(t)}") for t in found])


def together(parts: "list[Types]") -> Types:
    """The strings that others make when they are joined; () where that is not known."""
    out = [""]
    for types in parts:
        given = texts(types)
        if not given or len(out) * len(given) > MOST:
            return NOTHING
        out = [a + b for a in out for b in given]
    return strings(out)


def filled(template: Types, given: Types) -> Types:
    """The strings that `"shop.%s" % name` gives; () where that is not known, or something else is put in."""
    pieces = _pieces(template, _PERCENT)
    row = list(given[0].items) if len(given) == 1 and given[0][-1] == "tuple" else [given]
    if pieces is None or len(pieces) != 2 * len(row) + 1 or any("%" in text for text in pieces[::2]):
        return NOTHING
    return _between(pieces[::2], row)


def formatted(template: Types, args: "list[Arg]") -> Types:
    """The same of `"shop.{}".format(name)`."""
    pieces = _pieces(template, _BRACES)
    if pieces is None or any("{" in text or "}" in text for text in pieces[::2]):
        return NOTHING
    by_name = {a.name: a.types for a in args if a.kind == "k"}
    by_name |= {str(i): a.types for i, a in enumerate(a for a in args if a.kind == "p")}
    fields = [field or str(i) for i, field in enumerate(pieces[1::2])]
    row = [by_name.get(field, NOTHING) for field in fields]
    return _between(pieces[::2], row)


def _pieces(template: Types, fields: "re.Pattern[str]") -> list[str] | None:
    """A text, with the names of what is put into it at each second place; None where it is not known."""
    given = texts(template)
    return fields.split(given[0]) if len(given) == 1 else None


def _between(pieces: list[str], row: "list[Types]") -> Types:
    """Pieces of a text with others between them."""
    parts = [strings([pieces[0]])]
    for held, text in zip(row, pieces[1:], strict=True):
        parts += [held, strings([text])]
    return together(parts)


def changed(types: Types, method: str) -> Types:
    """What `lower()` and the like give of constants; () of anything else."""
    return strings([_CHANGED[method](t) for t in texts(types)])


def name_of(engine: Engine, types: Types) -> Types:
    """`__name__` of classes and functions of the project, and of builtin classes; () of anything else."""
    found: list[str] = []
    for v in types:
        f: Any = v.function if v[-1] == "bound" else v
        if f[-1] == "class" and (not f.cls.space or f.cls.module in ("builtins", "types")):
            found.append(f.cls.name.rpartition(".")[2])
        elif f[-1] == "function" and not f.space:
            found.append(f.name)
        else:
            return NOTHING
    return strings(found) if engine.flow is not None else NOTHING
