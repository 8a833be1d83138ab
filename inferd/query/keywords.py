"""What a keyword argument names: a parameter of what is called, or a field of the class that is.

Python's own rules tell it where the callee is plainly named (`targets.called_as`).  Else the callee's types do: a
variable that holds a function, a method of an instance, an instance that can be called, a lambda, a `partial`.

A function that has no such parameter and hands its `**more` on names what it calls with that: it is looked at as it
runs for the calls that give it this key, so that `super().__init__(**more)` is the next class in line.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import takewhile
from json import dumps
from typing import NamedTuple

from inferd.index.hierarchy import Class, Opaque
from inferd.index.resolve import Outside, Symbol
from inferd.inference.definitions import classes, members, signatures
from inferd.inference.engine import Where
from inferd.inference.flow import contexts
from inferd.inference.flow.contexts import Unit
from inferd.inference.scopes import frames
from inferd.inference.types import Bound, ClassObject, Instance, Types, Value, union
from inferd.query import fields, getting, named_keys
from inferd.query import targets as T
from inferd.query.types import Step, Typing
from inferd.query.view import Block, Dangling, Entity, Local, Member, View, some_roles
from inferd.syntax import facts as F

_COPIERS = frozenset(
    Outside(module, name)
    for module, name in (("dataclasses", "replace"), ("copy", "replace"), ("attr", "evolve"), ("attrs", "evolve"))
)


class Named(NamedTuple):
    """What a keyword names: parameters or fields, and how that is known: by `rule`, by `field`, `copy` or `type`."""

    entities: tuple[Entity, ...]
    how: str


def named(view: View, block: Block, k: int) -> Named:
    """What the keyword argument at occurrence *k* names; no entities where that is not known."""
    found = T.keyword_targets(view, block, k)
    if found:
        return Named(found, "rule")
    link = block.o[k * 6 + 5]
    name = block.names[block.o[k * 6]]
    if link < 0:
        return Named(by_type(view, block, k, name), "type")
    called = T.called_as(view, block, link)
    copied = copied_field(view, block, link, name, called)
    if copied is not None:
        return Named((copied,), "copy")
    field = given_field(view, name, called)
    if field is not None:
        return Named((field,), "field")
    is_lacking = any(isinstance(e, Dangling) for e in called)  # its metaclass may have it
    is_asked = is_lacking or is_open(view, called) or goes_through(view, called, name)
    return Named((by_type(view, block, k, name) or _of_member(view, block, link, name)) if is_asked else (), "type")


def _of_member(view: View, block: Block, callee: int, name: str) -> tuple[Entity, ...]:
    """The parameters of the method that an attribute is by its receiver's types: what a decorator of a library made of
    it may not say them.
    """
    if block.o[callee * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
        return ()
    functions = [f for e in T.entities_at(view, block, callee) for f in T.functions_called(view, e)]
    return tuple([Local(b.row.id, at, name) for b, at in functions if T.takes_keyword(view, b, at, name)])


def is_open(view: View, called: tuple[Entity, ...]) -> bool:
    """Whether the types of a callee can tell more than its name: it is a variable, or no rule says what it is."""
    return all(_is_variable(view, e) for e in called)


def goes_through(view: View, called: tuple[Entity, ...], name: str) -> bool:
    """Whether what is called is known and has no parameter of that name: it may hand the keyword on, as `dict` does to
    whom the dictionary is given, and a `partial` of what has no name.
    """
    if _DICT in called or _CALLER in called or not T.PARTIALS.isdisjoint(called):
        return True
    functions = [f for e in called for f in T.functions_called(view, e)]
    return bool(functions) and not any(T.takes_keyword(view, *f, name) for f in functions)


def _is_variable(view: View, e: Entity) -> bool:
    if isinstance(e, Local):
        return True
    if isinstance(e, Member):
        return not e.certain or "d" not in view.definition_kinds(e.cls.module, f"{e.cls.name}.{e.name}")
    return isinstance(e, Symbol) and view.definition_kinds(e.module, e.name) == {"v"}


def given_field(view: View, name: str, called: tuple[Entity, ...]) -> Member | None:
    """The field that a keyword gives its value to, where a class without an `__init__` of its own is called, as
    dataclasses, attrs and NamedTuple have it.
    """
    for e in called:
        cls = view.as_class(e)
        if cls is not None and not any(isinstance(view.lookup(cls, m), Member) for m in ("__init__", "__new__")):
            found = _field(view, cls, name)
            if found is not None:
                return found
    return None


def _field(view: View, cls: Class, name: str) -> Member | None:
    """The field of a class, its own or inherited: what a class body writes, whatever methods below store in it,
    or a call that makes the class.
    """
    for node in (cls, *view.hierarchy.mro(cls)[1:]):
        if not isinstance(node, Opaque) and any(
            b.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE for b, k in view.members_of(node, name)
        ):
            return Member(node, name, cls, True)
    made = fields.owner(view, cls, name)
    return Member(made, name, cls, True) if made is not None else None


def copied_field(view: View, block: Block, callee: int, name: str, called: tuple[Entity, ...]) -> Member | None:
    """The field that a keyword of `replace(cart, total=1)` or `cart._replace(total=1)` is."""
    if view.typing is None:
        return None
    if block.names[block.o[callee * 6]] == "_replace" and block.o[callee * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
        types = view.typing.receiver(block, callee)
    elif not _COPIERS.isdisjoint(called):
        first = T.first_argument(block, callee)
        if first < 0:
            return None
        types = view.typing.at(block, first)
    else:
        return None
    for v in view.typing.values_in(types):
        if v[-1] == "instance" and not v.cls.space:
            found = view.lookup(Class(v.cls.module, v.cls.name), name)
            if isinstance(found, Member):
                return found
            made = fields.owner(view, Class(v.cls.module, v.cls.name), name)
            if made is not None:
                return Member(made, name, made, True)
    return None


def by_type(view: View, block: Block, k: int, name: str) -> tuple[Entity, ...]:
    """What keyword *k* names by the types of its callee."""
    if view.typing is None:
        return ()
    out: dict[Entity, None] = {}
    for v in _callees(view, view.typing, block, k):
        out.update(dict.fromkeys(_of_value(view, view.typing, v, name)))
    return tuple(out)


def _callees(view: View, typing: Typing, block: Block, k: int) -> Types:
    """What keyword *k* is for: what is called with it, or what hands it on; of `dict(a=1)`, what gets that as `**`."""
    link = block.o[k * 6 + 5]
    if link < 0:
        return typing.called_with(block, k) or _by_statement(typing, block, k)
    denoted = view.meaning(block, link)
    if _DICT in denoted:
        return _starred(typing, block, link)
    if _CALLER in denoted:
        return getting.called_by(typing, block, link)
    place = T.called_place(view, block, link)
    if place != (block, link):
        return typing.at(*place)
    return typing.called_with(block, k) if T.PARTIALS.isdisjoint(denoted) else _call_of(typing, block, link)


def _by_statement(typing: Typing, block: Block, k: int) -> Types:
    """What the class statement that has keyword *k* calls: `__init_subclass__` above it, and what makes its metaclass
    an instance.
    """
    engine, cls = typing.engine, typing.class_with(block, k)
    if cls is None:
        return ()
    hooks = [members.find(engine, cls, "__init_subclass__", cls)]
    for meta in classes.info(engine, cls).metaclass[:1]:
        hooks += [members.find(engine, meta, name) for name in ("__new__", "__init__")]
    found = [hook[1].types for hook in hooks if hook is not None and not hook[0].cls.space]
    return tuple([Bound(f, ClassObject(cls)) for types in found for f in types if f[-1] == "function"])


def _call_of(typing: Typing, block: Block, callee: int) -> Types:
    """What the call of an occurrence gives."""
    step = typing.step_of(block, callee)
    call = _call_step(typing, step) if step is not None else -1
    return typing.of_step(Step(step.where, call)) if step is not None and call >= 0 else ()


def _call_step(typing: Typing, callee: Step) -> int:
    steps = typing.engine.program(callee.where).steps
    calls = (n for n in range(callee.number + 1, len(steps)) if steps[n][:2] == ["(", str(callee.number)])
    return next(calls, -1)


def _starred(typing: Typing, block: Block, callee: int) -> Types:
    """What is called with the dictionary that a call of `dict` gives, as `**`: on the spot, or by the name of the
    variable that it is stored in, in the same scope or, where that is the module, in the file.
    """
    step = typing.step_of(block, callee)
    call = _call_step(typing, step) if step is not None else -1
    return _taking(typing, step.where, call) if step is not None and call >= 0 else ()


def _taking(typing: Typing, where: Where, call: int) -> Types:
    """What is called with the dictionary of a step as `**`, on the spot or by the name of a variable."""
    engine = typing.engine
    steps = engine.program(where).steps
    out = [Step(where, int(w[1])) for w in steps[call + 1 :] if w[0] == "(" and f"**{call}" in w[2:]]
    names = {w[1] for w in steps[call + 1 :] if w[0] == "s" and w[2] == str(call)}
    scopes = [where]
    if where.scope == 0 and names:
        tree = typing.ties(where.file).tree
        scopes += [where._replace(scope=s) for s in range(1, len(tree.scopes))]
    for at in scopes if names else ():
        steps = engine.program(at).steps
        if at == where or not any(words[0] in _STORING and words[1] in names for words in steps):
            reads = {f"**{n}" for n, words in enumerate(steps) if words[0] == "l" and words[1] in names}
            out += [Step(at, int(w[1])) for w in steps if w[0] == "(" and not reads.isdisjoint(w[2:])]
    return union(typing.of_step(s) for s in out)


def by_key(view: View, block: Block, k: int) -> tuple[Entity, ...]:
    """What string *k* names where it is a key of a dictionary that is written out and handed on: `f(**{"x": 1})`."""
    found = named_keys.step_of(view, block, k)
    typing, name = view.typing, block.names[block.o[k * 6]]
    if found is None or typing is None:
        return ()
    key = f"{found[1]}:"
    steps = typing.engine.program(found[0]).steps
    made = next((m for m, w in enumerate(steps) if w[0] == "h" and any(x.startswith(key) for x in w[1:])), -1)
    out: dict[Entity, None] = {}
    for v in _taking(typing, found[0], made) if made >= 0 else ():
        out.update(dict.fromkeys(_of_value(view, typing, v, name)))
    return tuple(out)


_DICT = Outside("builtins", "dict")
_CALLER = Outside("operator", "methodcaller")
_STORING = frozenset(("s", "S", "sa", "w", "p"))


_MOST = 8  # callees whose types are asked for one question
_FILES = 20  # files with a keyword that are all looked at


def is_held(view: View, spelled: Set[str]) -> bool:
    """Whether a function or class of one of these names is taken as a value somewhere, so that variables may stand for
    it, or is called without being named.
    """
    return view.typing is not None and any(_is_held(view, name) for name in spelled)


def near(view: View, keyword: str, home: int, role: int = F.KEYWORD) -> list[Block]:
    """The blocks that mention a keyword, or a string that reads so; those of one file alone where there are many."""
    ids = {f: blocks for f, bits, blocks in view.postings(keyword) if bits & 1 << role}
    chosen = ids if len(ids) <= _FILES else {f: blocks for f, blocks in ids.items() if f == home}
    return view.blocks_by_id([i for blocks in chosen.values() for i in blocks])


def typed(
    view: View, open_ones: list[tuple[Block, int]], through: list[tuple[Block, int]], home: Set[int]
) -> Iterator[tuple[Block, int, Entity]]:
    """What the types of callees make of keyword arguments, of whose callee no rule tells what it is; *through*: or
    which it may hand on.

    Where the callees are many, those in the files *home* are looked at alone.
    """
    asked = [at for at in open_ones if _may_hold(view, *at)] + through
    if len(asked) > _MOST:
        asked = [at for at in asked if at[0].row.file_id in home][:_MOST]
    for block, k in asked:
        for e in by_type(view, block, k, block.names[block.o[k * 6]]):
            yield block, k, e


def _is_held(view: View, name: str) -> bool:
    """Whether a function or class of that name is taken as a value somewhere, is called without being named, or is
    given to a decorator.
    """
    if name in ("", "__call__"):
        return True
    for block in view.blocks_of_name(name, 1 << F.READ | 1 << F.ATTRIBUTE | 1 << F.DEFINITION):
        for k, role, code, _, _ in block.mentions(name):
            if role == F.DEFINITION:
                scope = T.scope_defined(block, k)
                if scope >= 0 and block.s[scope * 7 + 6] & F.S_DECORATED:
                    return True
            if role == F.READ and not code & (F.BASE | F.ANNOTATION | F.DECORATOR):
                return True
            if role == F.ATTRIBUTE and not code & (F.CALLED | F.STORE | F.DELETED):
                return True
    return False


def _may_hold(view: View, block: Block, k: int) -> bool:
    """Whether what is called with keyword *k* may be a variable: an attribute only where it is stored somewhere."""
    callee = block.o[k * 6 + 5]
    if callee < 0:
        return True
    block, callee = T.called_place(view, block, callee)
    if block.o[callee * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
        return True
    name = block.names[block.o[callee * 6]]
    if name == "__class__":
        return True
    places = [at for of_class in view.members(name).values() for at in of_class]
    if any(b.o[i * 6 + 3] & F.ROLE_MASK != F.DEFINITION for b, i in places):
        return True
    return any(_takes_more(view, b, T.scope_defined(b, i)) for b, i in places)


def _takes_more(view: View, block: Block, scope: int) -> bool:
    """Whether the function of a scope has a `**` parameter, with which it may hand keywords on."""
    first = next((k for k, _, _, _, within, _ in block.having(_PARAMETER) if within == scope), -1)
    step = view.typing.step_of(block, first) if view.typing is not None and first >= 0 else None
    if step is None or view.typing is None:
        return False
    return any(words[2] == "**" for words in _parameter_steps(view.typing.engine.program(step.where).steps, -1))


_PARAMETER = some_roles(F.PARAMETER)


_DEPTH = 4  # functions that hand a keyword on to one another


def _of_value(view: View, typing: Typing, v: Value, name: str, depth: int = _DEPTH) -> list[Entity]:
    """What keyword *name* of a call of a value names."""
    tag = v[-1]
    engine = typing.engine
    if tag == "partial":
        return _of_value(view, typing, v.callee, name, depth)
    if tag == "bound":
        return _of_function(view, typing, v.function, v.receiver, name, depth)
    if tag == "function" and not v.space:
        return _of_function(view, typing, v, None, name, depth)
    if tag == "callable" and v.made is not None and not v.made[0].space:
        where, first, made_in = v.made
        mine = _parameters(typing, where, first, name)
        return mine or _handed_on(view, typing, where, first, made_in, None, name, depth)
    if tag == "class" and not v.cls.space:
        for constructor in ("__init__", "__new__"):
            found = members.find(engine, v.cls, constructor)
            if found is not None and not found[0].cls.space:
                made: Value = Instance(v.cls) if constructor == "__init__" else v
                return [e for f in found[1].types for e in _of_function(view, typing, f, made, name, depth)]
        field = _field(view, Class(v.cls.module, v.cls.name), name)
        return [field] if field is not None else []
    if tag == "instance" and not v.cls.space:
        found = members.find(engine, v.cls, "__call__")
        if found is not None:
            return [e for f in found[1].types for e in _of_function(view, typing, f, v, name, depth)]
    return []


def _of_function(
    view: View, typing: Typing, f: Value, receiver: Value | None, name: str, depth: int
) -> list[Entity]:  # fmt: skip
    """What a keyword of a call of a function, or of a method of a receiver, names."""
    if f[-1] != "function" or f.space:
        return _of_value(view, typing, f, name, depth)
    engine = typing.engine
    out: list[Entity] = []
    for where, step in signatures.definitions(engine, f):
        body = signatures.signature(engine, where, step).body
        if body is not None:
            mine = _parameters(typing, body, -1, name)
            out += mine or _handed_on(view, typing, body, -1, f.made_in, receiver, name, depth)
    return out


def _handed_on(
    view: View, typing: Typing, where: Where, first: int, made_in: "Unit | None", receiver: Value | None, name: str,
    depth: int,
) -> list[Entity]:  # fmt: skip
    """What a keyword names that a function takes in its `**more` and hands on: what it calls with `**more`, as it runs
    in the calls that give it this key.
    """
    engine = typing.engine
    steps = engine.program(where).steps
    params = list(_parameter_steps(steps, first))
    more = next((w[1] for w in params if w[2] == "**"), "")
    if not more or not depth:
        return []
    reads = {f"**{n}" for n, w in enumerate(steps) if w == ["l", more]}
    if params[0][2] == "*":
        receiver = None  # the first of its `*args`
    handing = [int(w[1]) for w in steps if w[0] == "(" and not reads.isdisjoint(w[2:])]
    out: dict[Entity, None] = {}
    for unit in contexts.units_of(engine, where, first) if handing else ():
        given = dict(unit.context.given)
        keys = {k for v in given.get(more, ()) if v[-1] == "record" for k, _ in v.items}
        of_first = given.get(params[0][1], ())
        if f"s{dumps(name)}" not in keys or (made_in is not None and unit.context.closure != made_in):
            continue
        if receiver is None or any(v[:2] == receiver[:2] for v in of_first):
            frame = frames.of_unit(engine, unit)
            for n in handing:
                for v in frame.types[n]:
                    out.update(dict.fromkeys(_of_value(view, typing, v, name, depth - 1)))
    return list(out)


def _parameter_steps(steps: Sequence[list[str]], first: int) -> Iterator[list[str]]:
    """The steps of the parameters of a function, or of the lambda that begins at a step (*first*)."""
    return takewhile(lambda words: words[0] == "p", steps[first + 1 :])


def _parameters(typing: Typing, where: Where, first: int, name: str) -> list[Entity]:
    """The parameter of a name of a function, by its scope, or of the lambda that begins at a step (*first*) of it."""
    steps = typing.engine.program(where).steps
    n = first + 1
    while n < len(steps) and steps[n][0] == "p":
        if steps[n][1] == name and steps[n][2] in "pk":
            at = typing.ties(where.file).place_of(where.scope, n)
            return [Local(at[0].row.id, at[0].o[at[1] * 6 + 4], name)] if at is not None else []
        n += 1
    return []
