"""What containers hold after something is put into them: values are frozen, so there is a new one each time.

`filled` is for methods (`append`, `update`), `put` for `x[key] = value`.  A container whose contents are not known is
left as it is.
"""

from inferd.inference import calls
from inferd.inference.calls import as_instance
from inferd.inference.engine import Engine

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, Instance, Record, Types, Value, join, literal_class, union,
)  # fmt: skip

_ONE = frozenset(("append", "add", "appendleft", "put", "put_nowait"))  # the last argument is put in
_MANY = frozenset(("extend", "update", "extendleft"))  # what the argument holds is put in
FILLED = _ONE | _MANY | {"insert", "setdefault"}
_MOST = 24  # keys of a dictionary that are kept apart


def _with(v: Instance, at: int, types: Types) -> Value:
    args = list(v.args)
    args[at] = join(args[at], types)
    return v._replace(args=tuple(args))


_KINDS = frozenset(("list", "set", "deque", "dict", "defaultdict", "OrderedDict", "Counter"))


def filled(engine: Engine, holder: Types, method: str, args: "list[calls.Arg]") -> Types:
    """A container after one of its methods was called."""
    given = [a.types for a in args if a.kind == "p"]
    out: list[Value] = []
    for v in holder:
        if v[-1] == "record":
            out += _updated(engine, v, method, given, args)
            continue
        if v[-1] != "instance" or not v.cls.space or v.cls.name not in _KINDS or not v.args:
            out.append(v)
            continue
        if method in ("setdefault", "update") and len(v.args) == 2:
            out.append(_mapped(engine, v, method, given))
        elif method in _ONE and given and len(v.args) == 1:
            out.append(_with(v, 0, engine.widened(given[-1])))
        elif method == "insert" and len(given) == 2 and len(v.args) == 1:
            out.append(_with(v, 0, engine.widened(given[1])))
        elif method in _MANY and given and len(v.args) == 1:
            from inferd.inference.evaluate import iterate

            element = engine.widened(union(iterate(engine, g) for g in given))
            out.append(_with(v, 0, element) if element and element != ANY else v)
        else:
            out.append(v)
    return _joined(out)


def _updated(engine: Engine, v: Record, method: str, given: "list[Types]", args: "list[calls.Arg]") -> "list[Value]":
    from json import dumps

    items = dict(v.items)
    if method == "setdefault" and given and len(given[0]) == 1 and given[0][0][-1] == "literal":
        items.setdefault(given[0][0].text, engine.widened(given[1]) if len(given) > 1 else JUST_NONE)
        return [Record(tuple(items.items()))]
    if method == "update":
        for g in given:
            if len(g) != 1 or g[0][-1] != "record":
                break
            items.update(g[0].items)
        else:
            for a in args:
                if a.kind == "k":
                    items[f"s{dumps(a.name)}"] = engine.widened(a.types)
            record = Record(tuple(items.items()))
            return [record if len(items) <= _MOST else as_instance(engine, record)]
    if method in ("setdefault", "update"):
        return [_mapped(engine, as_instance(engine, v), method, given)]
    return [v]


def _mapped(engine: Engine, v: Instance, method: str, given: "list[Types]") -> Value:
    if method == "setdefault" and given:
        v = _with(v, 0, engine.widened(given[0]))
        return _with(v, 1, engine.widened(given[1]) if len(given) > 1 else JUST_NONE)
    for g in given:
        for x in g:
            if x[-1] == "record":
                x = as_instance(engine, x)
            if x[-1] == "instance" and x.cls.name in _KINDS and len(x.args) == 2:
                v = _with(_with(v, 0, x.args[0]), 1, x.args[1])
    return v


def put(engine: Engine, holder: Types, key: "list[str]", index: Types, value: Types) -> Types:
    """A container after `x[key] = value`; *key*: the step that gives the key."""
    value = engine.widened(value)
    if not value:
        return holder
    out: list[Value] = []
    for v in holder:
        if v[-1] == "record":
            if key[0] == "c":
                items = dict(v.items)
                items[key[1]] = value if len(holder) == 1 else join(items.get(key[1], NOTHING), value)
                record = Record(tuple(items.items()))
                out.append(record if len(items) <= _MOST else as_instance(engine, record))
                continue
            v = as_instance(engine, v)
        if v[-1] == "instance" and v.cls.space and v.cls.name in _KINDS:
            if len(v.args) == 2:
                v = _with(_with(v, 0, engine.widened(index)), 1, value)
            elif len(v.args) == 1 and v.cls.name == "list":
                if key[0] == "sl":
                    from inferd.inference.evaluate import iterate

                    value = engine.widened(iterate(engine, value))
                v = _with(v, 0, value)
        out.append(v)
    return _joined(out)


def _joined(values: "list[Value]") -> Types:
    return tuple(dict.fromkeys(values))


_DICT = "dict"


def merged(types: Types) -> Types:
    """A set in which containers of one kind are one: an empty list and a list of strings are a list of strings."""
    found: dict[Value, int] = {}
    out: list[Value] = []
    for v in types:
        if v[-1] == "instance" and v.cls.space and v.cls.name in _KINDS and v.args:
            at = found.get(v.cls)
            if at is not None:
                old = out[at]
                args = tuple([merged(join(a, b)) for a, b in zip(old.args, v.args, strict=True)])
                out[at] = old._replace(args=args)
                continue
            found[v.cls] = len(out)
            if v.cls.name == "dict" and len(v.args) == 2:
                found[_DICT] = len(out)
        elif v[-1] == "record" and found.get(_DICT) is not None:
            at = found[_DICT]
            old = out[at]
            keys = {literal_class(k) for k, _ in v.items}
            same = {x.cls.name for x in old.args[0] if x[-1] == "instance"} >= keys - {"object"}
            if not same:
                out.append(v)
                continue
            out[at] = old._replace(args=(old.args[0], merged(join(old.args[1], *(t for _, t in v.items)))))
            continue
        elif v[-1] == "record":
            at = found.get("record")
            if at is not None:
                items = dict(out[at].items)
                for k, t in v.items:
                    items[k] = join(items.get(k, NOTHING), t)
                out[at] = Record(tuple(items.items()))
                continue
            found["record"] = len(out)
        out.append(v)
    return tuple(out) if len(out) < len(types) else types


__all__ = ["FILLED", "as_instance", "filled", "merged", "put"]
