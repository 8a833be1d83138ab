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
A class belongs here by its line: a class that is, or lies below, one of `_KINDS`, by module and qualified name; `kind`
is kept with what is known of the class (`classes.Info.orm`), so that all others cost one comparison.  What functions of
Django are called is left as it was found: only results are told, so calls and references are those of the source.
The functions of a manager are run for a receiver without its row, or else for every model of a project.

What it does not do
-------------------
Fields of other packages, fields that convert (`from_db_value`, `to_python`) and JSON are unknown.  Nothing checks what
a query asks for.  Models of an application are found by name in the module that says so, or in `APP.models` beside it;
what settings swap in (`AUTH_USER_MODEL`) is unknown.  Primary keys that no field declares are taken to be `int`.
"""

from collections.abc import Iterator
from json import loads
from typing import NamedTuple

from inferd.inference import attributes, calls, classes, members, spun
from inferd.inference.classes import FIELD, MANAGER, MODEL, QUERYSET, Info
from inferd.inference.engine import Engine, Where
from inferd.inference.signatures import Arg, coroutine

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Bound, ClassObject, Cls, Instance, Tuple, Types, Value, join, union,
)  # fmt: skip

_DESCRIPTORS = "django.db.models.fields.related_descriptors"
_MODEL = ("django.db.models.base", "Model")
_MANAGER = ("django.db.models.manager", "Manager")
_QUERYSET = ("django.db.models.query", "QuerySet")
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
SHORTCUTS = frozenset(("get_object_or_404", "get_list_or_404"))
_DEFERRED = ("django.db.models.query_utils", "DeferredAttribute")

# What functions of managers and query sets give: a row, one of a row or None, rows in a query set, or what is named.
_ROW = frozenset(("create", "get", "earliest", "latest"))
_MAYBE = frozenset(("first", "last"))
_PAIR = frozenset(("get_or_create", "update_or_create"))
_SAME = frozenset(
    (
        "all", "filter", "exclude", "complex_filter", "union", "intersection", "difference", "select_for_update",
        "select_related", "prefetch_related", "annotate", "alias", "order_by", "distinct", "extra", "reverse", "defer",
        "only", "using", "none", "get_queryset",
    )
)  # fmt: skip
_PLAIN = {
    "count": "int", "exists": "bool", "contains": "bool", "update": "int", "explain": "str", "bulk_update": "int",
    "__len__": "int", "__bool__": "bool",
}  # fmt: skip
_OTHERS = frozenset(
    (
        "in_bulk", "bulk_create", "aggregate", "delete", "iterator", "aiterator", "values", "values_list", "dates",
        "datetimes", "__iter__", "__aiter__", "__getitem__",
    )
)  # fmt: skip
#: the names of functions whose result is told here; those of coroutines have an `a` before them
TOLD = _ROW | _MAYBE | _PAIR | _SAME | _OTHERS | _PLAIN.keys()


def attribute(engine: Engine, info: Info, v: Value, name: str) -> Types | None:
    """What an attribute of a model, a manager or a query set is, or of an instance; None where the source says it."""
    if info.orm == MODEL:
        return _of_model(engine, info, v, name)
    if info.orm == FIELD or info.params:  # with parameters of its own it says itself what it is of
        return None
    if v[-1] == "class":
        return _of_maker(engine, v, name)
    return _of_manager(engine, info, v, name)


# ---------------------------------------------------------------------------------------------------------------------
# Models


def _of_model(engine: Engine, info: Info, v: Value, name: str) -> Types | None:
    where, steps = _in_bodies(engine, info, name)
    if where is None or (name == "pk" and engine.module_of(where) == _MODEL[0]):
        return _made_for(engine, info, v, name)
    values = union(_stored(engine, where, n) for n in steps)
    kinds = {classes.info(engine, x.cls).orm if x[-1] == "instance" else "" for x in values}
    if kinds == {MANAGER}:
        return tuple([_of_rows(engine, x, v.cls) for x in values]) if v[-1] == "class" else None
    if kinds != {FIELD}:
        return None
    if v[-1] == "class":
        return union(_on_class(engine, x) for x in values)
    return union(_held(engine, where, n, x, v.cls) for n in steps for x in _stored(engine, where, n))


def _of_rows(engine: Engine, manager: Instance, model: Cls) -> Instance:
    """A manager for the rows of a model."""
    if classes.info(engine, manager.cls).params:
        return manager
    return manager._replace(args=((Instance(model),), *manager.args[1:]))


def _default_manager(engine: Engine, info: Info) -> Instance | None:
    """The first manager that a class body in the line stores; None for none."""
    for a in info.line:
        for where in classes.info(engine, a.cls).places:
            program = engine.program(where)
            for stores in program.stores.values():
                for n in stores:
                    if program.steps[n][0] != "s" or program.steps[int(program.steps[n][2])][0] in _MAKING:
                        continue
                    for x in _stored(engine, where, n):
                        if x[-1] == "instance" and classes.info(engine, x.cls).orm == MANAGER:
                            return _of_rows(engine, x, info.cls)
    return None


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
            return tuple([Instance(_django(info, _DESCRIPTORS, k)) for k in known]) if known and all(known) else None
        put = found[1].types if found is not None and name == "objects" else NOTHING
        others = [x for x in put if x[-1] == "instance" and classes.info(engine, x.cls).orm == MANAGER]
        if others:
            return tuple([_of_rows(engine, x, v.cls) for x in others])
        declared = _default_manager(engine, info) if name != "_base_manager" else None
        if declared is not None:
            return (declared,) if name == "_default_manager" else None
        return (_of_rows(engine, Instance(_django(info, *_MANAGER)), v.cls),)
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
    for a in info.line:
        for where in classes.info(engine, a.cls).places:
            program = engine.program(where)
            if a.cls[1:] == _MODEL:
                continue
            for stores in program.stores.values():
                for n in stores:
                    if _is_open_call(engine, where, n):
                        return where, n, UNKNOWN
                    given = _arguments(engine, where, n).get("primary_key")
                    if given is None or program.steps[given] == ["c", "F"]:
                        continue
                    value = program.steps[n][2 if program.steps[n][0] == "s" else 3]
                    for x in classes.engine_value(engine, where, int(value)):
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
    return (Instance(_django(classes.info(engine, x.cls), *_ON_CLASS.get(name, _DEFERRED))),)


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
        held = _django(classes.info(engine, x.cls), module, cls) if is_own else engine.outside_class(*plain)
        out = (Instance(held),)
    elif name in _ONE:
        out = tuple([Instance(t) for t in _target(engine, where, n, owner)]) or ANY
    elif name in _MANY:
        row: Types = tuple([Instance(t) for t in _target(engine, where, n, owner)]) or ANY
        return _related_manager(engine, _django(classes.info(engine, x.cls), *_MANY[name]), row)
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
    for a in info.line if info.orm == MODEL and not _is_abstract(engine, v.cls) else ():
        if a.cls != v.cls and not _is_abstract(engine, a.cls):
            continue
        for where in classes.info(engine, a.cls).places:
            program = engine.program(where)
            for name, stores in program.stores.items():
                for n in stores:
                    if program.steps[n][0] == "s" and program.steps[int(program.steps[n][2])][0] == "(":
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
        row = _related_manager(engine, _django(above, *(_BACK if kind == "ForeignKey" else _MANY[kind])), row)
    return Relation(where, n, name, back, row, targets)


def _related_manager(engine: Engine, cls: Cls, row: Types) -> Types:
    """The manager of related rows, which gives the query sets that the model's own manager gives."""
    queries: list[Types] = []
    for x in row:
        own = _default_manager(engine, classes.info(engine, x.cls)) if x[-1] == "instance" else None
        if own is not None:
            queries.append(tuple([q._replace(args=()) if q[-1] == "instance" else q for q in _query_sets(engine, own)]))
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


# ---------------------------------------------------------------------------------------------------------------------
# Managers and query sets


def _of_manager(engine: Engine, info: Info, v: Instance, name: str) -> Types | None:
    """An attribute of a manager or a query set."""
    row = _row_of(v)
    if name == "model" and row is not None:
        return tuple([ClassObject(x.cls) if x[-1] == "instance" else UNKNOWN for x in row])
    is_told = name in TOLD or (name[:1] == "a" and name[1:] in TOLD)
    if row is None and not is_told:
        return None
    found = _found(engine, v, name)
    if info.orm == MANAGER and (not found or UNKNOWN in found) and (is_told or len(v.args) > 1):
        others = union(
            _found(engine, q, name) if q[-1] == "instance" else ANY for q in _query_sets(engine, v)
        )  # fmt: skip
        found = join(tuple([x for x in found if x != UNKNOWN]), others) or found
    return tuple([x._replace(asked=name) if x[-1] == "bound" else x for x in found])


def above(info: Info, found: Types, name: str) -> Types:
    """What `super()` of a manager or a query set has under a name."""
    if info.orm not in (MANAGER, QUERYSET) or (name not in TOLD and name[1:] not in TOLD):
        return found
    return tuple([x._replace(asked=name) if x[-1] == "bound" else x for x in found])


def _found(engine: Engine, v: Instance, name: str) -> Types:
    """An attribute as the source has it."""
    found = members.find(engine, v.cls, name)
    if found is None:
        return ANY if classes.info(engine, v.cls).open else NOTHING
    return attributes.bind(engine, v, *found)


def handed_on(engine: Engine, info: Info, v: Instance) -> Types:
    """The query sets to which a manager hands on what it lacks itself; () where something else is asked."""
    return _query_sets(engine, v) if info.orm == MANAGER and not info.params else NOTHING


def _query_sets(engine: Engine, v: Instance, is_own: bool = True) -> Types:
    """The query sets that a manager gives: those that it was made for, what its `get_queryset` gives (*is_own*: one of
    the project's, too), those of the class that it is made from; else Django's.
    """
    info = classes.info(engine, v.cls)
    row = _row_of(v)
    made: Types = v.args[1] if len(v.args) > 1 else NOTHING
    getter = members.find(engine, v.cls, "get_queryset") if is_own and not made else None
    if getter is not None and not getter[0].cls.module.startswith("django.") and getter[1].kind == "method":
        given = union(calls.call_function(engine, f, [], v) for f in getter[1].types if f[-1] == "function")
        made = tuple([x for x in given if x == UNKNOWN or _is_query_set(engine, x)]) or ANY
    if not made:
        spun_from = [c for a in info.line for c in spun.made_from(engine, a.cls, "filter")]
        made = tuple([Instance(c) for c in spun_from if classes.info(engine, c).orm == QUERYSET])
    if not made:
        made = (Instance(_django(info, *_QUERYSET)),)
    return tuple([q._replace(args=(row,)) if row is not None and _is_query_set(engine, q) else q for q in made])


def _of_maker(engine: Engine, v: ClassObject, name: str) -> Types | None:
    """`PersonQuerySet.as_manager`, `Manager.from_queryset`."""
    if name not in ("as_manager", "from_queryset"):
        return None
    found = members.find(engine, v.cls, name)
    return tuple([Bound(f, v, name) for f in found[1].types if f[-1] == "function"]) if found is not None else None


def gotten(engine: Engine, name: str, args: list[Arg]) -> Types | None:
    """What `get_object_or_404` and `get_list_or_404` give for a model, a manager or a query set; None for others."""
    out: list[Types] = []
    for v in args[0].types if args and args[0].kind == "p" else ():
        orm = classes.info(engine, v.cls).orm if v[-1] in ("class", "instance") else ""
        row: Types | None = (Instance(v.cls),) if orm == MODEL and v[-1] == "class" else None
        if orm in (MANAGER, QUERYSET) and v[-1] == "instance":
            row = _row_of(v)
        if row is None:
            return None
        out.append(row if name == "get_object_or_404" else engine.instance("list", row))
    return union(out) if out else None


def called(engine: Engine, v: Bound, args: list[Arg]) -> Types:
    """What calling a function of a manager gives; what it calls is found as for all others."""
    found = calls.call_function(engine, v.function, args, v.receiver)
    receiver = v.receiver
    info = classes.info(engine, receiver.cls)
    if receiver[-1] == "class":
        wanted = "instance" if v.asked == "as_manager" else "class"
        if found and all(x[-1] == wanted and not x.args and classes.info(engine, x.cls).orm == MANAGER for x in found):
            return found  # of Django itself, where it is followed how they are made
        if v.asked == "as_manager":
            return (Instance(_django(info, *_MANAGER), (ANY, (Instance(receiver.cls),))),)
        made = args[0].types if args and args[0].kind == "p" and len(args[0].types) == 1 else NOTHING
        query = tuple([Instance(x.cls) for x in made if x[-1] == "class"])
        return (ClassObject(receiver.cls, (ANY, query)),) if query else found
    told: Types | None = None
    if _is_djangos(engine, v.function):
        name = v.asked if v.asked in TOLD else v.asked[1:]
        told = _result(engine, info, receiver, name, args) if name in TOLD else None
        if told is not None and name != v.asked:
            told = coroutine(engine, told)
    return _with_row(engine, found, _row_of(receiver)) if told is None else told


def _is_djangos(engine: Engine, f: Value) -> bool:
    """Whether a function is Django's own, so that what it is documented to give holds."""
    return f[-1] == "function" and engine.module_of(Where(f.space, f.file, f.scope)).startswith("django.")


def _result(engine: Engine, info: Info, receiver: Instance, name: str, args: list[Arg]) -> Types | None:
    """What a function is documented to give; None where the source says it, or the row is not known."""
    row = _row_of(receiver)
    if name in _PLAIN:
        return engine.instance(_PLAIN[name])
    same: Types = (receiver,) if info.orm == QUERYSET else _query_sets(engine, receiver, name != "get_queryset")
    if name in _SAME:
        return same
    if name == "__getitem__":
        is_slice = [x[-1] == "instance" and x.cls.name == "slice" for x in (args[0].types if args else NOTHING)]
        if is_slice and all(is_slice):
            return same
        if row is not None:
            return join(row, same) if any(is_slice) or not args or UNKNOWN in args[0].types else row
        return None
    if name == "delete":
        counts = engine.instance("dict", engine.instance("str"), engine.instance("int"))
        return (Tuple((engine.instance("int"), counts)),)
    if name == "aggregate":
        return engine.instance("dict", engine.instance("str"), ANY)
    if name in ("values", "values_list", "dates", "datetimes"):
        return _columns(engine, info, receiver, name)
    if row is None:
        return None
    if name in _ROW:
        return row
    if name in _MAYBE:
        return join(row, JUST_NONE)
    if name in _PAIR:
        return (Tuple((row, engine.instance("bool"))),)
    if name == "in_bulk":
        return engine.instance("dict", ANY, row)
    if name == "bulk_create":
        return engine.instance("list", row)
    iterator = "AsyncIterator" if name in ("__aiter__", "aiterator") else "Iterator"
    return (Instance(engine.outside_class("typing", iterator), (row,)),)


def _columns(engine: Engine, info: Info, receiver: Instance, name: str) -> Types:
    """Query sets that give no rows."""
    row: Types = ANY
    if name == "values":
        row = engine.instance("dict", engine.instance("str"), ANY)
    elif name != "values_list":
        row = (Instance(engine.outside_class("datetime", "date" if name == "dates" else "datetime")),)
    queries: Types = (receiver,) if info.orm == QUERYSET else _query_sets(engine, receiver)
    return tuple([q._replace(args=(row,)) if _is_query_set(engine, q) else q for q in queries])


def _is_query_set(engine: Engine, v: Value) -> bool:
    return v[-1] == "instance" and classes.info(engine, v.cls).orm == QUERYSET


def _with_row(engine: Engine, types: Types, row: Types | None) -> Types:
    """A set in which managers and query sets of which no row is known are of this one."""
    if row is None or not any(v[-1] == "instance" and not v.args for v in types):
        return types
    out = []
    for v in types:
        info = classes.info(engine, v.cls) if v[-1] == "instance" and not v.args else None
        if info is not None and info.orm in (MANAGER, QUERYSET) and not info.params:
            v = v._replace(args=(row,))
        out.append(v)
    return tuple(out)


def _row_of(v: Instance) -> Types | None:
    """The row of a manager or a query set (of a class without parameters); None where it is not known."""
    return v.args[0] if v.args and v.args[0] and UNKNOWN not in v.args[0] else None


def without_row(engine: Engine, v: Value) -> Value:
    """A receiver as its functions are run with it."""
    if v[-1] != "instance" or not v.args:
        return v
    info = classes.info(engine, v.cls)
    return v._replace(args=()) if info.orm in (MANAGER, QUERYSET) and not info.params else v


# ---------------------------------------------------------------------------------------------------------------------


def _stored(engine: Engine, where: Where, n: int) -> Types:
    from inferd.inference import lazy

    return lazy.store(engine, where, n)


def _django(info: Info, module: str, name: str) -> Cls:
    """A class of the Django that a class of this line comes from."""
    space = next((a.cls.space for a in info.line if a.cls.module.startswith("django.")), "")
    return Cls(space, module, name)


__all__ = [
    "GIVEN", "SHORTCUTS", "TOLD", "above", "attribute", "called", "gotten", "handed_on", "related", "relations", "said",
    "without_row",
]  # fmt: skip
