"""Matching: which parameter takes which argument, whether it may, and what type variables are bound to by it.

Why
---
Overloads are told apart by what fits, and a generic function says what it gives only when its variables are known.
Both need the same walk over what is wanted and what is given, once to ask and once to bind.

What stands here
----------------
* `assign`: arguments to parameters, by number and name alone.
* `unify`: binds the variables of what is wanted, so that it takes what is given.  Variables are solved one argument
  after the other: each adds to what a variable is bound to.
* `assignable`: yes, no, or None where that is not known.  Only a plain no rules an overload out.
* What protocols ask for (`protocol_members`): those of a library are told by names and by the results of methods.

What it does not do
-------------------
It is no type checker: what is unknown fits everywhere, arguments of invariant classes are compared as if they were
covariant, and nothing is reported.
"""

from json import loads

from inferd.inference.definitions import classes
from inferd.inference.engine import Engine, Where

from inferd.inference.definitions.signatures import (  # isort:skip
    Arg, Parameter, Signature, declared_result, definitions, is_first, outer_bindings, parameter_types, positional,
    signature,
)  # fmt: skip
from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, SELF, UNKNOWN, Bindings, Callable, Cls, Function, Instance, Tuple, Types, Value, Variable, bounded,
    join, key_value, literal_class, substitute, substituted_row, union, variables_in,
)  # fmt: skip
from inferd.store.schema import NAMELESS


def opened(args: list[Arg]) -> list[Arg]:
    """Arguments in which `**mapping` stands by its keys, where these are known."""
    if all(a.kind != "**" or len(a.types) != 1 or a.types[0][-1] != "record" for a in args):
        return args
    out = []
    for a in args:
        if a.kind == "**" and len(a.types) == 1 and a.types[0][-1] == "record":
            maybe = a.types[0].maybe
            items = [(k, types) for k, types in a.types[0].items if k.startswith('s"')]
            out += [Arg("k?" if k in maybe else "k", loads(k[1:]), types) for k, types in items]
        else:
            out.append(a)
    return out


def fits_receiver(engine: Engine, declared: Types, receiver: Value, bindings: Bindings, several: bool) -> bool:
    """An annotated `self`: its type variables, and whether the receiver fits."""
    own: Types = (receiver,)
    for d in declared:
        if d[-1] == "instance" and receiver[-1] == "instance" and classes.is_subclass(engine, receiver.cls, d.cls):
            above = [classes.argument_of(engine, receiver, d.cls, n) or NOTHING for n in range(len(d.args))]
            for mine, wanted in zip(receiver.args if d.cls == receiver.cls else above, d.args, strict=False):
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
    starred = is_moved = False
    for a in args:
        if a.kind == "p":
            if is_moved:  # by a row of which it is not known how long it is
                out += [(p, a.types) for p in positional_[at:]]
                if rest is not None:
                    out.append((rest, a.types))
                at += 1
            elif at < len(positional_):
                out.append((positional_[at], a.types))
                taken.add(positional_[at].name)
                at += 1
            elif rest is not None:
                out.append((rest, a.types))
            elif not starred:
                return None
        elif a.kind == "*":
            starred = is_moved = True
            out += [(p, a.types) for p in positional_[at:]]
            if rest is not None:
                out.append((rest, a.types))
        elif a.kind in ("k", "k?"):
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
            if more is not None:  # its keys may be any others
                held = [union(t for _, t in v.items) if v[-1] == "record" else (v,) for v in a.types]
                out.append((more, union(held)))
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
    elif UNKNOWN in left and len(given) > 1 and engine.flow is not None:
        for v in variables_in(tuple([_told_by(w) for w in plain])):
            bindings[v] = join(bindings.get(v, NOTHING), ANY)


def _told_by(w: Value) -> Value:
    """A declared type without what is not told by what is passed for it: what a function takes."""
    return w._replace(params=None) if w[-1] == "callable" else w


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
        elif other == "partial":
            g = of_partial(engine, g)
        elif other == "class":
            return bool(w.cls == engine.builtin("type")) or _iterated(engine, w, g, bindings)
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
            if not g.cls.space and (not found or UNKNOWN in found) and len(w.args) == 1:
                from inferd.inference.operations.iteration import named_fields

                found = union(named_fields(engine, g) or ()) or found
            unify(engine, a, found, bindings)
        return True
    if tag == "tuple":
        if other == "tuple":
            at = next((n for n, a in enumerate(w.items) if variadic(a)), -1)
            if at >= 0:
                _unify_variadic(engine, w.items, g.items, at, bindings)
                return True
            for a, b in zip(w.items, g.items, strict=False):
                unify(engine, a, b, bindings)
            return True
        return False
    if tag == "callable":
        if other in ("function", "bound", "callable", "partial", "class", "instance"):
            from inferd.inference.operations.calls import call_value

            args = [positional(p) for p in w.params or ()]
            if engine.flow is not None and w.params is not None:
                given = [_passed(p) for p in substituted_row(w.params, bindings)]
                if len(args) > 1 and args[0].types == w.result and w.result[0][-1] == "typevar":
                    _fold(engine, w.result[0], g, given, bindings)
                    return True
                given = [a._replace(types=ANY) if variables_in(a.types) else a for a in given]
                if other == "function" and given and not _may_receive(engine, g, given[0].types):
                    given = [positional(ANY) for _ in given]
                result = call_value(engine, g, given)
            elif other in ("function", "bound"):
                result = declared_result(engine, g)
            elif other == "callable":
                result = g.result or ANY
            elif other == "instance":
                result = _of_call(engine, g)
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


def _of_call(engine: Engine, g: Instance) -> Types:
    """What `__call__` of an object is said to give, which nobody says is called with what."""
    from inferd.inference.definitions import attributes

    methods = attributes.attribute(engine, g, "__call__")
    return union(declared_result(engine, m) if m[-1] in ("function", "bound") else ANY for m in methods) or ANY


def _passed(types: Types) -> "Arg":
    """What a function is called with of which this is declared: of `*Ts` of which nothing is known any number."""
    return Arg("*", "", ANY) if len(types) == 1 and types[0][-1] == "unpacked" else positional(types)


def variadic(types: Types) -> Variable | None:
    """The variable of `*Ts` among the items of a tuple, or as what `*args` is declared; None for anything else."""
    if len(types) != 1 or types[0][-1] != "unpacked" or len(types[0].items) != 1:
        return None
    inner = types[0].items[0]
    if len(inner) != 1 or inner[0][-1] != "typevar":
        return None
    variable: Variable = inner[0]
    return variable


def _unify_variadic(
    engine: Engine, wanted: tuple[Types, ...], given: tuple[Types, ...], at: int, bindings: Bindings
) -> None:  # fmt: skip
    """`tuple[A, *Ts, B]`: what the others leave is what `Ts` takes."""
    after = len(wanted) - at - 1
    if len(given) < len(wanted) - 1:
        return
    middle = given[at : len(given) - after]
    for a, b in zip((*wanted[:at], *wanted[at + 1 :]), (*given[:at], *given[len(given) - after :]), strict=True):
        unify(engine, a, b, bindings)
    variable = variadic(wanted[at])
    if variable is not None:
        bindings[variable] = join(bindings.get(variable, NOTHING), row_of(engine, middle))


def row_of(engine: Engine, items: "tuple[Types, ...]") -> Types:
    """What `Ts` stands for, item by item."""
    return (Tuple(tuple([engine.widened(i) for i in items])),)


def _fold(engine: Engine, variable: Value, g: Value, given: "list[Arg]", bindings: Bindings) -> None:
    """Bind what a function is given that takes what it gave before: at first what is known of that, else what it is
    given beside it.
    """
    from inferd.inference.operations.calls import call_value

    held = bindings.get(variable) or union(a.types for a in given[1:])
    if variables_in(held):
        held = ANY
    for _ in range(_TURNS):
        before = _wherever_made(held)
        made = engine.widened(call_value(engine, g, [positional(held), *given[1:]]))
        held = bounded(join(held, made), _DEEPEST)
        if _wherever_made(held) == before:
            break
    else:
        held = join(held, ANY)  # it goes on growing
    bindings[variable] = held


_TURNS = 4
_DEEPEST = 3


def _wherever_made(types: Types) -> set[Value]:
    """A set in which functions inside of others, which each call of those makes anew, are one."""
    out: set[Value] = set()
    for v in types:
        if v[-1] == "function":
            v = v._replace(made_in=None)
        elif v[-1] == "callable" and v.made is not None:
            v = Callable(ANY, None, None, v.made[:2])
        out.add(v)
    return out


def _may_receive(engine: Engine, f: Function, given: Types) -> bool:
    """Whether a function may be called with this first: a method that is handed over as its class has it takes an
    instance, whatever the declaration leaves out.
    """
    around = Where(f.space, f.file, f.scope)
    if f.space or UNKNOWN in given or engine.kind(around) != "class":
        return True
    for where, step in definitions(engine, f):
        s = signature(engine, where, step)
        if not s.params or s.params[0].annotation is not None or is_first(engine, s, s.params[0]) != "self":
            return True
    cls = engine.class_at(around)
    return any(v[-1] == "instance" and classes.is_subclass(engine, v.cls, cls) for v in given)


def as_instance(engine: Engine, v: Value) -> Instance:
    """A dictionary whose keys are not kept apart."""
    keys = [engine.widened((key_value(k),)) for k, _ in v.items]
    values = [types for _, types in v.items]
    return Instance(engine.builtin("dict"), (union(keys), union(values)))


def of_partial(engine: Engine, v: Value) -> Instance:
    """What stands for `functools.partial(callee, ...)`, or for what caches a function's results, as an object."""
    if v.holder is not None:
        return v.holder  # type: ignore[no-any-return]
    return Instance(engine.outside_class("functools", "partial"), (ANY,))


def _call_protocol(engine: Engine, w: Instance, g: Value, bindings: Bindings) -> bool:
    from inferd.inference.definitions import attributes, members

    found = members.find(engine, w.cls, "__call__")
    if found is None:
        return False
    for f in attributes.bind(engine, w, *found):
        if f[-1] == "bound":
            result = declared_result(engine, g) if g[-1] != "callable" else g.result or ANY
            unify(engine, declared_result(engine, f), result, bindings)
    return True


def _protocol(engine: Engine, w: Instance, g: Instance, bindings: Bindings) -> bool:
    """A class that has what a protocol asks for: the variables are told by the results of its methods."""
    names = protocol_members(engine, w.cls)
    if names is None:
        return False
    from inferd.inference.definitions import attributes, members

    if names == ["__iter__"] and members.find(engine, g.cls, "__iter__") is None:
        return _iterated(engine, w, g, bindings)
    pairs = []
    for name in names:
        have = members.find(engine, g.cls, name)
        if have is None or have[0].cls == engine.builtin("object"):
            return False
        want = members.find(engine, w.cls, name)
        if want is not None:
            pairs.append((attributes.bind(engine, w, *want), attributes.bind(engine, g, *have)))
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


def _iterated(engine: Engine, w: Instance, g: Value, bindings: Bindings) -> bool:
    """What can be looped over by its metaclass or its `__getitem__`, where `Iterable[T]` is wanted."""
    from inferd.inference.operations.iteration import iterate

    if engine.flow is None or len(w.args) != 1 or protocol_members(engine, w.cls) != ["__iter__"]:
        return False
    elements = iterate(engine, (g,))
    if not elements or UNKNOWN in elements:
        return False
    is_iterator = w.cls.name == "SupportsIter"
    given = (Instance(engine.outside_class("typing", "Iterator"), (elements,)),) if is_iterator else elements
    unify(engine, w.args[0], given, bindings)
    return True


def _as_called(engine: Engine, wanted: Value, given: Value) -> Types:
    """What a method gives when it is called as the method of a protocol may be called."""
    if engine.flow is not None:
        from inferd.inference.operations.calls import call_value

        for where, step in definitions(engine, wanted.function)[:1]:
            s = signature(engine, where, step)
            outer = outer_bindings(engine, wanted.function, wanted.receiver)
            args = []
            for p in s.params[1:]:
                types = substitute(parameter_types(engine, s, p), outer)
                if p.kind in "/p" and not p.has_default:
                    args.append(positional(substitute(types, dict.fromkeys(variables_in(types), ANY))))
            if any(UNKNOWN in a.types or a.types == engine.instance("object") for a in args):
                break  # nobody tells what the method is called with
            found = call_value(engine, given, args)
            if found and (UNKNOWN not in found or len(definitions(engine, given.function)) > 1):
                return found  # of overloads, not what another one gives
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
        return True if any(_takes_all(engine, w) for w in wanted) else None
    verdict: bool | None = False
    for w in wanted:
        one = fits_value(engine, g, w)
        if one is True:
            return True
        if one is None:
            verdict = None
    return verdict


def _takes_all(engine: Engine, w: Value) -> bool:
    """Whether anything may be passed where a value is wanted."""
    if w[-1] == "typevar":
        return w != SELF and not any(engine.limits(w))
    return bool(w == UNKNOWN or (w[-1] == "instance" and w.cls == engine.builtin("object")))


def fits_value(engine: Engine, g: Value, w: Value) -> bool | None:
    """Whether a value may be passed where another is wanted; None where that is not known."""
    tag, other = w[-1], g[-1]
    if tag == "unknown":
        return True
    if tag == "typevar":
        if w == SELF:
            return None
        bound, constraints = engine.limits(w)
        limit = bound or constraints
        return assignable(engine, (g,), limit) if limit and not variables_in(limit) else True
    if other == "typevar":
        if g == SELF:
            return None
        bound, constraints = engine.limits(g)
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
        elif other == "partial":
            g = of_partial(engine, g)
        elif other == "class" or other == "class of":
            if w.cls == engine.builtin("type"):
                return True
            names = protocol_members(engine, w.cls)
            if names == ["__iter__"] and other == "class":
                from inferd.inference.definitions import attributes

                return bool(attributes.attribute(engine, g, "__iter__")) or None
            return None if names is not None else False
        if g[-1] != "instance":
            return None
        return fits_instance(engine, g, w)
    if tag == "tuple":
        if other == "tuple":
            if len(w.items) != len(g.items):
                return False
            verdicts = [assignable(engine, a, b) for a, b in zip(g.items, w.items, strict=False)]
            return False if False in verdicts else None if None in verdicts else True
        return None if other == "instance" and classes.is_subclass(engine, g.cls, engine.builtin("tuple")) else False
    if tag == "callable":
        is_function = other in ("function", "bound") or (other == "callable" and g.made is None)
        if not is_function and any(r[-1] == "special" and r.name in ("TypeGuard", "TypeIs") for r in w.result):
            return False  # a lambda, or an object that is called: no guard
        if other == "callable" and g.made is not None:
            return True
        if is_function:
            if any(_takes_all(engine, r) for r in w.result):
                return True  # whatever it gives: nobody has to find out
            result = g.result if other == "callable" else declared_result(engine, g)
            return assignable(engine, result, w.result) is not False
        if other in ("class", "class of", "partial"):
            return True
        if other == "instance":
            from inferd.inference.definitions import members

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


def fits_instance(engine: Engine, g: Instance, w: Instance) -> bool | None:
    """The same of instances: by their classes and type arguments, or by what a protocol asks for."""
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
        from inferd.inference.definitions import members

        for name in names:
            have = members.find(engine, g.cls, name)
            if have is None:
                return None if classes.info(engine, g.cls).open else False
            if have[0].cls == engine.builtin("object") and name not in _OF_OBJECT:
                return False
        return _fits_protocol(engine, g, w)
    return None if classes.info(engine, g.cls).open else False


def _fits_protocol(engine: Engine, g: Instance, w: Instance) -> bool | None:
    """Whether what the methods of an instance give fits the type arguments of a protocol whose members it has."""
    params = classes.info(engine, w.cls).params
    limits = [(p, a) for p, a in zip(params, w.args, strict=False) if not any(_takes_all(engine, x) for x in a)]
    if not limits:
        return True
    told: Bindings = {}
    _protocol(engine, Instance(w.cls, tuple([(p,) for p in params])), g, told)
    verdicts = [assignable(engine, told[p], a) for p, a in limits if told.get(p)]
    return False if False in verdicts else None if None in verdicts else True
