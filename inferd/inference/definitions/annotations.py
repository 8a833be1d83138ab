"""From an annotation, as the steps of a flow program, to the type set that it declares.

Names are looked up without regard to order, as type checkers do: a forward reference is as good as a string.  What is
not understood is unknown, never left out.
"""

from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NONE, NOTHING, SELF, UNKNOWN, Arguments, Callable, ClassObject, ClassOf, Instance, Literal, Special,
    Tuple, Types, Unpacked, Value, Variable, join, union,
)  # fmt: skip

_NO_FORMS = frozenset(("instance", "function", "bound", "callable"))
_PLAIN = frozenset(("Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Annotated"))


def read(engine: Engine, where: Where, step: int, params: dict[str, Variable] | None = None) -> Types:
    """The declared set.  *params*: type parameters of the definition whose header the annotation stands in."""
    if params:
        return _read(engine, where, step, params)
    found: Types = engine.solve(("annotation", where, step), lambda: _read(engine, where, step, {}))
    return found


def _read(engine: Engine, where: Where, step: int, params: dict[str, Variable]) -> Types:
    words = engine.program(where).steps[step]
    op = words[0]
    if op == "q":
        return _read(engine, where, int(words[1]), params)
    if op == "c":
        return JUST_NONE if words[1] == "N" else ANY
    if op == "b":
        if words[1] == "BitOr":
            left, right = (_read(engine, where, int(w), params) for w in words[2:4])
            return _told(join(left, right)) if where.space else join(left, right)
        return ANY
    if op == "i":
        return _subscript(engine, where, int(words[1]), int(words[2]), params)
    if op in ("l", "a"):
        return declared(engine, _form(engine, where, step, params))
    if op == "st":
        return (Unpacked((_read(engine, where, int(words[1]), params),)),)
    return ANY


def _told(types: Types) -> Types:
    """What `str | Any` of a library declares: the rest, which is so as a rule, without having to be checked for.

    `None` is no such rest: `getattr(x, name, None)` is `Any | None`.
    """
    known = tuple([v for v in types if v != UNKNOWN])
    return types if not known or known == JUST_NONE else known


def _form(engine: Engine, where: Where, step: int, params: dict[str, Variable]) -> Types:
    """The value of a plain or dotted name in an annotation."""
    words = engine.program(where).steps[step]
    if words[0] == "q":
        return _form(engine, where, int(words[1]), params)
    if words[0] == "l":
        if words[1] in params:
            return (params[words[1]],)
        types = engine.name(where, words[1])
        if types and not where.space and all(v[-1] in _NO_FORMS for v in types):
            from inferd.inference.scopes import lazy

            return lazy.class_behind(engine, where, words[1]) or types  # a decorator hides it
        return types
    if words[0] == "a":
        from inferd.inference.definitions import attributes

        return attributes.attribute_of(engine, _form(engine, where, int(words[1]), params), words[2])
    if words[0] == "i":
        return read(engine, where, step, params)
    return ANY


def declared(engine: Engine, form: Types, args: Arguments | None = None) -> Types:
    """What the values of an annotation declare: a class its instances, an alias what it stands for."""
    out: list[Types] = []
    for v in form:
        tag = v[-1]
        if tag == "class":
            out.append(_class(engine, v, args))
        elif tag == "typevar":
            out.append((v,))
        elif tag == "none":
            out.append(JUST_NONE)
        elif tag == "special":
            out.append(_special(engine, v, args))
        elif tag == "alias":
            out.append(v.types if args is None else _applied(v, args))
        else:
            out.append(ANY)
    return union(out) if out else ANY


def _class(engine: Engine, v: ClassObject, args: Arguments | None) -> Types:
    cls = v.cls
    if cls.module == "builtins":
        if cls.name == "tuple":
            if args is None:
                return (Instance(cls, (ANY,)),) if not v.args else (Instance(cls, v.args),)
            return _tuple(engine, args)
        if cls.name == "type" and args:
            return class_of(args[0])
        if cls.name == "NoneType":
            return JUST_NONE
    elif cls.name == "NoneType" and cls.module == "types":
        return JUST_NONE
    elif cls.name == "Any":
        return ANY
    if args is None:
        return (Instance(cls, v.args),)
    from inferd.inference.definitions import classes

    info = classes.info(engine, cls)
    return (Instance(cls, fitted(engine, info.params, args)),)


def fitted(engine: Engine, params: tuple[Variable, ...], args: Arguments) -> Arguments:
    """Type arguments as many as there are parameters: one that is not given is what it is by default.

    A variadic or ParamSpec parameter takes one unknown.
    """
    if len(args) > len(params):
        return tuple(args[: len(params)])
    return tuple(args) + tuple([ANY if (d := engine.default(p)) is None else d for p in params[len(args) :]])


def _tuple(engine: Engine, args: Arguments) -> Types:
    if len(args) == 2 and args[1] == (Literal("E"),):
        return engine.instance("tuple", args[0])
    if len(args) == 1 and args[0] == ():
        return (Tuple(()),)
    items: list[Types] = []
    for a in args:
        if len(a) == 1 and a[0][-1] == "unpacked":
            inner = a[0].items[0] if len(a[0].items) == 1 else NOTHING
            if len(inner) == 1 and inner[0][-1] in ("typevar", "tuple"):  # `tuple[int, *Ts]`
                items += inner[0].items if inner[0][-1] == "tuple" else [a]
                continue
            return engine.instance(
                "tuple", union(x.items[0] if x[-1] == "unpacked" and x.items else (x,) for b in args for x in b)
            )
        items.append(a)
    return (Tuple(tuple(items)),)


def class_of(types: Types) -> Types:
    """`type[X]`."""
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if tag == "instance":
            out[ClassObject(v.cls, v.args)] = None
        elif tag == "typevar":
            out[ClassOf(v)] = None
        else:
            out[UNKNOWN] = None
    return tuple(out)


def _special(engine: Engine, v: Special, args: Arguments | None) -> Types:
    name = v.name
    if args is None:
        if name in ("Never", "NoReturn"):
            return NOTHING
        if name == "Self":
            return (SELF,)
        if name == "LiteralString":
            return engine.instance("str")
        if name == "Tuple":
            return engine.instance("tuple", ANY)
        if name == "Type":
            return engine.instance("type")
        if name == "Callable":
            return (Callable(ANY),)
        return ANY
    if name == "Optional":
        return join(args[0], (NONE,))
    if name == "Union":
        return union(args)
    if name in _PLAIN or name == "Unpack":
        if name == "Unpack":
            return (Unpacked((args[0],)),)
        return args[0]
    if name == "Tuple":
        return _tuple(engine, args)
    if name == "Type":
        return class_of(args[0])
    if name in ("TypeGuard", "TypeIs"):
        return (Special(name, (args[0],)),)
    return ANY


def _subscript(engine: Engine, where: Where, base: int, key: int, params: dict[str, Variable]) -> Types:
    program = engine.program(where)
    form = _form(engine, where, base, params)
    words = program.steps[key]
    parts = [key]
    starred: set[int] = set()
    if words[0] == "t" and words[1] == "tuple":
        parts = [int(w.lstrip("*")) for w in words[2:]]
        starred = {int(w[1:]) for w in words[2:] if w[0] == "*"}
    out: list[Types] = []
    for v in form:
        if v[-1] == "special" and v.name == "Literal":
            out.append(union(_literal(engine, where, p) for p in parts))
        elif v[-1] == "special" and v.name == "Callable":
            out.append(_callable(engine, where, parts, params))
        elif v[-1] == "special" and v.name in _PLAIN:
            out.append(_read(engine, where, parts[0], params))
        elif v[-1] == "class" or v[-1] == "special":
            args = tuple([_argument(engine, where, p, params) for p in parts])
            if starred:
                args = tuple([(Unpacked((a,)),) if p in starred else a for p, a in zip(parts, args, strict=True)])
            if words[0] == "t" and len(words) == 2:
                args = ((),)
            if v[-1] == "class" and v.args:  # an alias of a generic class with variables: `Pair = dict[T, T]`
                out.append(_applied(v, args))
            else:
                types = declared(engine, (v,), args)
                is_union = v[-1] == "special" and v.name == "Union" and where.space
                out.append(_told(types) if is_union else types)
        elif v[-1] == "alias":
            out.append(_applied(v, tuple([_argument(engine, where, p, params) for p in parts])))
        else:
            out.append(ANY)
    return union(out) if out else ANY


def _applied(v: Value, args: Arguments) -> Types:
    """An alias with type variables, given their values."""
    from inferd.inference.types import substitute, variables_in

    types = (Instance(v.cls, v.args),) if v[-1] == "class" else v.types
    free = list(variables_in(types))
    return substitute(types, dict(zip(free, args, strict=False)))


def _argument(engine: Engine, where: Where, step: int, params: dict[str, Variable]) -> Types:
    words = engine.program(where).steps[step]
    if words[0] == "c" and words[1] == "E":
        return (Literal("E"),)
    if words[0] == "t" and words[1] == "list":  # of a ParamSpec
        return ANY
    if words[0] == "st":
        return (Unpacked((_read(engine, where, int(words[1]), params),)),)
    return _read(engine, where, step, params)


def _literal(engine: Engine, where: Where, step: int) -> Types:
    words = engine.program(where).steps[step]
    if words[0] == "c":
        return JUST_NONE if words[1] == "N" else (Literal(words[1]),)
    if words[0] == "q":
        return (Literal(words[2]),)
    if words[0] == "u" and words[1] == "USub":
        return tuple([Literal(f"i-{v.text[1:]}") for v in _literal(engine, where, int(words[2])) if v[-1] == "literal"])
    if words[0] == "a":  # a member of an enumeration
        from inferd.inference.scopes import lazy

        return lazy.value(engine, where, step)
    if words[0] == "i":
        return _read(engine, where, step, {})
    return ANY


def _callable(engine: Engine, where: Where, parts: list[int], params: dict[str, Variable]) -> Types:
    if len(parts) != 2:
        return (Callable(ANY),)
    result = _read(engine, where, parts[1], params)
    words = engine.program(where).steps[parts[0]]
    if words[0] == "t" and words[1] == "list" and all(w[0] != "*" for w in words[2:]):
        return (Callable(result, tuple([_argument(engine, where, int(w), params) for w in words[2:]])),)
    return (Callable(result),)
