"""What managers and query sets of Django's mapper give: the second half of `orm`, which tells what models are.

A manager is an instance with the row as its type argument, `Manager[Article]`; what its functions give is told by the
name under which they were looked up (`Bound.asked`).  What they call is found as for all others.  A manager that was
made for query sets (`as_manager`, `from_queryset`) has these as its second argument.
"""

from inferd.inference.definitions import attributes, classes, members, spun
from inferd.inference.definitions.classes import MANAGER, MODEL, QUERYSET, Info
from inferd.inference.definitions.signatures import Arg, coroutine
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import calls

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Bound, ClassObject, Cls, Instance, Tuple, Types, Value, join, union,
)  # fmt: skip

#: Django's own, where a model declares none
MANAGERS = ("django.db.models.manager", "Manager")
_QUERYSET = ("django.db.models.query", "QuerySet")
SHORTCUTS = frozenset(("get_object_or_404", "get_list_or_404"))
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
TOLD = _ROW | _MAYBE | _PAIR | _SAME | _OTHERS | frozenset(_PLAIN)


def of_rows(engine: Engine, manager: Instance, model: Cls) -> Instance:
    """A manager for the rows of a model."""
    if classes.info(engine, manager.cls).params:
        return manager
    return manager._replace(args=((Instance(model),), *manager.args[1:]))


def of_manager(engine: Engine, info: Info, v: Instance, name: str) -> Types | None:
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
            _found(engine, q, name) if q[-1] == "instance" else ANY for q in query_sets(engine, v)
        )  # fmt: skip
        found = join(tuple([x for x in found if x != UNKNOWN]), others) or found
    return tuple([x._replace(asked=name) if x[-1] == "bound" else x for x in found])


def above(info: Info, found: Types, name: str) -> Types:
    """What `super()` of a manager or a query set has under a name."""
    if not info.has_rows or (name not in TOLD and name[1:] not in TOLD):
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
    return query_sets(engine, v) if info.orm == MANAGER and not info.params else NOTHING


def query_sets(engine: Engine, v: Instance, is_own: bool = True) -> Types:
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
        made = (Instance(django(info, *_QUERYSET)),)
    return tuple([q._replace(args=(row,)) if row is not None and _is_query_set(engine, q) else q for q in made])


def of_maker(engine: Engine, v: ClassObject, name: str) -> Types | None:
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
            return (Instance(django(info, *MANAGERS), (ANY, (Instance(receiver.cls),))),)
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
    same: Types = (receiver,) if info.orm == QUERYSET else query_sets(engine, receiver, name != "get_queryset")
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
    queries: Types = (receiver,) if info.orm == QUERYSET else query_sets(engine, receiver)
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
        if info is not None and info.has_rows:
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
    return v._replace(args=()) if classes.info(engine, v.cls).has_rows else v


def django(info: Info, module: str, name: str) -> Cls:
    """A class of the Django that a class of this line comes from."""
    space = next((a.cls.space for a in info.line if a.cls.module.startswith("django.")), "")
    return Cls(space, module, name)
