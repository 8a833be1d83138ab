"""What Django's mapper makes of models at run time, which no statement of a program shows.

Why
---
`Article.objects.get(pk=1).title.upper()`: Django's metaclass makes `objects`, a table of functions makes `get`, a
description of a column (`title = CharField()`) gives way to a string.  Static analysis of how Django does that would
have to tell the descriptions of one model from those of a thousand others through registries, copies and closures; and
where Django is a library, nothing of it is followed.  What comes out is documented, and the same in every project.

Terms
-----
row        What a manager or a query set gives: an instance of its model.  It is the type argument of the instance of
           the manager: `Manager[Article]`.  The classes themselves declare no parameter, so one without says nothing.
asked      The name under which a function of a manager was looked up (`Bound.asked`): by it `called` knows the result.
relation   A field that stands for rows of another model.  It makes an attribute there, too (`related`).

How it is told apart
--------------------
A class belongs here by its line: a class that is, or lies below, one of `classes._ORM`, by module and qualified name;
that is kept with what is known of the class (`classes.Info.orm`), so that all others cost one comparison.  What
functions of Django are called is left as it was found: only results are told, so calls and references are those of the
source.  The functions of a manager are run for a receiver without its row, or else for every model of a project.
What managers and query sets give stands in `managers`.

What it does not do
-------------------
Fields of other packages, fields that convert (`from_db_value`, `to_python`) and JSON are unknown.  Nothing checks what
a query asks for.  Models of an application are found by name in the module that says so, or in `APP.models` beside it;
what settings swap in (`AUTH_USER_MODEL`) is unknown.  Primary keys that no field declares are taken to be `int`.
"""

from collections.abc import Iterable, Iterator
from json import loads
from typing import NamedTuple

from inferd.inference.definitions import classes, managers, members
from inferd.inference.definitions.classes import FIELD, MANAGER, MODEL, Ancestor, Info
from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Cls, Instance, Types, Value, join, union,
)  # fmt: skip

_DESCRIPTORS = "django.db.models.fields.related_descriptors"
_MODEL = ("django.db.models.base", "Model")
_MADE = "create_{}.<locals>.{}"

_HELD = {  # what rows hold for a field; the first in its line counts
    "BooleanField": ("builtins", "bool"), "NullBooleanField": ("builtins", "bool"), "AutoField": ("builtins", "int"),
    "IntegerField": ("builtins", "int"), "FloatField": ("builtins", "float"), "CharField": ("builtins", "str"),
    "TextField": ("builtins", "str"), "FilePathField": ("builtins", "str"), "IPAddressField": ("builtins", "str"),
    "GenericIPAddressField": ("builtins", "str"), "BinaryField": ("builtins", "bytes"),
    "DateTimeField": ("datetime", "datetime"), "DateField": ("datetime", "date"), "TimeField": ("datetime", "time"),
    "DurationField": ("datetime", "timedelta"), "DecimalField": ("decimal", "Decimal"), "UUIDField": ("uuid", "UUID"),
    "ImageField": ("django.db.models.fields.files", "ImageFieldFile"),
    "FileField": ("django.db.models.fields.files", "FieldFile"),
}  # fmt: skip
_CONVERTING = ("from_db_value", "to_python", "contribute_to_class", "descriptor_class", "attr_class", "__get__")
_ONE = frozenset(("ForeignKey", "OneToOneField"))
_MANY = {  # relations to many, and what stands for these: module and qualified name
    "ManyToManyField": (_DESCRIPTORS, _MADE.format("forward_many_to_many_manager", "ManyRelatedManager")),
    "GenericRelation": (
        "django.contrib.contenttypes.fields", _MADE.format("generic_related_manager", "GenericRelatedManager"),
    ),
}  # fmt: skip
_BACK = (_DESCRIPTORS, _MADE.format("reverse_many_to_one_manager", "RelatedManager"))
_ON_CLASS = {  # what the class of a model holds for a relation
    "ForeignKey": (_DESCRIPTORS, "ForwardManyToOneDescriptor"),
    "OneToOneField": (_DESCRIPTORS, "ForwardOneToOneDescriptor"),
    "ManyToManyField": (_DESCRIPTORS, "ManyToManyDescriptor"),
    "GenericRelation": ("django.contrib.contenttypes.fields", "ReverseGenericManyToOneDescriptor"),
}
#: what a model, and a row, has that no class body stores
GIVEN = {"class": ("objects",), "instance": ("pk", "id")}
_DEFERRED = ("django.db.models.query_utils", "DeferredAttribute")

def attribute(engine: Engine, info: Info, v: Value, name: str) -> Types | None:
    """What an attribute of a model, a manager or a query set is, or of an instance; None where the source says it."""
    if info.orm == MODEL:
        return _of_model(engine, info, v, name)
    if not info.has_rows:
        return None
    if v[-1] == "class":
        return managers.of_maker(engine, v, name)
    return managers.of_manager(engine, info, v, name)


# ---------------------------------------------------------------------------------------------------------------------
# Models


def _of_model(engine: Engine, info: Info, v: Value, name: str) -> Types | None:
    where, steps = _in_bodies(engine, info, name)
    if where is None or (name == "pk" and engine.module_of(where) == _MODEL[0]):
        return _made_for(engine, info, v, name)
    values = union(_stored(engine, where, n) for n in steps)
    kinds = {classes.info(engine, x.cls).orm if x[-1] == "instance" else "" for x in values}
    if kinds == {MANAGER}:
        return tuple([managers.of_rows(engine, x, v.cls) for x in values]) if v[-1] == "class" else None
    if kinds != {FIELD}:
        return None
    if v[-1] == "class":
        return union(_on_class(engine, x) for x in values)
    return union(_held(engine, where, n, x, v.cls) for n in steps for x in _stored(engine, where, n))


def _in_line(engine: Engine, line: Iterable[Ancestor]) -> Iterator[tuple[Where, str, int]]:
    """What the bodies of some classes store: scope, name and step."""
    for a in line:
        for where in classes.info(engine, a.cls).places:
            for name, stores in engine.program(where).stores.items():
                for n in stores:
                    yield where, name, n


def default_manager(engine: Engine, cls: Cls) -> Types:
    """The first manager that a class body in the line stores; () for none."""
    if cls in engine.reading.half:
        return _default_manager(engine, cls)
    found: Types = engine.solve(("manager", cls), lambda: _default_manager(engine, cls))
    return found


def _default_manager(engine: Engine, cls: Cls) -> Types:
    for where, _, n in _in_line(engine, classes.info(engine, cls).line):
        steps = engine.program(where).steps
        if steps[n][0] != "s" or steps[int(steps[n][2])][0] in _MAKING:
            continue
        for x in _stored(engine, where, n):
            if x[-1] == "instance" and classes.info(engine, x.cls).orm == MANAGER:
                return (managers.of_rows(engine, x, cls),)
    return NOTHING


def _in_bodies(engine: Engine, info: Info, name: str) -> tuple[Where | None, list[int]]:
    """The first class body in the line that stores something under a name, and the steps that do; functions are
    nothing that is stored.
    """
    for a in info.line:
        for where in classes.info(engine, a.cls).places:
            program = engine.program(where)
            stores = program.stores.get(name)
            if stores:
                steps = program.steps
                is_plain = all(steps[n][0] == "s" and steps[int(steps[n][2])][0] not in _MAKING for n in stores)
                return where, list(stores) if is_plain else []
    return None, []


_MAKING = frozenset(("f", "fa", "k"))


def _made_for(engine: Engine, info: Info, v: Value, name: str) -> Types | None:
    """What no class body stores: the manager, the primary key, the key of a relation."""
    if info.cls[1:] == _MODEL:
        return None
    if v[-1] == "class":
        found = members.find(engine, v.cls, name)
        if name not in ("objects", "_default_manager", "_base_manager"):
            held = found[1].types if found is not None and found[1].kind == "own" else NOTHING
            known = [_DESCRIBED.get(_kind_of_relation(engine, x), "") for x in held]
            if not known or not all(known):
                return None
            return tuple([Instance(managers.django(info, _DESCRIPTORS, k)) for k in known])
        put = found[1].types if found is not None and name == "objects" else NOTHING
        others = [x for x in put if x[-1] == "instance" and classes.info(engine, x.cls).orm == MANAGER]
        if others:
            return tuple([managers.of_rows(engine, x, v.cls) for x in others])
        declared = default_manager(engine, info.cls) if name != "_base_manager" else NOTHING
        if declared:
            return declared if name == "_default_manager" else None
        return (managers.of_rows(engine, Instance(managers.django(info, *managers.MANAGERS)), v.cls),)
    if name == "pk" or name == "id":
        if name == "id" and _primary_key(engine, info) is not None:
            return None
        return _key_of(engine, info, 0)
    if name.endswith("_id"):
        where, steps = _in_bodies(engine, info, name[:-3])
        if where is None:
            return None
        for n in steps:
            for x in _stored(engine, where, n):
                if x[-1] == "instance" and _field_of(engine, x) in _ONE:
                    if "to_field" in _arguments(engine, where, n) or _is_open_call(engine, where, n):
                        return ANY
                    targets = _target(engine, where, n, v.cls)
                    return join(union(_key_of(engine, classes.info(engine, t), 0) for t in targets) or ANY, JUST_NONE)
    return None


_DESCRIBED = {  # what the class of a model holds for what leads back to it, by what rows hold
    "RelatedManager": "ReverseManyToOneDescriptor", "ManyRelatedManager": "ManyToManyDescriptor",
    MODEL: "ReverseOneToOneDescriptor",
}  # fmt: skip


def _kind_of_relation(engine: Engine, x: Value) -> str:
    if x[-1] != "instance":
        return ""
    is_row = classes.info(engine, x.cls).orm == MODEL
    return MODEL if is_row else str(x.cls.name).rpartition(".")[2]


def _primary_key(engine: Engine, info: Info) -> tuple[Where, int, Value] | None:
    """The field that is declared to be the primary key: its class body, step and value, UNKNOWN for one that is not
    known to be one, or what.
    """
    for where, _, n in _in_line(engine, [a for a in info.line if a.cls[1:] != _MODEL]):
        steps = engine.program(where).steps
        if _is_open_call(engine, where, n):
            return where, n, UNKNOWN
        given = _arguments(engine, where, n).get("primary_key")
        if given is None or steps[given] == ["c", "F"]:
            continue
        for x in classes.engine_value(engine, where, int(steps[n][2 if steps[n][0] == "s" else 3])):
            if x[-1] == "instance" and classes.info(engine, x.cls).orm == FIELD:
                return where, n, x
        return where, n, UNKNOWN
    return None


def _is_open_call(engine: Engine, where: Where, n: int) -> bool:
    """Whether a step stores a call, of something that may be a field, with `*` or `**` arguments."""
    made = _made(engine, where, n)
    if not any(w[0] == "*" for w in made[2:]):
        return False
    callee = classes.engine_value(engine, where, int(made[1]))
    return any(v[-1] != "class" or classes.info(engine, v.cls).orm == FIELD for v in callee)


_DEEPEST = 4  # relations that are primary keys, one behind the other


def _key_of(engine: Engine, info: Info, depth: int) -> Types:
    """What the primary key of a row is."""
    found = _primary_key(engine, info)
    if found is None:
        return join(engine.instance("int"), JUST_NONE)
    where, n, x = found
    if x == UNKNOWN:
        return ANY
    if _field_of(engine, x) not in _ONE:
        return _held(engine, where, n, x, info.cls)
    if depth > _DEEPEST:
        return ANY
    targets = _target(engine, where, n, info.cls)
    return union(_key_of(engine, classes.info(engine, t), depth + 1) for t in targets) or ANY


def _field_of(engine: Engine, x: Instance) -> str:
    """The name of Django's own class of a field; '' for one that converts what it holds, or may."""
    info = classes.info(engine, x.cls)
    if info.open:
        return ""
    known = ""
    for a in info.line:
        if a.cls.module.startswith("django."):
            known = known or str(a.cls.name)
        elif any(members.member(engine, a.cls, name) is not None for name in _CONVERTING):
            return ""
    return known


def _on_class(engine: Engine, x: Instance) -> Types:
    """What stands for a field in the class."""
    name = _field_of(engine, x)
    if not name or (name not in _ON_CLASS and _plain_of(engine, x) is None):
        return (x,)
    return (Instance(managers.django(classes.info(engine, x.cls), *_ON_CLASS.get(name, _DEFERRED))),)


def _plain_of(engine: Engine, x: Instance) -> tuple[str, str] | None:
    """The class of what rows hold for a field that is no relation."""
    if not _field_of(engine, x):
        return None
    line = (a.cls for a in classes.info(engine, x.cls).line if a.cls.module.startswith("django."))
    return next((_HELD[c.name] for c in line if c.name in _HELD), None)


def _held(engine: Engine, where: Where, n: int, x: Value, owner: Cls) -> Types:
    """What rows hold for a field that a step stores."""
    name = _field_of(engine, x) if x[-1] == "instance" else ""
    given = _arguments(engine, where, n)
    plain = _plain_of(engine, x) if name else None
    out: Types = ANY
    if plain is not None:
        module, cls = plain
        is_own = module.startswith("django.")
        held = managers.django(classes.info(engine, x.cls), module, cls) if is_own else engine.outside_class(*plain)
        out = (Instance(held),)
    elif name in _ONE:
        out = tuple([Instance(t) for t in _target(engine, where, n, owner)]) or ANY
    elif name in _MANY:
        row: Types = tuple([Instance(t) for t in _target(engine, where, n, owner)]) or ANY
        return _related_manager(engine, managers.django(classes.info(engine, x.cls), *_MANY[name]), row)
    null = engine.program(where).steps[given["null"]] if "null" in given else ["c", "F"]
    own = [a.cls for a in classes.info(engine, x.cls).line if not a.cls.space] if x[-1] == "instance" else []
    own = [c for c in own if not c.module.startswith("django.")]
    makes = any(members.member(engine, c, "__init__") is not None for c in own)
    if null != ["c", "F"] or makes or _is_open_call(engine, where, n):
        return join(out, JUST_NONE)
    return out


def _made(engine: Engine, where: Where, n: int) -> list[str]:
    """The call that a step stores; a step without words for another one."""
    steps = engine.program(where).steps
    words = steps[n]
    value = words[2] if words[0] == "s" else words[3] if words[0] == "sa" else "-"
    made = steps[int(value)] if value != "-" else words
    return made if made[0] == "(" else ["", ""]


def _arguments(engine: Engine, where: Where, n: int) -> dict[str, int]:
    """The arguments of the call that a step stores, by name; the first without one is 'to'."""
    made = _made(engine, where, n)
    out = {name: int(step) for name, sep, step in (w.partition("=") for w in made[2:]) if sep and step.isdigit()}
    if len(made) > 2 and made[2].isdigit():
        out.setdefault("to", int(made[2]))
    return out


def _target(engine: Engine, where: Where, n: int, owner: Cls) -> list[Cls]:
    """The models that a relation leads to; none where one of them is not known."""
    step = _arguments(engine, where, n).get("to")
    if step is None:
        return []
    words = engine.program(where).steps[step]
    if words[0] == "c" and words[1].startswith('s"'):
        return _models_named(engine, where, loads(words[1][1:]), owner)
    values = classes.engine_value(engine, where, step)
    return [v.cls for v in values] if all(v[-1] == "class" for v in values) else []


def _models_named(engine: Engine, where: Where, text: str, owner: Cls) -> list[Cls]:
    """The models that a string names: 'self', 'Article', 'press.Article'."""
    if text == "self":
        return [owner]
    app, _, name = text.rpartition(".")
    if not all(part.isidentifier() for part in text.split(".")):
        return []
    module = engine.module_of(where)
    modules = [module]
    if app:
        around = module.split(".")[:-1]
        homes = [".".join(around[:i]) for i in range(len(around), -1, -1)] + ["django.contrib"]
        modules = [f"{home}.{app}.models" if home else f"{app}.models" for home in homes]
        if around and around[-1] == app:
            modules.insert(0, module)
    space = engine.world.space(where.space)
    for m in modules:
        found = [v.cls for t in space.resolve(m, name) for v in engine.target(where.space, t) if v[-1] == "class"]
        if not found and m.startswith("django."):
            library = engine.world.outside(m)
            if library is not None and library.key != where.space:
                found = [v.cls for v in engine.dotted(library.key, m, name) if v[-1] == "class"]
        if found:
            return found
    return []


class Relation(NamedTuple):
    """What a field of a model puts into the models that it leads to."""

    where: Where  # the class body, and the step that stores the field
    step: int
    field: str
    back: str  # the attribute there
    types: Types
    targets: list[Cls]


def related(engine: Engine, v: ClassObject) -> None:
    """Tell what the relations of a model put into the models that they lead to, when its class is made."""
    if engine.found is None:
        return
    for r in relations(engine, v):
        for t in r.targets:
            if not t.space:
                engine.found.store(Instance(t), r.back, r.types, None)


def relations(engine: Engine, v: ClassObject) -> Iterator[Relation]:
    """The relations of a model: those of its class body, and of bases that are there for others alone."""
    info = classes.info(engine, v.cls)
    if info.orm != MODEL or _is_abstract(engine, v.cls):
        return
    own = [a for a in info.line if a.cls == v.cls or _is_abstract(engine, a.cls)]
    for where, name, n in _in_line(engine, own):
        steps = engine.program(where).steps
        if steps[n][0] == "s" and steps[int(steps[n][2])][0] == "(":
            found = _relation(engine, where, n, name, v)
            if found is not None:
                yield found


def _relation(engine: Engine, where: Where, n: int, name: str, v: ClassObject) -> Relation | None:
    """What a step of a class body says, if it stores a relation that can be gone back."""
    x = next((x for x in engine.stored(where, name) if x[-1] == "instance"), None)
    above = classes.info(engine, x.cls) if x is not None else None
    kind = _field_of(engine, x) if x is not None and above is not None and above.orm == FIELD else ""
    if above is None or (kind not in _ONE and kind != "ManyToManyField"):
        return None
    simple = v.cls.name.rpartition(".")[2].lower()
    back = simple if kind == "OneToOneField" else f"{simple}_set"
    given = _arguments(engine, where, n)
    words = engine.program(where).steps[given["related_name"]] if "related_name" in given else None
    words = words if words is not None else _in_meta(engine, v.cls, "default_related_name")
    if words is not None:
        back = loads(words[1][1:]) if words[1:] and words[1].startswith('s"') else ""
        back = back.replace("%(class)s", simple).replace("%(model_name)s", simple)
    targets = _target(engine, where, n, v.cls)
    if kind == "ManyToManyField" and targets == [v.cls] and "symmetrical" not in given:
        return None
    if not back.isidentifier() or _is_open_call(engine, where, n):  # '+': none is made
        return None
    row: Types = (Instance(v.cls),)
    if kind != "OneToOneField":
        row = _related_manager(engine, managers.django(above, *(_BACK if kind == "ForeignKey" else _MANY[kind])), row)
    return Relation(where, n, name, back, row, targets)


def _related_manager(engine: Engine, cls: Cls, row: Types) -> Types:
    """The manager of related rows, which gives the query sets that the model's own manager gives."""
    queries: list[Types] = []
    for x in row:
        for own in default_manager(engine, x.cls) if x[-1] == "instance" else NOTHING:
            given = managers.query_sets(engine, own) if own != UNKNOWN else ANY
            queries.append(tuple([q._replace(args=()) if q[-1] == "instance" else q for q in given]))
    return (Instance(cls, (row, union(queries)) if queries else (row,)),)


def said(engine: Engine, v: Value, name: str, types: Types) -> tuple[Where, int, str] | None:
    """Where it is said what attribute *name* of a model is, and why, for people; None where the source says it.

    *types*: what the attribute is.
    """
    info = classes.info(engine, v.cls)
    cls = f"{v.cls.module}.{v.cls.name}"
    where, steps = _in_bodies(engine, info, name)
    if where is not None:
        is_field = any(
            x[-1] == "instance" and classes.info(engine, x.cls).orm == FIELD
            for n in steps for x in _stored(engine, where, n)
        )  # fmt: skip
        return (where, steps[0], f"{name} is a field of {cls}") if is_field else None
    for x in types:
        row = x.args[0] if x[-1] == "instance" and x.args else (x,)
        for other in row:
            for r in relations(engine, ClassObject(other.cls)) if other[-1] == "instance" else ():
                if r.back == name and any(classes.is_subclass(engine, v.cls, t) for t in r.targets):
                    return r.where, r.step, f"{r.field} of {other.cls.module}.{other.cls.name} leads to {cls}"
    if _made_for(engine, info, v, name) is None or not info.made:
        return None
    key = _primary_key(engine, info) if name in ("pk", "id") else None
    if key is not None:
        return key[0], key[1], f"the primary key of {cls}"
    return *info.made[0], f"what Django gives each model: {name} of {cls}"


def _in_meta(engine: Engine, cls: Cls, name: str) -> list[str] | None:
    """What the class `Meta` of a model stores under a name, as a step; None for nothing."""
    for where in classes.info(engine, cls).places:
        tree = engine.tree(where.space, where.file)
        for i in tree.by_name.get(f"{cls.name}.Meta", ()):
            program = engine.program(Where(where.space, where.file, i))
            for n in program.stores.get(name, ()):
                return program.steps[int(program.steps[n][2])] if program.steps[n][0] == "s" else []
    return None


def _is_abstract(engine: Engine, cls: Cls) -> bool:
    """Whether a model says that it is a base for others alone."""
    return _in_meta(engine, cls, "abstract") == ["c", "T"]


def _stored(engine: Engine, where: Where, n: int) -> Types:
    from inferd.inference.scopes import lazy

    return lazy.store(engine, where, n)
