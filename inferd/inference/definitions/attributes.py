"""Attributes: what `x.name` is, for what `x` may be.

Why
---
A member (`members`) is what a class says of a name, in its own terms.  What somebody gets who asks an object for it is
another thing: methods get their receiver, properties and descriptors are called, type variables take the receiver's
arguments, and what is put into this very instance goes before what its class holds.

What stands here
----------------
* `attribute`, `attribute_of`: of one value, of all of a set.
* `of_instance`, `of_class`, `of_super`, `of_module`: the look-ups of the language, each with its hooks (`__getattr__`);
  `looked_up`: that of an instance whose class has no `__getattribute__` of its own.
* `bind`: a member that was found, for a receiver; `run_accessor`, `is_set`: what storing and deleting calls.

What it does not do
-------------------
An attribute that nobody has is `()`; where a class is open (a base that is not known, say), somebody may have it, and
it is unknown.
"""

from inferd.inference.definitions import classes
from inferd.inference.engine import Engine, Where

from inferd.inference.definitions.members import (  # isort:skip
    METHODS, Member, decorators, find, instead, is_accessor, makes_property, member, not_open, stores_of,
)  # fmt: skip
from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, SELF, UNKNOWN, Bindings, Bound, Callable, ClassObject, Cls, Function, Instance, Literal,
    Partial, Tuple, Types, Value, join, literal_class, substitute, union,
)  # fmt: skip


NAMESPACES = frozenset((("types", "SimpleNamespace"), ("argparse", "Namespace")))  # made of keywords


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
        if name == ("func" if v.holder is None else "__wrapped__"):
            return (v.callee,)
        from inferd.inference.operations.matching import of_partial

        return attribute(engine, of_partial(engine, v), name)
    if tag == "record":
        from inferd.inference.operations.matching import as_instance

        return of_instance(engine, as_instance(engine, v), name)
    if tag == "super":
        return of_super(engine, v, name)
    if tag == "class of":
        bound = engine.bound(v.variable)
        return union(of_class(engine, ClassObject(b.cls, b.args), name) if b[-1] == "instance" else ANY for b in bound)
    if name == "__call__" and tag in _FUNCTIONS:
        return (v,)
    if tag == "function":
        if engine.flow is not None and not v.space:
            stored = engine.flow.attributes.get((holder_of(engine, v), name))
            if stored:
                return stored  # type: ignore[no-any-return]
            wrapped = _wrapped(engine, v) if name == "__wrapped__" else NOTHING
            if wrapped:
                return wrapped
        return of_instance(engine, Instance(engine.outside_class("types", "FunctionType")), name)
    if tag == "bound" and name in ("__self__", "__func__"):
        return (v.receiver if name == "__self__" else v.function,)
    if tag == "bound":
        return of_instance(engine, Instance(engine.outside_class("types", "MethodType")), name)
    if tag == "none":
        return of_instance(engine, Instance(engine.outside_class("types", "NoneType")), name)
    return ANY


def _wrapped(engine: Engine, f: Function) -> Types:
    """The function that another stands for, by its decorator: `@functools.wraps(other)`; () where there is none."""
    from inferd.inference.definitions import signatures
    from inferd.inference.flow import contexts
    from inferd.inference.scopes import lazy

    out: list[Types] = []
    for where, step in signatures.definitions(engine, f):
        steps = engine.program(where).steps
        for d in decorators(engine, where, step):
            words = steps[d]
            is_given = words[0] == "(" and len(words) > 2 and words[2].isdigit()
            if not is_given or not is_wraps(engine, where, int(words[1])):
                continue
            given = steps[int(words[2])]
            held = contexts.summary_of(engine, f.made_in).cell(given[1]) if given[0] == "l" and f.made_in else None
            out.append(held or lazy.value(engine, where, int(words[2])))
    return union(out)


def is_wraps(engine: Engine, where: Where, step: int) -> bool:
    """Whether a step names `functools.wraps`."""
    from inferd.inference.scopes import lazy

    named = lazy.value(engine, where, step)
    return bool(named) and all(
        v[-1] == "function" and v.name == "wraps"
        and engine.world.space(v.space).module_of(v.file) == "functools" for v in named
    )  # fmt: skip


def holder_of(engine: Engine, f: Function) -> Cls:
    """What stands for a function as the holder of attributes."""
    where = Where(f.space, f.file, f.scope)
    around = engine.qualname(where)
    return Cls("", engine.module_of(where), f"{around}.{f.name}()" if around else f"{f.name}()")


def of_module(engine: Engine, v: Value, name: str) -> Types:
    """What a module has under a name: its own, what is put there from elsewhere, what its `__getattr__` gives."""
    space = engine.world.space(v.space)
    found = space.resolve(v.name, name)
    if found:
        return union(engine.target(v.space, t) for t in found)
    from inferd.inference.scopes import lazy

    brought = lazy.starred(engine, v.space, v.name, name, set())
    if brought:
        return brought
    put = engine.flow.names.get((v.name, name)) if engine.flow is not None and not v.space else None
    if put:
        return put  # type: ignore[no-any-return]
    hook = space.resolve(v.name, "__getattr__") if engine.flow is not None and not v.space else []
    if hook:
        from inferd.inference.definitions.signatures import positional
        from inferd.inference.operations import calls

        return calls.call(
            engine, union(engine.target(v.space, t) for t in hook), [positional(engine.instance("str"))]
        )
    if engine.flow is not None and name.startswith("__"):
        return of_instance(engine, Instance(engine.outside_class("types", "ModuleType")), name) or ANY
    return ANY


def _of_mapper(engine: Engine, info: classes.Info, v: Value, name: str) -> Types | None:
    from inferd.inference.definitions import orm

    return orm.attribute(engine, info, v, name)


def of_instance(engine: Engine, v: Instance, name: str) -> Types:
    """An attribute of an instance; of one that stands for functions, what was stored into those made with the same."""
    info = classes.info(engine, v.cls)
    if info.asks and engine.flow is not None and not name.startswith("__"):
        from inferd.inference.definitions.signatures import positional
        from inferd.inference.operations import calls

        hook = find(engine, v.cls, "__getattribute__")
        if hook is not None and not hook[0].cls.space:
            return calls.call(engine, bind(engine, v, *hook), [positional((Literal(f's"{name}"'),))])
    return looked_up(engine, v, name)


def looked_up(engine: Engine, v: Instance, name: str) -> Types:
    """The same as `object.__getattribute__` looks it up."""
    info = classes.info(engine, v.cls)
    if info.orm and (told := _of_mapper(engine, info, v, name)) is not None:
        return told
    found = find(engine, v.cls, name)
    is_data = found is None or (found[1].kind in ("data", "own") and not found[1].declared)
    if v.made_with and name in _ACCESSORS and v.cls == engine.builtin("property"):
        return v.made_with if name == "fget" else _accessors(engine, v.made_with, _ACCESSORS[name]) or JUST_NONE
    if v.made_with and engine.flow is not None and is_data:
        held: Types = engine.flow.made.get((v.cls, name, v.made_with), NOTHING)
        if held:
            default = found[1].on_class if found is not None and not _is_stored_first(engine, v, name) else NOTHING
            return join(held, union(_described(engine, x, v, False) for x in default)) if default else held
    if v.made_with and found is not None and found[1].kind in METHODS and engine.flow is not None:
        held = engine.flow.made.get((v.cls, name, v.made_with), NOTHING)
        if held:
            found = found[0], found[1]._replace(own=held, types=not_open(engine, found[1].types))
    if found is not None and found[1].kind == "own" and not found[1].places:  # put there from outside, or not yet
        above = find(engine, v.cls, name, found[0].cls)
        if above is not None and above[1].kind in METHODS:
            put = join(above[1].own, found[1].types)
            found = above[0], above[1]._replace(own=put, types=not_open(engine, above[1].types))
    if found is None:
        if v.args and (v.cls.module, v.cls.name) in NAMESPACES:
            held = union(types for x in v.args[0] if x[-1] == "record" for k, types in x.items if k == f's"{name}"')
            return held or ANY
        asked = _asked_for(engine, v, name)
        if asked is not None:
            return asked
        if info.metaclass and not info.metaclass[0].space and engine.flow is not None:
            above = find(engine, info.metaclass[0], name)
            if above is not None and above[1].kind == "own" and not above[1].declared:  # stored in its classes
                return union(_described(engine, x, v, False) for x in above[1].types)
        return ANY if info.open or _is_metaclass(engine, info) else NOTHING
    if name == "args" and not v.cls.space and found[0].cls.name == "BaseException" and engine.flow is not None:
        from inferd.inference.operations import implied

        given: Types = engine.flow.attributes.get((v.cls, implied.ARGS), NOTHING)
        if given:
            return given
    is_from_outside = found[1].kind == "own" and not found[1].places and engine.flow is not None
    if is_from_outside and find(engine, v.cls, "__getattr__") is not None and not _is_stored_first(engine, v, name):
        return join(bind(engine, v, *found), _asked_for(engine, v, name) or NOTHING)  # it is not there yet, perhaps
    if found[1].kind == "own" and not found[1].declared and not found[0].cls.space and _is_metaclass(engine, info):
        return join(bind(engine, v, *found), ANY)  # it stands for classes, each of which may have it of its own
    put = _put_by_metaclass(engine, info, name)
    own = bind(engine, v, *found)
    if info.either:
        own = union([own, *(bind(engine, v, *other) for other in instead(engine, info, name, found))])
    return union([own, *(_described(engine, x, v, False) for x in put)]) if put else own


def _put_by_metaclass(engine: Engine, info: classes.Info, name: str) -> Types:
    """What a metaclass of the project stores in its classes under the name of something that they define."""
    if engine.flow is None or not info.metaclass or info.metaclass[0].space or name.startswith("__"):
        return NOTHING
    above = find(engine, info.metaclass[0], name)
    if above is None or above[1].kind != "own" or above[1].declared:
        return NOTHING
    return tuple([x for x in above[1].types if x != UNKNOWN])


def _asked_for(engine: Engine, v: Instance, name: str) -> Types | None:
    """What `__getattr__` gives for a name; None where there is none, or where Python does not ask it: for its own."""
    if engine.flow is not None and name.startswith("__") and name.endswith("__"):
        return None
    hook = find(engine, v.cls, "__getattr__")
    if hook is None or hook[0].cls == engine.builtin("object"):
        return None
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls

    text: Types = engine.instance("str")
    if engine.flow is not None and not hook[0].cls.space:
        text = (Literal(f's"{name}"'),)
    return calls.call(engine, bind(engine, v, *hook), [positional(text)])


def _is_metaclass(engine: Engine, info: classes.Info) -> bool:
    """Whether instances are classes, each with attributes of its own."""
    type_ = engine.builtin("type")
    return any(a.cls == type_ for a in info.line)


def of_class(engine: Engine, v: ClassObject, name: str) -> Types:
    """An attribute of the class itself: methods unbound, class methods bound to it; then the metaclass."""
    info = classes.info(engine, v.cls)
    if info.orm and (told := _of_mapper(engine, info, v, name)) is not None:
        return told
    if name in ("__mro__", "__bases__") and engine.flow is not None and not v.cls.space and not info.open:
        line = info.line if name == "__mro__" else info.bases
        return (Tuple(tuple([(ClassObject(a.cls, a.args),) for a in line])),)
    meta = info.metaclass[0] if info.metaclass else engine.builtin("type")
    if name == "__class__":
        return (ClassObject(meta),)
    found = find(engine, v.cls, name)
    is_of_object = (
        found is not None and found[0].cls == engine.builtin("object") and name not in ("__new__", "__init__")
    )
    if found is None or (is_of_object and meta != v.cls):
        above = find(engine, meta, name)
        if above is not None and above[0].cls != engine.builtin("object"):
            if above[1].kind == "method" and not (meta.space and v.cls.space) and engine.flow is not None:
                return tuple([_bound(f, v) for f in above[1].types])
            if above[1].kind == "property" and meta.space and above[1].places:
                return _of_metaclass(engine, v, above[1])
            if above[1].kind == "property" and not meta.space and not above[1].declared and engine.flow is not None:
                got = _got(engine, v, above[1])
                if got is not None:
                    return got
            if above[1].kind in ("data", "own") and not above[1].declared:  # `setattr(cls, ...)`: the class's own
                return union(_described(engine, x, v, True) for x in above[1].types)
            return bind(engine, Instance(meta), *above)
        if found is None:
            hook = find(engine, meta, "__getattr__") if not meta.space and engine.flow is not None else None
            if hook is not None and hook[1].kind == "method" and not name.startswith("__"):
                from inferd.inference.definitions.signatures import positional
                from inferd.inference.operations import calls

                asked = tuple([_bound(f, v) for f in hook[1].types])
                return calls.call(engine, asked, [positional((Literal(f's"{name}"'),))])
            return ANY if info.open or classes.info(engine, meta).open else NOTHING
    own = _of_class_by(engine, v, name, info, found)
    if info.either:
        others = instead(engine, info, name, found)
        own = union([own, *(_of_class_by(engine, v, name, info, other) for other in others)])
    return own


def _of_class_by(
    engine: Engine, v: ClassObject, name: str, info: classes.Info, found: tuple[classes.Ancestor, Member]
) -> Types:  # fmt: skip
    """A member that was found for a class itself."""
    ancestor, m = found
    bindings = classes.bindings_in(engine, v.cls, v.args, ancestor)
    bindings[SELF] = (Instance(v.cls, v.args),)
    if m.kind == "class method":
        return tuple([_bound_to_class(f, v) for f in m.types])
    if m.kind == "property":
        return _property_itself(engine, m)
    if (
        m.kind == "data" and is_enum(engine, v.cls) and ancestor.cls == v.cls and not m.declared
        and not name.startswith("_")
    ):  # fmt: skip
        return (Instance(v.cls),)
    put = _put_by_metaclass(engine, info, name)
    if not m.declared and (m.kind == "data" or (m.kind == "own" and m.on_class)):
        held = m.on_class or m.types
        return union(_described(engine, x, v, True) for x in (*substitute(held, bindings), *put))
    own = substitute(m.types, bindings)
    return union([own, *(_described(engine, x, v, True) for x in put)]) if put else own


def _is_stored_first(engine: Engine, v: Instance, name: str) -> bool:
    from inferd.inference.scopes import hidden

    return hidden.is_stored_first(engine, v.cls, name)


def _of_metaclass(engine: Engine, v: ClassObject, m: Member) -> Types:
    """A property of a library's metaclass for one of its classes, by what its `self` is declared as."""
    from inferd.inference.definitions import annotations, signatures
    from inferd.inference.operations import matching

    s = signatures.signature(engine, *m.places[0])
    bindings: Bindings = {SELF: (Instance(v.cls, v.args),)}
    if s.params and s.params[0].annotation is not None:
        matching.unify(engine, annotations.read(engine, s.where, s.params[0].annotation), (v,), bindings)
    return substitute(m.types, bindings)


def _property_itself(engine: Engine, m: Member) -> Types:
    """What the class has for a property of its instances; unknown where it is not made by `property` itself."""
    from inferd.inference.scopes import lazy

    kind = engine.builtin("property")
    read: list[Types] = []
    for where, step in m.places:
        steps = engine.program(where).steps
        words = steps[step] if steps[step][0] != "s" else steps[int(steps[step][2])]
        is_call = words[0] == "("
        makers = [int(words[1])] if is_call else decorators(engine, where, step)[:1]
        if makers and is_accessor(steps[makers[0]]):
            continue
        if any(lazy.value(engine, where, d) != (ClassObject(kind),) for d in makers):
            return ANY
        if is_call and words[2:] and words[2].isdigit():
            read.append(lazy.value(engine, where, int(words[2])))
        elif words[0] in ("f", "fa"):  # others set and delete it
            at = step if len(m.places) > 1 else -1
            read.append((Function(where.space, where.file, where.scope, words[2], None, at),))
    functions = union(read) if engine.flow is not None else NOTHING
    return (Instance(kind, (), None, functions if all(f[-1] == "function" for f in functions) else NOTHING),)


def is_enum(engine: Engine, cls: Cls) -> bool:
    """Whether a class is an enumeration: its members are its instances."""
    return any(a.cls.module == "enum" and a.cls.name == "Enum" for a in classes.info(engine, cls).line)


def of_super(engine: Engine, v: Value, name: str) -> Types:
    """An attribute of `super()`: what the classes behind one in the line have, for the receiver."""
    receiver = v.receiver
    found = find(engine, receiver.cls, name, v.cls)
    if found is None and receiver[-1] == "class" and engine.flow is not None:
        meta = classes.info(engine, receiver.cls).metaclass  # a method of the metaclass asks
        above = find(engine, meta[0], name, v.cls) if meta and classes.is_subclass(engine, meta[0], v.cls) else None
        if above is not None and above[1].kind == "method":
            return tuple([_bound(f, receiver) for f in above[1].types])
    if found is None:
        return ANY if classes.info(engine, receiver.cls).open else NOTHING
    if name == "__init__" and found[0].cls == engine.builtin("object") and (init := _made_init(engine, receiver, v)):
        return init
    info = classes.info(engine, receiver.cls)
    if receiver[-1] == "class" and found[1].kind == "method":
        return found[1].types
    bound = bind(engine, receiver, *found)
    if info.either:
        bound = union([bound, *(bind(engine, receiver, *other) for other in instead(engine, info, name, found))])
    if info.orm and receiver[-1] == "instance":
        from inferd.inference.definitions import managers

        return managers.above(info, bound, name)
    return bound


def _made_init(engine: Engine, receiver: Value, v: Value) -> Types:
    """The `__init__` behind a class in the line that no text shows: of a base that is not known, or made by a decorator
    (`dataclass`); () where there is none.
    """
    info = classes.info(engine, receiver.cls)
    if info.open:
        return ANY
    line = [a.cls for a in info.line]
    behind = line[line.index(v.cls) + 1 :] if v.cls in line else line
    made = [place for cls in behind for place in classes.info(engine, cls).made]
    return (Callable(JUST_NONE),) if any(_makes_init(engine, *place) for place in made) else NOTHING


def _makes_init(engine: Engine, where: Where, step: int) -> bool:
    """Whether a decorator may put an `__init__` into a class; of libraries those that are known to."""
    steps = engine.program(where).steps
    made_by = [steps[d] for d in decorators(engine, where, step)]
    named = [steps[int(words[1])] if words[0] == "(" else words for words in made_by]
    return any(not where.space or words[-1] in _MAKING_FIELDS for words in named)


_MAKING_FIELDS = frozenset(("dataclass", "define", "s", "attrs", "frozen", "mutable"))


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
        return tuple([_bound_to_class(f, ClassObject(receiver.cls, receiver.args)) for f in m.types])
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


def run_accessor(
    engine: Engine, v: Instance, ancestor: classes.Ancestor, name: str, kind: str, given: list[Types]
) -> None:  # fmt: skip
    """Storing into a property calls its setter, `del` of it its deleter: which of the two is the *kind*."""
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls

    for where, n in stores_of(engine, classes.info(engine, ancestor.cls), name):
        words = engine.program(where).steps[n]
        made = engine.program(where).steps[int(words[2])] if words[0] == "s" else words
        for f in handed_over(engine, where, made, kind):
            if f[-1] == "function":
                calls.call_function(engine, f, [positional(types) for types in given], v)
            else:
                calls.call_value(engine, f, [positional(types) for types in ((v,), *given)])
        if made[0] != "f":
            continue
        for w in made[3:]:
            if w[0] == "@" and engine.program(where).steps[int(w[1:])][-1] == kind:
                calls.reach(engine, where, int(words[2]), [positional(types) for types in given], v)


_FUNCTIONS = frozenset(("function", "bound", "callable", "partial"))
_NAMED, _HANDED = ("fget", "fset", "fdel"), ("getter", "setter", "deleter")
_ACCESSORS = dict(zip(_NAMED, _HANDED, strict=True))


def _accessors(engine: Engine, getters: Types, kind: str) -> Types:
    """The functions that set, or delete, the properties that these get."""
    out: list[Value] = []
    for f in getters:
        where = Where(f.space, f.file, f.scope)
        steps = engine.program(where).steps
        for n in engine.program(where).stores.get(f.name, ()):
            made = int(steps[n][2])
            if steps[made][0] == "f" and any(w[0] == "@" and steps[int(w[1:])][-1] == kind for w in steps[made][3:]):
                out.append(f._replace(at=made))
    return tuple(out)


def handed_over(engine: Engine, where: Where, made: list[str], kind: str) -> Types:
    """What `property(get, put, drop)` calls when it is read, stored into or deleted."""
    from inferd.inference.scopes import lazy

    at = _HANDED.index(kind)
    named = f"{_NAMED[at]}="
    given = [w for w in made[2:] if w.isdigit()][at : at + 1] + [w[5:] for w in made[2:] if w.startswith(named)]
    if made[0] != "(" or not given or not makes_property(engine, lazy.value(engine, where, int(made[1]))):
        return NOTHING
    return lazy.value(engine, where, int(given[0]))


def is_set(engine: Engine, v: Instance, m: Member, types: Types) -> bool:
    """Whether what a class holds under a name, a descriptor, takes what is stored under it; its `__set__` is called."""
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls

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
    from inferd.inference.definitions import signatures
    from inferd.inference.operations import calls

    out: list[Types] = []
    for where, step in m.places:
        words = engine.program(where).steps[step]
        if words[0] == "s":
            getters = handed_over(engine, where, engine.program(where).steps[int(words[2])], _HANDED[0])
            if not getters or UNKNOWN in getters:
                return None
            out.append(calls.call(engine, tuple([_bound(x, receiver) for x in getters]), []))
            continue
        if words[0] != "f":
            return None
        if any(is_accessor(engine.program(where).steps[d]) for d in decorators(engine, where, step)):
            continue
        s = signatures.signature(engine, where, step)
        f = Function(where.space, where.file, where.scope, words[2])
        several = decorators(engine, where, step)
        if len(several) > 1:
            from inferd.inference.scopes import lazy

            own: Types = (f,)
            running, engine.running = engine.running, None  # it is not the reader who decorates
            for d in reversed(several):
                decorator = lazy.value(engine, where, d)
                is_mark = signatures.marks_abstract(engine.program(where).steps[d])
                if not is_mark and not makes_property(engine, decorator):
                    own = lazy.decorate(engine, own, decorator)
            engine.running = running
            if own != (f,):
                out.append(calls.call(engine, tuple([_bound(x, receiver) for x in own]), []))
                continue
        types = calls.in_context(engine, s, f, [], receiver) if s.body is not None else None
        if types is None:
            return None
        out.append(types)
    return union(out) if out else None


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
                    out.append(engine.instance(_counted(engine, cls)) if is_auto else (v,))
    return union(out)


def _counted(engine: Engine, cls: Cls) -> str:
    """The class of what `auto()` makes in an enumeration."""
    return "str" if any(a.cls == engine.builtin("str") for a in classes.info(engine, cls).line) else "int"


def value_of_member(engine: Engine, cls: Cls, name: str) -> Types:
    """What one member of an enumeration holds; () where that is not plain."""
    own = member(engine, cls, name) if is_enum(engine, cls) and not name.startswith("_") else None
    if own is None or own.kind != "data" or own.declared:
        return NOTHING
    if any((found := find(engine, cls, n)) is not None and not found[0].cls.space for n in ("__new__", "value")):
        return NOTHING  # which may say something else
    values = engine.widened(own.types)
    if all(v[-1] == "instance" and (v.cls.module, v.cls.name) == ("enum", "auto") for v in values):
        hook = find(engine, cls, "_generate_next_value_")
        return engine.instance(_counted(engine, cls)) if hook is None or hook[0].cls.space else NOTHING
    return NOTHING if any(v[-1] == "instance" and v.cls.module == "enum" for v in values) else values


def bound_to(f: Value, receiver: Value) -> Types:
    """What a function, or a lambda, is with its first argument."""
    from inferd.inference.definitions.signatures import positional

    return (_bound(f, receiver),) if f[-1] == "function" else (Partial(f, (positional((receiver,)),)),)


def _bound(f: Value, receiver: Value) -> Value:
    if f[-1] == "callable" and f.inner is not None:  # a library's decorator hands the receiver on
        runs = f.runs and tuple([x for r in f.runs for x in bound_to(r, receiver)])
        return f._replace(inner=tuple([_bound(x, receiver) for x in f.inner]), runs=runs)
    if f[-1] == "partial" and f.holder is not None and f.callee[-1] == "function":
        return f._replace(callee=_bound(f.callee, receiver))
    if f[-1] == "callable" and f.made is not None:
        return bound_to(f, receiver)[0]
    return Bound(f, receiver) if f[-1] == "function" else f


def _bound_to_class(f: Value, cls: ClassObject) -> Value:
    """What `classmethod` makes of a function, or of an object that is called."""
    return bound_to(f, cls)[0] if f[-1] == "instance" else _bound(f, cls)


def _is_builtin(engine: Engine, f: Function) -> bool:
    """Whether a function is one of the builtins, which are never bound."""
    return bool(f.space) and not f.scope and engine.world.space(f.space).module_of(f.file) == "builtins"


def _described(engine: Engine, v: Value, receiver: Value, on_class: bool) -> Types:
    """The value of a class attribute on look-up: a descriptor's `__get__` is called, a function bound."""
    tag = v[-1]
    if tag == "function" and not on_class:
        return (v,) if _is_builtin(engine, v) else (Bound(v, receiver),)
    if tag == "callable" and v.made is not None and not on_class:
        return bound_to(v, receiver)
    if tag == "callable" and v.inner is not None and not on_class:
        return (_bound(v, receiver),)
    if tag == "partial" and v.holder is not None and not on_class:
        if v.callee[-1] == "partial":  # `partialmethod`
            return (v.callee._replace(callee=_bound(v.callee.callee, receiver)),)
        return (v._replace(callee=_bound(v.callee, receiver)),)
    if tag == "bound" and v.receiver[-1] == "class" and receiver[-1] in ("class", "instance"):
        below = ClassObject(receiver.cls, receiver.args)  # what `classmethod` made may stand in a class above
        is_below = receiver.cls != v.receiver.cls and classes.is_subclass(engine, receiver.cls, v.receiver.cls)
        return (v, v._replace(receiver=below)) if is_below else (v,)
    if tag != "instance":
        return (v,)
    if v.cls.module == "builtins":
        if v.cls.name != "property" or on_class or engine.flow is None:
            return (v,)
        from inferd.inference.definitions.signatures import positional
        from inferd.inference.operations.calls import call

        return call(engine, v.made_with, [positional((receiver,))]) if v.made_with else ANY
    found = find(engine, v.cls, "__get__")
    if found is None:  # with `__set__` alone, it is the instance's own value that is read
        return (v,) if on_class or find(engine, v.cls, "__set__") is None else NOTHING
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls

    own = (("none",),) if on_class else (receiver,)
    cls = (ClassObject(receiver.cls, receiver.args),)
    return calls.call(engine, bind(engine, v, *found), [positional(own), positional(cls)])
