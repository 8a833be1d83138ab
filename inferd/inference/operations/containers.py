"""What containers hold after something is put into them: values are frozen, so there is a new one each time.

`filled` is for methods (`append`, `update`, `pop`), `put` for `x[key] = value`, `without` for `del x[key]`.  A
container whose contents are not known is left as it is.
"""

from json import dumps, loads

from inferd.inference.definitions import classes
from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine
from inferd.inference.operations.matching import as_instance, opened

from inferd.inference.types import (  # isort:skip
    JUST_NONE, NOTHING, Cls, Instance, Record, Types, Value, join, key_in, key_text, key_value, literal_class, union,
)  # fmt: skip

_ONE = frozenset(("append", "add", "appendleft", "put", "put_nowait", "set_result"))  # the last argument is put in
_MANY = frozenset(  # what the argument holds is put in
    ("extend", "update", "extendleft", "symmetric_difference_update", "subtract"),
)
FILLED = _ONE | _MANY | {"insert", "setdefault", "__setitem__"}
CHANGED = FILLED | {"pop", "popleft", "popitem", "clear", "remove", "reverse", "rotate", "sort"}
_MOST = 24  # keys of a dictionary that are kept apart
_MOST_OF_SEVERAL = 64  # the same, of several dictionaries that were made one
_ITEMS = 12  # items of a list that are kept apart


def _with(v: Instance, at: int, types: Types) -> Value:
    args = list(v.args)
    args[at] = join(args[at], types)
    return v._replace(args=tuple(args), items=None)


_QUEUES = frozenset(("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue", "Future"))
_KINDS = _QUEUES | {
    "list", "set", "deque", "dict", "defaultdict", "OrderedDict", "Counter", "WeakKeyDictionary", "WeakValueDictionary",
    "WeakSet", "ChainMap", "UserDict", "UserList",
}  # fmt: skip


def is_container(v: Value) -> bool:
    """Whether a value is of a kind that is followed when something is put into it."""
    tag = v[-1]
    return tag == "record" or bool(tag == "instance" and v.args and v.cls.space and v.cls.name in _KINDS)


def fills(v: Value) -> bool:
    """Whether a value is a method that puts something into a container: `rows.append`, handed on to be called."""
    return bool(
        v[-1] == "bound" and v.function.space and v.function.name in FILLED
        and v.receiver[-1] in ("instance", "record") and is_container(v.receiver)
    )  # fmt: skip


def is_shared(v: Value) -> bool:
    """Whether others may see what is put into a container by a value: one itself, or a method of one."""
    return is_container(v) or fills(v)


def alike(types: Types, more: Types) -> Types:
    """What of *more* may be one of a set's containers, methods of such, or tuples of either, in another state."""
    kinds = {_like(v) for v in types} - {None}
    return tuple([v for v in more if _like(v) in kinds])


def _like(v: Value) -> object:
    """What two states of a value have in common; None of what nothing is put into."""
    if is_container(v):
        return kind_of(v)
    return len(v.items) if v[-1] == "tuple" else v.function if fills(v) else None


def is_queue(cls: Cls) -> bool:
    """Whether a class is of the library's queues, or of what holds a result once: others may put something into it."""
    is_of_library = cls.module.lstrip("_").partition(".")[0] in ("queue", "asyncio", "concurrent")
    return bool(cls.space) and is_of_library and cls.name in _QUEUES


def kind_of(v: Value) -> str:
    """Which values of containers are the same container in two states."""
    return "dict" if v[-1] == "record" else str(v.cls.name)


def filled(engine: Engine, holder: Types, method: str, args: "list[Arg]") -> Types:
    """A container after one of its methods was called."""
    args = opened(args)
    given = [a.types for a in args if a.kind == "p"]
    if method == "__setitem__":
        return put(engine, holder, ["", ""], given[0], given[1]) if len(given) == 2 else holder
    out: list[Value] = []
    for v in holder:
        if not is_container(v):
            out.append(v)
        elif v[-1] == "record":
            out += _updated(engine, v, method, given, args)
        elif method == "pop" and v.items is not None and (at := popped(v.items, args)) is not None:
            out.append(v._replace(items=(*v.items[:at], *v.items[at + 1 :])))
        elif method == "popleft" and v.items:
            out.append(v._replace(items=v.items[1:]))
        elif method not in FILLED:
            out.append(v._replace(items=None))
        elif method in ("setdefault", "update") and len(v.args) == 2:
            out.append(_mapped(engine, v, method, args))
        elif method in _ONE and given and len(v.args) == 1:
            items = v.items
            if items is None and v.cls.name == "list" and not v.args[0] and _are_called(given[-1]):
                items = ()
            new = _with(v, 0, engine.widened(given[-1]))
            if items is not None and method in ("append", "appendleft") and len(items) < _ITEMS:
                one = engine.widened(given[-1])
                new = new._replace(items=(*items, one) if method == "append" else (one, *items))
            out.append(new)
        elif method == "insert" and len(given) == 2 and len(v.args) == 1:
            items = v.items
            new = _with(v, 0, engine.widened(given[1]))
            if items is not None and len(items) < _ITEMS and key_text(given[0]) == "i0":
                new = new._replace(items=(engine.widened(given[1]), *items))
            out.append(new)
        elif method in _MANY and given and len(v.args) == 1:
            from inferd.inference.operations.iteration import iterate

            element = engine.widened(union(iterate(engine, g) for g in given))
            more = _row(given[0]) if method == "extend" and len(given) == 1 else None
            new = _with(v, 0, element) if element else v._replace(items=None)
            if v.items is not None and more is not None and len(v.items) + len(more) <= _ITEMS:
                new = new._replace(items=(*v.items, *more))
            out.append(new)
        else:
            out.append(v)
    return _joined(out)


def _are_called(types: Types) -> bool:
    """Whether a set is functions and classes alone: which of them an index takes says what is called."""
    return bool(types) and all(v[-1] in ("function", "bound", "callable", "class") for v in types)


def _row(types: Types) -> "tuple[Types, ...] | None":
    """The items of a list that are known one by one; None of anything else."""
    v = types[0] if len(types) == 1 else None
    return v.items if v is not None and v[-1] == "instance" and v.cls.name == "list" else None


def popped(items: "tuple[Types, ...]", args: "list[Arg]") -> int | None:
    """Which item of a list `pop` takes; None where that is not known."""
    if not args:
        return len(items) - 1 if items else None
    text = key_text(args[0].types) if len(args) == 1 and args[0].kind == "p" else ""
    at = int(text[1:]) if text[:1] == "i" and text[1:].removeprefix("-").isdigit() else None
    return at % len(items) if at is not None and -len(items) <= at < len(items) else None


def _updated(engine: Engine, v: Record, method: str, given: "list[Types]", args: "list[Arg]") -> "list[Value]":
    items = dict(v.items)
    first = given[0] if given else NOTHING
    key = key_in(items, key_text(first)) or None
    if method == "setdefault" and key is not None:
        value = engine.widened(given[1]) if len(given) > 1 else JUST_NONE
        if key not in items:
            items[key] = value
        elif key in v.maybe:
            items[key] = join(items[key], value)
        return [Record(tuple(items.items()), _but(v.maybe, key))]
    if method == "pop" and key is not None:
        items.pop(key, None)
        return [Record(tuple(items.items()), _but(v.maybe, key))]
    if method in ("pop", "popitem", "clear"):
        return [v._replace(maybe=tuple(sorted(items)))]
    if method == "update":
        made = v
        for a in args:
            if a.kind in ("k", "k?"):
                text = f"s{dumps(a.name)}"
                made = over(made, Record(((text, engine.widened(a.types)),), (text,) if a.kind == "k?" else ()))
            elif a.kind == "p" and len(a.types) == 1 and a.types[0][-1] == "record":
                made = over(made, a.types[0])
            else:
                break
        else:
            return [limited(engine, made)]
    if method in ("setdefault", "update"):
        return [_mapped(engine, as_instance(engine, v), method, args)]
    return [v]


def _but(keys: "tuple[str, ...]", key: str) -> "tuple[str, ...]":
    return tuple([k for k in keys if k != key])


def over(v: Record, other: Record) -> Record:
    """A dictionary after another was put over it."""
    items = dict(v.items)
    maybe = set(v.maybe)
    for other_key, types in other.items:
        k = key_in(items, other_key)
        if other_key in other.maybe:
            maybe.update({k} - items.keys())
            types = join(items.get(k, NOTHING), types)
        else:
            maybe.discard(k)
        items[k] = types
    return Record(tuple(items.items()), tuple(sorted(maybe)))


def limited(engine: Engine, record: Record) -> Value:
    return record if len(record.items) <= _MOST else as_instance(engine, record)


def _mapped(engine: Engine, v: Instance, method: str, args: "list[Arg]") -> Value:
    given = [a.types for a in args if a.kind == "p"]
    if method == "setdefault" and given:
        v = _with(v, 0, engine.widened(given[0]))
        return _with(v, 1, engine.widened(given[1]) if len(given) > 1 else JUST_NONE)
    for a in args:
        keys, values = (engine.instance("str"), a.types) if a.kind in ("k", "k?", "**") else _pairs(engine, a.types)
        v = _with(_with(v, 0, engine.widened(keys)), 1, engine.widened(values))
    return v


def _pairs(engine: Engine, given: Types) -> tuple[Types, Types]:
    """The keys and the values that `update` takes from mappings, and from iterables of pairs."""
    from inferd.inference.operations.iteration import iterate, unpack

    mapping = engine.outside_class("typing", "Mapping")
    keys, values = [], []
    for x in given:
        if x[-1] == "record":
            x = as_instance(engine, x)
        key, value = (classes.argument_of(engine, x, mapping, n) for n in (0, 1))
        if key is None or value is None:
            pairs = iterate(engine, (x,))
            if not pairs:
                continue
            key, value = unpack(engine, pairs, 0, 2, -1), unpack(engine, pairs, 1, 2, -1)
        keys.append(key)
        values.append(value)
    return union(keys), union(values)


def put(engine: Engine, holder: Types, key: "list[str]", index: Types, value: Types) -> Types:
    """A container after `x[key] = value`; *key*: the step that gives the key."""
    value = engine.widened(value)
    if not value:
        return holder
    out: list[Value] = []
    for v in holder:
        if v[-1] == "record":
            at = key[1] if key[0] == "c" else key_text(index)
            if at:
                items = dict(v.items)
                at = key_in(items, at)
                maybe = v.maybe
                if len(holder) == 1:
                    items[at] = value
                    maybe = _but(maybe, at)
                else:
                    if at not in items:
                        maybe = tuple(sorted({*maybe, at}))
                    items[at] = join(items.get(at, NOTHING), value)
                out.append(limited(engine, Record(tuple(items.items()), maybe)))
                continue
            v = as_instance(engine, v)
        if v[-1] == "tuple" and key[0] == "c" and key[1][:1] == "i" and key[1][1:].isdigit():  # an item is filled
            n = int(key[1][1:])
            v = v._replace(items=(*v.items[:n], value, *v.items[n + 1 :])) if n < len(v.items) else v
        elif is_container(v):
            if len(v.args) == 2:
                v = _with(_with(v, 0, engine.widened(index)), 1, value)
            elif v.cls.name == "Counter":
                v = _with(v, 0, engine.widened(index))
            elif len(v.args) == 1 and v.cls.name in ("list", "deque"):
                v = _stored(engine, v, key, value)
        out.append(v)
    return _joined(out)


def _stored(engine: Engine, v: Instance, key: "list[str]", value: Types) -> Value:
    items = v.items
    if key[0] == "sl":
        from inferd.inference.operations.iteration import iterate

        new: Instance = _with(v, 0, engine.widened(iterate(engine, value)))
        return new._replace(items=_row(value)) if key[1:] == ["-", "-", "-"] and v.cls.name == "list" else new
    at = int(key[1][1:]) if key[0] == "c" and key[1][:1] == "i" and key[1][1:].isdigit() else -1
    v = _with(v, 0, value)
    if items is not None and 0 <= at < len(items):
        v = v._replace(items=(*items[:at], value, *items[at + 1 :]))
    return v


def without(holder: Types, key: "list[str]") -> Types:
    """A container after `del x[key]`."""
    out: list[Value] = []
    for v in holder:
        if v[-1] == "record":
            known = [k for k, _ in v.items]
            at = key_in(known, key[1]) if key[0] == "c" else ""
            if at and len(holder) == 1:
                v = Record(tuple([i for i in v.items if i[0] != at]), _but(v.maybe, at))
            elif at:
                v = v._replace(maybe=tuple(sorted({*v.maybe, at} & set(known))))
            else:
                v = v._replace(maybe=tuple(sorted(known)))
        elif v[-1] == "instance" and v.items is not None:
            v = v._replace(items=None)
        out.append(v)
    return _joined(out)


def with_key(v: Value, text: str, is_there: bool) -> Types:
    """A dictionary that was found to have a key, or not to have it; () where nobody has put it there.

    What takes a key away may do so under another name of the dictionary, so one that had it may not.
    """
    if v[-1] != "record":
        return (v,)
    items = dict(v.items)
    at = key_in(items, text)
    if at not in items:
        return NOTHING if is_there else (v,)
    if is_there:
        return (v._replace(maybe=_but(v.maybe, at)),)
    return (Record(tuple([item for item in v.items if item[0] != at]), _but(v.maybe, at)),)


def looked_up(v: Value, key: Types, default: Types) -> Types | None:
    """What `get`, `pop` or `setdefault` of a dictionary gives; *default*: what it gives where the key is not there.

    None where the dictionary is not one whose contents are followed.
    """
    if not is_container(v) or kind_of(v) not in ("dict", "defaultdict", "OrderedDict"):
        return None
    if v[-1] != "record":
        return join(v.args[1], default) if len(v.args) == 2 else None
    items: dict[str, Types] = dict(v.items)
    texts = [key_in(items, key_text((k,))) for k in key]
    if not all(texts):
        return join(*items.values(), default)
    out: list[Types] = []
    for text in texts:
        found = items.get(text, NOTHING)
        out += [found] if found and text not in v.maybe else [found, default]
    return union(out)


def _joined(values: "list[Value]") -> Types:
    return tuple(dict.fromkeys(values))


def items_by_name(types: Types) -> list[tuple[str, Types]]:
    """What dictionaries hold by the names that are their keys; '' for what stands under others."""
    out: list[tuple[str, Types]] = []
    for v in types:
        if v[-1] == "record":
            out += [(loads(k[1:]) if k.startswith('s"') else "", held) for k, held in v.items]
        elif v[-1] == "instance" and is_container(v) and len(v.args) == 2:
            out.append(("", v.args[1]))
    return out


def merged(types: Types) -> Types:
    """A set in which containers of one kind are one: an empty list and a list of strings are a list of strings."""
    if len(types) < 2:
        return types
    found: dict[Value, int] = {}
    out: list[Value] = []
    for v in types:
        if v[-1] == "instance" and is_container(v):
            at = found.get(v.cls)
            if at is not None:
                out[at] = _both(out[at], v)
                continue
            found[v.cls] = len(out)
            if v.cls.name == "dict":
                found["dict"] = len(out)
        elif v[-1] == "record":
            at = found.get("record")
            if at is not None:
                out[at] = _either(out[at], v)
                continue
            found["record"] = len(out)
        elif v[-1] == "bound" and fills(v):
            at = found.setdefault(v.function, len(out))
            both = merged((out[at].receiver, v.receiver)) if at < len(out) else ()
            if len(both) == 1:
                out[at] = v._replace(receiver=both[0])
                continue
        out.append(v)
    if "record" in found and "dict" in found:
        _absorb(out, found["record"], found["dict"])
    return tuple(out) if len(out) < len(types) else types


def few_keys(engine: Engine, types: Types) -> Types:
    """A set without dictionaries whose keys are kept apart and are very many: whoever holds one tells all of it."""
    if not any(v[-1] == "record" and len(v.items) > _MOST_OF_SEVERAL for v in types):
        return types
    return merged(tuple([as_instance(engine, v) if v[-1] == "record" else v for v in types]))


def any_length(types: Types) -> Types:
    """A set in which all tuples are one of any length, if one of them is of any length."""
    wide = [v for v in types if v[-1] == "instance" and v.cls[1:] == ("builtins", "tuple") and v.args]
    if not wide:
        return types
    held = union(x for v in types if v[-1] == "tuple" for x in v.items)
    one = Instance(wide[0].cls, (join(*[v.args[0] for v in wide], held),))
    return tuple(dict.fromkeys(one if v in wide else v for v in types if v[-1] != "tuple"))


def as_one_tuple(engine: Engine, types: Types) -> Types:
    """A set in which all tuples are one of any length."""
    rows = [v for v in types if v[-1] == "tuple"]
    if not rows:
        return types
    one = Instance(engine.builtin("tuple"), (engine.widened(union(x for v in rows for x in v.items)),))
    return (one, *(v for v in types if v[-1] != "tuple"))


def _both(a: Instance, b: Instance) -> Value:
    """Two containers of a class as one."""
    args = tuple([merged(join(x, y)) for x, y in zip(a.args, b.args, strict=True)])
    items = None
    if a.items is not None and b.items is not None and len(a.items) == len(b.items):
        items = tuple([join(x, y) for x, y in zip(a.items, b.items, strict=True)])
    return a._replace(args=args, items=items)


def _either(a: Record, b: Record) -> Record:
    """Two dictionaries as one: what only one of them has need not be there.

    Where they do not have the same keys in the same order, these are sorted: many are the same as one, however they are
    brought together.
    """
    items = dict(a.items)
    other = dict(b.items)
    maybe = {*a.maybe, *b.maybe, *(items.keys() ^ other.keys())}
    for k, t in b.items:
        items[k] = merged(join(items.get(k, NOTHING), t))
    keys = list(items) if list(items) == list(other) and len(a.items) == len(items) else sorted(items)
    return Record(tuple([(k, items[k]) for k in keys]), tuple(sorted(maybe)))


def _kind(v: Value) -> str:
    """The class of a key, by its name, as far as it matters which it is."""
    return literal_class(v.text) if v[-1] == "literal" else v.cls.name if v[-1] == "instance" else str(v[-1])


def _absorb(out: "list[Value]", record: int, instance: int) -> None:
    """A dictionary whose keys are known and one of keys of the same classes are one of these."""
    v, old = out[record], out[instance]
    keys = {_kind(key_value(k)) for k, _ in v.items}
    if v.items and old.args[0] and not {_kind(x) for x in old.args[0]} >= keys - {"none"}:
        return
    both: Value = v._replace(maybe=tuple(sorted(k for k, _ in v.items)))
    if old.args[0]:
        both = old._replace(args=(old.args[0], merged(join(old.args[1], *(t for _, t in v.items)))))
    out[min(record, instance)] = both
    del out[max(record, instance)]


__all__ = ["CHANGED", "FILLED", "as_instance", "filled", "is_container", "looked_up", "merged", "put", "without"]
