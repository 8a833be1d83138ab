"""Calls: which definitions are meant, and what comes back.

A call of several definitions takes the first overload that the arguments fit; where an argument is unknown, all that
may fit; where they fit none, those that a part of them fits, or else all.  Definitions that are no overloads of each
other (conditional ones) all count.  A function of the project that declares no result is run in the context that the
call makes (`contexts`).

What calling a class makes stands in `making`, what a signature says in `signatures`, how arguments are held against it
in `matching`.
"""

from inferd.inference.definitions import annotations, classes
from inferd.inference.engine import Engine, Where
from inferd.inference.operations.containers import is_container

from inferd.inference.operations.matching import (  # isort:skip
    as_instance, assign, assignable, fits_receiver, opened, row_of, unify, variadic,
)  # fmt: skip

from inferd.inference.definitions.signatures import (  # isort:skip
    Arg, Parameter, Signature, coroutine, definitions, documented_result, is_abstract, is_first, is_overload,
    lambda_signature, outer_bindings, parameter_types, positional, result_of_definition, signature,
)  # fmt: skip
from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, SELF, UNKNOWN, Bindings, Callable, Function, Instance, Partial, Types, Value,
    Variable, join, substitute, union, variables_in,
)  # fmt: skip


def call(engine: Engine, callee: Types, args: list[Arg]) -> Types:
    """What calling something of these types gives."""
    if len(callee) == 1:
        return call_value(engine, callee[0], args)
    return union(call_value(engine, v, args) for v in fitting(engine, callee, args))


def spread(engine: Engine, given: Types) -> list[Arg]:
    """What `*given` passes."""
    from inferd.inference.operations.iteration import is_row, iterate

    if given and all(v[-1] == "tuple" or is_row(v) for v in given) and len({len(v.items) for v in given}) == 1:
        columns = zip(*(v.items for v in given), strict=True)  # `*sys.exc_info()`: one of two tuples
        return [positional(union(x)) for x in columns]
    return [Arg("*", "", iterate(engine, given))]


def fitting(engine: Engine, callee: Types, args: list[Arg]) -> Types:
    """Of several values those that can be called with these arguments: the others would raise."""
    if engine.flow is None or len(callee) < 2:
        return callee
    args = opened(args)
    if any(a.kind in ("*", "**") for a in args):
        return callee
    return tuple([v for v in callee if takes(engine, v, args)]) or callee


def passed_on(v: Partial, args: list[Arg]) -> list[Arg]:
    """What a partial is called with hands on: a keyword that is given again replaces the first."""
    args = opened(args)
    again = {a.name for a in args if a.kind == "k"}
    return [*(a for a in v.given if a.kind != "k" or a.name not in again), *args]


DISPATCHING = ("_SingleDispatchCallable", "singledispatchmethod")  # by the class of the first argument
COMPARING = "K"  # the class of what `functools.cmp_to_key` gives
WRAPPER = ("functools", "_Wrapper")  # of what `functools.wraps(f)` gives
_NEVER_CALLED = frozenset(("none", "literal", "tuple", "record", "module"))


def takes(engine: Engine, v: Value, args: list[Arg]) -> bool:
    """Whether a value may be called with arguments of this number and these names; a library's also of these types."""
    tag = v[-1]
    if tag in _NEVER_CALLED:
        return False
    if tag == "instance":
        from inferd.inference.definitions import members

        is_plain = v.cls.module == "builtins" and v.cls.name != "object"
        return not is_plain or members.find(engine, v.cls, "__call__") is not None
    if tag == "bound" or tag == "function":
        f = v.function if tag == "bound" else v
        receiver = v.receiver if tag == "bound" else None
        return any(_definition_takes(engine, f, d, receiver, args) for d in definitions(engine, f))
    if tag == "callable" and v.made is not None:
        return assign(lambda_signature(engine, v.made[0], v.made[1]), args, False) is not None
    if tag == "partial" and v.holder is None:
        return takes(engine, v.callee, passed_on(v, args))
    return True


def _definition_takes(
    engine: Engine, f: Function, definition: tuple[Where, int], receiver: Value | None, args: list[Arg]
) -> bool:
    """Whether one definition may be called with these arguments."""
    s = signature(engine, *definition)
    taken = assign(s, args, receiver is not None)
    if taken is None or not f.space:
        return taken is not None
    is_of_class = receiver is not None and receiver[-1] in ("instance", "class")
    outer = outer_bindings(engine, f, receiver) if is_of_class else {}
    for p, types in taken:
        wanted = substitute(parameter_types(engine, s, p), outer) if p.annotation is not None else ANY
        if types and all(assignable(engine, (t,), wanted) is False for v in types for t in _one_by_one(v)):
            return False
    return True


def _one_by_one(v: Value) -> list[Value]:
    """A container as if it held but one of the types that it holds: several have been made one, perhaps."""
    if v[-1] != "instance" or len(v.args) != 1 or len(v.args[0]) < 2 or not is_container(v):
        return [v]
    return [v._replace(args=((held,),), items=None) for held in v.args[0]]


def call_value(engine: Engine, v: Value, args: list[Arg]) -> Types:
    """What calling one value gives."""
    from inferd.inference.operations import making

    tag = v[-1]
    if tag == "function":
        return call_function(engine, v, args, None)
    if tag == "bound" and v.asked:
        from inferd.inference.definitions import managers

        return managers.called(engine, v, args)
    if tag == "bound":
        return call_function(engine, v.function, args, v.receiver)
    if tag == "class":
        return making.construct(engine, v, args)
    if tag == "callable":
        if v.made is not None and engine.flow is not None:
            return _call_lambda(engine, v, args)
        if v.runs is not None and engine.flow is not None:
            ran = union(_by_body(engine, f, args) for f in v.runs)
            if v.inner is None or v.form is None:
                declared = _declared_of(engine, v, args)
                return ran if UNKNOWN in declared or variables_in(declared) else with_runs(declared, ran)
            if ran and UNKNOWN not in ran:
                return ran
        if v.inner is not None:
            given_back = call(engine, v.inner, args)
            made_of_it = _by_form(engine, v.form, given_back) if v.form is not None else NOTHING
            if made_of_it:
                return made_of_it
        return _declared_of(engine, v, args)
    if tag == "partial":
        if v.holder is not None and v.holder.cls.name in DISPATCHING and v.callee[-1] in ("function", "bound"):
            from inferd.inference.operations import implied

            return implied.dispatched(engine, v.callee, args)
        if v.holder is not None and v.holder.cls.name == COMPARING:
            call_value(engine, v.callee, [*args, *args])
            return (v.holder,)
        if v.holder is not None and v.given:
            from inferd.inference.operations import getters

            return getters.called(engine, v, args)
        if v.holder is not None:
            return call_value(engine, v.callee, args)
        return call_value(engine, v.callee, passed_on(v, args))
    if tag == "instance":
        from inferd.inference.definitions import attributes, members

        found = members.find(engine, v.cls, "__call__")
        if found is None:
            return ANY
        return call(engine, attributes.bind(engine, v, *found), args)
    if tag == "class of":
        return (v.variable,)
    if tag == "alias":
        aliased: Types = v.types
        return aliased
    if tag == "typevar":
        return call(engine, engine.bound(v), args) if v != SELF else ANY
    return ANY


def _declared_of(engine: Engine, v: Callable, args: list[Arg]) -> Types:
    """What a callable is declared to give."""
    bindings: Bindings = {}
    given = [a.types for a in args if a.kind == "p"]
    for p, a in zip(v.params or (), given, strict=False):
        unify(engine, p, a, bindings)
    return substitute(v.result, bindings)


def _by_body(engine: Engine, v: Value, args: list[Arg]) -> Types:
    """What calling a function of the project gives by its body, whatever it is declared to give."""
    tag = v[-1]
    if tag == "partial":
        return _by_body(engine, v.callee, passed_on(v, args))
    f = v.function if tag == "bound" else v
    if f[-1] != "function":
        return call_value(engine, v, args)
    receiver = v.receiver if tag == "bound" else None
    out: list[Types] = []
    args = opened(args)
    for where, step in definitions(engine, f):
        s = signature(engine, where, step)
        if s.body is None or assign(s, args, receiver is not None) is None:
            return ANY
        out.append(in_context(engine, s, f, args, receiver, True) or NOTHING)
    return union(out)


def _standing_behind(
    engine: Engine, s: Signature, f: Function, args: list[Arg], receiver: Value | None, declared: Types
) -> Types:
    """What a function is declared to return, where that is to be called with the functions that its body returns."""
    if not any(v[-1] == "callable" and v.made is None and v.runs is None for v in declared):
        return declared
    return with_runs(declared, in_context(engine, s, f, args, receiver, True) or NOTHING)


def with_runs(declared: Types, runs: Types) -> Types:
    """What is declared, with the functions of the project that stand behind it where it is to be called."""
    runs = tuple([v for v in runs if v != ("none",)])
    if not runs or not all(map(is_own, runs)):
        return declared
    return tuple([v._replace(runs=runs) if v[-1] == "callable" and v.made is None else v for v in declared])


def is_own(v: Value) -> bool:
    """Whether a value is a function, a method or a lambda of the project."""
    tag = v[-1]
    if tag == "partial":
        return v.holder is None and is_own(v.callee)
    f = v.function if tag == "bound" else v
    return (f[-1] == "function" and not f.space) or (tag == "callable" and v.made is not None)


def _by_form(engine: Engine, form: tuple[Types, Types], given: Types) -> Types:
    """What a decorated function gives where the one that it calls gives this; () where that does not tell it."""
    bindings: Bindings = {}
    if not given or UNKNOWN in given:
        return NOTHING
    unify(engine, form[0], given, bindings)
    types = substitute(form[1], bindings) if bindings else NOTHING
    return NOTHING if variables_in(types) else types


def form_of(engine: Engine, decorator: Types, decorated: Types) -> tuple[Types, Types] | None:
    """What a decorator is declared to make of what functions give, in its type variables: (given, made)."""
    if len(decorator) != 1:
        return None
    taken: Types = NOTHING
    made: Types = NOTHING
    if decorator[0][-1] == "callable" and decorator[0].params is not None and len(decorator[0].params) == 1:
        taken, made = decorator[0].params[0], decorator[0].result
    elif decorator[0][-1] == "function":
        for where, step in definitions(engine, decorator[0]):
            s = signature(engine, where, step)
            if s.result is None or not s.params or s.params[0].annotation is None:
                return None
            taken, made = parameter_types(engine, s, s.params[0]), result_of_definition(engine, where, step)
            if assignable(engine, decorated, taken) is not False:
                break
    if len(taken) != 1 or len(made) != 1 or taken[0][-1] != "callable" or made[0][-1] != "callable":
        return None
    wanted: Types = taken[0].result
    told = variables_in(made[0].result)
    return (wanted, made[0].result) if told and told.keys() <= variables_in(wanted).keys() else None


def parameter_of_argument(engine: Engine, where: Where, call_step: int, argument: int, number: int) -> Types:
    """What positional parameter *number* is of a function that is argument (a step) of a call: as the parameter that
    takes it is declared, with the type variables that the other arguments bind.
    """
    from inferd.inference.definitions import members
    from inferd.inference.scopes import lazy

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
                outer = outer_bindings(engine, v.function, v.receiver)
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
                    if w[-1] == "callable" and w.params is None:
                        passed = _handed_on(engine, s, args, is_bound) or _handed_over(engine, s, taken)
                        each = [a for a in passed if a.kind == "*"]
                        if number < len(passed) and all(a.kind == "p" for a in passed[: number + 1]):
                            out.append(passed[number].types)
                        elif each and passed.index(each[0]) <= number:
                            out.append(each[0].types)
                    elif w[-1] == "callable" and number < len(w.params):
                        types = substitute(w.params[number], bindings)
                        out.append(substitute(types, dict.fromkeys(variables_in(types), ANY)))
                if out:
                    break
    return union(out) if out else ANY


def call_function(engine: Engine, f: Function, args: list[Arg], receiver: Value | None) -> Types:
    """What calling a function gives; *receiver*: what it is bound to."""
    from inferd.inference.operations import making

    outer: Bindings = {}
    if receiver is not None and receiver[-1] in ("instance", "class"):
        outer = outer_bindings(engine, f, receiver)
        if receiver[-1] == "instance" and receiver.args == (NOTHING,):
            from inferd.inference.operations import containers

            if containers.is_queue(receiver.cls):  # others may put something into it
                outer = {variable: types or ANY for variable, types in outer.items()}
        if receiver[-1] == "class" and not receiver.args:  # the arguments tell what the class does not
            outer = {variable: types for variable, types in outer.items() if types != ANY}
    elif f.name == "__new__" and f.space and args and len(args[0].types) == 1 and args[0].types[0][-1] == "class":
        made = args[0].types[0]  # `object.__new__(cls)`
        of_statement = tuple([c for c in made.made_with if c[-1] == "class"])  # by a metaclass
        outer[SELF] = of_statement or (Instance(made.cls, made.args, None, made.made_with),)
        if of_statement and len(args) > 3:
            from inferd.inference.operations import implied

            for v in of_statement:
                implied.tell_namespace(engine, v, args[3].types)
        if not made.cls.space and making.fill_in(engine, classes.info(engine, made.cls), args[1:]):
            return outer[SELF]  # `namedtuple`'s takes the fields
    if f.name in ("_make", "_replace") and f.space and receiver is not None and receiver[-1] in ("class", "instance"):
        given = union(a.types for a in args) if f.name == "_make" else NOTHING
        making.fill_in(engine, classes.info(engine, receiver.cls), spread(engine, given) if given else args)
    if f.name == "__call__" and f.space and engine.flow is not None:
        asked = receiver if receiver is not None else args[0].types[0] if args and len(args[0].types) == 1 else None
        if asked is not None and asked[-1] == "class" and not asked.cls.space and _is_of_type(engine, f):
            return making.construct(engine, asked, args if receiver is not None else args[1:], True)
    if engine.flow is not None:
        args = opened(list(args))
        if f.space and receiver is None and f.scope and args and args[0].kind == "p":
            own = _unbound(engine, f, args[0].types)
            if own:
                return union(call_function(engine, f, args[1:], v) for v in own)
    if f.name == "__init__" and f.space and receiver is not None and receiver[-1] == "instance":
        from inferd.inference.operations import implied

        implied.tell_args(engine, receiver.cls, args)
    matched = match(engine, f, args, receiver, outer)
    types = matched[0] if matched is not None else _given_anyway(engine, f, outer)
    if f.name == "create_future" and f.space and engine.flow is not None:
        types = tuple([v._replace(args=(NOTHING,)) if v[-1] == "instance" and v.args == (ANY,) else v for v in types])
    if f.name in _CODED and f.space and engine.flow is not None and _is_any_codec(engine, f, args):
        return ANY
    if len(types) == 1 and types[0][-1] == "special" and types[0].name in ("TypeGuard", "TypeIs"):
        return engine.instance("bool")
    return types


_CODED = frozenset(("encode", "decode"))


def _is_any_codec(engine: Engine, f: Function, args: list[Arg]) -> bool:
    """Whether a call of `codecs.encode` names a codec that is put together or passed on: some give text for text."""
    if engine.world.space(f.space).module_of(f.file) not in ("_codecs", "codecs") or f.scope:
        return False
    named = [a.types for n, a in enumerate(args) if (a.kind == "p" and n == 1) or a.name == "encoding"]
    return any(v[-1] != "literal" for types in named for v in types)


def _unbound(engine: Engine, f: Function, first: Types) -> Types:
    """What a library's method is called on that is taken from its class, `dict.get(d, key)`; () for other functions."""
    where = Where(f.space, f.file, f.scope)
    if engine.kind(where) != "class" or f.name == "__new__":
        return NOTHING
    cls = engine.class_at(where)
    own = tuple([as_instance(engine, v) if v[-1] == "record" else v for v in engine.widened(first)])
    if any(v[-1] != "instance" or not classes.is_subclass(engine, v.cls, cls) for v in own):
        return NOTHING
    made = [signature(engine, *d) for d in definitions(engine, f)]
    return own if all(s.params and is_first(engine, s, s.params[0]) == "self" for s in made) else NOTHING


def _given_anyway(engine: Engine, f: Function, outer: Bindings) -> Types:
    """What a function gives that does not take the arguments of a call: most likely somebody is writing them."""
    made = definitions(engine, f)
    types = substitute(result_of_definition(engine, *made[0]), outer) if len(made) == 1 else ANY
    return substitute(types, dict.fromkeys(variables_in(types), ANY)) or ANY


def _is_of_type(engine: Engine, f: Function) -> bool:
    """Whether a method is one of `type`."""
    where = Where(f.space, f.file, f.scope)
    return engine.kind(where) == "class" and engine.class_at(where) == engine.builtin("type")


def match(
    engine: Engine, f: Function, args: list[Arg], receiver: Value | None, outer: Bindings, relaxed: int = 0
) -> tuple[Types, Bindings] | None:
    """(result, bindings) of a call; None where no definition takes these arguments.

    *relaxed*: what any of the definitions may give that something of each argument fits (1), or that take arguments of
    their number and names (2).
    """
    defs = definitions(engine, f)
    several = len(defs) > 1
    if several and any(a.kind == "*" for a in args):
        defs = sorted(defs, key=lambda d: not _takes_many(engine, *d))
    results: list[Types] = []
    bindings: Bindings = {}
    unbound: set[Variable] = set()  # by one of the definitions
    for where, step in defs:
        s = signature(engine, where, step)
        taken = assign(s, args, receiver is not None)
        if taken is None:
            continue
        local: Bindings = {}
        sure = not several or all(a.kind != "**" for a in args) or any(p.kind == "**" for p in s.params)
        fits = True
        if receiver is not None and s.params and s.params[0].annotation is not None:
            first = substitute(annotations.read(engine, s.where, s.params[0].annotation, s.variables), outer)
            if not fits_receiver(engine, first, receiver, local, several and not relaxed):
                continue
        later: list[tuple[Types, Types]] = []
        rest: list[Types] = []  # what `*args: *Ts` takes
        vague: Types = NOTHING  # what is declared of parameters that are given something of which nothing is known
        for p, types in taken:
            declared = substitute(parameter_types(engine, s, p), outer) if p.annotation is not None else ANY
            if several and p.annotation is not None and relaxed == 1:
                if types and all(assignable(engine, (t,), declared) is False for t in types):
                    fits = False
                    break
            elif several and p.annotation is not None and not relaxed:
                verdict = assignable(engine, types, declared)
                if verdict is False:
                    fits = False
                    break
                sure = sure and verdict is True
            if declared != ANY:
                if p.kind == "*" and declared[0][-1] == "unpacked":
                    rest.append(types)
                    variable = variadic(declared)
                    if variable is not None and not any(a.kind == "*" for a in args):
                        local[variable] = row_of(engine, tuple(rest))
                elif engine.flow is not None and any(d[-1] == "callable" for d in declared):
                    later.append((declared, types))  # called with what the other arguments tell
                else:
                    unify(engine, declared, types, local)
                    vague = (*vague, *declared) if types == ANY else vague
        if not fits:
            continue
        for declared, types in later:
            passed = _handed_on(engine, s, args, receiver is not None) if declared[0][-1] == "callable" else None
            passed = passed or _handed_over(engine, s, taken)
            called = [d for d in declared if d[-1] == "callable"]
            if passed and len(called) == 1 and called[0].params is None:
                unify(engine, called[0].result, call(engine, types, passed), local)
            else:
                unify(engine, declared, types, local)
        for var in variables_in(vague) if local and engine.flow is not None else ():
            if var in local:  # as others are given something: it may be more than that
                local[var] = join(local[var], ANY)
        if engine.flow is not None and not where.space and s.body is not None:
            flowing = in_context(engine, s, f, args, receiver)
            if flowing is not None:
                results.append(substitute(substitute(flowing, outer), local))
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
        if engine.flow is not None and not where.space and s.body is not None:
            result = _standing_behind(engine, s, f, args, receiver, result)
        if results:
            unbound |= bindings.keys() ^ local.keys()
        results.append(result)
        for var, types in local.items():
            bindings[var] = join(bindings.get(var, NOTHING), types)
        if several and sure and not relaxed and is_overload(engine, where, step):
            break
    if not results and several and relaxed < 2:
        return match(engine, f, args, receiver, outer, relaxed + 1)
    if not results:
        return None
    return union(results), {var: ANY if var in unbound else types for var, types in bindings.items()}


def _takes_many(engine: Engine, where: Where, step: int) -> bool:
    """Whether a definition has a `*rest` that says what of: it goes before those that take one or two arguments."""
    s = signature(engine, where, step)
    rest = next((p for p in s.params if p.kind == "*" and p.annotation is not None), None)
    return rest is not None and bool(variables_in(parameter_types(engine, s, rest)))


def _handed_on(engine: Engine, s: Signature, args: list[Arg], is_bound: bool) -> list[Arg]:
    """The arguments that a library's function takes as `*args: P.args`, or whose elements it takes as `*rows:
    Iterable[Any]`: with these it calls what it is given.
    """
    rest = next((p for p in s.params if p.kind == "*"), None) if s.where.space else None
    words = engine.program(s.where).steps[rest.annotation] if rest is not None and rest.annotation is not None else [""]
    if rest is not None and words[0] == "i":
        from inferd.inference.operations.iteration import iterate

        iterable: Types = (Instance(engine.outside_class("typing", "Iterable"), (ANY,)),)
        rows = [a for a in args if a.kind == "p"][len([p for p in s.params if p.kind in "/p"]) - is_bound :]
        is_each = rows and parameter_types(engine, s, rest) == iterable
        return [positional(iterate(engine, a.types)) for a in rows] if is_each else []
    is_any = words == ["l", "Any"] and any(p.kind == "**" for p in s.params)  # `assertRaises(error, f, *args, **named)`
    if words[0] != "st" and (words[0] != "a" or words[2] != "args") and not is_any:
        return []
    start = 1 if is_bound and s.params[0].kind in "/p" else 0
    plain = sum(1 for p in s.params[start:] if p.kind in "/p")
    named = {p.name for p in s.params if p.kind in "pk"}
    given = [a for a in args if a.kind == "p"][plain:]
    return [*given, *(a for a in args if a.kind == "*" or (a.kind in ("k", "k?") and a.name not in named))]


_IN_ORDER, _BY_NAME = frozenset(("args", "argument")), frozenset(("kwargs", "kwds"))


def _handed_over(engine: Engine, s: Signature, taken: "list[tuple[Parameter, Types]]") -> list[Arg]:
    """The arguments that a library's function takes as a tuple and a dictionary: `Thread(target=f, args=(1,))`."""
    out: list[Arg] = []
    for p, types in taken if s.where.space else ():
        if p.kind in "/pk" and p.name in _IN_ORDER and types != JUST_NONE:
            out += spread(engine, types)
        elif p.kind in "/pk" and p.name in _BY_NAME and types and types[0][-1] == "record":
            out.append(Arg("**", "", types[:1]))
    return out


def in_context(
    engine: Engine, s: Signature, f: Function, args: list[Arg], receiver: Value | None, anyway: bool = False
) -> Types | None:  # fmt: skip
    """What a call of a function of the project gives, in the context that it makes; None where that is declared, and
    not wanted *anyway*.
    """
    from inferd.inference.flow import contexts
    from inferd.inference.scopes import lazy

    assert s.body is not None
    unit = contexts.Unit(s.body, -1, contexts.context_of(engine, s, args, receiver, f.made_in))
    if engine.running is not None:
        engine.running.reached[engine.running.at, s.body, -1] = None
        engine.running.ran.append((s.body, -1, receiver))
    if engine.found is not None:
        engine.found.reach(unit)
    if not anyway and (s.result is not None or lazy.commented(engine, s.body, "return")):
        return None
    summary = contexts.outcome(engine, unit)
    types = contexts.result(engine, s, summary)
    if types == JUST_NONE and is_abstract(engine, s.where, s.step):
        types = ANY
    if engine.running is not None and summary.stored:
        engine.running.filled.append((s, receiver is not None, summary.stored))
    types = documented_result(engine, s, types) or types
    if s.is_async and not engine.head(s.body).yields:
        return coroutine(engine, types)
    return types


def reach(engine: Engine, where: Where, step: int, args: list[Arg], receiver: Value) -> None:
    """Let one definition of a method be called."""
    from inferd.inference.flow import contexts

    s = signature(engine, where, step)
    if s.body is None or engine.flow is None:
        return
    unit = contexts.Unit(s.body, -1, contexts.context_of(engine, s, args, receiver, None))
    if engine.running is not None:
        engine.running.reached[engine.running.at, s.body, -1] = None
        engine.running.ran.append((s.body, -1, receiver))
    if engine.found is not None:
        engine.found.reach(unit)


def _call_lambda(engine: Engine, v: Callable, args: list[Arg]) -> Types:
    """What calling a lambda of the project gives."""
    from inferd.inference.flow import contexts

    where, first, made_in = v.made
    s = lambda_signature(engine, where, first)
    args = opened(args)
    if assign(s, args, False) is None:
        return ANY
    unit = contexts.Unit(where, first, contexts.context_of(engine, s, args, None, made_in))
    if engine.running is not None:
        engine.running.reached[engine.running.at, where, first] = None
        engine.running.ran.append((where, first, None))
    if engine.found is not None:
        engine.found.reach(unit)
    return contexts.outcome(engine, unit).returned


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

