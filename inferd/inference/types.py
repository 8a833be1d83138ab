"""The value domain: what an expression may be, as finite sets of small frozen values.

A *type set* (`Types`) is a tuple of distinct values in the order in which they were found; `()` says that no value gets
there.  `UNKNOWN` in a set says that there may be others: such a set is not a complete answer and never counts as one.

Classes are named by `Cls(space, module, name)`: the *space* is '' for the project and the key of a library otherwise,
so that two packages which both have a module `utils` stay apart.  Type arguments are type sets, positionally as the
class declares its parameters.
"""

from collections import abc
from collections.abc import Container, Iterable
from functools import lru_cache
from json import dumps, loads
from typing import Any, NamedTuple


class Cls(NamedTuple):
    """A class: the space that defines it, its module and its qualified name."""

    space: str
    module: str
    name: str


class Instance(NamedTuple):
    """An instance of a class, or of one below it; *args*: a type set for each parameter, or none where not known.

    *items*: those of a list that was written out, one by one, where they are known and differ.
    *made_with*: the functions that it was made with, where it stands for them: it can be called, or is a descriptor.
    """

    cls: Cls
    args: "tuple[Types, ...]" = ()
    items: "tuple[Types, ...] | None" = None
    made_with: "tuple[Value, ...]" = ()
    tag: str = "instance"


class ClassObject(NamedTuple):
    """The class itself, `type[cls]`.  *made_with*: as of the instance that its `__new__` is asked for."""

    cls: Cls
    args: "tuple[Types, ...]" = ()
    made_with: "tuple[Value, ...]" = ()
    tag: str = "class"


class Function(NamedTuple):
    """The functions that one scope defines under one name (several: overloads, conditional definitions)."""

    space: str
    file: int
    scope: int  # the scope around, by its number in the file
    name: str
    made_in: Any = None  # of a closure: the unit (see `flows`) that made it
    at: int = -1  # the step that makes it, where only one of several definitions is meant
    tag: str = "function"


class Bound(NamedTuple):
    """A function with its first argument; *asked*: under which name it was looked up, where that tells what a call of
    it gives (see `orm`).
    """

    function: Function
    receiver: "Value"
    asked: str = ""
    tag: str = "bound"


class Module(NamedTuple):
    """A module itself."""

    space: str
    name: str
    tag: str = "module"


class Tuple(NamedTuple):
    """A tuple of known length."""

    items: "tuple[Types, ...]"
    tag: str = "tuple"


class Callable(NamedTuple):
    """Something that can be called: the type sets of its positional parameters (None: any) and of its result."""

    result: "Types"
    params: "tuple[Types, ...] | None" = None
    inner: Any = None  # what a library's decorator was given, which it calls
    made: Any = None  # of a lambda of the project: (its scope, its `L` step, the unit that made it)
    form: Any = None  # of what has an *inner*: what that one gives, and what this one makes of it, in type variables
    runs: Any = None  # the functions of the project that stand behind what a function is declared to return
    tag: str = "callable"


class Variable(NamedTuple):
    """A type variable, by where it is made; `Self` has no module."""

    space: str
    module: str
    name: str
    tag: str = "typevar"


class ClassOf(NamedTuple):
    """`type[T]` of a type variable."""

    variable: Variable
    tag: str = "class of"


class Unpacked(NamedTuple):
    """`*Ts` or `*args` of known element types."""

    items: "tuple[Types, ...]"
    tag: str = "unpacked"


class Record(NamedTuple):
    """A dictionary with constant keys (see `key_text`), each with the types of its value.

    *maybe*: the keys that need not be there, sorted.
    """

    items: "tuple[tuple[str, Types], ...]"
    maybe: "tuple[str, ...]" = ()
    tag: str = "record"


class Literal(NamedTuple):
    """A constant, as flow programs write it: `s"text"`, `i5`, `T`, `b00`."""

    text: str
    tag: str = "literal"


class Super(NamedTuple):
    """`super()`: look-ups begin behind *cls* in the line of the receiver's class."""

    cls: Cls
    receiver: "Value"
    tag: str = "super"


class Partial(NamedTuple):
    """`functools.partial(callee, ...)`: what is called, and what it is given first; or what caches its results."""

    callee: "Value"
    given: "tuple[Any, ...]"  # arguments, as calls take them
    holder: Any = None  # what has the attributes, where it is something else that stands for the callee
    tag: str = "partial"


class Special(NamedTuple):
    """A form of `typing` that no class stands for: `Optional`, `Union`, `Literal` ..., perhaps with its arguments."""

    name: str
    args: "tuple[Types, ...]" = ()
    tag: str = "special"


class Alias(NamedTuple):
    """The value of a type alias that is no class: `Optional[Cart]`, `int | str`."""

    types: "Types"
    tag: str = "alias"


class Summary(NamedTuple):
    """What running a function tells others (see `flows`)."""

    returned: "Types"
    yielded: "Types"
    cells: "tuple[tuple[str, Types], ...]"  # what its variables held, for the functions that it makes
    stored: "tuple[tuple[str, Types], ...]"

    def cell(self, name: str) -> "Types | None":
        """What a variable held; None where no function that it makes reads it."""
        for known, types in self.cells:
            if known == name:
                return types
        return None


NONE = ("none",)
UNKNOWN = ("unknown",)

# A value is one of the classes above, or NONE or UNKNOWN: a tuple whose last item is its tag.  Code looks at the tag
# (`tag = v[-1]`) and then reads the fields that values of that tag have.  Type checkers do not narrow a union by that,
# and a chain of `isinstance` would cost more where it is asked most; so the fields of what may be any value are not
# checked.  Functions for one kind (`of_instance(engine, v: Instance, ...)`) say so, and there they are.
Value = Any
Types = tuple[Value, ...]
Arguments = tuple[Types, ...]
Bindings = dict[Variable, Types]

NOTHING: Types = ()
ANY: Types = (UNKNOWN,)
JUST_NONE: Types = (NONE,)
SELF = Variable("", "", "Self")

MOST = 32  # larger sets are useless to a reader, and say that something is not understood


_MANY = 8  # values in an argument, where sets are made coarse


def join(*sets: Types) -> Types:
    """The union, in order of appearance."""
    first: Types = ()
    out = None
    for types in sets:
        if not types or types is first:
            continue
        if out is None:
            if not first:
                first = types
                continue
            if types == first:
                continue
            out = dict.fromkeys(first)
        out.update(dict.fromkeys(types))
    if out is None:
        return first
    if len(out) > MOST and sum(1 for v in out if v[-1] != "literal") > MOST:
        fewer = alike(tuple(out))
        return fewer if len(fewer) < MOST else ANY
    return tuple(out)


def alike(types: Types) -> Types:
    """A set in which instances are not told apart by the functions that they were made with."""
    return tuple(dict.fromkeys(v._replace(made_with=()) if stands_for_function(v) else v for v in types))


def stands_for_function(v: Value) -> bool:
    """Whether a value is an instance, or its class, that is known to be made with functions."""
    return v[-1] in ("instance", "class") and bool(v.made_with)


def union(sets: Iterable[Types]) -> Types:
    """`join` of any number of sets."""
    return join(*sets)


def is_known(types: Types) -> bool:
    """Whether a set is a complete answer."""
    return bool(types) and UNKNOWN not in types


_LITERAL_CLASSES = {"s": "str", "S": "str", "b": "bytes", "B": "bytes", "i": "int", "f": "float", "j": "complex"}
_LITERAL_WORDS = {"T": "bool", "F": "bool"}


#: builtins that compare and calculate with each other
NUMBERS = frozenset(("bool", "int", "float", "complex"))


def literal_class(text: str) -> str:
    """The builtin class of a constant."""
    return _LITERAL_WORDS.get(text) or _LITERAL_CLASSES.get(text[:1], "object")


def key_text(types: Types) -> str:
    """How `Record` writes a key: a constant as flow programs do, a class, a tuple of such; '' for anything else."""
    if len(types) != 1:
        return ""
    v = types[0]
    tag = v[-1]
    if tag == "literal":
        return str(v.text)
    if tag == "none":
        return "N"
    if tag == "class":
        return f"k{dumps(v.cls)}"
    if tag == "tuple" and v.items:
        parts = [key_text(item) for item in v.items]
        return f"({dumps(parts)}" if all(parts) else ""
    return ""


def key_in(known: Container[str], text: str) -> str:
    """The one of the keys of a dictionary that equals a constant: `True` is 1 and 1.0."""
    if text in known or text[:1] not in ("T", "F", "i", "f"):
        return text
    number = {"T": "1", "F": "0"}.get(text) or text[1:].removesuffix(".0")
    for same in (f"i{number}", f"f{number}.0", {"1": "T", "0": "F"}.get(number, "")):
        if same in known:
            return same
    return text


def key_value(text: str) -> Value:
    """The value that `Record` writes as a key."""
    if text == "N":
        return NONE
    if text[:1] == "k":
        return ClassObject(Cls(*loads(text[1:])))
    if text[:1] == "(":
        return Tuple(tuple([(key_value(part),) for part in loads(text[1:])]))
    return Literal(text)


def substitute(types: Types, bindings: Bindings) -> Types:
    """Type variables replaced by what they are bound to; those that are not bound stay."""
    if not bindings:
        return types
    out: dict[Value, None] = {}
    changed = False
    for v in types:
        new = _substituted(v, bindings)
        if len(new) != 1 or new[0] is not v:
            changed = True
        out.update(dict.fromkeys(new))
    return tuple(out) if changed else types


def substituted_row(row: "tuple[Types, ...]", bindings: Bindings) -> "tuple[Types, ...]":
    """The items of a tuple, or the parameters of what is called, with `*Ts` replaced by what that stands for."""
    out: list[Types] = []
    for item in row:
        if len(item) == 1 and item[0][-1] == "unpacked":
            inner = substitute(item[0].items[0], bindings) if item[0].items else ANY
            if len(inner) == 1 and inner[0][-1] == "tuple":
                out.extend(inner[0].items)
            else:
                out.append((Unpacked((inner,)),))
        else:
            out.append(substitute(item, bindings))
    return tuple(out)


def _substituted(v: Value, bindings: Bindings) -> Types:
    tag = v[-1]
    if tag == "typevar":
        return bindings.get(v, (v,))
    if tag == "instance" or tag == "class":
        if not v.args:
            return (v,)
        args = tuple([substitute(a, bindings) for a in v.args])
        if args == v.args:
            return (v,)
        return (v._replace(args=args) if tag == "class" else v._replace(args=args, items=None),)
    if tag == "tuple":
        return (Tuple(substituted_row(v.items, bindings)),)
    if tag == "callable":
        params = v.params if v.params is None else substituted_row(v.params, bindings)
        return (v._replace(result=substitute(v.result, bindings), params=params),)
    if tag == "class of":
        out: list[Value] = []
        for x in bindings.get(v.variable, (v.variable,)):
            if x[-1] == "typevar":
                out.append(ClassOf(x))
            elif x[-1] == "instance":
                out.append(ClassObject(x.cls, x.args))
            else:
                out.append(UNKNOWN)
        return tuple(out)
    if tag == "bound":
        receiver = _substituted(v.receiver, bindings)
        return (v._replace(receiver=receiver[0]),) if len(receiver) == 1 else (v,)
    return (v,)


def clipped(types: Types, depth: int) -> Types:
    """A set whose arguments are not nested deeper than this: what lies below is unknown."""
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if (tag == "instance" or tag == "class") and v.args:
            v = v._replace(args=tuple([clipped(a, depth - 1) if depth or not a else ANY for a in v.args]))
            if tag == "instance" and v.items is not None:
                v = v._replace(items=tuple([clipped(a, depth - 1) for a in v.items]) if depth else None)
        elif tag == "tuple" and v.items:
            v = Tuple(tuple([clipped(a, depth - 1) for a in v.items])) if depth else UNKNOWN
        elif tag == "callable":
            v = _clipped_callable(v, depth)
        elif tag == "bound":
            receiver = clipped((v.receiver,), depth)[0]
            v = v._replace(receiver=receiver) if receiver != UNKNOWN else UNKNOWN
        elif tag == "partial":
            v = _clipped_partial(v, depth)
        elif tag == "record":
            v = v._replace(items=tuple([(k, clipped(a, depth - 1) if depth or not a else ANY) for k, a in v.items]))
        elif tag == "alias":
            v = Alias(clipped(v.types, depth))
        out[v] = None
    return tuple(out)


def _clipped_callable(v: Callable, depth: int) -> Value:
    if not depth:
        params = v.params and tuple([ANY for _ in v.params])
        return v._replace(result=ANY, params=params, inner=v.inner and ANY, runs=None)
    params = v.params and tuple([clipped(p, depth - 1) for p in v.params])
    inner, runs = [types and clipped(types, depth - 1) for types in (v.inner, v.runs)]
    return v._replace(result=clipped(v.result, depth - 1), params=params, inner=inner, runs=runs)


def _clipped_partial(v: Partial, depth: int) -> Value:
    """A partial of a partial of ... is one more in each call of a function that hands itself one."""
    if not depth:
        return v if not v.given and v.callee[-1] != "partial" else UNKNOWN
    callee = clipped((v.callee,), depth - 1)[0]
    if callee == UNKNOWN:
        return UNKNOWN
    return v._replace(callee=callee, given=tuple([a._replace(types=clipped(a.types, depth - 1)) for a in v.given]))


def size(types: Types, most: int) -> int:
    """How many values a set consists of, those within others included; counted up to *most*."""
    count = 0
    stack = [types]
    while stack and count <= most:
        for v in stack.pop():
            count += 1
            tag = v[-1]
            if tag == "instance" or tag == "class":
                stack += v.args
            elif tag == "tuple":
                stack += v.items
            elif tag == "record":
                stack += [t for _, t in v.items]
            elif tag == "callable":
                stack += (v.result, *(v.params or ()), v.inner or NOTHING, v.runs or NOTHING)
            elif tag == "partial":
                stack += ((v.callee,), *(a.types for a in v.given))
    return count


def _left(types: Types, depth: int, most: int) -> int:
    """How many of *most* values a set leaves that needs no clipping at a depth; -1 where it does, or has more."""
    for v in types:
        most -= 1
        tag = v[-1]
        parts: Any
        if tag == "instance" or tag == "class":
            parts = v.args
            if tag == "instance" and v.items is not None:
                return -1
        elif tag == "tuple":
            parts = v.items
            if parts and not depth:
                return -1
        elif tag == "record":
            parts = [t for _, t in v.items]
        elif tag in ("callable", "bound", "partial", "alias"):
            return -1
        else:
            continue
        for a in parts:
            if not depth and a and a != ANY:
                return -1
            most = _left(a, depth - 1, most) if depth else most - len(a)
            if most < 0:
                return -1
    return most


def bounded(types: Types, depth: int, most: int = 48) -> Types:
    """A set clipped at a depth, or higher where it would consist of too many values."""
    return types if _left(types, depth, most) >= 0 else _bounded(types, depth, most)


@lru_cache(2_048)  # what recursive functions give is bounded again wherever it is stored
def _bounded(types: Types, depth: int, most: int) -> Types:
    while True:
        out = clipped(types, depth)
        if depth == 0 or size(out, most) <= most:
            return out
        depth -= 1


def coarse(types: Types, depth: int) -> Types:
    """A set in which arguments that nest deeper, are many, or partly unknown, are unknown: it does not grow long."""

    def cut(a: Types) -> Types:
        return ANY if not depth or UNKNOWN in a or len(a) > _MANY else coarse(a, depth - 1)

    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if (tag == "instance" or tag == "class") and v.args:
            v = v._replace(args=tuple([cut(a) for a in v.args]))
            if tag == "instance":
                v = v._replace(items=None)
        elif tag == "tuple":
            v = Tuple(tuple([cut(a) for a in v.items]))
        elif tag == "callable":
            v = v._replace(result=cut(v.result))
        elif tag == "record":
            v = v._replace(items=tuple([(k, cut(a)) for k, a in v.items]))
        out[v] = None
    return tuple(out)


def settled(before: Any, now: Summary, cut: "abc.Callable[[Types], Types]") -> Summary:
    """A summary with all that it held before, if anything, and its types cut."""
    returned, yielded = cut(now.returned), cut(now.yielded)
    cells = {name: cut(t) for name, t in now.cells}
    stored = {name: cut(t) for name, t in now.stored}
    if before:
        returned, yielded = cut(join(before.returned, returned)), cut(join(before.yielded, yielded))
        for old, new in ((before.cells, cells), (before.stored, stored)):
            for name, types in old:
                new[name] = cut(join(types, new.get(name, NOTHING)))
    return Summary(returned, yielded, tuple(cells.items()), tuple(stored.items()))


_CALLABLE = frozenset(("function", "bound", "class", "callable", "partial"))
_FEW = 8  # functions in a list that are told apart wherever it goes


def whole(types: Types, tables: bool = False) -> Types:
    """A set in which the items of lists are not told apart; *tables*: but for lists of a few functions."""
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if tag == "instance" and v.items is not None:
            if not tables or len(v.items) > _FEW or not all(len(i) == 1 and i[0][-1] in _CALLABLE for i in v.items):
                v = v._replace(items=None)
        elif tag == "tuple":
            v = Tuple(tuple([whole(a, tables) for a in v.items]))
        elif tag == "record":
            v = v._replace(items=tuple([(k, whole(a, tables)) for k, a in v.items]))
        out[v] = None
    return tuple(out) if tuple(out) != types else types


def variables_in(types: Types) -> dict[Variable, None]:
    """The type variables that a set mentions, in order."""
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if tag == "typevar":
            out[v] = None
        elif tag == "instance" or tag == "class":
            for a in v.args:
                out.update(variables_in(a))
        elif tag == "tuple" or tag == "unpacked":
            for a in v.items:
                out.update(variables_in(a))
        elif tag == "callable":
            for a in v.params or ():
                out.update(variables_in(a))
            out.update(variables_in(v.result))
        elif tag == "class of":
            out[v.variable] = None
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Text


def show(types: Types) -> list[str]:
    """A set as sorted texts: PEP 604 and 585, builtins unqualified, `?` for what is not known."""
    texts = sorted({text(v) for v in types})
    return texts or ["Never"]


def shown(types: Types) -> str:
    """A set as one text, `None` and `?` last."""
    parts = show(types)
    parts.sort(key=lambda t: (t == "?", t == "None", t))
    return " | ".join(parts)


def text(v: Value) -> str:
    """One value as text; see `show`."""
    tag = v[-1]
    if tag == "instance":
        return _class_text(v.cls, v.args)
    if tag == "class":
        return f"type[{_class_text(v.cls, v.args)}]"
    if tag == "none":
        return "None"
    if tag == "unknown":
        return "?"
    if tag == "literal":
        return literal_class(v.text)
    if tag == "tuple":
        return f"tuple[{', '.join(shown(i) for i in v.items) or '()'}]"
    if tag == "record":
        if not v.items:
            return "dict"
        keys = " | ".join(sorted({text(key_value(k)) for k, _ in v.items}))
        return f"dict[{keys}, {shown(join(*(t for _, t in v.items)))}]"
    if tag == "unpacked" and len(v.items) == 1 and len(v.items[0]) == 1 and v.items[0][0][-1] == "typevar":
        return f"*{v.items[0][0].name}"
    if tag == "unpacked":
        return f"*tuple[{', '.join(shown(i) for i in v.items)}, ...]"
    if tag == "callable":
        params = "..." if v.params is None else f"[{', '.join(shown(p) for p in v.params)}]"
        return f"collections.abc.Callable[{params}, {shown(v.result)}]"
    if tag == "typevar":
        return str(v.name)
    if tag == "class of":
        return f"type[{v.variable.name}]"
    if tag == "module":
        return f"module {v.name}"
    if tag == "partial":
        if v.callee[-1] == "callable" and v.callee.made is not None and len(v.given) == 1:
            return "method <lambda>"
        return "functools.partial" if v.holder is None else text(v.holder)
    if tag == "super":
        return f"super of {_class_text(v.cls, ())}"
    if tag == "alias":
        return f"alias of {shown(v.types)}"
    if tag == "function":
        return f"function {v.name}"
    if tag == "bound":
        return f"method {v.function.name}"
    return str(v[0])


_BARE = frozenset(("SimpleNamespace", "Namespace"))  # whose attributes are kept as an argument


def _class_text(cls: Cls, args: Arguments) -> str:
    name = cls.name if cls.module == "builtins" else f"{cls.module}.{cls.name}"
    if not args or all(a == ANY or not a for a in args) or (cls.name in _BARE and args[0][0][-1] == "record"):
        return name
    inner = ", ".join(shown(a) if a else "?" for a in args)
    if name == "tuple":
        inner += ", ..."
    return f"{name}[{inner}]"
