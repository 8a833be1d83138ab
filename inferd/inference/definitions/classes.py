"""What a class is: its type parameters, its bases with their arguments, and the line in which attributes are looked up.

Several definitions of one name (conditional ones) are one class with the bases and members of all.  A base that is not
understood makes the class *open*: an attribute that is found nowhere in it may still be there.
"""

from typing import NamedTuple

from inferd.inference import reading
from inferd.inference.definitions import annotations
from inferd.inference.engine import Engine, Where
from inferd.inference.questions import SEVERAL

from inferd.inference.types import (  # isort:skip
    ANY, UNKNOWN, Arguments, Bindings, ClassObject, Cls, Instance, Types, Value, Variable, join, literal_class,
    substitute, variables_in,
)  # fmt: skip


class Ancestor(NamedTuple):
    """A class in the line of another one, with its type arguments in terms of that one's parameters."""

    cls: Cls
    args: Arguments


class Info(NamedTuple):
    """A class as its definitions tell: parameters, bases and the line in which members are looked for."""

    cls: Cls
    places: tuple[Where, ...]  # the class scopes
    made: tuple[tuple[Where, int], ...]  # the steps that make it
    params: tuple[Variable, ...]
    bases: tuple[Ancestor, ...]
    line: tuple[Ancestor, ...]  # itself first
    open: bool
    is_protocol: bool
    metaclass: tuple[Cls, ...]
    holds: tuple[tuple[Variable, Cls], ...] = ()  # what stands for what is put into a `list` that is a bare base
    row: "tuple[Types, ...]" = ()  # of a class below a tuple of a known length: its items
    asks: bool = False  # whether a class of the project says with `__getattribute__` what any attribute is
    orm: str = ""  # MODEL, FIELD, MANAGER or QUERYSET for classes of Django's mapper (see `orm`), and those below them
    either: tuple[tuple[Cls, ...], ...] = ()  # classes that stand in the place of one base, of which it has one

    @property
    def has_rows(self) -> bool:
        """Whether it is a manager or a query set; with parameters of its own it says itself what it is of."""
        return self.orm in (MANAGER, QUERYSET) and not self.params


MODEL, FIELD, MANAGER, QUERYSET = "model", "field", "manager", "query set"
_RELATED = "django.db.models.fields.related_descriptors"
_ORM = {
    ("django.db.models.base", "Model"): MODEL,
    ("django.db.models.fields", "Field"): FIELD,
    ("django.db.models.manager", "BaseManager"): MANAGER,
    ("django.db.models.manager", "Manager"): MANAGER,
    ("django.db.models.query", "QuerySet"): QUERYSET,
    (_RELATED, "create_reverse_many_to_one_manager.<locals>.RelatedManager"): MANAGER,
    (_RELATED, "create_forward_many_to_many_manager.<locals>.ManyRelatedManager"): MANAGER,
    ("django.contrib.contenttypes.fields", "create_generic_related_manager.<locals>.GenericRelatedManager"): MANAGER,
}
_MOST = 400
_HOLDING = frozenset(
    (
        "list", "dict", "set", "frozenset", "tuple", "deque", "defaultdict", "OrderedDict", "Counter", "UserDict",
        "UserList",
    )
)  # fmt: skip


def info(engine: Engine, cls: Cls) -> Info:
    """What is known of a class, read once; the files it was read from count as touched each time."""
    known = engine.infos.get(cls)
    trace = engine.trace if engine.record is not None and not cls.space else None
    if trace is not None:
        assert engine.record is not None
        node = engine.class_nodes.get(cls)
        if node is None:
            node = engine.class_nodes[cls] = trace.node(("info", cls))
        if cls in engine.reading.half:  # what is found from this is found from something else when it is asked again
            engine.record.asked[node] = SEVERAL
        else:
            engine.record.asked.setdefault(node, None)
        if known is None and cls not in engine.reading.circle:
            revived = trace.revived(node.key)
            if revived is not None:
                engine.infos[cls] = revived, 0
                return revived  # type: ignore[no-any-return]
    if known is None:
        known = reading.once(engine, cls, _READER)[0]
    elif cls in engine.reading.half:
        engine.reading.rest_on(cls)
    engine.root.touched |= known[1]
    return known[0]


def unread(cls: Cls) -> Info:
    """A class of which nothing is known."""
    return Info(cls, (), (), (), (), (Ancestor(cls, ()),), True, False, ())


def _read(engine: Engine, cls: Cls) -> Info:
    space = engine.world.space(cls.space)
    places = []
    for f in space.files_of(cls.module):
        tree = space.tree(f)
        places += [(f, i) for i in tree.by_name.get(cls.name, ()) if tree.scopes[i].kind == "class"]
    stubs = [p for p in places if space.is_stub(p[0])]
    scopes = [Where(cls.space, f, i) for f, i in stubs or places]
    made = [m for s in scopes if (m := engine.made_at(s)) is not None]
    if not scopes:
        return _made_by_call(engine, cls) or unread(cls)
    params: dict[Variable, None] = {}
    row: tuple[Types, ...] = ()
    explicit: Arguments | None = None
    bases: dict[Ancestor, None] = {}
    places_of: dict[int, dict[Cls, None]] = {}  # the bases of the project's classes, by their places
    open_ = False
    is_protocol = False
    meta: list[Cls] = []
    for around, step in made:
        own = engine.parameters_at(around, step)
        params.update(dict.fromkeys(own.values()))
        for at, word in enumerate(engine.program(around).steps[step][3:]):
            if word[0] == "@":
                continue
            if "=" in word:
                if word.startswith("metaclass="):
                    meta += [v.cls for v in engine_value(engine, around, int(word[10:])) if v[-1] == "class"]
                continue
            if word[0] == "*":
                held = engine_value(engine, around, int(word[1:])) if engine.flow is not None else ()
                given = [v for i in held[0].items for v in i] if len(held) == 1 and held[0][-1] == "tuple" else []
                open_ = open_ or not given or any(v[-1] != "class" for v in given)
                bases.update((Ancestor(v.cls, v.args), None) for v in given if v[-1] == "class")
                continue
            instead = _made_instead(engine, around, int(word))
            if instead:
                meta += [v.cls for v in instead[0] if v[-1] == "class"]
            for v in _base(engine, around, int(word), own, cls) if not instead else _as_bases(instead[1:]):
                tag = v[-1]
                if tag == "instance":
                    bases[Ancestor(v.cls, v.args)] = None
                    places_of.setdefault(at, {})[v.cls] = None
                elif tag == "special" and v.name in ("Generic", "Protocol"):
                    is_protocol = is_protocol or v.name == "Protocol"
                    if v.args:
                        explicit = v.args
                elif tag == "tuple":
                    row = v.items if all(len(i) != 1 or i[0][-1] != "unpacked" for i in v.items) else ()
                    element = tuple(dict.fromkeys(x for i in v.items for x in i))
                    bases[Ancestor(engine.builtin("tuple"), (element,))] = None
                else:
                    open_ = True
    if explicit is not None and not params:
        params = {x: None for a in explicit for v in a for x in variables_in((v,))}
    elif not params:
        for b in bases:
            for a in b.args:
                params.update(variables_in(a))
    bases.pop(Ancestor(cls, ()), None)
    ordered = tuple(b for b in bases if b.cls != cls)
    object_ = engine.builtin("object")
    if not ordered and not open_ and cls != object_:
        ordered = (Ancestor(object_, ()),)
    holds: dict[tuple[Variable, Cls], None] = {}
    if not cls.space:
        ordered = tuple([_holding(engine, cls, b, holds) for b in ordered])
    own_args = tuple([(p,) for p in params])
    # what is above it may ask for its bases, where these go round in a circle
    engine.infos[cls] = unread(cls)._replace(bases=ordered), 0
    for b in ordered:
        info(engine, b.cls)
    circle = _circle(engine, cls, ordered)
    line, complete = (circle, False) if circle else _line(engine, cls, own_args, ordered)
    asks = not cls.space and any("__getattribute__" in engine.program(where).stores for where in scopes)
    either = {tuple(c): None for c in places_of.values() if len(c) > 1} if not cls.space else {}
    for a in line[1:]:
        above = info(engine, a.cls)
        either.update(dict.fromkeys(above.either))
        open_ = open_ or above.open
        asks = asks or above.asks
        holds.update(dict.fromkeys(above.holds))
        row = row or above.row
        if not meta:
            meta += above.metaclass
    return Info(
        cls, tuple(scopes), tuple(made), tuple(params), ordered, line, open_ or not complete, is_protocol,
        tuple(meta[:1]), tuple(holds), row, asks, _orm(line), tuple(either),
    )


def _orm(line: tuple[Ancestor, ...]) -> str:
    """What a class is to Django's mapper."""
    return next((kind for a in line if (kind := _ORM.get((a.cls.module, a.cls.name)))), "")


def _circle(engine: Engine, cls: Cls, bases: tuple[Ancestor, ...]) -> tuple[Ancestor, ...]:
    """The line of a class that is among its own bases, which is that of no order: depth first; () for others."""
    found: dict[Cls, Ancestor] = {}
    stack = list(reversed(bases))
    is_circle = False
    while stack and len(found) < _MOST:
        b = stack.pop()
        if b.cls == cls:
            is_circle = True
        elif b.cls not in found:
            found[b.cls] = b
            if not b.cls.space:
                stack += reversed(engine.infos[b.cls][0].bases if b.cls in engine.infos else ())
    return (Ancestor(cls, ()), *found.values()) if is_circle else ()


def _holding(engine: Engine, cls: Cls, b: Ancestor, holds: dict[tuple[Variable, Cls], None]) -> Ancestor:
    """A base; a container without arguments with a variable for each, which is what the class is seen to hold."""
    is_abstract = b.cls.module == "typing" and b.cls.name in _ABSTRACT
    if b.args or not b.cls.space or not (
        is_abstract or (b.cls.name in _HOLDING and b.cls.module in ("builtins", "collections"))
    ):  # fmt: skip
        return b
    found = [Variable(cls.space, cls.module, f"{cls.name}[{i}]") for i in range(len(info(engine, b.cls).params))]
    holds.update(dict.fromkeys((x, cls) for x in found))
    return Ancestor(b.cls, tuple([(x,) for x in found]))


def held(engine: Engine, holds: tuple[tuple[Variable, Cls], ...]) -> Bindings:
    """What is put into the containers that a class is below of, anywhere in the project."""
    out: Bindings = {}
    for variable, cls in holds:
        slot = variable.name[len(cls.name) :]
        types = engine.flow.attributes.get((cls, slot), ()) if engine.flow is not None else ()
        if engine.flow is not None and (not types or _is_kept_elsewhere(engine, cls)):
            types = join(types, given_out(engine, cls, variable))
        out[variable] = types or ANY
    return out


def _is_kept_elsewhere(engine: Engine, cls: Cls) -> bool:
    """Whether what a class holds is what its own methods give: it is below nothing that keeps things itself."""
    line = [a.cls for a in info(engine, cls).line if a.cls.space]
    return not any(a.module in ("builtins", "collections") and a.name in _HOLDING for a in line)


def given_out(engine: Engine, cls: Cls, variable: Variable) -> Types:
    """What a class below an abstract container holds, by the method of its own that gives it; () for none, unknown
    where it has one of which nobody knows what it gives.
    """
    found: Types = engine.solve(("held", cls, variable), lambda: _given_out(engine, cls, variable))
    return found


def _given_out(engine: Engine, cls: Cls, variable: Variable) -> Types:
    from inferd.inference.definitions import attributes, members
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls, iteration

    slot = variable.name[len(cls.name) :]
    is_mapping = any(a.cls.module == "typing" and a.cls.name == "Mapping" for a in info(engine, cls).line)
    is_open = False
    for name in ("__getitem__",) if slot == "[1]" else ("__iter__",) if is_mapping else _GIVING:
        found = members.find(engine, cls, name)
        if found is None or found[0].cls.space or found[1].kind != "method":
            continue
        given = [positional(engine.instance("int"))] if name == "__getitem__" else []
        if slot == "[1]":
            given = [positional(given_out(engine, cls, variable._replace(name=f"{cls.name}[0]")) or ANY)]
        running, engine.running = engine.running, None  # the call stands in no program
        types = calls.call(engine, attributes.bind(engine, Instance(cls), *found), given)
        if name == "__iter__":
            types = iteration.iterate(engine, tuple([v for v in types if v != Instance(cls)]))
        engine.running = running
        if types and UNKNOWN not in types:
            return engine.widened(types)
        is_open = is_open or bool(types)
    return ANY if is_open else ()


_GIVING = ("__getitem__", "__next__", "__iter__")
_ABSTRACT = frozenset((
    "Sequence", "MutableSequence", "Mapping", "MutableMapping", "AbstractSet", "MutableSet", "Iterable", "Iterator",
    "Collection", "Reversible",
))  # fmt: skip


def engine_value(engine: Engine, where: Where, step: int) -> Types:
    from inferd.inference.scopes import lazy

    return lazy.value(engine, where, step)


def _base(engine: Engine, where: Where, step: int, params: dict[str, Variable], cls: Cls) -> Types:
    """A base class expression of *cls*: an instance of the base, or a special form with arguments."""
    program = engine.program(where)
    words = program.steps[step]
    if words[0] == "i":
        form = annotations._form(engine, where, int(words[1]), params)
        out: list[Value] = []
        for v in form:
            if v[-1] == "special" and v.name in ("Generic", "Protocol"):
                key = program.steps[int(words[2])]
                parts = [int(w.lstrip("*")) for w in key[2:]] if key[0] == "t" else [int(words[2])]
                out.append(v._replace(args=tuple([annotations._argument(engine, where, p, params) for p in parts])))
        if out:
            return tuple(out)
        read = annotations._read(engine, where, step, params)
        return _of_value(engine, where, step, cls) if read == ANY else read
    if words[0] == "l" and words[1] == cls.name.rpartition(".")[2]:  # `class P(P)`: what it was before
        before = [n for n in program.stores.get(words[1], ()) if n < step and program.steps[n][0] == "s"]
        value = int(program.steps[before[-1]][2]) if before else -1
        if value >= 0 and program.steps[value][0] == "(":
            return _base_call(engine, where, value, cls)
    if words[0] == "(":
        return _base_call(engine, where, step, cls)
    out = []
    around = engine.around_class(where, words[1], step) if words[0] == "l" else None
    for v in annotations._form(engine, where, step, params) if around is None else around:
        if v[-1] == "class":
            out.append(Instance(v.cls, v.args))
        elif v[-1] == "special":
            if v.name in ("Generic", "Protocol"):
                out.append(v)
            elif v.name == "Tuple":
                out.append(Instance(engine.builtin("tuple"), (ANY,)))
            elif v.name == "TypedDict":
                out.append(Instance(engine.outside_class("typing", "_TypedDict")))
            else:
                out.append(("unknown",))
        elif v[-1] == "alias":
            out += v.types
        else:
            out.append(("unknown",))
    return _of_value(engine, where, step, cls) if out == [UNKNOWN] else tuple(out)


def _of_value(engine: Engine, where: Where, step: int, cls: Cls) -> Types:
    """The bases that an expression gives that no declaration would have: `class C(A if x else B)`."""
    if engine.flow is None or cls.space:
        return (UNKNOWN,)
    found = [_entries(engine, v) for v in engine_value(engine, where, step)]
    if len(found) == 1 or all(len(entries) == 1 for entries in found):
        return tuple(dict.fromkeys(b for entries in found for b in entries)) or (UNKNOWN,)
    return (UNKNOWN,)


def _made_instead(engine: Engine, where: Where, step: int) -> list[Types]:
    """The metaclass, and the bases, that a class gets whose base is a call like `with_metaclass(Meta, Base)`.

    Such a function gives a class for whose metaclass that is put into the place of itself: which is what a `__new__`
    in it says, by `return meta(name, bases, namespace)`.  [] for other calls.
    """
    from inferd.inference.definitions import signatures

    words = engine.program(where).steps[step]
    if words[0] != "(" or len(words) < 3 or not all(w.isdigit() for w in words[2:]):
        return []
    callee = engine_value(engine, where, int(words[1]))
    made = signatures.definitions(engine, callee[0]) if len(callee) == 1 and callee[0][-1] == "function" else []
    body = signatures.signature(engine, *made[0]).body if len(made) == 1 else None
    if body is None or [kind for _, kind in engine.program(body).params] not in (["p", "*"], ["/", "*"]):
        return []
    if not _makes_way(engine, body, *(name for name, _ in engine.program(body).params)):
        return []
    return [engine_value(engine, where, int(w)) for w in words[2:]]


def _makes_way(engine: Engine, body: Where, meta: str, bases: str) -> bool:
    """Whether a class in a function has a `__new__` that calls the one parameter with the others."""
    tree = engine.tree(body.space, body.file)
    for inner in tree.children[body.scope]:
        for i in tree.children[inner] if tree.scopes[inner].kind == "class" else ():
            if not tree.scopes[i].qualname.endswith(".__new__"):
                continue
            program = engine.program(Where(body.space, body.file, i))
            for words in program.steps:
                given = program.steps[int(words[1])] if words[0] == "r" and words[1] != "-" else [""]
                if given[0] != "(" or len(given) != 5 or program.steps[int(given[1])] != ["l", meta]:
                    continue
                handed = program.steps[int(given[3])] if given[3].isdigit() else [""]
                if handed[0] == "l" and (handed[1] == bases or handed[1] in program.stores):
                    return True
    return False


def _as_bases(given: list[Types]) -> Types:
    """Classes that are arguments as bases."""
    each = [v for types in given for v in types or (UNKNOWN,)]
    return tuple([Instance(v.cls, v.args) if v[-1] == "class" else UNKNOWN for v in each])


BASE = ".<base>"  # at the end of the name of a class that a call makes where bases stand


def _base_call(engine: Engine, where: Where, step: int, cls: Cls) -> Types:
    """`class P(namedtuple(...))`, `with_metaclass(Meta, Base)`: what the call gives, where that is a class."""
    from inferd.inference.scopes import types_by_call

    made = types_by_call.made_by_call(engine, where, cls.name.rpartition(".")[2] + BASE, step)
    if made is None:
        made = engine_value(engine, where, step)
    return tuple([b for v in made for b in (_entries(engine, v) or (UNKNOWN,))])


def _entries(engine: Engine, v: Value) -> Types:
    """The bases that a value gives which stands where one does: a class itself, what `__mro_entries__` of the project
    gives; () for what is not known.
    """
    from inferd.inference.definitions import attributes, members
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls

    if v[-1] == "class":
        return (Instance(v.cls, v.args),)
    if v[-1] != "instance" or v.cls.space or engine.flow is None:
        return ()
    found = members.find(engine, v.cls, "__mro_entries__")
    if found is None or found[0].cls.space or found[1].kind != "method":
        return ()
    running, engine.running = engine.running, None  # the call stands in no program
    types = calls.call(engine, attributes.bind(engine, v, *found), [positional(engine.instance("tuple", (v,)))])
    engine.running = running
    given = [x for row in types if row[-1] == "tuple" for item in row.items for x in item]
    is_known = all(row[-1] == "tuple" for row in types) and all(x[-1] == "class" for x in given)
    return tuple([Instance(x.cls, x.args) for x in given]) if is_known else ()


def _made_by_call(engine: Engine, cls: Cls) -> Info | None:
    """A class that a call makes: `P = NamedTuple("P", [...])`, `namedtuple`, `NewType`, `Enum("E", ...)`."""
    from inferd.inference.definitions import spun
    from inferd.inference.scopes import types_by_call

    if spun.is_spun(cls):
        bases = tuple([Ancestor(b.cls, b.args) for b in spun.bases_of(engine, cls)])
        line, complete = _line(engine, cls, (), bases)
        open_ = not bases or not complete or spun.is_open(engine, cls)
        return Info(cls, (), (), (), bases, line, open_, False, _metaclass_above(engine, line), orm=_orm(line))
    made = engine.made_classes.get(cls)
    if made is None and cls.name.endswith(BASE):
        info(engine, cls._replace(name=cls.name.removesuffix(BASE)))
        made = engine.made_classes.get(cls)
    elif made is None:
        if "<locals>" not in cls.name:
            engine.dotted(cls.space, cls.module, cls.name)  # it is made when its name is looked up
        else:
            _make_in_function(engine, cls)
        made = engine.made_classes.get(cls)
    if made is None:
        return None
    where, step, bases = made
    engine.rests_on(where, step)
    bases = types_by_call.typed_bases(engine, where, step) or bases  # they may be others by now
    holds: dict[tuple[Variable, Cls], None] = {}
    if not cls.space:
        bases = tuple([_holding(engine, cls, b, holds) for b in bases])
    line, complete = _line(engine, cls, (), bases)
    above = [info(engine, a.cls) for a in line[1:]]
    holds.update((x, None) for i in above for x in i.holds)
    open_ = not complete or any(i.open for i in above)
    meta = _made_of(engine, where, step) or _metaclass_above(engine, line)
    asks = any(i.asks for i in above)
    return Info(cls, (), ((where, step),), (), bases, line, open_, False, meta, tuple(holds), (), asks, _orm(line))


def _made_of(engine: Engine, where: Where, step: int) -> tuple[Cls, ...]:
    """The metaclass of the project that a call makes a class of: `Meta("Name", (Base,), {...})`."""
    called = engine_value(engine, where, int(engine.program(where).steps[step][1]))
    own = [v.cls for v in called if v[-1] == "class" and not v.cls.space]
    return tuple([c for c in own if is_subclass(engine, c, engine.builtin("type"))][:1])


def _metaclass_above(engine: Engine, line: tuple[Ancestor, ...]) -> tuple[Cls, ...]:
    """The metaclass that a class has by those above it."""
    return next((meta for a in line[1:] if (meta := info(engine, a.cls).metaclass)), ())


def _make_in_function(engine: Engine, cls: Cls) -> None:
    """Look at the calls in a function that may make a class, which nobody has done who has read of it in kept rows."""
    from inferd.inference.scopes import types_by_call

    around, _, name = cls.name.rpartition(".")
    space = engine.world.space(cls.space)
    for f in space.files_of(cls.module):
        tree = space.tree(f)
        for i in tree.by_name.get(around.removesuffix(".<locals>"), ()):
            where = Where(cls.space, f, i)
            for n in _calls_naming(engine.program(where).steps, name):
                types_by_call.made_by_call(engine, where, name, n)
                if cls in engine.made_classes:
                    return


def _calls_naming(steps: list[list[str]], name: str) -> list[int]:
    """The calls whose results are stored under a name, or that are given it first."""
    out = [int(words[2]) for words in steps if words[0] == "s" and words[1] == name]
    for n, words in enumerate(steps):
        given = steps[int(words[2])] if words[0] == "(" and len(words) > 2 and words[2].isdigit() else [""]
        if given[0] == "c" and given[1] == f's"{name}"':
            out.append(n)
    return [n for n in dict.fromkeys(out) if steps[n][0] == "("]


def _line(engine: Engine, cls: Cls, own: Arguments, bases: tuple[Ancestor, ...]) -> tuple[tuple[Ancestor, ...], bool]:
    """The linearisation (C3) with type arguments; depth first where there is none."""
    lines = []
    for b in bases:
        above = info(engine, b.cls)
        bindings = dict(zip(above.params, b.args, strict=False)) if b.args else dict.fromkeys(above.params, ANY)
        lines.append(
            [Ancestor(a.cls, tuple([substitute(x, bindings) for x in a.args])) if a.args else a for a in above.line]
        )
    order = _merge([[a.cls for a in line] for line in lines] + [[b.cls for b in bases]])
    args: dict[Cls, Arguments] = {}
    for line in lines:
        for a in line:
            args.setdefault(a.cls, a.args)
    complete = order is not None
    if order is None:
        order = list(dict.fromkeys(a.cls for line in lines for a in line))
    return (Ancestor(cls, own), *(Ancestor(c, args[c]) for c in order[:_MOST] if c != cls)), complete


def _merge(sequences: list[list[Cls]]) -> list[Cls] | None:
    sequences = [s for s in sequences if s]
    if len(sequences) == 2 and sequences[1] == sequences[0][:1]:
        return sequences[0]  # one base: its line
    behind: dict[Cls, int] = {}  # how often a class stands in a sequence behind its head
    for s in sequences:
        for c in s[1:]:
            behind[c] = behind.get(c, 0) + 1
    at = [0] * len(sequences)
    out: list[Cls] = []
    while True:
        heads = [s[i] for s, i in zip(sequences, at, strict=True) if i < len(s)]
        if not heads:
            return out
        head = next((c for c in heads if not behind.get(c)), None)
        if head is None:
            return None
        out.append(head)
        for n, s in enumerate(sequences):
            if at[n] < len(s) and s[at[n]] == head:
                at[n] += 1
                if at[n] < len(s):
                    behind[s[at[n]]] -= 1


def bindings_in(engine: Engine, cls: Cls, args: Arguments, ancestor: Ancestor) -> Bindings:
    """The values of an ancestor's type parameters for a receiver `cls[args]`."""
    above = info(engine, ancestor.cls)
    if not above.params:
        return {}
    own = info(engine, cls).params
    outer = dict(zip(own, args, strict=False)) if args else {
        p: ANY if (d := engine.default(p)) is None else d for p in own
    }  # fmt: skip
    holds = info(engine, cls).holds
    if holds:
        outer.update(held(engine, holds))
    given = ancestor.args or (ANY,) * len(above.params)
    return {p: substitute(a, outer) for p, a in zip(above.params, given, strict=False)}


def is_subclass(engine: Engine, cls: Cls, other: Cls) -> bool:
    return cls == other or any(a.cls == other for a in info(engine, cls).line) or _is_number(engine, cls, other)


def _is_number(engine: Engine, cls: Cls, other: Cls) -> bool:
    """Whether a class is registered for one of the abstract classes of numbers, or lies below one that is."""
    return other.module == "numbers" and any(
        _NUMBERS.get((a.cls.module, a.cls.name), -1) >= _TOWER.get(other.name, len(_TOWER))
        for a in info(engine, cls).line
    )


_TOWER = {"Number": 0, "Complex": 1, "Real": 2, "Rational": 3, "Integral": 4}
_NUMBERS = {
    ("decimal", "Decimal"): 0, ("_decimal", "Decimal"): 0, ("builtins", "complex"): 1, ("builtins", "float"): 2,
    ("builtins", "int"): 4,
}  # fmt: skip


def own_class(engine: Engine, v: Value) -> Cls | None:
    """The class that a value is an instance of; None for `None`, and where that is not known."""
    tag = v[-1]
    if tag == "instance":
        cls: Cls = v.cls
        return cls
    if tag == "literal":
        return engine.builtin(literal_class(v.text))
    if tag == "class":
        meta = info(engine, v.cls).metaclass
        return meta[0] if meta else engine.builtin("type")
    if tag == "partial":
        held: Cls = v.holder.cls if v.holder is not None else engine.outside_class("functools", "partial")
        return held
    if tag == "callable" and v.made is None:
        return None  # what is declared as something to be called may be of any class
    if tag in _BUILTIN:
        return engine.builtin(_BUILTIN[tag])
    return engine.outside_class("types", _OF_TYPES[tag]) if tag in _OF_TYPES else None


_BUILTIN = {"tuple": "tuple", "record": "dict"}
_OF_TYPES = {
    "function": "FunctionType", "bound": "MethodType", "callable": "FunctionType", "module": "ModuleType",
}  # fmt: skip


def argument_of(engine: Engine, v: Value, cls: Cls, number: int = 0) -> Types | None:
    """The type argument an instance gives an ancestor: `list[int]` gives `Iterable` `int`; None where it is none."""
    if v[-1] != "instance":
        return None
    for a in info(engine, v.cls).line:
        if a.cls == cls:
            bindings = bindings_in(engine, v.cls, v.args, a)
            params = info(engine, cls).params
            return bindings.get(params[number], ANY) if number < len(params) else None
    return None


_READER = reading.Reader(_read, unread)

__all__ = ["Ancestor", "ClassObject", "Info", "info"]
