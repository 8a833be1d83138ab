"""Attributes: what a class says of a name, and what that is for a receiver.

A member is read once per class, in the terms of its type variables: the stores of the class body under that name and,
for attributes of instances, the assignments through the first parameter in its methods.  A declaration (an annotation)
counts alone; without one every assignment counts.  Binding then does what Python's look-up does: methods get their
receiver, properties and descriptors are called, type variables take the receiver's arguments.
"""

from typing import NamedTuple

from inferd.inference import annotations, classes
from inferd.inference.containers import merged
from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, SELF, UNKNOWN, Bound, ClassObject, Cls, Function, Instance, Literal, Partial, Tuple, Types, Value,
    join, literal_class, substitute, union,
)  # fmt: skip


class Member(NamedTuple):
    """What one class says of an attribute."""

    kind: str  # 'method' | 'class method' | 'static method' | 'property' | 'data' | 'class'
    types: Types  # what it holds, in the class's own terms; for a property the getter's result
    declared: bool
    places: tuple[tuple[Where, int], ...]  # the steps that define it
    on_class: Types = NOTHING  # what the class itself holds of it, where its instances may hold something else
    own: Types = NOTHING  # what is put into instances, over a method


METHODS = frozenset(("method", "class method", "static method"))
_PROPERTIES = frozenset(
    (
        ("builtins", "property"), ("functools", "cached_property"), ("abc", "abstractproperty"),
        ("types", "DynamicClassAttribute"), ("enum", "property"), ("enum", "_magic_enum_attr"),
    )
)  # fmt: skip


def attribute_of(engine: Engine, types: Types, name: str) -> Types:
    """Attribute *name* of what a set holds."""
    if len(types) == 1:
        return attribute(engine, types[0], name)
    return union(attribute(engine, v, name) for v in types)


def attribute(engine: Engine, v: Value, name: str) -> Types:
    """What an attribute of one value is."""
    tag = v[-1]
    if tag == "instance":
        return of_instance(engine, v, name)
    if tag == "class":
        return of_class(engine, v, name)
    if tag == "module":
        return of_module(engine, v, name)
    if tag == "typevar":
        if v == SELF:
            return ANY
        return attribute_of(engine, engine.bound(v), name)
    if tag == "literal":
        return of_instance(engine, Instance(engine.builtin(literal_class(v.text))), name)
    if tag == "tuple":
        return of_instance(engine, Instance(engine.builtin("tuple"), (union(v.items) or ANY,)), name)
    if tag == "partial":
        if v.holder is not None:
            return attribute(engine, v.holder, name)
        if name == "func":
            return (v.callee,)
        return of_instance(engine, Instance(engine.outside_class("functools", "partial"), (ANY,)), name)
    if tag == "record":
        from inferd.inference.matching import as_instance

        return of_instance(engine, as_instance(engine, v), name)
    if tag == "super":
        return of_super(engine, v, name)
    if tag == "class of":
        bound = engine.bound(v.variable)
        return union(of_class(engine, ClassObject(b.cls, b.args), name) if b[-1] == "instance" else ANY for b in bound)
    if tag == "function":
        if engine.flow is not None and not v.space:
            stored = engine.flow.attributes.get((holder_of(engine, v), name))
            if stored:
                return stored  # type: ignore[no-any-return]
        return of_instance(engine, Instance(engine.outside_class("types", "FunctionType")), name)
    if tag == "bound" and name in ("__self__", "__func__"):
        return (v.receiver if name == "__self__" else v.function,)
    if tag == "bound":
        return of_instance(engine, Instance(engine.outside_class("types", "MethodType")), name)
    if tag == "none":
        return of_instance(engine, Instance(engine.outside_class("types", "NoneType")), name)
    return ANY


def holder_of(engine: Engine, f: Function) -> Cls:
    """What stands for a function as the holder of attributes."""
    where = Where(f.space, f.file, f.scope)
    around = engine.qualname(where)
    return Cls("", engine.module_of(where), f"{around}.{f.name}()" if around else f"{f.name}()")


def of_module(engine: Engine, v: Value, name: str) -> Types:
    space = engine.world.space(v.space)
    found = space.resolve(v.name, name)
    if found:
        return union(engine.target(v.space, t) for t in found)
    put = engine.flow.names.get((v.name, name)) if engine.flow is not None and not v.space else None
    if put:
        return put  # type: ignore[no-any-return]
    hook = space.resolve(v.name, "__getattr__") if engine.flow is not None and not v.space else []
    if hook:
        from inferd.inference import calls
        from inferd.inference.signatures import positional

        return calls.call(
            engine, union(engine.target(v.space, t) for t in hook), [positional(engine.instance("str"))]
        )
    if engine.flow is not None and name.startswith("__"):
        return of_instance(engine, Instance(engine.outside_class("types", "ModuleType")), name) or ANY
    return ANY


def find(engine: Engine, cls: Cls, name: str, after: Cls | None = None) -> tuple[classes.Ancestor, Member] | None:
    """The first class in the line that has the member; *after*: behind that class, as `super()` looks."""
    line = classes.info(engine, cls).line
    skip = after is not None
    for a in line:
        if skip:
            skip = a.cls != after
            continue
        found = member(engine, a.cls, name)
        if found is not None:
            return a, found
    if engine.flow is not None and after is None:
        from inferd.inference import spun

        for a in line:
            held = spun.under(engine, a.cls, name) if spun.is_spun(a.cls) else NOTHING
            if held:
                return a, Member("data", held, False, (), held)
    return None


def of_instance(engine: Engine, v: Instance, name: str) -> Types:
    found = find(engine, v.cls, name)
    is_data = found is None or (found[1].kind in ("data", "own") and not found[1].declared)
    if v.made_with and engine.flow is not None and is_data:
        held: Types = engine.flow.made.get((v.cls, name, v.made_with), NOTHING)
        if held:
            default = found[1].on_class if found is not None else NOTHING
            return join(held, union(_described(engine, x, v, False) for x in default)) if default else held
    if v.made_with and found is not None and found[1].kind in METHODS and engine.flow is not None:
        held = engine.flow.made.get((v.cls, name, v.made_with), NOTHING)
        if held:
            found = found[0], found[1]._replace(own=held, types=_not_open(engine, found[1].types))
    if found is None:
        info = classes.info(engine, v.cls)
        hook = find(engine, v.cls, "__getattr__")
        if hook is not None and hook[0].cls != engine.builtin("object"):
            from inferd.inference import calls
            from inferd.inference.signatures import positional

            text: Types = engine.instance("str")
            if engine.flow is not None and not hook[0].cls.space:
                text = (Literal(f's"{name}"'),)
            return calls.call(engine, bind(engine, v, *hook), [positional(text)])
        if info.metaclass and not info.metaclass[0].space and engine.flow is not None:
            above = find(engine, info.metaclass[0], name)
            if above is not None and above[1].kind == "own" and not above[1].declared:  # stored in its classes
                return union(_described(engine, x, v, False) for x in above[1].types)
        return ANY if info.open else NOTHING
    return bind(engine, v, *found)


def of_class(engine: Engine, v: ClassObject, name: str) -> Types:
    """An attribute of the class itself: methods unbound, class methods bound to it; then the metaclass."""
    info = classes.info(engine, v.cls)
    found = find(engine, v.cls, name)
    meta = info.metaclass[0] if info.metaclass else engine.builtin("type")
    is_of_object = (
        found is not None and found[0].cls == engine.builtin("object") and name not in ("__new__", "__init__")
    )
    if found is None or (is_of_object and meta != v.cls):
        above = find(engine, meta, name)
        if above is not None and above[0].cls != engine.builtin("object"):
            if above[1].kind == "method" and not meta.space and engine.flow is not None:
                return tuple([_bound(f, v) for f in above[1].types])
            if above[1].kind in ("data", "own") and not above[1].declared:  # `setattr(cls, ...)`: the class's own
                return union(_described(engine, x, v, True) for x in above[1].types)
            return bind(engine, Instance(meta), *above)
        if found is None:
            return ANY if info.open or classes.info(engine, meta).open else NOTHING
    ancestor, m = found
    bindings = classes.bindings_in(engine, v.cls, v.args, ancestor)
    bindings[SELF] = (Instance(v.cls, v.args),)
    if m.kind == "class method":
        return tuple([_bound(f, v) for f in m.types])
    if m.kind == "property":
        return ANY
    if (
        m.kind == "data" and is_enum(engine, v.cls) and ancestor.cls == v.cls and not m.declared
        and not name.startswith("_")
    ):  # fmt: skip
        return (Instance(v.cls),)
    if m.kind == "data" and not m.declared:
        held = m.on_class or m.types
        return union(_described(engine, x, v, True) for x in substitute(held, bindings))
    return substitute(m.types, bindings)


def is_enum(engine: Engine, cls: Cls) -> bool:
    return any(a.cls.module == "enum" and a.cls.name == "Enum" for a in classes.info(engine, cls).line)


def of_super(engine: Engine, v: Value, name: str) -> Types:
    receiver = v.receiver
    found = find(engine, receiver.cls, name, v.cls)
    if found is None and receiver[-1] == "class" and engine.flow is not None:
        meta = classes.info(engine, receiver.cls).metaclass  # a method of the metaclass asks
        above = find(engine, meta[0], name, v.cls) if meta and classes.is_subclass(engine, meta[0], v.cls) else None
        if above is not None and above[1].kind == "method":
            return tuple([_bound(f, receiver) for f in above[1].types])
    if found is None:
        return ANY if classes.info(engine, receiver.cls).open else NOTHING
    if receiver[-1] == "class" and found[1].kind == "method":
        return found[1].types
    return bind(engine, receiver, *found)


def bind(engine: Engine, receiver: Value, ancestor: classes.Ancestor, m: Member) -> Types:
    """A member for a receiver."""
    bindings = classes.bindings_in(engine, receiver.cls, receiver.args, ancestor)
    own = receiver if receiver[-1] == "instance" else Instance(receiver.cls, receiver.args)
    bindings[SELF] = (own,)
    if m.own and receiver[-1] == "instance":
        return join(bind(engine, receiver, ancestor, m._replace(own=NOTHING)), m.own)
    if m.kind == "method":
        return tuple([_bound(f, receiver) for f in m.types])
    if m.kind == "class method":
        return tuple([_bound(f, ClassObject(receiver.cls, receiver.args)) for f in m.types])
    if receiver[-1] == "instance" and ancestor.cls.module == "enum" and is_enum(engine, receiver.cls):
        value = _of_enumeration(engine, receiver.cls, m)
        if value:
            return value
    if m.kind == "property":
        if engine.flow is not None and not ancestor.cls.space and not m.declared:
            got = _got(engine, receiver, m)
            if got is not None and (UNKNOWN not in got or UNKNOWN in m.types):
                return got
        return substitute(m.types, bindings)
    types = substitute(m.types, bindings)
    if m.kind == "data":
        is_element = is_enum(engine, receiver.cls) and not m.declared and ancestor.cls == receiver.cls
        if is_element and m.places and engine.kind(m.places[0][0]) == "class":
            return (own,)
        if m.declared and all(x[-1] != "instance" for x in types):
            return types
        return union(_described(engine, x, receiver, False) for x in types) or (ANY if types else NOTHING)
    return types


def set_property(engine: Engine, v: Instance, ancestor: classes.Ancestor, name: str, types: Types) -> None:
    """Storing into a property calls its setter."""
    from inferd.inference import calls
    from inferd.inference.signatures import positional

    for where, n in stores_of(engine, classes.info(engine, ancestor.cls), name):
        words = engine.program(where).steps[n]
        made = engine.program(where).steps[int(words[2])] if words[0] == "s" else words
        if made[0] != "f":
            continue
        for w in made[3:]:
            if w[0] == "@" and engine.program(where).steps[int(w[1:])][-1] == "setter":
                calls.reach(engine, where, int(words[2]), [positional(types)], v)


def is_set(engine: Engine, v: Instance, m: Member, types: Types) -> bool:
    """Whether what a class holds under a name, a descriptor, takes what is stored under it; its `__set__` is called."""
    from inferd.inference import calls
    from inferd.inference.signatures import positional

    taken = False
    for x in m.types if m.kind == "data" else ():
        if x[-1] == "instance" and not x.cls.space and x != v:
            found = find(engine, x.cls, "__set__")
            if found is not None:
                calls.call(engine, bind(engine, x, *found), [positional((v,)), positional(types)])
                taken = taken or find(engine, x.cls, "__get__") is not None
    return taken


def _got(engine: Engine, receiver: Value, m: Member) -> Types | None:
    """What the getter of a property gives for a receiver; None where that is declared."""
    from inferd.inference import calls, signatures

    out: list[Types] = []
    for where, step in m.places:
        words = engine.program(where).steps[step]
        if words[0] != "f":
            return None
        if any(_is_accessor(engine.program(where).steps[d]) for d in decorators(engine, where, step)):
            continue
        s = signatures.signature(engine, where, step)
        f = Function(where.space, where.file, where.scope, words[2])
        several = decorators(engine, where, step)
        if len(several) > 1:
            from inferd.inference import lazy

            own: Types = (f,)
            running, engine.running = engine.running, None  # it is not the reader who decorates
            for d in reversed(several):
                decorator = lazy.value(engine, where, d)
                own = own if makes_property(engine, decorator) else lazy.decorate(engine, own, decorator)
            engine.running = running
            if own != (f,):
                out.append(calls.call(engine, tuple([_bound(x, receiver) for x in own]), []))
                continue
        types = calls.in_context(engine, s, f, [], receiver) if s.body is not None else None
        if types is None:
            return None
        out.append(types)
    return union(out) if out else None


def _is_accessor(words: list[str]) -> bool:
    return words[0] == "a" and words[2] in ("setter", "deleter", "getter")


def _of_enumeration(engine: Engine, cls: Cls, m: Member) -> Types:
    """`name` and `value` of the members of an enumeration."""
    if not m.places:
        return NOTHING
    where, n = m.places[0]
    words = engine.program(where).steps[n]
    name = words[2] if words[0] in ("f", "fa") else words[1]
    if name in ("name", "_name_"):
        return engine.instance("str")
    if name not in ("value", "_value_"):
        return NOTHING
    out: list[Types] = []
    for place in classes.info(engine, cls).places:
        for key in engine.program(place).stores:
            if key.startswith("_"):
                continue
            own = member(engine, cls, key)
            if own is not None and own.kind == "data" and not own.declared:
                for v in engine.widened(own.types):
                    is_auto = v[-1] == "instance" and v.cls.name == "auto" and v.cls.module == "enum"
                    out.append(engine.instance("int") if is_auto else (v,))
    return union(out)


def _bound(f: Value, receiver: Value) -> Value:
    return Bound(f, receiver) if f[-1] == "function" else f


def _described(engine: Engine, v: Value, receiver: Value, on_class: bool) -> Types:
    """The value of a class attribute on look-up: a descriptor's `__get__` is called, a function bound."""
    tag = v[-1]
    if tag == "function" and not on_class:
        return (Bound(v, receiver),)
    if tag == "callable" and v.made is not None and not on_class:
        from inferd.inference import calls
        from inferd.inference.signatures import positional

        return (Partial(v, (positional((receiver,)),)),)
    if tag == "callable" and v.inner is not None and not on_class:  # a library's decorator hands the receiver on
        return (v._replace(inner=tuple([_bound(x, receiver) for x in v.inner])),)
    if tag == "partial" and v.holder is not None and not on_class:
        if v.callee[-1] == "partial":  # `partialmethod`
            return (v.callee._replace(callee=_bound(v.callee.callee, receiver)),)
        return (v._replace(callee=_bound(v.callee, receiver)),)
    if tag != "instance":
        return (v,)
    if v.cls.module == "builtins":
        return (v,)
    found = find(engine, v.cls, "__get__")
    if found is None:  # with `__set__` alone, it is the instance's own value that is read
        return (v,) if on_class or find(engine, v.cls, "__set__") is None else NOTHING
    from inferd.inference import calls
    from inferd.inference.signatures import positional

    own = (("none",),) if on_class else (receiver,)
    cls = (ClassObject(receiver.cls, receiver.args),)
    return calls.call(engine, bind(engine, v, *found), [positional(own), positional(cls)])


# ---------------------------------------------------------------------------------------------------------------------
# Reading members


_ABSENT = Member("absent", (), False, ())


def member(engine: Engine, cls: Cls, name: str) -> Member | None:
    """What a class itself says of an attribute; None if nothing."""
    info = classes.info(engine, cls)
    key = ("member", cls, name)
    found = engine.solve(key, lambda: _member(engine, info, name))
    return None if found is _ABSENT or found == () or found == ANY else found  # type: ignore[return-value]


def stores_of(engine: Engine, info: classes.Info, name: str) -> list[tuple[Where, int]]:
    """The steps in class bodies that bind a name."""
    return [(w, n) for w in info.places for n in engine.program(w).stores.get(name, ())]


def assignments_of(engine: Engine, info: classes.Info, name: str) -> list[tuple[Where, int]]:
    """The steps in methods that assign to the attribute of the first parameter."""
    out = []
    for place in info.places:
        tree = engine.tree(place.space, place.file)
        for child in tree.children[place.scope]:
            scope = tree.scopes[child]
            text = scope.program
            if scope.kind != "function" or f" {name} " not in text or "\nA" not in text:
                continue
            program = tree.program(child)
            if not program.params:
                continue
            own = program.params[0][0]
            for n, words in enumerate(program.steps):
                op = words[0]
                if (op == "A" or op == "Aa") and words[2] == name:
                    receiver = program.steps[int(words[1])]
                    if receiver[0] == "l" and receiver[1] == own:
                        out.append((Where(place.space, place.file, child), n))
    return out


def _member(engine: Engine, info: classes.Info, name: str) -> Member:
    stores = stores_of(engine, info, name)
    functions: list[tuple[Where, int]] = []
    data: list[tuple[Where, int]] = []
    declarations: list[tuple[Where, int]] = []
    for where, n in stores:
        words = engine.program(where).steps[n]
        if words[0] == "s":
            made = engine.program(where).steps[int(words[2])][0]
            if made == "f" or made == "fa":
                functions.append((where, int(words[2])))
                continue
        elif words[0] == "sa":
            declarations.append((where, n))
            continue
        data.append((where, n))
    if any(says_nothing(engine, w, int(engine.program(w).steps[n][2])) for w, n in declarations):
        declarations, data = _without_any(engine, info, name, declarations, data)
    if functions and not declarations:
        own = _functions(engine, info, name, functions, data)
        put = engine.flow.on_class.get((info.cls, name), NOTHING) if engine.flow is not None else NOTHING
        if put and own.kind == "method" and not info.cls.space:  # `Cart.total = other`
            own = own._replace(types=join(own.types, put))
        if engine.flow is not None and not info.cls.space and own.kind != "property":
            put = engine.flow.attributes.get((info.cls, name), NOTHING)
            if put:
                own = own._replace(own=put, types=_not_open(engine, own.types))
        return own
    assigned = assignments_of(engine, info, name) if not declarations else []
    flowing: Types | None = None  # what is known to be stored, wherever
    if engine.flow is not None and not info.cls.space:
        flowing = engine.flow.attributes.get((info.cls, name), NOTHING)
    declared = [
        (w, n) for w, n in assigned
        if (words := engine.program(w).steps[n])[0] == "Aa" and not _is_put(engine, w, words)
    ]  # fmt: skip
    if declarations or declared:
        out = []
        for where, n in declarations + declared:
            words = engine.program(where).steps[n]
            step = int(words[2]) if words[0] == "sa" else int(words[3])
            types = annotations.read(engine, where, step)
            bare = _bare_form(engine, where, step)
            if bare:  # `x: Final = 3`
                value = words[3] if words[0] == "sa" else words[4]
                types = engine.widened(engine_value(engine, where, int(value))) if value != "-" else ANY
            out.append(types)
        return Member("data", union(out), True, tuple(declarations + declared))
    from inferd.inference import lazy

    told = union(
        [lazy.commented(engine, w, name) for w in info.places]
        + [lazy.commented(engine, w, f"{engine.program(w).params[0][0]}.{name}") for w, _ in assigned]
    )
    if told:
        return Member("data", told, True, tuple(data + assigned))
    fields = [_field_type(engine, w, n) for w, n in data]
    if any(fields):
        return Member("data", union(fields), True, tuple(data + assigned))
    results = [_property_call(engine, info, w, n) for w, n in data]
    got = [r for r in results if r is not None]
    wrapped = [_wrapped(engine, w, n) for w, n in data] if len(data) == 1 and not assigned else []
    if wrapped and wrapped[0]:
        kind, types = wrapped[0]
        return Member(kind, types, False, tuple(data))
    if got and len(got) == len(results) and not assigned:
        return Member("property", union(got), True, tuple(data))
    slot = _slot(engine, info, name)
    if slot is not None:
        return slot
    told = union(lazy.documented(engine, w, name) for w in info.places)
    on_class = NOTHING
    if flowing is not None:
        on_class = engine.flow.on_class.get((info.cls, name), NOTHING)
    if not data and not assigned and not flowing and not on_class:
        return Member("data", told, False, ()) if told else _ABSENT
    out = []
    kind = "data"
    for where, n in data:
        out.append(lazy.store(engine, where, n))
    if on_class:
        out.append(on_class)
        above = find(engine, info.cls, name, info.cls) if not data else None
        if above is not None and above[1].kind == "data":  # what it was before
            out.append(above[1].types)
    held = merged(union(out)) if engine.flow is not None and not info.cls.space else NOTHING
    if flowing is not None:
        if not data and not on_class:
            kind = "own"
        out.append(flowing)
    else:
        for where, n in assigned:
            out.append(engine.widened(lazy.store(engine, where, n)))
    types = merged(union(out))
    is_source = not info.places or not engine.world.space(info.cls.space).is_stub(info.places[0].file)
    if types == (("none",),) and flowing is None and is_source:
        types = (*types, UNKNOWN)  # a place for something that is put there from elsewhere
    if not assigned and data and types and all(v[-1] == "class" for v in types):
        kind = "class"
    inherited = _declared_above(engine, info, name) if kind in ("data", "own") else None
    if inherited:
        return Member("data", inherited, True, tuple(data + assigned))
    if told and UNKNOWN in types:
        return Member(kind, told, False, tuple(data + assigned))
    return Member(kind, types, False, tuple(data + assigned), held)


def _is_put(engine: Engine, where: Where, words: list[str]) -> bool:
    """Whether `self.x: Any = value` only puts something there."""
    return words[4] != "-" and says_nothing(engine, where, int(words[3]))


def _without_any(
    engine: Engine, info: classes.Info, name: str, declarations: list[tuple[Where, int]], data: list[tuple[Where, int]]
) -> tuple[list[tuple[Where, int]], list[tuple[Where, int]]]:
    """Declarations that say something, and the stores of a class body, those that declare `Any` among them.

    All stay declarations where nothing is stored that could be seen, or where it may not be all.
    """
    silent = [(w, n) for w, n in declarations if says_nothing(engine, w, int(engine.program(w).steps[n][2]))]
    stores = [(w, n) for w, n in silent if engine.program(w).steps[n][3] != "-"]
    if len(silent) < len(declarations) or _is_field(engine, info):
        return declarations, data
    if not stores and not data and not assignments_of(engine, info, name):
        return declarations, data
    return [], data + stores


def _field_type(engine: Engine, where: Where, n: int) -> Types:
    """What `cart = attr.ib(type=Cart)` declares; () where a store is nothing like that."""
    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    given = next((w for w in made[2:] if w.startswith("type=")), None) if made[0] == "(" else None
    if given is None or not _FIELDS & _named(engine, where, int(made[1])):
        return NOTHING
    from inferd.inference import lazy

    return lazy._in_quotes(engine, where, int(given[5:]))


_FIELDS = frozenset(
    ("attr.ib", "attr.attrib", "attr.field", "attrs.field", "attr._make.attrib", "attr._next_gen.field")
)


def _named(engine: Engine, where: Where, step: int) -> set[str]:
    """The dotted names that an expression stands for by imports alone, whether or not what they name is known."""
    words = engine.program(where).steps[step]
    if words[0] == "a":
        return {f"{outer}.{words[2]}" for outer in _named(engine, where, int(words[1]))}
    if words[0] != "l":
        return set()
    found = engine.world.space(where.space).resolve(engine.module_of(where), words[1])
    return {f"{module}.{name}" if name else module for _, module, name in found}


def _property_call(engine: Engine, info: classes.Info, where: Where, n: int) -> Types | None:
    """What `total = property(_get_total)` gives for an instance; None where a store is nothing like that."""
    from inferd.inference import calls, lazy
    from inferd.inference.signatures import positional

    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    if made[0] != "(":
        return None
    if not makes_property(engine, lazy.value(engine, where, int(made[1]))):
        return None
    getter = next((w for w in made[2:] if w.isdigit() or w.startswith(("fget=", "func="))), None)
    if getter is None:
        return ANY
    own = engine.own_instance(info.cls)
    return union(
        calls.call_function(engine, f, [], own) if f[-1] == "function"
        else calls.call_value(engine, f, [positional((own,))])
        for f in lazy.value(engine, where, int(getter.rpartition("=")[2]))
    )  # fmt: skip


def _wrapped(engine: Engine, where: Where, n: int) -> tuple[str, Types] | None:
    """What `hook = staticmethod(work)` makes: the kind of method, and the functions; None for all else."""
    from inferd.inference import lazy

    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    if made[0] != "(" or len(made) != 3 or not made[2].isdigit():
        return None
    callee = lazy.value(engine, where, int(made[1]))
    if len(callee) != 1 or callee[0][-1] != "class" or callee[0].cls.module != "builtins":
        return None
    kind = {"staticmethod": "static method", "classmethod": "class method"}.get(callee[0].cls.name)
    return (kind, lazy.value(engine, where, int(made[2]))) if kind else None


def _declared_above(engine: Engine, info: classes.Info, name: str) -> Types | None:
    """The declaration of an attribute in a base class, which holds for assignments below, too."""
    for a in info.line[1:]:
        m = member(engine, a.cls, name)
        if m is not None:
            if m.declared and (m.kind == "data" or (m.kind == "property" and UNKNOWN not in m.types)):
                return substitute(m.types, dict(zip(classes.info(engine, a.cls).params, a.args, strict=False)))
            return None
    return None


def _slot(engine: Engine, info: classes.Info, name: str) -> Member | None:
    """A field of a class that a call makes (`NamedTuple("P", [("x", int)])`)."""
    fields = engine.made_fields.get(info.cls)
    if fields is None or name not in fields:
        return _in_namespace(engine, info, name)
    if fields[name] == ANY and engine.flow is not None and not info.cls.space:
        for place, _ in info.made:
            engine.root.touched |= 1 << max(place.file, 0)
        stored = engine.flow.attributes.get((info.cls, name), NOTHING)
        if stored:
            return Member("data", stored, True, info.made)
    return Member("data", fields[name], True, info.made)


def _in_namespace(engine: Engine, info: classes.Info, name: str) -> Member | None:
    """What `type("Name", bases, {...})` puts into the class."""
    out: list[Types] = []
    for where, step in info.made:
        words = engine.program(where).steps[step]
        if words[0] == "(" and len(words) == 5 and words[4].isdigit():
            for v in engine_value(engine, where, int(words[4])):
                out += [types for key, types in v.items if key == f's"{name}"'] if v[-1] == "record" else []
    return Member("data", union(out), False, info.made, union(out)) if out else None


def engine_value(engine: Engine, where: Where, step: int) -> Types:
    from inferd.inference import lazy

    return lazy.value(engine, where, step)


def _bare_form(engine: Engine, where: Where, step: int) -> bool:
    """Whether an annotation is `Final` or `ClassVar` alone: the value tells the type."""
    words = engine.program(where).steps[step]
    if words[0] not in ("l", "a"):
        return False
    form = annotations._form(engine, where, step, {})
    return len(form) == 1 and form[0][-1] == "special" and form[0].name in ("Final", "ClassVar", "TypeAlias")


def says_nothing(engine: Engine, where: Where, step: int) -> bool:
    """Whether an annotation in the project is `Any` alone: what is put there tells more."""
    if where.space:
        return False
    words = engine.program(where).steps[step]
    return (words == ["l", "Any"] or (words[0] == "a" and words[2] == "Any")) and bool(
        _ANY & _named(engine, where, step)
    )


_ANY = frozenset(("typing.Any", "typing_extensions.Any"))


def _is_field(engine: Engine, info: classes.Info) -> bool:
    """Whether what a class body declares may be set by something that is not written out: a dataclass, a model."""
    if info.open or info.metaclass or any(a.cls.space and a.cls.name != "object" for a in info.line):
        return True
    made = [place for a in info.line if not a.cls.space for place in classes.info(engine, a.cls).made]
    return any(not _is_own(engine, where, n) for where, step in made for n in decorators(engine, where, step))


def _is_own(engine: Engine, where: Where, step: int) -> bool:
    """Whether what an expression names, or calls, lies in the project."""
    words = engine.program(where).steps[step]
    if words[0] == "(" or words[0] == "a":
        return _is_own(engine, where, int(words[1]))
    found = engine.world.space(where.space).resolve(engine.module_of(where), words[1]) if words[0] == "l" else []
    return bool(found) and all(kind != "outside" for kind, _, _ in found)


def decorators(engine: Engine, where: Where, step: int) -> list[int]:
    return [int(w[1:]) for w in engine.program(where).steps[step][3:] if w[0] == "@"]


def _functions(
    engine: Engine, info: classes.Info, name: str, functions: list[tuple[Where, int]], data: list[tuple[Where, int]]
) -> Member:
    from inferd.inference import lazy

    kinds: list[str] = []
    results: list[Types] = []
    made: dict[Function, list[tuple[Where, int]]] = {}  # one for each body of a class that is defined several times
    plain = False
    for where, n in functions:
        kind = ""
        for d in decorators(engine, where, n):
            if _is_accessor(engine.program(where).steps[d]):
                kind = "accessor"
                break
            for v in lazy.value(engine, where, d):
                if v[-1] != "class":
                    continue
                if _is_property(engine, v.cls):
                    kind = "property"
                elif v.cls.module == "builtins" and v.cls.name == "classmethod":
                    kind = "class method"
                elif v.cls.module == "builtins" and v.cls.name == "staticmethod":
                    kind = "static method"
            if kind:
                break
        if kind == "accessor":
            continue
        if kind == "property":
            from inferd.inference import signatures

            result = signatures.result_of_definition(engine, where, n)
            if UNKNOWN in result and signatures.signature(engine, where, n).result is None:
                result = _declared_above(engine, info, name) or result
            results.append(result)
        kinds.append(kind or "method")
        made.setdefault(Function(where.space, where.file, where.scope, name), []).append((where, n))
        plain = plain or not kind
    places = tuple(functions)
    if not made:
        return Member("property", ANY, False, places)
    kind = kinds[0]
    if name == "__new__" and kind == "method":
        kind = "static method"
    elif name in ("__init_subclass__", "__class_getitem__") and kind == "method":
        kind = "class method"
    if kind == "property":
        said = all(_says_result(engine, where, n) for where, n in functions if engine.flow is not None)
        return Member("property", union(results), said, places)
    if kind == "method" and plain:
        types = union(lazy.function_value(engine, f, defs) for f, defs in made.items())
        if any(v[-1] not in ("function", "unknown") for v in types):
            return Member("data", types, False, places)
        if types == ANY or UNKNOWN in types:
            types = tuple(made)
        return Member("method", join(types, *[lazy.store(engine, w, n) for w, n in data]), True, places)
    if engine.flow is not None and not info.cls.space and any(len(decorators(engine, *d)) > 1 for d in functions):
        types = union(lazy.function_value(engine, f, defs) for f, defs in made.items())
        if types and all(v[-1] == "function" for v in types):
            return Member(kind, types, True, places)
    return Member(kind, tuple(made), True, places)


def _not_open(engine: Engine, types: Types) -> Types:
    """Functions but for those that only raise: they are there to be put over."""
    from inferd.inference import signatures

    out: list[Value] = []
    for f in types:
        defs = signatures.definitions(engine, f) if f[-1] == "function" else []
        bodies = [signatures.signature(engine, *d).body for d in defs]
        if not bodies or not all(body is not None and engine.program(body).only_raises() for body in bodies):
            out.append(f)
    return tuple(out)


def _says_result(engine: Engine, where: Where, step: int) -> bool:
    """Whether what a function gives is declared."""
    from inferd.inference import lazy, signatures

    if where.space:
        return True
    s = signatures.signature(engine, where, step)
    return s.result is not None or bool(lazy.commented(engine, s.body, "return"))


def makes_property(engine: Engine, callee: Types) -> bool:
    """Whether a call of these types makes a property."""
    return len(callee) == 1 and callee[0][-1] == "class" and _is_property(engine, callee[0].cls)


def _is_property(engine: Engine, cls: Cls) -> bool:
    line = (a.cls for a in classes.info(engine, cls).line)
    return (cls.module, cls.name) in _PROPERTIES or any((c.module, c.name) in _PROPERTIES for c in line)


__all__ = ["Literal", "Member", "Tuple", "attribute", "attribute_of", "find", "member"]
