"""Signatures: what the source says of a function, of its parameters and of its result.

A function value names a scope and a name in it.  `definitions` are the steps behind that, several where it is
overloaded or defined under conditions; `signature` reads one of them, once.  What a parameter or a result is declared
as may stand in many places, and the nearest one counts: the annotation, a comment, the stub beside the source, the
method that is overridden, the documentation; where there is none, the result is what the body returns.

Nothing here looks at a call: which definition is meant, and what its type variables become, is for `matching` and
`calls` to say.
"""

from typing import NamedTuple

from inferd.inference.definitions import annotations, classes, keys
from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, SELF, UNKNOWN, Bindings, Function, Instance, Types, Value, Variable, join, substitute,
    union,
)  # fmt: skip


class Arg(NamedTuple):
    """An argument of a call, with the types of its value (of what is starred, for `*` and `**`).

    `k?` is a keyword that need not be given: a key that a dictionary may lack.
    """

    kind: str  # 'p' | '*' | 'k' | 'k?' | '**'
    name: str
    types: Types


class Parameter(NamedTuple):
    """A parameter as its function defines it; steps are those of the scope around."""

    name: str
    kind: str  # '/' | 'p' | '*' | 'k' | '**'
    has_default: bool
    annotation: int | None  # of the project, not what *is_any*: that tells nothing
    default: int | None
    is_any: bool = False  # declared `Any`, or as what another function takes (`*args: P.args`)

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
    if known is None:
        known = engine.signatures[where, step] = engine.unrecorded(lambda: _signature(engine, where, step))
    if not where.space:
        engine.rests_on(where, step)
        if known.body is not None:
            engine.head(known.body)
    return known


def _signature(engine: Engine, where: Where, step: int) -> Signature:
    from inferd.inference.definitions import members

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
    raw = engine.head(body).params if body is not None else ()
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
        is_any = note is not None and (
            members.says_nothing(engine, where, note)
            or (not where.space and _OF_PARAM_SPEC.get(kind) == engine.program(where).steps[note][-1])
        )
        params.append(Parameter(name, kind, has, None if is_any else note, default, is_any))
    gives_any = result is not None and body is not None and members.says_nothing(engine, where, result)
    if gives_any and body is not None and engine.head(body).gives:
        result = None
    looked_up = keys.keys_of(engine, body) if body is not None and not where.space else frozenset[str]()
    variables = engine.parameters_at(where, step)
    return Signature(where, step, body, tuple(params), result, words[0] == "fa", variables, looked_up, gives_any)


_OF_PARAM_SPEC = {"*": "args", "**": "kwargs"}


def definitions(engine: Engine, f: Function) -> list[tuple[Where, int]]:
    """The `f` steps behind a function value; only the overloads where there are overloads."""
    key = (f.space, f.file, f.scope, f.name)
    known = engine.defined.get(key)
    if known is not None and f.space and f.at < 0:
        return known
    where = Where(f.space, f.file, f.scope)
    engine.rests_on(where, f.at)
    if f.at >= 0:
        return [(where, f.at)]
    if known is not None:
        if engine.notes and engine.record is not None:
            engine.note(key, _note_definitions, engine, where, f.name)
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


def _note_definitions(engine: Engine, where: Where, name: str) -> None:
    for n in engine.program(where).stores.get(name, ()):
        engine.rests_on(where, n)


def is_overload(engine: Engine, where: Where, step: int) -> bool:
    """Whether a definition is one of several that are written for their types alone."""
    return any(_is_named(words, _OVERLOAD) for words in _decorators(engine, where, step))


def is_abstract(engine: Engine, where: Where, step: int) -> bool:
    """Whether a definition says that classes below have another one."""
    return any(marks_abstract(words) for words in _decorators(engine, where, step))


def is_left_open(engine: Engine, where: Where, step: int) -> bool:
    """Whether a method leaves what it does to classes below: it says so, or raises NotImplementedError and no more."""
    steps = engine.program(where).steps
    if steps[step][0] not in ("f", "fa"):
        return False
    if is_abstract(engine, where, step):
        return True
    body = signature(engine, where, step).body
    steps = engine.program(body).steps if body is not None else []
    raised = [steps[int(words[1])] for words in steps if words[0] == "R" and words[1:] and words[1] != "-"]
    named = [steps[int(words[1])] if words[0] == "(" else words for words in raised]
    return ["l", "NotImplementedError"] in named and all(words[0] != "r" for words in steps)


def marks_abstract(words: list[str]) -> bool:
    """Whether a decorator does no more than say so, but for `abstractproperty`."""
    return _is_named(words, _ABSTRACT)


_OVERLOAD = frozenset(("overload",))
_ABSTRACT = frozenset(("abstractmethod", "abstractproperty", "abstractclassmethod"))


def _is_named(words: list[str], names: frozenset[str]) -> bool:
    return words[0] in ("l", "a") and words[-1] in names


def _decorators(engine: Engine, where: Where, step: int) -> list[list[str]]:
    steps = engine.program(where).steps
    return [steps[int(w[1:])] for w in steps[step][3:] if w[0] == "@"]


def result_of_definition(engine: Engine, where: Where, step: int) -> Types:
    """What a call of one definition gives, in terms of its type variables and those of its class."""
    found: Types = engine.solve(("result", where, step), lambda: _result(engine, where, step))
    return found


def _result(engine: Engine, where: Where, step: int) -> Types:
    s = signature(engine, where, step)
    head = engine.head(s.body) if s.body is not None else None
    if s.result is not None:
        types = annotations.read(engine, where, s.result, s.variables)
        if s.is_async and not (head is not None and head.yields):
            return coroutine(engine, types)
        return types
    from inferd.inference.scopes import lazy

    types = lazy.commented(engine, s.body, "return")
    if not types:
        if s.body is None or engine.world.space(where.space).is_stub(where.file):
            return ANY
        types = lazy.returned(engine, s)
        types = documented_result(engine, s, types) or types
    if s.is_async and head is not None and not head.yields:
        return coroutine(engine, types)
    return types


def result_said(engine: Engine, where: Where, step: int) -> Types:
    """The same where it is declared, as `TypeGuard` must be; () else, without a look at what it is called with."""
    from inferd.inference.scopes import lazy

    s = signature(engine, where, step)
    is_said = s.result is not None or lazy.commented(engine, s.body, "return")
    return result_of_definition(engine, where, step) if is_said else NOTHING


def documented_result(engine: Engine, s: Signature, types: Types) -> Types:
    """What documentation says that a function gives; () where its body tells more (*types*)."""
    from inferd.inference.scopes import lazy

    assert s.body is not None
    vague = not types or UNKNOWN in types or types == JUST_NONE  # None: of a method that is to be overridden
    if engine.head(s.body).yields:
        if not vague and UNKNOWN not in types[0].args[0]:
            return NOTHING
        told = lazy.documented(engine, s.body, "yield")
        if told:
            return (Instance(engine.outside_class("typing", "AsyncIterator" if s.is_async else "Iterator"), (told,)),)
        vague = True
    return lazy.documented(engine, s.body, "return") if vague else NOTHING


def coroutine(engine: Engine, types: Types) -> Types:
    """What calling an `async def` gives that gives these when it is awaited."""
    return (Instance(engine.outside_class("types", "CoroutineType"), (ANY, ANY, types)),)


def parameter_types(engine: Engine, s: Signature, p: Parameter) -> Types:
    """What a parameter is declared as, in the terms of the signature: the element type for `*args` and `**kwargs`.

    UNKNOWN without a declaration (of its own, or of the method that it overrides, or of its documentation).
    """
    if p.annotation is not None:
        types = annotations.read(engine, s.where, p.annotation, s.variables)
        return join(types, JUST_NONE) if _is_none(engine, s, p) else types  # PEP 484 once allowed `x: int = None`
    if s.body is None:
        return ANY
    found: Types = engine.solve(("parameter", s.body, p.name), lambda: _undeclared(engine, s, p))
    return found


def _is_none(engine: Engine, s: Signature, p: Parameter) -> bool:
    """Whether the default of a parameter is None."""
    return p.default is not None and engine.program(s.where).steps[p.default][:2] == ["c", "N"]


def undeclared(engine: Engine, body: Where, name: str) -> Types:
    """What a parameter is of which its own definition says nothing, by what stands around."""
    made = engine.made_at(body)
    assert made is not None
    s = signature(engine, *made)
    return next((parameter_types(engine, s, p) for p in s.params if p.name == name), ANY)


def _undeclared(engine: Engine, s: Signature, p: Parameter) -> Types:
    from inferd.inference.definitions import members
    from inferd.inference.scopes import lazy

    assert s.body is not None
    engine.rests_on(s.where, s.step)
    hint = lazy.hinted(engine, s.body, p.name)
    if hint:
        return join(hint, JUST_NONE) if _is_none(engine, s, p) else hint
    stub = in_stub(engine, s)
    if stub is not None:
        for other in stub.params:
            if other.name == p.name and other.annotation is not None:
                return annotations.read(engine, stub.where, other.annotation, stub.variables)
    if not s.where.space and p.kind in "pk" and p.default is None:
        from inferd.inference.definitions import fixtures

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
    from inferd.inference.definitions import members
    from inferd.inference.scopes import lazy

    for d in members.decorators(engine, s.where, s.step):
        for v in lazy.value(engine, s.where, d):
            if v[-1] == "class" and v.cls.module == "builtins":
                if v.cls.name == "staticmethod":
                    return ""
                if v.cls.name == "classmethod":
                    return "cls"
    if len(engine.program(s.where).stores.get(name, ())) > 1:
        again = members.made_again(engine, s.where, name)
        if again and again != "property":
            return "" if again == "static method" else "cls"
    cls = engine.class_at(s.where)
    if any(a.cls == engine.builtin("type") for a in classes.info(engine, cls).line):
        return "cls"
    return "self"


def outer_bindings(engine: Engine, f: Function, receiver: Value) -> Bindings:
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


def lambda_signature(engine: Engine, where: Where, first: int) -> Signature:
    """The signature of the lambda that begins at a step."""
    known = engine.signatures.get((where, -1 - first))
    engine.rests_on(where, first)
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


def declared_result(engine: Engine, g: Value) -> Types:
    """What a function or bound method returns, whatever it is called with."""
    f = g.function if g[-1] == "bound" else g
    outer: Bindings = {}
    if g[-1] == "bound" and g.receiver[-1] in ("instance", "class"):
        outer = outer_bindings(engine, f, g.receiver)
    return union(substitute(result_of_definition(engine, w, n), outer) for w, n in definitions(engine, f))
