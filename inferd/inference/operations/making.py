"""Calls of classes: what makes their instances, and with which type arguments.

As Python does it: the metaclass's `__call__` first, then `__new__`, then `__init__`.  What an instance is made with
tells its type arguments; dataclasses and named tuples have the signatures that their fields say; a display of the
standard library's (`dict(a=1)`, `list(x)`) knows what it holds.
"""

from json import dumps

from inferd.inference.definitions import annotations, classes
from inferd.inference.definitions.signatures import Arg, definitions, positional, signature
from inferd.inference.engine import Engine
from inferd.inference.operations import calls
from inferd.inference.operations.containers import over
from inferd.inference.operations.matching import opened, unify

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, SELF, UNKNOWN, Bindings, ClassObject, Cls, Instance, Partial, Record,
    Types, Value, join, substitute, union,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.definitions import members

_HOLDING = frozenset(("builtins", "collections", "weakref", "_weakrefset"))
_EMPTY = frozenset(
    ("list", "dict", "set", "deque", "OrderedDict", "Counter", "WeakKeyDictionary", "WeakValueDictionary", "WeakSet")
)
_MADE = ("instance", "none", "class")


def fill_in(engine: Engine, info: classes.Info, args: list[Arg]) -> bool:
    """Store what the fields of a class are given that a call has made, or that is below one; whether it is such."""
    made = [(a.cls, list(known)) for a in info.line if (known := engine.fields_of(a.cls)) is not None]
    if not made or made[0][0].space:
        return False
    if engine.found is not None:
        made_in, names = made[0]
        for at, a in enumerate(opened(args)):
            fields = [a.name] if a.kind in ("k", "k?") else names[at : at + 1] if a.kind == "p" else names[at:]
            for name in fields:
                engine.found.store(Instance(made_in), name, engine.widened(a.types), None)
    return True


def construct(engine: Engine, v: ClassObject, args: list[Arg], is_asked: bool = False) -> Types:
    """What calling a class gives; *is_asked*: by the `__call__` of its metaclass."""
    from inferd.inference.definitions import attributes, members
    from inferd.inference.flow import contexts
    from inferd.inference.operations import containers
    from inferd.inference.operations.iteration import is_row

    cls = v.cls
    if cls.module == "builtins":
        if cls.name == "type" and len(args) == 1:
            return _classes_of(engine, engine.widened(args[0].types))
        if cls.name in ("staticmethod", "classmethod") and args:
            return args[0].types
        if engine.flow is not None and args and cls.name in ("str", "bool", "int", "float", "bytes", "complex"):
            from inferd.inference.operations import implied

            implied.asked(engine, cls.name, args)
        if cls.name == "property" and engine.flow is not None:
            read = union(a.types for n, a in enumerate(args) if (n == 0 and a.kind == "p") or a.name == "fget")
            read = tuple([f for f in read if f[-1] != "instance" or f.cls != cls])  # `x = property(x)`
            functions = read if all(contexts.is_function(f) for f in read) else NOTHING
            return (Instance(cls, (), None, contexts.shallow(functions)),)
    elif engine.flow is not None and cls.name == "partial" and cls.module == "functools" and cls.space and args:
        bound = tuple([a._replace(types=engine.widened(a.types)) for a in args[1:]])
        if args[0].types and UNKNOWN not in args[0].types:
            return tuple([Partial(c, bound) for c in args[0].types])
    elif engine.flow is not None and cls.name == "partialmethod" and cls.module == "functools" and cls.space and args:
        bound = tuple([a._replace(types=engine.widened(a.types)) for a in args[1:]])
        if args[0].types and all(v[-1] == "function" for v in args[0].types):
            return tuple([Partial(Partial(c, bound), (), Instance(cls, (ANY,))) for c in args[0].types])
    elif engine.flow is not None and cls.name == "MethodType" and cls.module == "types" and len(args) == 2:
        is_own = all(v[-1] in ("function", "callable") for v in args[0].types)
        if is_own:
            return union(attributes.bound_to(f, r) for f in args[0].types for r in args[1].types)
    elif engine.flow is not None and cls.space and args and cls.module in ("operator", "_operator"):
        from inferd.inference.operations import getters

        getter = getters.made(engine, v, args)
        if getter:
            return getter
    elif engine.flow is not None and (cls.module, cls.name) == ("itertools", "starmap") and len(args) == 2:
        from inferd.inference.operations.iteration import iterate

        each = calls.call(engine, args[0].types, calls.spread(engine, iterate(engine, args[1].types)))
        return (Instance(cls, (engine.widened(each),)),)
    info = classes.info(engine, cls)
    is_given_own = cls.space and not info.params and any(calls.is_own(v) for a in args for v in a.types)
    if engine.flow is not None and is_given_own:
        found = members.find(engine, cls, "__init__")
        if found is not None and found[0].cls != engine.builtin("object"):
            method = attributes.bind(engine, Instance(cls), *found)
            calls.call(engine, method, args)  # it calls, or keeps, what it is given
    if info.metaclass and not is_asked:
        made = _by_metaclass(engine, v, info.metaclass[0], args)
        if made is not None:
            return made
    if engine.flow is not None and cls.space and not v.args:
        is_bare = not args or (cls.name == "deque" and all(a.name == "maxlen" for a in args))
        if is_bare and cls.name in _EMPTY and cls.module in _HOLDING:
            none_so_far = () if cls.name == "deque" and not args else None  # one after the other from here on
            return (Instance(cls, tuple([NOTHING for _ in info.params]), none_so_far),)
        if cls.name == "deque" and cls.module == "collections" and len(args) == 1 and args[0].kind == "p":
            row: Value = args[0].types[0] if len(args[0].types) == 1 else UNKNOWN
            if row[-1] == "tuple" or is_row(row):
                items = tuple([engine.widened(i) for i in row.items])
                return (Instance(cls, (union(items),), items),)
        if cls.name == "dict" and cls.module == "builtins" and args:
            record = _record(args)
            if record is not None:
                return (record,)
        if (cls.module, cls.name) in attributes.NAMESPACES and all(a.kind in ("k", "**") for a in args):
            record = _record(args)
            if record is not None:
                held_in = Record(tuple([(k, engine.widened(types)) for k, types in record.items]))
                return (Instance(cls, ((held_in,),)),)
        if containers.is_queue(cls):
            return (Instance(cls, (NOTHING,)),)
        if cls.name == "defaultdict" and len(args) == 1 and args[0].kind == "p":
            values = calls.call(engine, args[0].types, []) if args[0].types != JUST_NONE else NOTHING
            return (Instance(cls, (NOTHING, engine.widened(values))),)
    new = members.find(engine, cls, "__new__")
    functions = contexts.made_with(engine, cls, args) if engine.flow is not None and not cls.space else ()
    if engine.found is not None and not cls.space:
        from inferd.inference.operations import implied

        implied.made_with_args(engine, cls, args)
    if new is None or new[0].cls.space:
        fill_in(engine, info, args)
    if engine.flow is not None and not cls.space and (v.args or not info.params):
        found = members.find(engine, cls, "__init__")
        if found is not None and not found[0].cls.space:
            for one in (found, *(members.instead(engine, info, "__init__", found) if info.either else ())):
                calls.call(engine, attributes.bind(engine, Instance(cls, v.args, None, functions), *one), args)
        elif info.holds and (new is None or new[0].cls.space):
            from inferd.inference.operations import implied

            implied.hold(engine, Instance(cls), "__init__", args)
        if found is None or found[0].cls.space:
            after = members.find(engine, cls, "__post_init__")
            if after is not None and not after[0].cls.space:
                _post_init(engine, info, attributes.bind(engine, Instance(cls, v.args, None, functions), *after))
        if new is not None and not new[0].cls.space:
            own: Types = (v._replace(made_with=functions),)
            made = calls.call(engine, new[1].types, [positional(own), *args])
            if made and UNKNOWN not in made and not _is_said_above(engine, cls, new, made):
                return made
    if v.args or not info.params:
        if new is not None and new[0].cls != engine.builtin("object") and not info.params:
            made = _new(engine, v, new, args)
            if made is not None:
                return made
        return (Instance(cls, v.args, None, functions),)
    own = Instance(cls, tuple([(p,) for p in info.params]))
    bindings: Bindings = {}
    for name, found in (("__new__", new), ("__init__", members.find(engine, cls, "__init__"))):
        if found is None or found[0].cls == engine.builtin("object"):
            continue
        ancestor, m = found
        for f in m.types:
            if f[-1] == "function":
                outer = classes.bindings_in(engine, cls, own.args, ancestor)
                outer[SELF] = (own,)
                receiver = own if name == "__init__" else ClassObject(cls, own.args)
                matched = calls.match(engine, f, args, receiver, outer)
                if matched is not None:
                    made = matched[0]
                    if name == "__new__" and made and all(r[-1] == "instance" and r.cls != cls for r in made):
                        return matched[0]
                    for var, types in matched[1].items():
                        bindings[var] = join(bindings.get(var, NOTHING), types)
                    if name == "__new__":
                        for r in matched[0]:
                            if r[-1] == "instance" and r.cls == cls:
                                for p, a in zip(info.params, r.args, strict=False):
                                    if a != (p,) and p not in bindings:
                                        bindings[p] = a
        if bindings:
            break
    if not bindings:
        fields = annotated_fields(engine, info)
        given = [a for a in args if a.kind == "p"]
        for (_, types), a in zip(fields, given, strict=False):
            unify(engine, types, a.types, bindings)
        named = dict(fields)
        for a in args:
            if a.kind in ("k", "k?") and a.name in named:
                unify(engine, named[a.name], a.types, bindings)
    defaults = {p: engine.default(p) for p in info.params if p not in bindings}
    args_of = [bindings[p] if p in bindings else ANY if (d := defaults[p]) is None else d for p in info.params]
    if len(defaults) == len(info.params) and None not in defaults.values():
        args_of = []  # what it is by default goes without saying
    return (Instance(cls, tuple(args_of)),)


def _classes_of(engine: Engine, types: Types) -> Types:
    """`type(x)`."""
    out: dict[Value, None] = {}
    for v in types:
        cls = engine.outside_class("types", "NoneType") if v[-1] == "none" else classes.own_class(engine, v)
        if v[-1] == "instance" or v[-1] == "typevar" or cls is None:
            out.update(dict.fromkeys(annotations.class_of((v,))))
        else:
            out[ClassObject(cls)] = None
    return tuple(out)


def _record(args: list[Arg]) -> Record | None:
    """`dict(a=1)`, `dict(known, b=2)` where the keys are known."""
    made = Record(())
    for a in opened(args):
        if a.kind == "p" and len(a.types) == 1 and a.types[0][-1] == "record":
            made = over(made, a.types[0])
        elif a.kind in ("k", "k?"):
            key = f"s{dumps(a.name)}"
            made = over(made, Record(((key, a.types),), (key,) if a.kind == "k?" else ()))
        else:
            return None
    return made


def _by_metaclass(engine: Engine, v: ClassObject, meta: Cls, args: list[Arg]) -> Types | None:
    """What `__call__` of the metaclass is declared to give; None where it says nothing of its own."""
    from inferd.inference.definitions import members

    found = members.find(engine, meta, "__call__")
    if found is None or found[0].cls.space == engine.builtin("type").space or found[1].kind != "method":
        return None
    is_own = engine.flow is not None and not meta.space
    for f in found[1].types:
        if f[-1] != "function":
            return None
        if not is_own and any(signature(engine, *d).result is None for d in definitions(engine, f)):
            return None
    made = union(calls.call_function(engine, f, args, v) for f in found[1].types)
    return made if made and UNKNOWN not in made else None


def annotated_fields(engine: Engine, info: classes.Info) -> list[tuple[str, Types]]:
    """The annotated fields of a class in order, as dataclasses take them."""
    return [
        (words[1], annotations.read(engine, where, int(words[2])))
        for where in info.places
        for words in engine.program(where).steps
        if words[0] == "sa"
    ]


def _post_init(engine: Engine, info: classes.Info, method: Types) -> None:
    """Let the `__post_init__` of a dataclass be called, with what its `InitVar`s are declared as."""
    above = [classes.info(engine, a.cls) for a in reversed(info.line) if not a.cls.space]
    fields = {name: types for i in above for name, types in annotated_fields(engine, i)}
    given = [
        types[0].args[0] for types in fields.values()
        if len(types) == 1 and types[0][-1] == "instance" and types[0].cls.name == "InitVar" and types[0].args
    ]  # fmt: skip
    running, engine.running = engine.running, None  # the call stands in no program
    calls.call(engine, method, [positional(types) for types in given])
    engine.running = running


def _new(
    engine: Engine, v: ClassObject, new: "tuple[classes.Ancestor, members.Member]", args: list[Arg]
) -> Types | None:
    """What `__new__` says it returns, where that is another class."""
    ancestor, m = new
    outer = classes.bindings_in(engine, v.cls, v.args, ancestor)
    outer[SELF] = (Instance(v.cls, v.args),)
    for f in m.types:
        if f[-1] != "function":
            continue
        for where, step in definitions(engine, f):
            s = signature(engine, where, step)
            if s.result is None:
                return None
            types = annotations.read(engine, where, s.result, s.variables)
            if types == (SELF,) or any(x[-1] == "typevar" for x in types):
                return None
        matched = calls.match(engine, f, args, ClassObject(v.cls, v.args), outer)
        if matched is not None:
            types = substitute(matched[0], outer)
            if types and all(x[-1] in _MADE for x in types) and not _is_said_above(engine, v.cls, new, types):
                return types
    return None


def _is_said_above(
    engine: Engine, cls: Cls, new: "tuple[classes.Ancestor, members.Member]", made: Types
) -> bool:
    """Whether `__new__` is declared to make classes by a class above: it says that of itself, where calling it makes
    a class (`Function("f")`); those below it that are called are made instances of.
    """
    if new[0].cls == cls or not any(v[-1] == "class" for v in made):
        return False
    functions = [f for f in new[1].types if f[-1] == "function"]
    return any(signature(engine, *d).result is not None for f in functions for d in definitions(engine, f))
