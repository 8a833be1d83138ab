"""Calls that nobody writes: what operators, `sorted`, `min`, `max` and `sum` call of the classes they are given.

Only of classes of the project; what libraries' classes do is declared.
"""

from json import dumps

from inferd.inference.definitions import attributes, classes, members, orm, signatures
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import calls, containers, matching
from inferd.inference.operations.operators import goes_before, operate, without_refusals

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Cls, Function, Instance, Literal, Record, Tuple, Types, Value,
    bounded, join, union,
)  # fmt: skip

REFLECTED = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}
SUMMED = "sum"
ORDERED = frozenset(("min", "max", "sorted", "sort"))
_TURNS = 3
_DEEPEST = 4


def is_own(types: Types) -> bool:
    """Whether a set has an instance of a class of the project."""
    return any(v[-1] == "instance" and not v.cls.space for v in types)


def ordered(engine: Engine, left: Types, name: str, right: Types) -> Types:
    """What `left < right` gives, by the method of one side, the other's, or one that others are made of
    (`functools.total_ordering`); () where none of them is the project's.
    """
    out: list[Types] = []
    for v in left:
        if v[-1] != "instance" or v.cls.space:
            continue
        method = attributes.attribute(engine, v, name)
        given = right
        if not method or method == ANY:
            turned = tuple([r for r in right if r[-1] == "instance" and not r.cls.space])
            method, given = attributes.attribute_of(engine, turned, REFLECTED[name]), (v,)
        if not method or UNKNOWN in method:
            given = right
            for other in REFLECTED:
                method = attributes.attribute(engine, v, other)
                if method and UNKNOWN not in method:
                    _compare(engine, v, right)
                    break
        if method and UNKNOWN not in method:
            out.append(calls.call(engine, method, [positional(given)]))
    return union(out)


def _compare(engine: Engine, v: Value, right: Types) -> None:
    """`functools.total_ordering` asks `__eq__` beside the one method that a class has."""
    found = members.find(engine, v.cls, "__eq__")
    if found is not None and not found[0].cls.space:
        calls.call(engine, attributes.bind(engine, v, *found), [positional(right)])


def compared(engine: Engine, left: Types, name: str, right: Types) -> Types:
    """What comparing gives: by the method of the left side, and where that refuses, of the other, which is asked first
    where its class stands below that of the left one.
    """
    if engine.flow is None:
        return _by_left(engine, left, name, right)
    own = tuple([r for r in right if r[-1] == "instance" and not r.cls.space])
    out: list[Types] = []
    for v in left:
        is_plain = v[-1] != "instance" or v.cls.module == "builtins"
        first = own if is_plain else tuple([r for r in own if goes_before(engine, v, r, REFLECTED.get(name, name))])
        rest = tuple([r for r in right if r not in first]) if first else right
        out += [_turned(engine, v, name, r) for r in first]
        if rest:
            out.append(engine.instance("bool") if is_plain else _by_left(engine, (v,), name, rest))
    return union(out)


def _turned(engine: Engine, v: Value, name: str, r: Instance) -> Types:
    """What the right side's own method gives for the left one."""
    method = _of_right(engine, r, name)
    result = calls.call(engine, method, [positional((v,))]) if method else NOTHING
    if not method or (name == "__ne__" and _differs_by_equal(engine, r)):
        return engine.instance("bool")
    above = [a.cls for a in classes.info(engine, r.cls).line if a.cls.module == "builtins" and a.cls.name != "object"]
    is_refused = without_refusals(result) != result
    if is_refused or (above and classes.own_class(engine, v) not in above):  # `1.5 == x` of an `x` that is an `int`
        return join(without_refusals(result), engine.instance("bool"))
    return result


def _by_left(engine: Engine, left: Types, name: str, right: Types) -> Types:
    if engine.flow is not None and name in REFLECTED and is_own(left):
        result = ordered(engine, left, name, right)
        if not result or UNKNOWN in result:
            return engine.instance("bool")
    else:
        if name == "__ne__" and engine.flow is not None:
            equal = tuple([v for v in left if v[-1] == "instance" and _differs_by_equal(engine, v)])
            calls.call(engine, attributes.attribute_of(engine, equal, "__eq__"), [positional(right)])
        method = attributes.attribute_of(engine, left, name)
        result = calls.call(engine, method, [positional(right)]) if method else ANY
    taken = without_refusals(result)
    if taken != result:  # the other side is asked, and at last whether they are one
        own = tuple([v for v in right if v[-1] == "instance" and not v.cls.space])
        if own:
            turned = attributes.attribute_of(engine, own, REFLECTED.get(name, name))
            taken = join(taken, without_refusals(calls.call(engine, turned, [positional(left)])))
        result = taken if taken and name in REFLECTED else join(taken, engine.instance("bool"))
    return result


def reflected(engine: Engine, left: Types, name: str, right: Types) -> None:
    """Call what the right side compares by where the left one is not known: what that is may refuse to be compared."""
    others = tuple([v for v in left if v[-1] != "instance" or v.cls.module == "builtins"])
    for v in right:
        if v[-1] == "instance" and (method := _of_right(engine, v, name)):
            calls.call(engine, method, [positional(others)])


def _of_right(engine: Engine, v: Instance, name: str) -> Types:
    """The method of the project that the right side compares by."""
    asked = "__eq__" if name == "__ne__" and _differs_by_equal(engine, v) else REFLECTED.get(name, name)
    found = members.find(engine, v.cls, asked)
    return attributes.bind(engine, v, *found) if found is not None and not found[0].cls.space else NOTHING


def _differs_by_equal(engine: Engine, v: Value) -> bool:
    """Whether `!=` asks the `__eq__` of the project, as there is no `__ne__`."""
    homes = [members.find(engine, v.cls, name) for name in ("__ne__", "__eq__")]
    return [found is None or bool(found[0].cls.space) for found in homes] == [True, False]


def asserted(engine: Engine, f: Function, name: str, args: "list[Arg]") -> None:
    """Call what `assertEqual` and its like, a test's, compare by."""
    given = [a.types for a in args if a.kind == "p"]
    if len(given) < 2 or engine.world.space(f.space).module_of(f.file) != "unittest.case":
        return
    if name == "__contains__":
        given[:2] = given[1::-1]
    if UNKNOWN not in given[0] and is_own(given[0]):
        compared(engine, given[0], name, given[1])


#: the methods of tests that compare, and by what
ASSERTED = {
    "assertEqual": "__eq__", "assertNotEqual": "__ne__", "assertLess": "__lt__", "assertLessEqual": "__le__",
    "assertGreater": "__gt__", "assertGreaterEqual": "__ge__", "assertIn": "__contains__",
    "assertNotIn": "__contains__",
}  # fmt: skip


def sort(engine: Engine, name: str, args: "list[Arg]", held: Types) -> None:
    """Call what `min`, `max`, `sorted` or `sort` compares by; *held*: what the list holds that is sorted."""
    from inferd.inference.operations.iteration import iterate

    given = [a.types for a in args if a.kind == "p"]
    if any(a.kind not in "pk" for a in args):
        return
    elements = held
    if name != "sort":
        elements = union(given) if len(given) > 1 else iterate(engine, given[0]) if given else NOTHING
    for a in args:
        if a.kind == "k" and a.name == "key":
            elements = calls.call(engine, a.types, [positional(elements)]) if is_own(elements) else NOTHING
    if is_own(elements):
        ordered(engine, elements, "__gt__" if name == "max" else "__lt__", elements)


def of_operator(engine: Engine, name: str, args: "list[Arg]") -> Types | None:
    """What `operator.truediv(a, b)` or `divmod(a, b)` gives, by the operator or the method that it asks for; None where
    that is not known.
    """
    if any(a.kind != "p" for a in args) or len(args) < 2:
        return None
    if CALLING[name] and len(args) == 2:
        found = operate(engine, CALLING[name], args[0].types, args[1].types, False)
        return found if found and UNKNOWN not in found else None
    if CALLING[name] or not is_own(args[0].types) or len(args[0].types) > 1:
        return None
    method = attributes.attribute_of(engine, args[0].types, f"__{name}__")
    found = calls.call(engine, method, args[1:]) if method and UNKNOWN not in method else NOTHING
    return found if found and UNKNOWN not in found else None


CALLING = {  # functions that call a method, and the operators that do the same
    "add": "Add", "concat": "Add", "sub": "Sub", "mul": "Mult", "truediv": "Div", "floordiv": "FloorDiv", "mod": "Mod",
    "pow": "Pow", "lshift": "LShift", "rshift": "RShift", "and_": "BitAnd", "or_": "BitOr", "xor": "BitXor",
    "matmul": "MatMult", "divmod": "Divmod", "round": "", "format": "",
}  # fmt: skip


ASKED = {  # builtins that ask what they are given, and the methods of which they call the first that it has
    "len": ("__len__",), "repr": ("__repr__",), "ascii": ("__repr__",), "hash": ("__hash__",), "dir": ("__dir__",),
    "print": ("__str__", "__repr__"), "str": ("__str__", "__repr__"), "bool": ("__bool__", "__len__"),
    "int": ("__int__", "__index__"), "float": ("__float__", "__index__"), "bytes": ("__bytes__",),
    "complex": ("__complex__", "__float__"), "hex": ("__index__",), "oct": ("__index__",), "bin": ("__index__",),
}  # fmt: skip
OF_TEXT = ASKED["str"]


def asked(engine: Engine, name: str, args: "list[Arg]") -> None:
    """Call what a builtin asks the objects of the project that it is given."""
    given = args if name == "print" else args[:1]
    ask(engine, union(a.types for a in given if a.kind == "p"), ASKED[name])


TESTING = {"isinstance": "__instancecheck__", "issubclass": "__subclasscheck__"}


def tested(engine: Engine, name: str, args: "list[Arg]") -> None:
    """Call what `isinstance` and `issubclass` ask classes of the project about what they are given."""
    for v in union(i for t in args[1].types if t[-1] == "tuple" for i in t.items) or args[1].types:
        meta = classes.info(engine, v.cls).metaclass if v[-1] == "class" and not v.cls.space else ()
        found = members.find(engine, meta[0], TESTING[name]) if meta and not meta[0].space else None
        if found is not None and not found[0].cls.space:
            for f in found[1].types:
                if f[-1] == "function":
                    calls.call_function(engine, f, [args[0]], v)


def ask(engine: Engine, types: Types, methods: tuple[str, ...]) -> None:
    """Call the first of some methods that the project defines for an object, if it defines one."""
    for v in types:
        if v[-1] != "instance" or v.cls.space:
            continue
        found = [f for name in methods if (f := members.find(engine, v.cls, name)) is not None and not f[0].cls.space]
        if found:
            calls.call(engine, attributes.bind(engine, v, *found[0]), [])


def longest(engine: Engine, made: Types, args: "list[Arg]") -> Types:
    """What `zip_longest` gives: where one of its arguments has come to its end, what fills up."""
    filling = next((a.types for a in args if a.kind == "k" and a.name == "fillvalue"), JUST_NONE)
    filling = engine.widened(filling)
    out: list[Value] = []
    for v in made:
        rows = v.args[0] if v[-1] == "instance" and len(v.args) == 1 else NOTHING
        if len(rows) == 1 and rows[0][-1] == "tuple" and len(rows[0].items) > 1:
            row = rows[0]._replace(items=tuple([join(item, filling) for item in rows[0].items]))
            v = v._replace(args=((row,),))
        out.append(v)
    return tuple(out)


PARSING = frozenset(("set_defaults", "parse_args", "parse_known_args"))
_OPTIONS = "<options>"  # stands for a variable of the module: what its parsers set


def parsed(engine: Engine, module: str, f: Function, args: "list[Arg]", made: Types) -> Types:
    """What a parser of `argparse` gives, where it or a module that it imports says `parser.set_defaults(run=f)`: an
    object with `run`.  What else is set under that name, elsewhere or by arguments, is not known.
    """
    if engine.flow is None or engine.world.space(f.space).module_of(f.file) != "argparse":
        return made
    if f.name == "set_defaults":
        for a in args:
            if a.kind == "k" and engine.found is not None:
                held = Record(((f"s{dumps(a.name)}", join(engine.widened(a.types), ANY)),))
                engine.found.put(module, _OPTIONS, (held,))
        return made
    names = engine.flow.names
    known = containers.merged(union(names.get((m, _OPTIONS), NOTHING) for m in _and_imported(engine, module)))
    if not known:
        return made
    spaces = (Instance(engine.outside_class("argparse", "Namespace"), (known,)),)
    return spaces if f.name == "parse_args" else (Tuple((spaces, engine.instance("list", engine.instance("str")))),)


def _and_imported(engine: Engine, module: str) -> list[str]:
    """A module, and those of the project that it imports something from, at its top."""
    from inferd.inference.scopes import lazy

    out: dict[str, None] = {module: None}
    for file in engine.root.files_of(module):
        where = Where("", file, 0)
        for n, words in enumerate(engine.program(where).steps):
            if words[0] == "sm":
                out[words[2]] = None
            for v in lazy.value(engine, where, n) if words[0] == "fr" else ():
                if v[-1] == "module" or (v[-1] == "function" and not v.space):
                    out[v.name if v[-1] == "module" else engine.module_of(Where("", v.file, 0))] = None
                elif v[-1] == "class" and not v.cls.space:
                    out[v.cls.module] = None
    return list(out)


FOLDED = "reduce"
_FEW = 8


def folded(engine: Engine, args: "list[Arg]", written: "list[Types]") -> Types | None:
    """What `functools.reduce` gives of a few values that are known one by one, each call after the one before; None for
    others.  *written*: the values, where they stand in the call.
    """
    if len(args) not in (2, 3) or any(a.kind != "p" for a in args):
        return None
    items = written
    for v in args[1].types if len(args[1].types) == 1 else ():
        items = items or list((v.items or ()) if v[-1] in ("tuple", "instance") else ())
    if not 0 < len(items) <= _FEW:
        return None
    items = [*(a.types for a in args[2:]), *items]
    held = items[0]
    for given in items[1:]:
        held = engine.widened(calls.call(engine, args[0].types, [positional(held), positional(given)]))
    return held


def total(engine: Engine, args: "list[Arg]") -> Types | None:
    """What `sum` gives, which is what adding up gives; None where that is not known."""
    from inferd.inference.operations.iteration import iterate
    if not args or args[0].kind != "p" or any(a.kind not in "pk" for a in args):
        return None
    elements = iterate(engine, args[0].types)
    if not elements:
        return None
    start = args[1].types if len(args) > 1 else NOTHING
    out = start or (Literal("i0"),)
    if UNKNOWN in elements:
        return join(engine.widened(out), ANY)
    found: Types = NOTHING
    for _ in range(_TURNS):
        added = engine.widened(operate(engine, "Add", out, elements, False))
        if not added or UNKNOWN in added:
            return None
        if join(found, added) == found:
            break
        found = bounded(containers.merged(join(found, added)), _DEEPEST)
        out = found
    return containers.merged(join(engine.widened(start), found))


def hold(engine: Engine, v: Value, method: str, args: "list[Arg]") -> None:
    """Tell what a method of a library's container puts into an instance of a class of the project below it."""
    if engine.found is None or v[-1] != "instance" or v.cls.space:
        return
    holds = classes.info(engine, v.cls).holds
    if not holds:
        return
    from inferd.inference.operations.iteration import iterate

    given = [a.types for a in args if a.kind == "p"]
    put: list[Types] = []
    if len(holds) == 2:
        if method in ("setdefault", "__setitem__") and given:
            put = [given[0], given[1] if len(given) > 1 else JUST_NONE]
        elif method in ("update", "__init__"):
            put = _pairs(engine, given[-1:] if method == "update" else given, args)
    elif method in ("append", "add", "appendleft") and given:
        put = [given[-1]]
    elif method in ("insert", "__setitem__") and len(given) == 2:
        put = [given[1]]
    elif method in ("extend", "update", "extendleft", "__init__") and given:
        put = [iterate(engine, given[0])]
    for (variable, cls), types in zip(holds, put, strict=False):
        if types:
            engine.found.store(Instance(cls), variable.name[len(cls.name) :], engine.widened(types), None)
    if method in _PUT_BY and all(put):
        _put_by_own(engine, v, put)


ARGS = "<args>"  # under which it is kept of an exception what it is made with
_DEEPEST_ARGS = 2


def tell_args(engine: Engine, cls: Cls, args: "list[Arg]") -> None:
    """Tell what an exception of the project, and so one of the classes above it, has as its `args`."""
    if engine.found is None or cls.space or not is_exception(engine, cls):
        return
    given = [bounded(engine.widened(a.types), _DEEPEST_ARGS) for a in matching.opened(args) if a.kind in ("p", "*")]
    row: Types = (Tuple(tuple(given)),)
    if len(given) < len(args) or any(a.kind == "*" for a in matching.opened(args)) or len(given) > _FEW:
        row = engine.instance("tuple", union(given) or ANY)
    for a in classes.info(engine, cls).line:
        if not a.cls.space:
            engine.found.store(Instance(a.cls), ARGS, row, None)


def is_exception(engine: Engine, cls: Cls) -> bool:
    return any(a.cls.name == "BaseException" and a.cls.space for a in classes.info(engine, cls).line)


def made_with_args(engine: Engine, cls: Cls, args: "list[Arg]") -> None:
    """An exception of the project is made: its `args` are these, where no `__init__` of its own says others."""
    if engine.found is None or not is_exception(engine, cls):
        return
    found, new = (members.find(engine, cls, name) for name in ("__init__", "__new__"))
    if new is not None and not new[0].cls.space:
        return
    if found is not None and not found[0].cls.space:
        bodies = [signatures.signature(engine, *place).body for place in found[1].places]
        for body in bodies:
            steps = engine.program(body).steps if body is not None else []
            if body is None or any(words[0] == "a" and words[2] == "__init__" for words in steps):
                return
    tell_args(engine, cls, args)


_PUT_BY = frozenset(("append", "extend", "update", "setdefault"))


def _put_by_own(engine: Engine, v: Value, put: list[Types]) -> None:
    """What an abstract container's method puts into an instance goes by the method of its own class."""
    line = [a.cls for a in classes.info(engine, v.cls).line if a.cls.space]
    if all(a.module != "typing" for a in line) or any(a.name in ("dict", "list") for a in line):
        return
    found = members.find(engine, v.cls, "__setitem__" if len(put) == 2 else "insert")
    if found is not None and not found[0].cls.space:
        given = put if len(put) == 2 else [engine.instance("int"), *put]
        calls.call(engine, attributes.bind(engine, v, *found), [positional(types) for types in given])


def _pairs(engine: Engine, given: list[Types], args: "list[Arg]") -> list[Types]:
    """The keys and the values that a dictionary gets from mappings, pairs and keywords."""
    from inferd.inference.operations.iteration import iterate, unpack

    keys_: list[Types] = []
    values: list[Types] = []
    mapping = engine.outside_class("typing", "Mapping")
    for a in matching.opened(args):
        if a.kind in ("k", "k?", "**"):
            keys_.append(engine.instance("str"))
            values.append(a.types)
    for types in given:
        for v in types:
            if v[-1] in ("function", "bound", "class", "callable"):
                continue  # what a `defaultdict` calls
            v = matching.as_instance(engine, v) if v[-1] == "record" else v
            key = classes.argument_of(engine, v, mapping, 0)
            if key is not None:
                keys_.append(key)
                values.append(classes.argument_of(engine, v, mapping, 1) or NOTHING)
                continue
            pairs = iterate(engine, (v,))
            keys_.append(unpack(engine, pairs, 0, 2, -1))
            values.append(unpack(engine, pairs, 1, 2, -1))
    return [union(keys_), union(values)]


def class_made(engine: Engine, v: ClassObject, given: "list[Arg]") -> None:
    """Call what is called when a class is made: `__init_subclass__` above it, `__new__` and `__init__` of its
    metaclass, and `__set_name__` of what it holds; *given*: its keywords.
    """
    hook = members.find(engine, v.cls, "__init_subclass__", v.cls)
    if hook is not None and not hook[0].cls.space:
        for f in hook[1].types:
            if f[-1] == "function":
                calls.call_function(engine, f, given, v)
    info = classes.info(engine, v.cls)
    if info.orm == classes.MODEL:
        orm.related(engine, v)
    held = [(name, where) for where in info.places for name in engine.program(where).stores]
    for name, _ in held:
        own = members.member(engine, v.cls, name)
        for x in own.types if own is not None and own.kind == "data" and not name.startswith("__") else ():
            found = members.find(engine, x.cls, "__set_name__") if x[-1] == "instance" and not x.cls.space else None
            if found is not None:
                args = [positional((v,)), positional((Literal(f's"{name}"'),))]
                calls.call(engine, attributes.bind(engine, x, *found), args)
    if attributes.is_enum(engine, v.cls):
        _enumerated(engine, v, held)
    meta = info.metaclass[0] if info.metaclass else None
    if meta is None or meta.space:
        return
    above = [(ClassObject(b.cls, b.args),) for b in info.bases if b.cls != engine.builtin("object")]
    bases: Types = (Tuple(tuple(above)),)
    text = engine.instance("str")
    row = {name: engine.widened(engine.name(where, name)) for name, where in held}
    names = engine.instance("dict", text, union([*row.values(), text]))
    if puts_in_namespace(engine, meta):
        row |= {"__module__": text, "__qualname__": text}
        names = (containers.limited(engine, Record(tuple([(f"s{dumps(name)}", row[name]) for name in sorted(row)]))),)
    made: list[Types] = [(Literal(f's"{v.cls.name.rpartition(".")[2]}"'),), bases, names]
    for name, first in (("__new__", ClassObject(meta, (), (v,))), ("__init__", v)):
        found = members.find(engine, meta, name)
        if found is not None and not found[0].cls.space:
            args = [*(positional(t) for t in made), *given]
            for f in found[1].types:
                if f[-1] == "function" and name == "__new__":
                    calls.call_function(engine, f, [positional((first,)), *args], None)
                elif f[-1] == "function":
                    calls.call_function(engine, f, args, first)


def puts_in_namespace(engine: Engine, meta: Cls) -> bool:
    """Whether `__new__` of a metaclass puts something into the namespace of a class, under names that it writes."""
    found = members.find(engine, meta, "__new__")
    if found is None or found[0].cls.space:
        return False
    for f in found[1].types:
        for place in signatures.definitions(engine, f) if f[-1] == "function" else ():
            s = signatures.signature(engine, *place)
            if s.body is not None and len(s.params) > _NAMESPACE:
                program = engine.program(s.body)
                if any(_puts_into(program.steps, words, s.params[_NAMESPACE].name) for words in program.steps):
                    return True
    return False


_NAMESPACE = 3  # which argument it is of `__new__`: behind the metaclass, the name and the bases


def _puts_into(steps: list[list[str]], words: list[str], name: str) -> bool:
    """Whether a step puts something into a dictionary that a variable holds, or makes another one of it."""
    read = ["l", name]
    if words[0] == "I":
        return steps[int(words[1])] == read and steps[int(words[2])][0] == "c"
    if words[0] == "h":
        return any(w[:2] == "**" and steps[int(w[2:])] == read for w in words[1:])
    if words[0] != "(":
        return False
    callee = steps[int(words[1])]
    if callee == ["l", "dict"]:
        return any(w.isdigit() and steps[int(w)] == read for w in words[2:3])
    return callee[0] == "a" and callee[2] in ("setdefault", "update") and steps[int(callee[1])] == read


def tell_namespace(engine: Engine, v: ClassObject, namespace: Types) -> None:
    """What a metaclass makes a class with, and its body does not say, the class has."""
    if engine.found is None or v.cls.space or len(namespace) != 1 or namespace[0][-1] != "record":
        return
    body = {name: where for where in classes.info(engine, v.cls).places for name in engine.program(where).stores}
    for name, types in containers.items_by_name(namespace):
        said = engine.widened(engine.name(body[name], name)) if name in body else NOTHING
        if name and not name.startswith("__") and not set(types) <= set(said):
            engine.found.store(v, name, types, None)


def _enumerated(engine: Engine, v: ClassObject, held: "list[tuple[str, Where]]") -> None:
    """Call `__init__` of an enumeration for each of its members, with what stands for it in the body."""
    found = members.find(engine, v.cls, "__init__")
    if found is None or found[0].cls.space:
        return
    init = attributes.bind(engine, Instance(v.cls), *found)
    for name, where in held:
        for x in engine.stored(where, name) if not name.startswith("_") else ():
            if x[-1] not in ("function", "class", "unknown"):
                calls.call(engine, init, [positional(i) for i in x.items] if x[-1] == "tuple" else [positional((x,))])


_REGISTERED = "<registered>"


def register(engine: Engine, dispatcher: Types, given: Types, functions: Types) -> None:
    """`@show.register`, `@show.register(Cart)`: a function that is called for arguments of some classes."""
    if engine.found is None:
        return
    for d in dispatcher:
        if d[-1] != "partial" or d.holder is None or d.callee[-1] != "function" or d.callee.space:
            continue
        for f in functions:
            if f[-1] != "function" or f.space:
                continue
            at = int(d.holder.cls.name == calls.DISPATCHING[1])  # behind `self`
            taken = given or union(_annotated(engine, *place, at) for place in signatures.definitions(engine, f))
            pair = Tuple((tuple([v for v in taken if v[-1] == "class"]), (f,)))
            holder = Instance(attributes.holder_of(engine, d.callee))
            engine.found.store(holder, _REGISTERED, (pair,), None)


def _annotated(engine: Engine, where: Where, step: int, at: int) -> Types:
    """The classes that a parameter of a function is declared as."""
    s = signatures.signature(engine, where, step)
    is_said = len(s.params) > at and s.params[at].annotation is not None
    types = signatures.parameter_types(engine, s, s.params[at]) if is_said else NOTHING
    return tuple([ClassObject(v.cls) for v in types if v[-1] == "instance"])


def dispatched(engine: Engine, f: Value, args: "list[Arg]") -> Types:
    """What a function of `functools.singledispatch`, or a bound method of `singledispatchmethod`, gives: that of what
    is registered for the first argument.
    """
    holder = attributes.holder_of(engine, f.function if f[-1] == "bound" else f)
    known = engine.flow.attributes.get((holder, _REGISTERED), NOTHING) if engine.flow else NOTHING
    registered = [(c.cls, p.items[1]) for p in known if p[-1] == "tuple" and len(p.items) == 2 for c in p.items[0]]
    if not args or args[0].kind != "p" or not registered:
        return calls.call_value(engine, f, args)
    chosen: dict[Types, list[Value]] = {}
    for v in args[0].types:
        plain = engine.widened((v,))[0]
        cls = plain.cls if plain[-1] == "instance" else engine.builtin("tuple") if plain[-1] == "tuple" else None
        if plain[-1] == "record":
            cls = engine.builtin("dict")
        own: Types = (f,)
        if cls is None:
            own = union([own, *(functions for _, functions in registered)]) if plain == UNKNOWN else own
        else:
            line = [a.cls for a in classes.info(engine, cls).line]
            above = [(line.index(c), functions) for c, functions in registered if c in line]
            own = min(above)[1] if above else own
        chosen.setdefault(own, []).append(v)
    out = []
    for functions, values in chosen.items():
        if f[-1] == "bound":
            functions = union(attributes.bound_to(x, f.receiver) if x[-1] == "function" else (x,) for x in functions)
        out.append(calls.call(engine, functions, [args[0]._replace(types=tuple(values)), *args[1:]]))
    return union(out)


__all__ = ["ORDERED", "SUMMED", "class_made", "ordered", "sort", "total"]
