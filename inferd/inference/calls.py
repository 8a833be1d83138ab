"""Calls: which signature is meant, what its type variables become, and what comes back.

A call of several definitions takes the first overload that the arguments fit; where an argument is unknown, all that
may fit.  Definitions that are no overloads of each other (conditional ones) all count.  Type variables are solved from
the arguments, one after the other: each argument adds to what a variable is bound to.
"""

from json import dumps, loads
from typing import NamedTuple

from inferd.inference import annotations, classes, keys
from inferd.inference.engine import Engine, Where
from inferd.store.schema import NAMELESS

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, SELF, UNKNOWN, Bindings, Callable, ClassObject, Cls, Function, Instance, Partial, Record,
    Types, Value, Variable, join, key_value, literal_class, substitute, union, variables_in,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference import members


class Arg(NamedTuple):
    """An argument of a call, with the types of its value (of what is starred, for `*` and `**`)."""

    kind: str  # 'p' | '*' | 'k' | '**'
    name: str
    types: Types


class Parameter(NamedTuple):
    name: str
    kind: str  # '/' | 'p' | '*' | 'k' | '**'
    has_default: bool
    annotation: int | None  # of the project, not `Any`: that tells nothing
    default: int | None
    is_any: bool = False  # declared `Any`

    @property
    def is_declared(self) -> bool:
        """Whether the source says anything of its type."""
        return self.annotation is not None or self.is_any


class Signature(NamedTuple):
    """One definition of a function, as its step in the scope around and its own parameters tell."""

    where: Where  # the scope around
    step: int
    body: Where | None  # the function's own scope
    params: tuple[Parameter, ...]
    result: int | None  # of the project, not `Any` where something is returned
    is_async: bool
    variables: dict[str, Variable]  # of `[T]`
    keys: frozenset[str] = frozenset()  # the parameters that things are looked up with
    is_any: bool = False  # whether the result is declared `Any`

    @property
    def is_declared(self) -> bool:
        """Whether the source says anything of the result."""
        return self.result is not None or self.is_any


def positional(types: Types) -> Arg:
    """A positional argument of these types."""
    return Arg("p", "", types)


def signature(engine: Engine, where: Where, step: int) -> Signature:
    """The signature of the function that *step* of a scope makes; read once."""
    known = engine.signatures.get((where, step))
    if not where.space:
        engine.root.touched |= 1 << max(where.file, 0)
    if known is None:
        known = engine.signatures[where, step] = _signature(engine, where, step)
    return known


def _signature(engine: Engine, where: Where, step: int) -> Signature:
    from inferd.inference import members

    words = engine.program(where).steps[step]
    tree = engine.tree(where.space, where.file)
    child = tree.child(where.scope, int(words[1]))
    body = Where(where.space, where.file, child) if child >= 0 else None
    notes: dict[str, int] = {}
    defaults: list[int | None] = []
    result = None
    for w in words[3:]:
        first = w[0]
        if first == "=":
            defaults.append(None if w == "=-" else int(w[1:]))
        elif first == ":":
            name, _, at = w[1:].rpartition(":")
            notes[name] = int(at)
        elif first == ">":
            result = int(w[1:])
    raw = engine.program(body).params if body is not None else []
    positional_count = sum(1 for _, kind in raw if kind in "/p")
    keyword_only = [name for name, kind in raw if kind == "k"]
    n_positional_defaults = len(defaults) - len(keyword_only)
    params = []
    seen = 0
    for name, kind in raw:
        default: int | None = None
        has = False
        if kind in "/p":
            number = seen - (positional_count - n_positional_defaults)
            if number >= 0:
                has, default = True, defaults[number]
            seen += 1
        elif kind == "k":
            default = defaults[n_positional_defaults + keyword_only.index(name)] if n_positional_defaults >= 0 else None
            has = default is not None
        note = notes.get(name)
        is_any = note is not None and members.says_nothing(engine, where, note)
        params.append(Parameter(name, kind, has, None if is_any else note, default, is_any))
    gives_any = result is not None and body is not None and members.says_nothing(engine, where, result)
    if gives_any and body is not None and _gives_something(engine, body):
        result = None
    looked_up = keys.keys_of(engine, body) if body is not None and not where.space else frozenset[str]()
    variables = engine.parameters_at(where, step)
    return Signature(where, step, body, tuple(params), result, words[0] == "fa", variables, looked_up, gives_any)


def _gives_something(engine: Engine, body: Where) -> bool:
    """Whether a function returns or yields a value: one that only raises, or says `...`, stands for others."""
    return any(w[0] in ("y", "yf") or (w[0] == "r" and w[1] != "-") for w in engine.program(body).steps)


def definitions(engine: Engine, f: Function) -> list[tuple[Where, int]]:
    """The `f` steps behind a function value; only the overloads where there are overloads."""
    key = (f.space, f.file, f.scope, f.name)
    known = engine.defined.get(key)
    if not f.space:
        engine.root.touched |= 1 << max(f.file, 0)
    where = Where(f.space, f.file, f.scope)
    if f.at >= 0:
        return [(where, f.at)]
    if known is not None:
        return known
    program = engine.program(where)
    out = []
    for n in program.stores.get(f.name, ()):
        words = program.steps[n]
        if words[0] == "s" and program.steps[int(words[2])][0] in ("f", "fa"):
            out.append((where, int(words[2])))
    overloads = [d for d in out if is_overload(engine, *d)]
    engine.defined[key] = overloads or out
    return overloads or out


def is_overload(engine: Engine, where: Where, step: int) -> bool:
    program = engine.program(where)
    for w in program.steps[step][3:]:
        if w[0] == "@":
            words = program.steps[int(w[1:])]
            if (words[0] == "l" and words[1] == "overload") or (words[0] == "a" and words[2] == "overload"):
                return True
    return False


# ---------------------------------------------------------------------------------------------------------------------
# Results


def result_of_definition(engine: Engine, where: Where, step: int) -> Types:
    """What a call of one definition gives, in terms of its type variables and those of its class."""
    return engine.solve(("result", where, step), lambda: _result(engine, where, step))


def _result(engine: Engine, where: Where, step: int) -> Types:
    s = signature(engine, where, step)
    program = engine.program(s.body) if s.body is not None else None
    if s.result is not None:
        types = annotations.read(engine, where, s.result, s.variables)
        if s.is_async and not (program is not None and program.yields):
            return _coroutine(engine, types)
        return types
    from inferd.inference import lazy

    types = lazy.commented(engine, s.body, "return")
    if not types:
        if s.body is None or engine.world.space(where.space).is_stub(where.file):
            return ANY
        types = lazy.returned(engine, s)
        types = documented_result(engine, s, types) or types
    if s.is_async and program is not None and not program.yields:
        return _coroutine(engine, types)
    return types


def documented_result(engine: Engine, s: Signature, types: Types) -> Types:
    """What documentation says that a function gives; () where its body tells more (*types*)."""
    from inferd.inference import lazy

    assert s.body is not None
    vague = not types or UNKNOWN in types or types == JUST_NONE  # None: of a method that is to be overridden
    if engine.program(s.body).yields:
        if not vague and UNKNOWN not in types[0].args[0]:
            return NOTHING
        told = lazy.documented(engine, s.body, "yield")
        if told:
            return (Instance(engine.outside_class("typing", "AsyncIterator" if s.is_async else "Iterator"), (told,)),)
        vague = True
    return lazy.documented(engine, s.body, "return") if vague else NOTHING


def _coroutine(engine: Engine, types: Types) -> Types:
    return (Instance(engine.outside_class("types", "CoroutineType"), (ANY, ANY, types)),)


def parameter_types(engine: Engine, s: Signature, p: Parameter) -> Types:
    """What a parameter is declared as, in the terms of the signature: the element type for `*args` and `**kwargs`.

    UNKNOWN without a declaration (of its own, or of the method that it overrides, or of its documentation).
    """
    if p.annotation is not None:
        types = annotations.read(engine, s.where, p.annotation, s.variables)
        if p.default is not None and engine.program(s.where).steps[p.default][:2] == ["c", "N"]:
            return join(types, JUST_NONE)  # PEP 484 once allowed `x: int = None`
        return types
    if s.body is None:
        return ANY
    return engine.solve(("parameter", s.body, p.name), lambda: _undeclared(engine, s, p))


def undeclared(engine: Engine, body: Where, name: str) -> Types:
    """What a parameter is of which its own definition says nothing, by what stands around."""
    made = engine.made_at(body)
    assert made is not None
    s = signature(engine, *made)
    return next((parameter_types(engine, s, p) for p in s.params if p.name == name), ANY)


def _undeclared(engine: Engine, s: Signature, p: Parameter) -> Types:
    from inferd.inference import lazy, members

    assert s.body is not None
    hint = lazy.hinted(engine, s.body, p.name)
    if hint:
        return hint
    stub = in_stub(engine, s)
    if stub is not None:
        for other in stub.params:
            if other.name == p.name and other.annotation is not None:
                return annotations.read(engine, stub.where, other.annotation, stub.variables)
    if not s.where.space and p.kind in "pk" and p.default is None:
        from inferd.inference import fixtures

        given = fixtures.value(engine, s, p.name)
        if given:
            return given
    cls = engine.class_around(s.body)
    if cls is not None and not p.name.startswith("__"):
        name = engine.tree(s.where.space, s.where.file).scopes[s.body.scope].qualname.rpartition(".")[2]
        if name not in ("__init__", "__new__"):
            for a in classes.info(engine, cls).line[1:]:
                m = members.member(engine, a.cls, name)
                if m is None or not m.places:
                    continue
                if engine.program(m.places[0][0]).steps[m.places[0][1]][0] not in ("f", "fa"):
                    continue
                above = signature(engine, *m.places[0])
                for other in above.params:
                    if other.name == p.name and other.kind == p.kind and other.annotation is not None:
                        types = annotations.read(engine, above.where, other.annotation, above.variables)
                        return substitute(types, dict(zip(classes.info(engine, a.cls).params, a.args, strict=False)))
                break
    if p.default is not None:
        types = engine.widened(lazy.value(engine, s.where, p.default))
        return join(types, ANY)
    return ANY


def in_stub(engine: Engine, s: Signature) -> Signature | None:
    """The signature that a stub beside the source gives the same function."""
    space = engine.world.space(s.where.space)
    if s.body is None or space.is_stub(s.where.file):
        return None
    files = [f for f in space.files_of(space.module_of(s.where.file)) if space.is_stub(f)]
    if not files:
        return None
    qualname = space.tree(s.where.file).scopes[s.body.scope].qualname
    tree = space.tree(files[0])
    for i in tree.by_name.get(qualname, ()):
        made = engine.made_at(Where(s.where.space, files[0], i))
        if made is not None and tree.scopes[i].kind == "function":
            return signature(engine, *made)
    return None


def is_first(engine: Engine, s: Signature, p: Parameter) -> str:
    """'self' or 'cls' where the parameter is what a method is bound to, else ''."""
    if s.body is None or p is not s.params[0] or p.kind not in "/p":
        return ""
    if engine.kind(s.where) != "class":
        return ""
    name = engine.program(s.where).steps[s.step][2]
    if name in ("__new__", "__init_subclass__", "__class_getitem__"):
        return "cls"
    from inferd.inference import lazy, members

    for d in members.decorators(engine, s.where, s.step):
        for v in lazy.value(engine, s.where, d):
            if v[-1] == "class" and v.cls.module == "builtins":
                if v.cls.name == "staticmethod":
                    return ""
                if v.cls.name == "classmethod":
                    return "cls"
    cls = engine.class_at(s.where)
    if any(a.cls == engine.builtin("type") for a in classes.info(engine, cls).line):
        return "cls"
    return "self"


# ---------------------------------------------------------------------------------------------------------------------
# Calling


def call(engine: Engine, callee: Types, args: list[Arg]) -> Types:
    """What calling something of these types gives."""
    if len(callee) == 1:
        return call_value(engine, callee[0], args)
    return union(call_value(engine, v, args) for v in fitting(engine, callee, args))


def fitting(engine: Engine, callee: Types, args: list[Arg]) -> Types:
    """Of several functions those that take so many arguments of these names: the others would raise."""
    if engine.flow is None or len(callee) < 2:
        return callee
    args = opened(args)
    if any(a.kind in ("*", "**") for a in args):
        return callee
    return tuple([v for v in callee if _takes(engine, v, args)]) or callee


def _takes(engine: Engine, v: Value, args: list[Arg]) -> bool:
    """Whether a function of the project may be called with arguments of this number and these names."""
    tag = v[-1]
    if tag == "bound" or tag == "function":
        f = v.function if tag == "bound" else v
        if f.space:
            return True
        return any(assign(signature(engine, *d), args, tag == "bound") is not None for d in definitions(engine, f))
    if tag == "callable" and v.made is not None:
        return assign(lambda_signature(engine, v.made[0], v.made[1]), args, False) is not None
    if tag == "partial" and v.holder is None:
        return _takes(engine, v.callee, [*v.given, *args])
    return True


def call_value(engine: Engine, v: Value, args: list[Arg]) -> Types:
    """What calling one value gives."""
    tag = v[-1]
    if tag == "function":
        return call_function(engine, v, args, None)
    if tag == "bound":
        return call_function(engine, v.function, args, v.receiver)
    if tag == "class":
        return construct(engine, v, args)
    if tag == "callable":
        if v.made is not None and engine.flow is not None:
            return _call_lambda(engine, v, args)
        if v.inner is not None:
            call(engine, v.inner, args)
        bindings: Bindings = {}
        given = [a.types for a in args if a.kind == "p"]
        for p, a in zip(v.params or (), given, strict=False):
            unify(engine, p, a, bindings)
        return substitute(v.result, bindings)
    if tag == "partial":
        if v.holder is not None and v.holder.cls.name == "_SingleDispatchCallable" and v.callee[-1] == "function":
            from inferd.inference import implied

            return implied.dispatched(engine, v.callee, args)
        if v.holder is not None:
            return call_value(engine, v.callee, args)
        given_first: list[Arg] = [*v.given, *args]
        return call_value(engine, v.callee, given_first)
    if tag == "instance":
        from inferd.inference import members

        found = members.find(engine, v.cls, "__call__")
        if found is None:
            return ANY
        return call(engine, members.bind(engine, v, *found), args)
    if tag == "class of":
        return (v.variable,)
    if tag == "alias":
        aliased: Types = v.types
        return aliased
    if tag == "typevar":
        return call(engine, engine.bound(v), args) if v != SELF else ANY
    return ANY


def construct(engine: Engine, v: ClassObject, args: list[Arg], is_asked: bool = False) -> Types:
    """What calling a class gives; *is_asked*: by the `__call__` of its metaclass."""
    from inferd.inference import contexts, members

    cls = v.cls
    if cls.module == "builtins":
        if cls.name == "type" and len(args) == 1:
            return annotations.class_of(engine.widened(args[0].types))
        if cls.name in ("staticmethod", "classmethod") and args:
            return args[0].types
    elif engine.flow is not None and cls.name == "partial" and cls.module == "functools" and cls.space and args:
        bound = tuple([a._replace(types=engine.widened(a.types)) for a in args[1:]])
        if args[0].types and UNKNOWN not in args[0].types:
            return tuple([Partial(c, bound) for c in args[0].types])
    elif engine.flow is not None and cls.name == "partialmethod" and cls.module == "functools" and cls.space and args:
        bound = tuple([a._replace(types=engine.widened(a.types)) for a in args[1:]])
        if args[0].types and all(v[-1] == "function" for v in args[0].types):
            return tuple([Partial(Partial(c, bound), (), Instance(cls, (ANY,))) for c in args[0].types])
    if engine.flow is not None and cls.space and args and cls.name in ("Thread", "Timer", "Process"):
        from inferd.inference import implied

        implied.started(engine, v, args)
    info = classes.info(engine, cls)
    if info.metaclass and not is_asked:
        made = _by_metaclass(engine, v, info.metaclass[0], args)
        if made is not None:
            return made
    if engine.flow is not None and cls.space and not v.args:
        if not args and cls.name in _EMPTY and cls.module in ("builtins", "collections"):
            return (Instance(cls, tuple([NOTHING for _ in info.params])),)
        if cls.name == "dict" and cls.module == "builtins" and args:
            record = _record(args)
            if record is not None:
                return (record,)
        if cls.name == "defaultdict" and len(args) == 1 and args[0].kind == "p":
            values = call(engine, args[0].types, []) if args[0].types != JUST_NONE else NOTHING
            return (Instance(cls, (NOTHING, engine.widened(values))),)
    new = members.find(engine, cls, "__new__")
    functions = contexts.made_with(engine, cls, args) if engine.flow is not None and not cls.space else ()
    if cls in engine.made_fields and engine.found is not None and not cls.space:
        for name, a in zip(engine.made_fields[cls], (a for a in args if a.kind == "p"), strict=False):
            engine.found.store(Instance(cls), name, engine.widened(a.types), None)
        for a in args:
            if a.kind == "k":
                engine.found.store(Instance(cls), a.name, engine.widened(a.types), None)
    if engine.flow is not None and not cls.space and (v.args or not info.params):
        found = members.find(engine, cls, "__init__")
        if found is not None and not found[0].cls.space:
            call(engine, members.bind(engine, Instance(cls, v.args, None, functions), *found), args)
        elif info.holds and (new is None or new[0].cls.space):
            from inferd.inference import implied

            implied.hold(engine, Instance(cls), "__init__", args)
        if new is not None and not new[0].cls.space:
            own: Types = (v._replace(made_with=functions),)
            made = call(engine, new[1].types, [positional(own), *args])
            if made and UNKNOWN not in made:
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
                matched = _match(engine, f, args, receiver, outer)
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
        fields = _fields(engine, info)
        given = [a for a in args if a.kind == "p"]
        for (_, types), a in zip(fields, given, strict=False):
            unify(engine, types, a.types, bindings)
        named = dict(fields)
        for a in args:
            if a.kind == "k" and a.name in named:
                unify(engine, named[a.name], a.types, bindings)
    return (Instance(cls, tuple([bindings.get(p, ANY) for p in info.params])),)


_EMPTY = frozenset(("list", "dict", "set", "deque", "OrderedDict", "Counter"))


def _record(args: list[Arg]) -> Record | None:
    """`dict(a=1)`, `dict(known, b=2)` where the keys are known."""
    items: dict[str, Types] = {}
    for a in opened(args):
        if a.kind == "p" and len(a.types) == 1 and a.types[0][-1] == "record":
            items.update(a.types[0].items)
        elif a.kind == "k":
            items[f"s{dumps(a.name)}"] = a.types
        else:
            return None
    return Record(tuple(items.items()))


def _by_metaclass(engine: Engine, v: ClassObject, meta: Cls, args: list[Arg]) -> Types | None:
    """What `__call__` of the metaclass is declared to give; None where it says nothing of its own."""
    from inferd.inference import members

    found = members.find(engine, meta, "__call__")
    if found is None or found[0].cls.space == engine.builtin("type").space or found[1].kind != "method":
        return None
    is_own = engine.flow is not None and not meta.space
    for f in found[1].types:
        if f[-1] != "function":
            return None
        if not is_own and any(signature(engine, *d).result is None for d in definitions(engine, f)):
            return None
    made = union(call_function(engine, f, args, v) for f in found[1].types)
    return made if made and UNKNOWN not in made else None


def _fields(engine: Engine, info: classes.Info) -> list[tuple[str, Types]]:
    """The annotated fields of a class in order, as dataclasses take them."""
    return [
        (words[1], annotations.read(engine, where, int(words[2])))
        for where in info.places
        for words in engine.program(where).steps
        if words[0] == "sa"
    ]


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
        matched = _match(engine, f, args, ClassObject(v.cls, v.args), outer)
        if matched is not None:
            types = substitute(matched[0], outer)
            if types and all(x[-1] in ("instance", "none") for x in types):
                return types
    return None


def parameter_of_argument(engine: Engine, where: Where, call_step: int, argument: int, number: int) -> Types:
    """What positional parameter *number* is of a function that is argument (a step) of a call: as the parameter that
    takes it is declared, with the type variables that the other arguments bind.
    """
    from inferd.inference import lazy, members

    words = engine.program(where).steps[call_step]
    # other lambdas are not looked into: each would ask for this one
    steps = engine.program(where).steps
    of_scope = lazy.of_scope(engine, where)
    args = []
    for w in words[2:]:
        at_step = w.rpartition("=")[2]
        if at_step == str(argument):
            continue
        if at_step.isdigit() and steps[int(at_step)][0] == "M":
            args.append(Arg("k", w.partition("=")[0], ANY) if "=" in w else positional(ANY))
        else:
            args += of_scope.arguments([w])
    marker: Types = (Callable(NOTHING, ()),)
    at = 0
    for i, w in enumerate(words[2:]):
        if w == str(argument):
            args.insert(at, Arg("p", "", marker))
            break
        if w.endswith(f"={argument}"):
            args.append(Arg("k", w.partition("=")[0], marker))
            break
        at = i + 1
    out: list[Types] = []
    for v in lazy.value(engine, where, int(words[1])):
        tag = v[-1]
        outer: Bindings = {}
        functions: list[tuple[Function, bool]] = []
        if tag == "function":
            functions.append((v, False))
        elif tag == "bound":
            if v.receiver[-1] in ("instance", "class"):
                outer = _outer(engine, v.function, v.receiver)
            functions.append((v.function, True))
        elif tag == "class":
            for name in ("__init__", "__new__"):
                found = members.find(engine, v.cls, name)
                if found is not None and found[0].cls != engine.builtin("object"):
                    functions += [(f, True) for f in found[1].types if f[-1] == "function"]
                    break
        for f, is_bound in functions:
            for place, step in definitions(engine, f):
                s = signature(engine, place, step)
                taken = assign(s, args, is_bound)
                if taken is None:
                    continue
                bindings: Bindings = {}
                wanted: Types = NOTHING
                for p, types in taken:
                    declared = substitute(parameter_types(engine, s, p), outer) if p.annotation is not None else ANY
                    if types is marker:
                        wanted = declared
                    elif declared != ANY:
                        unify(engine, declared, types, bindings)
                for w in wanted:
                    if w[-1] == "callable" and w.params is not None and number < len(w.params):
                        types = substitute(w.params[number], bindings)
                        out.append(substitute(types, dict.fromkeys(variables_in(types), ANY)))
                if out:
                    break
    return union(out) if out else ANY


def call_function(engine: Engine, f: Function, args: list[Arg], receiver: Value | None) -> Types:
    outer: Bindings = {}
    if receiver is not None and receiver[-1] in ("instance", "class"):
        outer = _outer(engine, f, receiver)
    elif f.name == "__new__" and f.space and args and len(args[0].types) == 1 and args[0].types[0][-1] == "class":
        made = args[0].types[0]  # `object.__new__(cls)`
        outer[SELF] = (Instance(made.cls, made.args, None, made.made_with),)
    if f.name == "__call__" and f.space and engine.flow is not None:
        asked = receiver if receiver is not None else args[0].types[0] if args and len(args[0].types) == 1 else None
        if asked is not None and asked[-1] == "class" and not asked.cls.space and _is_of_type(engine, f):
            return construct(engine, asked, args if receiver is not None else args[1:], True)
    if engine.flow is not None:
        args = opened(list(args))
    matched = _match(engine, f, args, receiver, outer)
    if matched is None:
        return ANY
    types = matched[0]
    if len(types) == 1 and types[0][-1] == "special" and types[0].name in ("TypeGuard", "TypeIs"):
        return engine.instance("bool")
    return types


def _is_of_type(engine: Engine, f: Function) -> bool:
    """Whether a method is one of `type`."""
    where = Where(f.space, f.file, f.scope)
    return engine.kind(where) == "class" and engine.class_at(where) == engine.builtin("type")


def opened(args: list[Arg]) -> list[Arg]:
    """Arguments in which `**mapping` stands by its keys, where these are known."""
    if all(a.kind != "**" or len(a.types) != 1 or a.types[0][-1] != "record" for a in args):
        return args
    out = []
    for a in args:
        if a.kind == "**" and len(a.types) == 1 and a.types[0][-1] == "record":
            items = [(loads(k[1:]), types) for k, types in a.types[0].items if k.startswith('s"')]
            out += [Arg("k", name, types) for name, types in items]
        else:
            out.append(a)
    return out


def _outer(engine: Engine, f: Function, receiver: Value) -> Bindings:
    """The type parameters of the class that defines a method, for a receiver."""
    where = Where(f.space, f.file, f.scope)
    out: Bindings = {}
    if engine.kind(where) == "class":
        owner = engine.class_at(where)
        for a in classes.info(engine, receiver.cls).line:
            if a.cls == owner:
                out = classes.bindings_in(engine, receiver.cls, receiver.args, a)
                break
    out[SELF] = (receiver if receiver[-1] == "instance" else Instance(receiver.cls, receiver.args),)
    return out


def _match(
    engine: Engine, f: Function, args: list[Arg], receiver: Value | None, outer: Bindings, relaxed: bool = False
) -> tuple[Types, Bindings] | None:
    """(result, bindings) of a call; None where no definition takes these arguments.

    *relaxed*: only their number and names count, and the first definition that takes them.
    """
    defs = definitions(engine, f)
    several = len(defs) > 1
    results: list[Types] = []
    bindings: Bindings = {}
    for where, step in defs:
        s = signature(engine, where, step)
        taken = assign(s, args, receiver is not None)
        if taken is None:
            continue
        local: Bindings = {}
        sure = True
        fits = True
        if receiver is not None and s.params and s.params[0].annotation is not None:
            first = annotations.read(engine, s.where, s.params[0].annotation, s.variables)
            if not _fit_receiver(engine, first, receiver, local, several):
                continue
        later: list[tuple[Types, Types]] = []
        for p, types in taken:
            declared = substitute(parameter_types(engine, s, p), outer) if p.annotation is not None else ANY
            if several and p.annotation is not None and not relaxed:
                verdict = assignable(engine, types, declared)
                if verdict is False:
                    fits = False
                    break
                sure = sure and verdict is True
            if declared != ANY:
                if engine.flow is not None and any(d[-1] == "callable" for d in declared):
                    later.append((declared, types))  # called with what the other arguments tell
                else:
                    unify(engine, declared, types, local)
        if not fits:
            continue
        for declared, types in later:
            rest = _handed_on(engine, s, args, receiver is not None) if declared[0][-1] == "callable" else None
            if rest and len(declared) == 1 and declared[0].params is None:
                unify(engine, declared[0].result, call(engine, types, rest), local)
            else:
                unify(engine, declared, types, local)
        if engine.flow is not None and not where.space and s.body is not None:
            flowing = _flowing(engine, s, f, args, receiver)
            if flowing is not None:
                results.append(flowing)
                for var, types in local.items():
                    bindings[var] = join(bindings.get(var, NOTHING), types)
                continue
        own = result_of_definition(engine, where, step)
        result = substitute(substitute(own, outer), local) if local else substitute(own, outer)
        kept = _asked_later(result)
        free = [
            x
            for x in variables_in(result)
            if x not in outer and x not in local and x not in kept and not _belongs(x, outer)
        ]
        if free:
            result = substitute(result, dict.fromkeys(free, ANY))
        results.append(result)
        for var, types in local.items():
            bindings[var] = join(bindings.get(var, NOTHING), types)
        if several and sure and is_overload(engine, where, step):
            break
    if not results and several and not relaxed:
        return _match(engine, f, args, receiver, outer, True)
    if not results:
        return None
    return union(results), bindings


def _handed_on(engine: Engine, s: Signature, args: list[Arg], is_bound: bool) -> list[Arg]:
    """The arguments that a library's function takes as `*args: P.args`: with these it calls what it is given."""
    at = next((p.annotation for p in s.params if p.kind == "*"), None) if s.where.space else None
    words = engine.program(s.where).steps[at] if at is not None else [""]
    if words[0] != "st" and (words[0] != "a" or words[2] != "args"):
        return []
    start = 1 if is_bound and s.params[0].kind in "/p" else 0
    plain = sum(1 for p in s.params[start:] if p.kind in "/p")
    named = {p.name for p in s.params if p.kind in "pk"}
    given = [a for a in args if a.kind == "p"][plain:]
    return [*given, *(a for a in args if a.kind == "*" or (a.kind == "k" and a.name not in named))]


def _flowing(engine: Engine, s: Signature, f: Function, args: list[Arg], receiver: Value | None) -> Types | None:
    """What a call of a function of the project gives, in the context that it makes; None where that is declared."""
    from inferd.inference import contexts, lazy

    assert s.body is not None
    unit = contexts.Unit(s.body, -1, contexts.context_of(engine, s, args, receiver, f.made_in))
    if engine.running is not None:
        engine.running.reached[engine.running.at, s.body, -1] = None
    if engine.found is not None:
        engine.found.reach(unit)
    if s.result is not None or lazy.commented(engine, s.body, "return"):
        return None
    summary = contexts.outcome(engine, unit)
    types = contexts.result(engine, s, summary)
    if engine.running is not None and summary.stored:
        engine.running.filled.append((s, receiver is not None, summary.stored))
    types = documented_result(engine, s, types) or types
    if s.is_async and not engine.program(s.body).yields:
        return _coroutine(engine, types)
    return types


def reach(engine: Engine, where: Where, step: int, args: list[Arg], receiver: Value) -> None:
    """Let one definition of a method be called."""
    from inferd.inference import contexts

    s = signature(engine, where, step)
    if s.body is None or engine.flow is None:
        return
    unit = contexts.Unit(s.body, -1, contexts.context_of(engine, s, args, receiver, None))
    if engine.running is not None:
        engine.running.reached[engine.running.at, s.body, -1] = None
    if engine.found is not None:
        engine.found.reach(unit)


def _call_lambda(engine: Engine, v: Callable, args: list[Arg]) -> Types:
    """What calling a lambda of the project gives."""
    from inferd.inference import contexts

    where, first, made_in = v.made
    s = lambda_signature(engine, where, first)
    args = opened(args)
    if assign(s, args, False) is None:
        return ANY
    unit = contexts.Unit(where, first, contexts.context_of(engine, s, args, None, made_in))
    if engine.running is not None:
        engine.running.reached[engine.running.at, where, first] = None
    if engine.found is not None:
        engine.found.reach(unit)
    return contexts.outcome(engine, unit).returned


def lambda_signature(engine: Engine, where: Where, first: int) -> Signature:
    """The signature of the lambda that begins at a step."""
    known = engine.signatures.get((where, -1 - first))
    if known is None:
        steps = engine.program(where).steps
        raw = []
        n = first + 1
        while steps[n][0] == "p":
            raw.append((steps[n][1], steps[n][2]))
            n += 1
        defaults = [int(w[1:]) if w != "=-" else None for w in steps[first][1:]]
        keyword_only = [name for name, kind in raw if kind == "k"]
        plain = [name for name, kind in raw if kind in "/p"]
        first_default = len(plain) - (len(defaults) - len(keyword_only))
        params = []
        for name, kind in raw:
            default = None
            if kind in "/p" and plain.index(name) >= first_default:
                default = defaults[plain.index(name) - first_default]
            elif kind == "k" and defaults:
                default = defaults[len(defaults) - len(keyword_only) + keyword_only.index(name)]
            params.append(Parameter(name, kind, default is not None, None, default))
        known = engine.signatures[where, -1 - first] = Signature(
            where, first, where, tuple(params), None, False, {}, keys.keys_of(engine, where, first)
        )  # fmt: skip
    return known


def _asked_later(types: Types) -> dict[Variable, None]:
    """The type variables of callables that are returned, which their own calls bind: those in their parameters."""
    out: dict[Variable, None] = {}
    for v in types:
        if v[-1] == "callable":
            for p in v.params or ():
                out.update(variables_in(p))
    return out


def _belongs(variable: Variable, outer: Bindings) -> bool:
    """Whether a variable is one of those that the receiver's own arguments are written with."""
    return any(variable in variables_in(types) for types in outer.values())


def _fit_receiver(engine: Engine, declared: Types, receiver: Value, bindings: Bindings, several: bool) -> bool:
    """An annotated `self`: its type variables, and whether the receiver fits."""
    own: Types = (receiver,)
    for d in declared:
        if d[-1] == "instance" and receiver[-1] == "instance" and d.cls == receiver.cls:
            for mine, wanted in zip(receiver.args, d.args, strict=False):
                if mine == wanted:
                    continue  # `self: C[T]` of a new `C`: it is the arguments that tell
                if len(mine) == 1 and mine[0][-1] == "typevar":
                    bindings[mine[0]] = wanted
                else:
                    unify(engine, wanted, mine, bindings)
                    if several and assignable(engine, mine, wanted) is False:
                        return False
            return True
    unify(engine, declared, own, bindings)
    return not several or assignable(engine, own, declared) is not False


def assign(s: Signature, args: list[Arg], bound: bool) -> list[tuple[Parameter, Types]] | None:
    """Which parameter takes which argument; None where they do not fit in number or name."""
    params = s.params
    start = 1 if bound and params and params[0].kind in "/p" else 0
    positional_ = [p for p in params[start:] if p.kind in "/p"]
    rest = next((p for p in params if p.kind == "*"), None)
    named = {p.name: p for p in params[start:] if p.kind in "pk"}
    more = next((p for p in params if p.kind == "**"), None)
    out: list[tuple[Parameter, Types]] = []
    taken: set[str] = set()
    at = 0
    starred = False
    for a in args:
        if a.kind == "p":
            if at < len(positional_):
                out.append((positional_[at], a.types))
                taken.add(positional_[at].name)
                at += 1
            elif rest is not None:
                out.append((rest, a.types))
            elif not starred:
                return None
        elif a.kind == "*":
            starred = True
            out += [(p, a.types) for p in positional_[at:]]
            if rest is not None:
                out.append((rest, a.types))
        elif a.kind == "k":
            p = named.get(a.name)
            if p is not None and p.name not in taken:
                out.append((p, a.types))
                taken.add(p.name)
            elif more is not None:
                out.append((more, a.types))
            elif not starred:
                return None
        else:
            starred = True
    if not starred:
        for p in params[start:]:
            if not p.has_default and p.kind in "/pk" and p.name not in taken:
                return None
    return out


def of_any_length(engine: Engine, v: Value) -> Instance:
    """A tuple as one of which the length is not told."""
    empty = NOTHING if engine.flow is not None and not v.items else ANY
    return Instance(engine.builtin("tuple"), (engine.widened(union(v.items)) or empty,))


def unify(engine: Engine, wanted: Types, given: Types, bindings: Bindings) -> None:
    """Bind the type variables of *wanted* so that it takes *given*."""
    if not given and engine.flow is not None:
        for w in wanted:  # of what is in an empty list, say
            if w[-1] == "typevar":
                bindings.setdefault(w, NOTHING)
    if not wanted or not given:
        return
    plain = [w for w in wanted if w[-1] != "typevar"]
    variables = [w for w in wanted if w[-1] == "typevar"]
    left: list[Value] = []
    for g in given:
        used = False
        for w in plain:
            used = _unify(engine, w, g, bindings) or used
        if not used:
            left.append(g)
    if variables and left:
        types = engine.widened(tuple(left))
        v = variables[0]
        bindings[v] = join(bindings.get(v, NOTHING), types)


def _unify(engine: Engine, w: Value, g: Value, bindings: Bindings) -> bool:
    """Whether a value belongs to this alternative; binds the variables in it."""
    tag = w[-1]
    other = g[-1]
    if tag == "none":
        return bool(other == "none")
    if tag == "instance":
        if other == "literal":
            g = Instance(engine.builtin(literal_class(g.text)))
        elif other == "tuple":
            g = of_any_length(engine, g)
        elif other == "record":
            g = as_instance(engine, g)
        elif other in ("function", "bound", "callable"):
            return _call_protocol(engine, w, g, bindings)
        elif other == "class":
            return bool(w.cls == engine.builtin("type"))
        elif other == "typevar":
            return False
        if g[-1] != "instance":
            return False
        if not w.args:
            return classes.is_subclass(engine, g.cls, w.cls)
        for n, a in enumerate(w.args):
            found = classes.argument_of(engine, g, w.cls, n)
            if found is None:
                return _protocol(engine, w, g, bindings)
            unify(engine, a, found, bindings)
        return True
    if tag == "tuple":
        if other == "tuple":
            for a, b in zip(w.items, g.items, strict=False):
                unify(engine, a, b, bindings)
            return True
        return False
    if tag == "callable":
        if other in ("function", "bound", "callable", "class", "instance"):
            args = [positional(p) for p in w.params or ()]
            if engine.flow is not None and w.params is not None and other != "instance":
                given = [positional(substitute(a.types, bindings)) for a in args]
                given = [a._replace(types=ANY) if variables_in(a.types) else a for a in given]
                result = call_value(engine, g, given)
            elif other in ("function", "bound"):
                result = declared_result(engine, g)
            elif other == "callable":
                result = g.result or ANY
            else:
                result = call_value(engine, g, [a for a in args if not variables_in(a.types)])
            unify(engine, w.result, result, bindings)
            return True
        return False
    if tag == "class of":
        if other == "class":
            v = w.variable
            bindings[v] = join(bindings.get(v, NOTHING), (Instance(g.cls, g.args),))
            return True
        return False
    if tag == "class":
        return other == "class" and classes.is_subclass(engine, g.cls, w.cls)
    return False


def as_instance(engine: Engine, v: Value) -> Instance:
    """A dictionary whose keys are not kept apart."""
    keys = [engine.widened((key_value(k),)) for k, _ in v.items]
    values = [types for _, types in v.items]
    return Instance(engine.builtin("dict"), (union(keys), union(values)))


def declared_result(engine: Engine, g: Value) -> Types:
    """What a function or bound method returns, whatever it is called with."""
    f = g.function if g[-1] == "bound" else g
    outer = _outer(engine, f, g.receiver) if g[-1] == "bound" and g.receiver[-1] in ("instance", "class") else {}
    return union(substitute(result_of_definition(engine, w, n), outer) for w, n in definitions(engine, f))


def _call_protocol(engine: Engine, w: Instance, g: Value, bindings: Bindings) -> bool:
    from inferd.inference import members

    found = members.find(engine, w.cls, "__call__")
    if found is None:
        return False
    for f in members.bind(engine, w, *found):
        if f[-1] == "bound":
            result = declared_result(engine, g) if g[-1] != "callable" else g.result or ANY
            unify(engine, declared_result(engine, f), result, bindings)
    return True


def _protocol(engine: Engine, w: Instance, g: Instance, bindings: Bindings) -> bool:
    """A class that has what a protocol asks for: the variables are told by the results of its methods."""
    names = protocol_members(engine, w.cls)
    if names is None:
        return False
    from inferd.inference import members

    pairs = []
    for name in names:
        have = members.find(engine, g.cls, name)
        if have is None or have[0].cls == engine.builtin("object"):
            return False
        want = members.find(engine, w.cls, name)
        if want is not None:
            pairs.append((members.bind(engine, w, *want), members.bind(engine, g, *have)))
    if (w.cls, g.cls) in engine.comparing:  # a protocol that speaks of itself
        return True
    engine.comparing.add((w.cls, g.cls))
    for wanted, given in pairs:
        for x in wanted:
            for y in given:
                if x[-1] == "bound" and y[-1] == "bound":
                    unify(engine, declared_result(engine, x), _as_called(engine, x, y), bindings)
                elif x[-1] != "bound" and y[-1] != "bound":
                    unify(engine, (x,), (y,), bindings)
    engine.comparing.discard((w.cls, g.cls))
    return True


def _as_called(engine: Engine, wanted: Value, given: Value) -> Types:
    """What a method gives when it is called as the method of a protocol may be called."""
    if engine.flow is not None:
        for where, step in definitions(engine, wanted.function)[:1]:
            s = signature(engine, where, step)
            outer = _outer(engine, wanted.function, wanted.receiver)
            args = []
            for p in s.params[1:]:
                types = substitute(parameter_types(engine, s, p), outer)
                if p.kind in "/p" and not p.has_default:
                    args.append(positional(substitute(types, dict.fromkeys(variables_in(types), ANY))))
            found = call_value(engine, given, args)
            if found and UNKNOWN not in found:
                return found
    return declared_result(engine, given)


def protocol_members(engine: Engine, cls: Cls) -> list[str] | None:
    """The names that a protocol asks for, in order; None where the class is no protocol."""
    info = classes.info(engine, cls)
    if not info.is_protocol:
        return None
    names: dict[str, None] = {}
    for a in info.line:
        above = classes.info(engine, a.cls)
        if not above.is_protocol:
            continue
        for where in above.places:
            names.update(dict.fromkeys(engine.program(where).stores))
    for own in ("__slots__", "__doc__", "__module__", "__hash__", "__class_getitem__"):
        names.pop(own, None)
    if cls.space and any(not n.startswith("__") for n in names):
        engine.root.touched |= 1 << NAMELESS
    return list(names)


def assignable(engine: Engine, given: Types, wanted: Types) -> bool | None:
    """Whether every value of *given* may be passed as *wanted*; None where that is not known."""
    if not given:
        return None
    verdict: bool | None = True
    for g in given:
        one = _assignable_value(engine, g, wanted)
        if one is False:
            return False
        if one is None:
            verdict = None
    return verdict


def _assignable_value(engine: Engine, g: Value, wanted: Types) -> bool | None:
    if g == UNKNOWN:
        return None
    verdict: bool | None = False
    for w in wanted:
        one = _fits(engine, g, w)
        if one is True:
            return True
        if one is None:
            verdict = None
    return verdict


def _fits(engine: Engine, g: Value, w: Value) -> bool | None:
    tag, other = w[-1], g[-1]
    if tag == "unknown":
        return True
    if tag == "typevar":
        if w == SELF:
            return None
        bound, constraints = engine.bounds.get(w, (NOTHING, NOTHING))
        limit = bound or constraints
        return assignable(engine, (g,), limit) if limit and not variables_in(limit) else True
    if other == "typevar":
        if g == SELF:
            return None
        bound, constraints = engine.bounds.get(g, (NOTHING, NOTHING))
        limit = bound or constraints
        return _assignable_value(engine, limit[0], (w,)) if limit else None
    if tag == "none" or other == "none":
        if tag == other:
            return True
        return bool(tag == "instance" and w.cls == engine.builtin("object"))
    if tag == "literal":
        return g == w if other == "literal" else False
    if tag == "instance":
        if w.cls == engine.builtin("object"):
            return True
        if other == "literal":
            g = Instance(engine.builtin(literal_class(g.text)))
        elif other == "tuple":
            g = of_any_length(engine, g)
        elif other == "record":
            g = as_instance(engine, g)
        elif other in ("function", "bound", "callable"):
            return protocol_members(engine, w.cls) == ["__call__"] or w.cls.name in ("FunctionType", "MethodType")
        elif other == "class" or other == "class of":
            if w.cls == engine.builtin("type"):
                return True
            names = protocol_members(engine, w.cls)
            return None if names is not None else False
        if g[-1] != "instance":
            return None
        return _fits_instance(engine, g, w)
    if tag == "tuple":
        if other == "tuple":
            if len(w.items) != len(g.items):
                return False
            verdicts = [assignable(engine, a, b) for a, b in zip(g.items, w.items, strict=False)]
            return False if False in verdicts else None if None in verdicts else True
        return None if other == "instance" and classes.is_subclass(engine, g.cls, engine.builtin("tuple")) else False
    if tag == "callable":
        if other == "callable" and g.made is not None:  # a lambda: no guard
            return not any(r[-1] == "special" and r.name in ("TypeGuard", "TypeIs") for r in w.result)
        if other in ("function", "bound", "callable"):
            result = g.result if other == "callable" else declared_result(engine, g)
            return assignable(engine, result, w.result) is not False
        if other in ("class", "class of"):
            return True
        if other == "instance":
            from inferd.inference import members

            return members.find(engine, g.cls, "__call__") is not None
        return False
    if tag == "class":
        if other == "class":
            return classes.is_subclass(engine, g.cls, w.cls)
        return False if other in ("instance", "literal", "tuple", "function", "bound", "module") else None
    if tag == "class of":
        return other in ("class", "class of")
    if tag == "module":
        return bool(other == "module")
    if tag == "special" and w.name in ("TypeGuard", "TypeIs"):
        return bool(other == "special" and g.name == w.name)
    return None


_PROMOTED = {("int", "float"), ("int", "complex"), ("float", "complex"), ("bool", "float"), ("bool", "complex")}
_OF_OBJECT = ("__eq__", "__ne__", "__str__", "__repr__", "__hash__")  # what of `object` counts towards a protocol


def _fits_instance(engine: Engine, g: Instance, w: Instance) -> bool | None:
    if classes.is_subclass(engine, g.cls, w.cls):
        if not w.args:
            return True
        verdict: bool | None = True
        for n, a in enumerate(w.args):
            found = classes.argument_of(engine, g, w.cls, n)
            one = assignable(engine, found, a) if found else True if found == () else None
            if one is False:
                return False
            if one is None:
                verdict = None
        return verdict
    if g.cls.module == w.cls.module == "builtins" and (g.cls.name, w.cls.name) in _PROMOTED:
        return True
    names = protocol_members(engine, w.cls)
    if names is not None:
        from inferd.inference import members

        for name in names:
            have = members.find(engine, g.cls, name)
            if have is None:
                return None if classes.info(engine, g.cls).open else False
            if have[0].cls == engine.builtin("object") and name not in _OF_OBJECT:
                return False
        return True
    return None if classes.info(engine, g.cls).open else False


__all__ = ["Arg", "Callable", "Signature", "assignable", "call", "call_value", "positional", "signature", "unify"]
