"""Contexts: with what a function is run, and what running it tells.

Why
---
What a call gives often hangs on what it is called with, so functions without declared types are run once for each
distinct tuple of argument types.  Were they run for each without end, a recursive function that wraps its argument
would be run for ever, and one that all of a program calls a thousand times.  So contexts are made small, and where
there are too many, they are joined.

Terms
-----
context   What a function is run with: the types of the parameters that declare none, the receiver among them, and the
          unit that made the function, where it is a closure.
unit      A function, or a lambda, in a context.
kin       Contexts that are given the same functions and constants, and of closures that one unit made.  Only these are
          ever joined: a decorator is run for each function that it is given, and what it returns for each of them, or
          else nothing would be known of what a decorated function returns.
summary   What running a unit tells others: what it returns and yields, and what its variables hold, for closures.

What stands here
----------------
* `Context` and `Unit`, and the terms on which they are compared: `kin`, `joined`, `run_in`.
* `context_of`: the context of a call, from its arguments; `unknown_context`: that of a function nothing is known of.
* `ordered`, `shallow`: a set of types as contexts hold it.  Equal sets are equal tuples, whoever has found them first.
* `units_of`: what a function is run in; `summary_of`, `outcome`, `result`: what that gives.

What it does not do
-------------------
It decides nothing about rounds: which contexts there are, and which of them are joined, it reads from the state
(`engine.flow`).  Who finds the state is `flows`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from json import dumps
from typing import Any, NamedTuple

from inferd.inference.definitions import classes, keys, members, signatures
from inferd.inference.definitions.managers import without_row
from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine, Outcome, Where
from inferd.inference.operations import calls
from inferd.inference.operations.containers import any_length, as_one_tuple, few_keys, merged
from inferd.inference.questions import EntangledError
from inferd.inference.scopes import lazy

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Cls, Function, Instance, Record, Summary, Tuple, Types, Value, alike,
    bounded, clipped, join, stands_for_function, union, variables_in, whole,
)  # fmt: skip

MOST = 8  # contexts of a function that are kin, before they are joined
HEIRS = 2 * MOST  # of a function that is run for each class that inherits it
_FEW = 64  # functions of a circle that may be joined
_MOST_IN_CIRCLE = 32  # the same in one circle of one round, before it is given up to tell them apart
_MOST_IN_RECURSION = 128  # the same of one that calls itself, while it runs
_DEEP = 3  # type arguments within type arguments, in contexts
_LARGE = 24  # values that a set in a context consists of
_NESTED = 3  # closures within closures, in contexts
_FAR = 64  # classes between a receiver's and the one that defines a method, before these are told apart no more
_WIDE = 8  # types of one parameter or attribute, before the rest is not told
_MOST_TAKEN = 64  # attributes of a receiver that are followed through the methods that take them
_WIDE_PLAIN = 24  # the same, where all of them are instances or classes without arguments: the nodes of a tree
_PLAIN = frozenset(("instance", "class", "none", "unknown"))


class Context(NamedTuple):
    """See the module's docstring; *given*: parameter and types, in order."""

    given: tuple[tuple[str, Types], ...]
    closure: "Unit | None" = None
    depth: int = 0  # units within units: of the closure, and of the functions that are given


class Unit(NamedTuple):
    """A function's scope, or a lambda (the number of its `L` step; -1: the scope), in a context."""

    where: Where
    at: int
    context: Context


Place = tuple[Where, int]  # of a unit, without its context
Kin = tuple[Any, ...]  # see `kin`
Joined = dict[Kin | None, "Context"]  # of a place: what contexts that are kin are joined in; None: what all are
EMPTY = Summary(NOTHING, NOTHING, (), ())


def context(given: Iterable[tuple[str, Types]], closure: Unit | None) -> Context:
    """A context, with its depth."""
    given = tuple(given)
    depth = closure.context.depth + 1 if closure is not None else 0
    return Context(given, closure, max([depth, *(_depth(types) for _, types in given)]))


def _depth(types: Types) -> int:
    """How deep units lie within the values of a set."""
    deepest = 0
    for v in types:
        tag = v[-1]
        if tag == "function":
            found = v.made_in.context.depth + 1 if v.made_in is not None else 0
        elif tag == "callable":
            found = v.made[2].context.depth + 1 if v.made is not None and v.made[2] is not None else 0
            found = max(found, _depth(v.inner or ()), _depth(v.runs or ()))
        elif tag == "bound":
            found = max(_depth((v.function,)), _depth((v.receiver,)))
        elif tag == "partial":
            found = max([_depth((v.callee,)), *(_depth(a.types) for a in v.given)])
        elif tag == "instance" or tag == "class":
            if not v.args and not v.made_with:
                continue
            found = max([_depth(a) for a in v.args], default=0)
            if v.made_with:
                found = max(found, _depth(v.made_with))
        elif tag == "tuple":
            found = max([_depth(a) for a in v.items], default=0)
        elif tag == "record":
            found = max([_depth(a) for _, a in v.items], default=0)
        else:
            continue
        deepest = max(deepest, found)
    return deepest


def shallow(types: Types) -> Types:
    """A set in which functions whose makers lie too deep stand without these."""
    if _depth(types) <= _NESTED:
        return types
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if _depth((v,)) <= _NESTED:
            pass
        elif tag == "function":
            v = v._replace(made_in=None)
        elif tag == "callable":
            made = (*v.made[:2], None) if v.made is not None else None
            inner = shallow(v.inner) if v.inner is not None else None
            runs = shallow(v.runs) if v.runs is not None else None
            v = v._replace(made=made, inner=inner, runs=runs)
        elif tag == "bound":
            v = v._replace(function=shallow((v.function,))[0], receiver=shallow((v.receiver,))[0])
        elif tag == "partial":
            given = tuple([a._replace(types=shallow(a.types)) for a in v.given])
            v = v._replace(callee=shallow((v.callee,))[0], given=given)
        elif tag == "instance" or tag == "class":
            args = tuple([shallow(a) for a in v.args])
            v = v._replace(args=args, made_with=shallow(v.made_with))
            if tag == "instance":
                v = v._replace(items=None)
        elif tag == "tuple":
            v = Tuple(tuple([shallow(a) for a in v.items]))
        elif tag == "record":
            v = v._replace(items=tuple([(k, shallow(a)) for k, a in v.items]))
        out[v] = None
    return tuple(out)


def ordered(engine: Engine, types: Types) -> Types:
    """A set in an order of its own, without what would make too many of them."""
    in_order = types = _sorted(types)  # what is merged is in the order in which it is met
    types = _at_once(types)
    types = few_keys(engine, merged(shallow(_cut(engine, whole(types, True)))))
    if len(types) > _WIDE:
        types = alike(any_length(types))
        if len(types) > _most(types):
            types = _cut(engine, as_one_tuple(engine, types))
        if len(types) > _most(types):
            return ANY
    return types if types == in_order else _sorted(types)


def _cut(engine: Engine, types: Types) -> Types:
    """A set without what nests too deep or is too much; tuples of too many kinds are one before they are unknown."""
    out = bounded(types, _DEEP, _LARGE)
    if UNKNOWN in out and UNKNOWN not in types:
        out = bounded(as_one_tuple(engine, types), _DEEP, _LARGE)
    return out


def _at_once(types: Types) -> Types:
    """A set in which the states of one container are one, before it is told whether that is too much."""
    return merged(types)


def _sorted(types: Types) -> Types:
    return tuple(sorted(types, key=repr)) if len(types) > 1 else types


def _most(types: Types) -> int:
    """How many types of a set are told: each of those that nothing hangs on costs little, and a class of its own says
    what it is.
    """
    return _WIDE_PLAIN if all(v[-1] in _PLAIN and not any(v[1:-1]) for v in types) else _WIDE


def context_of(
    engine: Engine, s: signatures.Signature, args: "list[Arg]", receiver: Value | None, closure: Unit | None
) -> Context:
    """The context in which a call runs a definition."""
    params = s.params
    if closure is not None and closure.context.depth >= _NESTED:
        closure = None
    start = 1 if receiver is not None and params and params[0].kind in "/p" else 0
    given: list[tuple[str, Types]] = []
    if start:
        given.append((params[0].name, shallow((_plain(engine, _near(engine, s, receiver)),))))
    passed: dict[str, Types] = {}
    maybe: set[str] = set()  # those that need not be passed
    rest: list[Types] = []
    more: dict[str, Types] = {}
    if receiver is not None and not start and params and params[0].kind == "*":
        rest.append(shallow((_plain(engine, receiver),)))
    open_rest: Types = NOTHING
    open_more: Types = NOTHING
    slots = [p for p in params[start:] if p.kind in "/p"]
    named = {p.name for p in params[start:] if p.kind in "pk"}
    at = 0
    is_moved = False  # by a row of which it is not known how long it is
    for a in args:
        if a.kind == "p":
            if is_moved:
                for p in slots[at:]:
                    passed[p.name] = join(passed.get(p.name, NOTHING), a.types)
                maybe.discard(slots[at].name if at < len(slots) else "")
                open_rest = join(open_rest, a.types)
                at += 1
            elif at < len(slots):
                passed[slots[at].name] = a.types
                at += 1
            else:
                rest.append(a.types)
        elif a.kind == "*":
            for p in slots[at:]:
                passed[p.name] = join(passed.get(p.name, NOTHING), a.types)
                maybe.add(p.name)
            open_rest = join(open_rest, a.types)
            is_moved = True
        elif a.kind == "k":
            maybe.discard(a.name)
            (passed if a.name in named else more)[a.name] = a.types
        elif a.kind == "k?":
            into = passed if a.name in named else more
            if a.name not in into:
                maybe.add(a.name)
            into[a.name] = join(into.get(a.name, NOTHING), a.types)
        else:
            open_more = join(open_more, a.types)
    for p in params[start:]:
        if p.annotation is not None or lazy.hinted(engine, s.body, p.name):
            called = _called(engine, s, p, passed.get(p.name, NOTHING))
            against = _undocumented(engine, s, p, passed.get(p.name, NOTHING))
            if called or against:
                declared = called or signatures.parameter_types(engine, s, p)
                both = ordered(engine, join(declared, against))
                given.append((p.name, join(declared, ANY) if both == ANY else both))
            continue
        if p.kind == "*":
            given.append((p.name, _rest(engine, rest, open_rest)))
        elif p.kind == "**":
            given.append((p.name, _more(engine, more, open_more, maybe)))
        else:
            types = passed.get(p.name, NOTHING)
            if p.name not in passed or p.name in maybe:
                types = join(types, open_more if p.kind in "pk" else NOTHING)
                if p.default is not None:
                    types = join(_default(engine, s, p.name, p.default), types)
                elif p.name not in passed:
                    types = types or ANY
            if UNKNOWN in types and s.body != s.where:  # of a lambda nothing stands around
                types = _filled(engine, s, p, types)
            if not keys.kept(s, p.name, types) or not _keeps_constants(engine, s):
                types = engine.widened(types)
            given.append((p.name, ordered(engine, types)))
    return context(given, closure)


def _called(engine: Engine, s: signatures.Signature, p: signatures.Parameter, types: Types) -> Types:
    """What a parameter is that is declared as something to be called, where it is given functions of the project that
    stand behind it; () where it is not.
    """
    if p.kind in ("*", "**") or not any(is_function(v) for v in types):
        return NOTHING
    declared = signatures.parameter_types(engine, s, p)
    given = calls.with_runs(declared, ordered(engine, types))
    return given if given != declared else NOTHING


def _undocumented(engine: Engine, s: signatures.Signature, p: signatures.Parameter, types: Types) -> Types:
    """What a call passes that only documentation, which nobody checks, speaks against; () where a part of it fits.

    Where other calls speak against it, it says nothing of what is not known, either.
    """
    if not types or p.annotation is not None or p.kind in ("*", "**"):
        return NOTHING
    if lazy.commented(engine, s.body, p.name):
        return NOTHING
    if UNKNOWN in types:
        assert s.body is not None
        return ANY if s.body != s.where and is_misdocumented(engine, s.body, p.name) else NOTHING
    more = lazy.against(engine, types, signatures.parameter_types(engine, s, p))
    return engine.widened(more) if len(more) == len(types) else NOTHING


def is_misdocumented(engine: Engine, body: Where, name: str) -> bool:
    """Whether calls pass what the documentation of a parameter leaves out."""

    def compute() -> Any:
        given = lazy.passed(engine, body, name, otherwise=NOTHING) if lazy.calls_known(engine, body) else NOTHING
        known = tuple([v for v in given if v != UNKNOWN])
        return bool(known and lazy.against(engine, known, lazy.documented(engine, body, name)))

    return bool(engine.solve(("misdocumented", body, name), compute))


def _filled(engine: Engine, s: signatures.Signature, p: signatures.Parameter, types: Types) -> Types:
    """What is passed, of which something is unknown, with what stands around in place of that: the class around, what
    the method that is overridden declares.
    """
    assert s.body is not None
    told = lazy.undeclared_parameter(engine, s.body, s, p)
    if UNKNOWN in told or variables_in(told):
        return types
    return join(tuple([v for v in types if v != UNKNOWN]), told)


def _near(engine: Engine, s: signatures.Signature, receiver: Value) -> Value:
    """A receiver, as one of the class that defines the method where that lies very far above its own."""
    if receiver[-1] not in ("instance", "class") or receiver.cls.space or s.body is None:
        return receiver
    line = classes.info(engine, receiver.cls).line
    around = engine.class_around(s.body) if len(line) > _FAR else None
    if around is None or all(a.cls != around for a in line[_FAR:]):
        return receiver
    return Instance(around) if receiver[-1] == "instance" else ClassObject(around)


def _keeps_constants(engine: Engine, s: signatures.Signature) -> bool:
    """Whether a function that looks things up with what it is given was not given too many constants."""
    assert s.body is not None
    return keeps_constants(engine, s.body, s.step if s.body == s.where else -1)


def keeps_constants(engine: Engine, where: Where, at: int) -> bool:
    """The same; a question of its own: callers rest on this of the contexts of a function, and on no more of them."""

    def compute() -> Any:
        assert engine.flow is not None
        known = engine.flow.contexts.get((where, at))
        return not known or any(keys.has_constants(c) for c in known)

    return bool(engine.solve(("constants", where, at), compute))


def _default(engine: Engine, s: signatures.Signature, name: str, default: int) -> Types:
    """What a default is: where it is a container, with what the calls before have put into it."""
    from inferd.inference.scopes import hidden
    from inferd.inference.scopes.filling import default_container, put_in_cell

    read = engine.program(s.where).steps[default]
    types = hidden.before(engine, s.where, read[1], default) if read[0] == "l" else NOTHING
    types = types or lazy.value(engine, s.where, default)
    if s.body is not None and default_container(engine, s.where, default):
        types = merged(join(types, put_in_cell(engine, s.body, name)))
    return types


def _plain(engine: Engine, receiver: Value) -> Value:
    """A receiver without what its type arguments are made of."""
    return clipped((without_row(engine, receiver),), _DEEP)[0]


def _rest(engine: Engine, rest: list[Types], more: Types) -> Types:
    parts = [ordered(engine, engine.widened(t)) for t in rest]
    if more or len(parts) > _WIDE:
        return engine.instance("tuple", ordered(engine, union([*parts, engine.widened(more)])))
    return (Tuple(tuple(parts)),)


def _more(engine: Engine, more: dict[str, Types], others: Types, maybe: set[str]) -> Types:
    parts = {name: ordered(engine, engine.widened(types)) for name, types in more.items()}
    if others or len(parts) > _WIDE:
        types = ordered(engine, union([*parts.values(), engine.widened(others)]))
        return engine.instance("dict", engine.instance("str"), types)
    items = tuple([(f"s{dumps(name)}", types) for name, types in sorted(parts.items())])
    return (Record(items, tuple(sorted(f"s{dumps(name)}" for name in parts.keys() & maybe))),)


def unknown_context(engine: Engine, where: Where) -> Context:
    """The context of a function of whose calls nothing is known: defaults, and the class around."""
    found: Any = engine.solve(("unknown", where), lambda: _unknown_context(engine, where))
    return found  # type: ignore[no-any-return]


def _unknown_context(engine: Engine, where: Where) -> Any:
    made = engine.made_at(where)
    if made is None:
        return Context(())
    s = signatures.signature(engine, *made)
    given: list[tuple[str, Types]] = []
    for p in s.params:
        if p.annotation is not None or lazy.hinted(engine, where, p.name):
            continue
        given.append((p.name, ordered(engine, lazy.undeclared_parameter(engine, where, s, p))))
    return context(given, None)


def kin(context: Context, called: frozenset[str] = frozenset()) -> Kin:
    """What contexts that may be joined have in common: the functions and the constants that they are given, their
    closure, and the classes given for parameters that are *called*.
    """
    same = [
        (name, types) for name, types in context.given
        if len(types) == 1 and (is_constant(types[0]) or (name in called and types[0][-1] == "class"))
    ]  # fmt: skip
    return (*same, context.closure) if same or context.closure is not None else ()


def is_constant(v: Value) -> bool:
    """Whether contexts in which something else stands for a value are not to be joined."""
    return v[-1] == "literal" or is_function(v)


def is_function(v: Value) -> bool:
    """Whether a value is a function, or stands for one."""
    return v[-1] in _FUNCTIONS or stands_for_function(v)


_FUNCTIONS = ("function", "bound", "callable", "partial")


def made_with(engine: Engine, cls: Cls, args: "list[Arg]") -> tuple[Value, ...]:
    """The functions that an instance is made with, if instances of the class stand for such."""
    if engine.flow is None or cls.space:
        return ()
    found = [a.types[0] for a in args if len(a.types) == 1 and is_function(a.types[0])]
    if not found:
        return ()
    return shallow(tuple(found)) if asks_what_it_is_made_with(engine, cls) else ()


def asks_what_it_is_made_with(engine: Engine, cls: Cls) -> bool:
    """Whether calling an instance of a class of the project, or reading one as an attribute, may use what it was made
    with: an attribute that is stored from a parameter, or that comes from nobody knows where.
    """
    return bool(engine.solve(("wraps", cls), lambda: _uses_what_is_given(engine, cls)))


def _uses_what_is_given(engine: Engine, cls: Cls) -> Any:
    waiting = ["__call__", "__get__"]
    seen: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        met = members.find(engine, cls, name) if name not in seen and name != "__class__" else None
        is_asked = name in seen or name == "__class__" or (met is None and name in ("__call__", "__get__"))
        seen[name] = None
        if is_asked:
            continue
        if met is None or met[0].cls.space:
            if name not in ("__call__", "__get__"):
                return True
            continue
        functions = [v for v in met[1].types if v[-1] == "function" and not v.space]
        bodies = [signatures.signature(engine, *d).body for f in functions for d in signatures.definitions(engine, f)]
        if len(functions) == len(met[1].types):
            waiting += [used for body in bodies if body is not None for used in used_of_first(engine, body)]
        elif any(_is_of_parameter(engine, *place) for place in met[1].places):
            return True
    return False


def used_of_first(engine: Engine, where: Where) -> list[str]:
    """The attributes of its first parameter that a function reads."""
    return engine.program(where).read_of_first()


def _is_of_parameter(engine: Engine, where: Where, n: int) -> bool:
    """Whether what is stored at a step is made of a parameter, or may be."""
    program = engine.program(where)
    steps, params = program.steps, {name for name, _ in program.params}
    if steps[n][0] != "A" or not steps[n][3].isdigit():
        return steps[n][0] != "s"  # in the body of the class
    waiting = [int(steps[n][3])]
    while waiting:
        words = steps[waiting.pop()]
        if words[0] == "l" and words[1] in params:
            return True
        if words[0] != "c":
            parts = [w.rpartition("=")[2].rpartition(":")[2].lstrip("*") for w in words[1:]]
            waiting += [int(w) for w in parts if w.isdigit()]
    return False


def run_in(engine: Engine, unit: Unit) -> Unit:
    """The unit that is run for a call: the one that its kin, or all, are joined in where there are too many."""
    assert engine.flow is not None
    known = engine.flow.joined.get((unit.where, unit.at))
    if known is None:
        return unit
    called = keys.called(engine, unit.where, unit.at)
    found = known.get(None) or known.get(kin(unit.context, called))
    if found is None and called:  # too many classes to be told apart
        other = known.get(kin(unit.context))
        if other is not None and _takes_classes(other, unit.context, called):
            found = other
    if found is None and keys.has_constants(unit.context):
        found = known.get(kin(keys.plain(engine, unit.context)))
    return unit if found is None else unit._replace(context=found)


def spread(engine: Engine, units: "list[Unit]") -> tuple[Where, ...]:
    """The functions that are given too much in one circle, if one of them is run in very many contexts that are kin.

    None in a circle of many functions: joined, they would hang on each other all the same.
    """
    functions: dict[Where, list[Unit]] = {}
    for unit in units:
        if unit.at < 0:
            functions.setdefault(unit.where, []).append(unit)
    if len(functions) > _FEW or all(len(found) <= _MOST_IN_CIRCLE for found in functions.values()):
        return ()  # which is most of them
    several = Counter(
        (where, kin(unit.context, keys.called(engine, where, -1)))
        for where, found in functions.items() for unit in found
    )  # fmt: skip
    if max(several.values()) <= _MOST_IN_CIRCLE:
        return ()
    return tuple(sorted({where for (where, _), many in several.items() if many > MOST}))


def _takes_classes(one: Context, other: Context, called: frozenset[str]) -> bool:
    """Whether what contexts are joined in has the classes that another is given for what is called."""
    given = dict(one.given)
    return all(
        given.get(name) == ANY or types[0] in given.get(name, NOTHING)
        for name, types in other.given if name in called and len(types) == 1
    )  # fmt: skip


def units_of(engine: Engine, where: Where, at: int = -1) -> "list[Unit]":
    """The units that are run of a function or lambda of the project, as far as its calls are known.

    Of a function with very many, one in which all are joined.
    """
    if engine.flow is None or where.space:
        return []
    found: dict[Unit, None] = {}
    contexts = engine.flow.contexts.get((where, at), ())
    if any(keys.has_constants(c) for c in contexts) and not engine.qualname(where).endswith("__getattr__"):
        contexts = tuple(dict.fromkeys([*contexts, *(keys.untested(engine, where, at, c) for c in contexts)]))
    for context in contexts:
        found[run_in(engine, Unit(where, at, context))] = None
    if len(found) > 2 * MOST:
        return [Unit(where, at, joined(engine, where, [unit.context for unit in found]))]
    return list(found)


def joined(
    engine: Engine, where: Where, contexts: Iterable[Context], before: Context | None = None,
    looked: "set[int] | None" = None,
) -> Context:  # fmt: skip
    """One context for many of a function; what was too much in the round *before* stays so.

    *looked*: gets the files whose classes this rests on.
    """
    if before is not None:
        contexts = (before, *contexts)
    unknown = {name for name, types in before.given if types == ANY} if before is not None else set()
    found: dict[str, dict[Value, None]] = {}
    closures: dict[Unit | None, None] = {}
    for one in contexts:
        closures[one.closure] = None
        for name, types in one.given:
            found.setdefault(name, {}).update(dict.fromkeys(types))
    closure = next(iter(closures)) if len(closures) == 1 else None
    names: dict[str, Types] = {}
    for at, (name, values) in enumerate(found.items()):
        types = names[name] = join(any_length(tuple(values)) if len(values) > _WIDE else tuple(values))
        if len(types) > _WIDE:
            names[name] = _of_one_kind(engine, types, where, at == 0, looked)
    return context([(n, ANY if n in unknown else ordered(engine, types)) for n, types in names.items()], closure)


def _of_one_kind(
    engine: Engine, types: Types, where: Where, is_receiver: bool, looked: "set[int] | None" = None
) -> Types:  # fmt: skip
    """Too many types to be told apart as what all of them are: instances of a metaclass; of receivers, of the class
    around the method, and of those below it that have another one of what the method takes of its receiver: by way
    of the methods that it calls of that, too, where these are not too many.
    """
    around = engine.class_around(where) if is_receiver else None
    out: dict[Value, None] = {}
    below: list[tuple[Cls, list[Cls], list[Cls]]] = []  # of a receiver: its class, the line, and that up to the method
    for v in types:
        if v[-1] == "class" and not v.cls.space:
            info = _info(engine, v.cls)
            if info.metaclass and not info.metaclass[0].space:
                v = Instance(info.metaclass[0])
            _look(engine, (v.cls,), looked)
        elif v[-1] == "instance" and around is not None:
            line = [a.cls for a in _info(engine, v.cls).line]
            if around in line:
                below.append((v.cls, line, line[: line.index(around)]))
                _look(engine, line, looked)
                v = Instance(around)
        out[v] = None
    direct = used_of_first(engine, where) if below else []
    known: dict[tuple[Cls, str], list[str]] = {}
    for is_far, most in ((True, _WIDE), (False, _WIDE), (True, _WIDE_PLAIN)):
        others: dict[Value, None] = {}
        for cls, line, nearer in below:
            names = _used_through(engine, direct, line, known) if is_far else direct
            found = _taken_from(engine, names, cls, around, nearer)
            others.update((Instance(c), None) for c in found)
        if len(out) + len(others) <= most:
            return tuple({**out, **others})
    return tuple(out)


def _look(engine: Engine, line: Iterable[Cls], looked: "set[int] | None") -> None:
    if looked is not None:
        looked.update(place.file for c in line if not c.space for place in _info(engine, c).places)


def _taken_from(engine: Engine, names: list[str], cls: Cls, around: Cls | None, below: list[Cls]) -> list[Cls]:
    """The classes below the one around a method from which a receiver has what the method takes of it."""
    out = []
    for name in names:
        for c in below:
            if _has_own(engine, c, name):
                out.append(c if any(a.cls == around for a in _info(engine, c).line) else cls)
                break
    return out


def _has_own(engine: Engine, cls: Cls, name: str) -> bool:
    return any(name in engine.program(p).stores for p in _info(engine, cls).places)


def _used_through(
    engine: Engine, direct: list[str], line: list[Cls], known: dict[tuple[Cls, str], list[str]]
) -> list[str]:  # fmt: skip
    """What a method takes of its receiver, and what the methods take of it that it calls so, in any class of a line.

    *known*: what the methods of these names take in a class, as far as somebody has looked.
    """
    names = dict.fromkeys(direct)
    waiting = list(direct)
    while waiting and len(names) <= _MOST_TAKEN:
        name = waiting.pop()
        for c in line:
            more = known.get((c, name))
            if more is None:
                more = known[c, name] = _used_by_method(engine, c, name)
            waiting += [used for used in more if used not in names]
            names.update(dict.fromkeys(more))
    return list(names)


def _used_by_method(engine: Engine, cls: Cls, name: str) -> list[str]:
    """What the methods of one name that a class of the project defines read of their receiver."""
    out: list[str] = []
    for place in _info(engine, cls).places if not cls.space else ():
        tree = engine.tree(place.space, place.file)
        for i in tree.by_name.get(f"{cls.name}.{name}", ()):
            if tree.parents[i] == place.scope and tree.scopes[i].kind == "function":
                out += used_of_first(engine, Where("", place.file, i))
    return out


def _info(engine: Engine, cls: Cls) -> classes.Info:
    """What is known of a class, asked between rounds too: what its bases call is no part of the round then."""
    trace = engine.trace
    if engine.record is not None or trace is None or cls.space or cls in engine.infos:
        return classes.info(engine, cls)
    answered = len(trace.now)
    found: classes.Info = engine.recorded(lambda: classes.info(engine, cls))[0]
    while len(trace.now) > answered:
        trace.now.popitem()
    return found


def result(engine: Engine, s: signatures.Signature, summary: Outcome) -> Types:
    """What a call gives that ran a unit of this summary: of a function without a declared result."""
    assert s.body is not None
    head = engine.head(s.body)
    if head.yields:
        if s.is_async:
            return (Instance(engine.outside_class("typing", "AsyncGenerator"), (summary.yielded, ANY)),)
        generator = engine.outside_class("typing", "Generator")
        made: tuple[Value, ...] = ()
        if engine.flow is not None and not s.where.space and head.takes_sent:
            made = (Function("", s.where.file, s.where.scope, engine.program(s.where).steps[s.step][2]),)
        return (Instance(generator, (summary.yielded, ANY, summary.returned or JUST_NONE), None, made),)
    return summary.returned


def summary_of(engine: Engine, unit: Unit) -> Outcome:
    """The summary of a unit, computed once for a state."""
    if engine.told is not None:
        told = engine.told.get(unit)
        if told is not None:
            return told
    found: Any = engine.solve(("unit", unit), lambda: _run(engine, unit))
    return found or EMPTY


def outcome(engine: Engine, unit: Unit) -> Outcome:
    """The summary of the unit that is run for a call.

    A question of its own: what functions with many contexts are run in changes often, what that gives seldom.
    """
    if engine.trace is None:
        return summary_of(engine, run_in(engine, unit))
    found: Any = engine.solve(("call", unit), lambda: _outcome(engine, unit))
    return found or EMPTY


def _outcome(engine: Engine, unit: Unit) -> Any:
    found = summary_of(engine, run_in(engine, unit))
    return found._replace(cells=()) if type(found) is Summary and found.cells else found  # only closures ask for them


def _run(engine: Engine, unit: Unit) -> Summary:
    from inferd.inference.scopes import frames

    return frames.of_unit(engine, unit).summary()


@contextmanager
def running(engine: Engine, unit: Unit) -> Iterator[None]:
    """While a function is run, or all is asked that it asked when it was run: see `_note_recursion`."""
    where = unit.where
    within = engine.recursing.get(where)
    if within is not None:
        if unit not in within.units:
            _note_recursion(engine, unit, within)
        yield
        return
    engine.recursing[where] = Recursion(set(), {})
    try:
        yield
    finally:
        del engine.recursing[where]


class Recursion(NamedTuple):
    """In what a function is run while it runs: *units*, and how many of them are kin."""

    units: set[Unit]
    several: dict[Kin, int]


def _note_recursion(engine: Engine, unit: Unit, within: Recursion) -> None:
    """A function, as it runs, is run in another context.  Raises EntangledError where these are ever more.

    Each may come to an end by itself, and no circle be large: it calls itself with larger sets, in very many ways.
    After an edit some of these are known and not run, which before the edit were: as many as then are counted in.
    """
    where = unit.where
    within.units.add(unit)
    one = kin(unit.context, keys.called(engine, where, -1))
    many = within.several[one] = within.several.get(one, 0) + 1
    engine.recursed[where] = max(many, engine.recursed.get(where, 0))
    if many + engine.recursed_before.get(where, 0) < _MOST_IN_RECURSION:
        return
    inside = {at: max(r.several.values()) for at, r in engine.recursing.items() if r.several}
    if len(inside) <= _FEW:
        raise EntangledError(tuple(sorted(at for at, most in inside.items() if most > MOST or at == where)))
