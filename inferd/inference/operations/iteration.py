"""The protocols of the language: what iterating, awaiting, unpacking and catching give.

What holds values of one type says so in its type arguments; a class of the project may say it in no other way than by
its methods, which are called then.  Tuples, and lists whose items are known one by one (`is_row`), give each target its
own.  What is no iterable at all gives nothing, as what fails does, and is unknown where there is nothing else but it.
"""

from inferd.inference.definitions import attributes, classes, members
from inferd.inference.definitions.signatures import positional
from inferd.inference.engine import Engine
from inferd.inference.operations import calls, making
from inferd.inference.types import ANY, NOTHING, NUMBERS, UNKNOWN, Instance, Types, Value, literal_class, union

WIDEST = 12  # items of a tuple that are kept apart


def is_row(v: Value) -> bool:
    """Whether a value is a list whose items are known one by one."""
    return v[-1] == "instance" and v.items is not None and v.cls.name == "list"


def apart(v: Instance, items: list[Types]) -> Instance:
    """A list with its items one by one, where they are few and differ, or can be called, or are such lists."""
    if len(items) > WIDEST or (
        all(i == items[0] for i in items) and not any(x[-1] in _CALLED or is_row(x) for i in items[:1] for x in i)
    ):
        return v
    return v._replace(items=tuple(items))


_CALLED = frozenset(("function", "bound", "callable", "class"))


def iterate(engine: Engine, types: Types, asynchronous: bool = False) -> Types:
    """The elements of an iterable."""
    out: list[Types] = []
    fails = False
    for v in types:
        tag = v[-1]
        if tag == "tuple":
            out.append(
                union(x[0].items[0] if len(x) == 1 and x[0][-1] == "unpacked" and x[0].items else x for x in v.items)
            )
            continue
        if tag == "literal":
            out.append(engine.instance("str") if literal_class(v.text) == "str" else engine.instance("int"))
            continue
        if is_row(v) and any(is_row(x) for i in v.items for x in i):
            out.append(union(v.items))  # each of the rows in it has items of its own
            continue
        if tag == "instance":
            base = engine.outside_class("typing", "AsyncIterable" if asynchronous else "Iterable")
            found = classes.argument_of(engine, v, base)
            if found is not None and (UNKNOWN in found or not found) and (fields := named_fields(engine, v)):
                found = union(fields)
            if found is not None:
                if engine.flow is not None and not v.cls.space:
                    _ask_own(engine, v, asynchronous)
                out.append(found)
                continue
        if tag == "class":
            if attributes.is_enum(engine, v.cls):
                out.append((Instance(v.cls),))
                continue
            if asynchronous or not classes.info(engine, v.cls).metaclass:
                out.append(ANY)
                continue
        if tag == "unknown":
            out.append(ANY)
            continue
        method = attributes.attribute(engine, v, "__aiter__" if asynchronous else "__iter__")
        if not method and tag == "instance" and not asynchronous:
            method = attributes.attribute(engine, v, "__getitem__")
            if method:
                out.append(calls.call(engine, method, [positional(engine.instance("int"))]))
            fails = fails or not method
            continue
        if not method:
            fails = fails or tag != "none"
            continue
        iterator = calls.call(engine, method, [])
        if tag == "instance" and iterator == (v,):
            step = attributes.attribute(engine, v, "__anext__" if asynchronous else "__next__")
            element = calls.call(engine, step, []) if step else ANY
            out.append(awaited(engine, element) if asynchronous else element)
        elif asynchronous:
            base = engine.outside_class("typing", "AsyncIterator")
            found_ = [classes.argument_of(engine, x, base) for x in iterator]
            if all(f is not None for f in found_) and found_:
                out += [f for f in found_ if f is not None]
            else:
                step = attributes.attribute_of(engine, iterator, "__anext__")
                out.append(awaited(engine, calls.call(engine, step, [])) if step else ANY)
        else:
            base = engine.outside_class("typing", "Iterator")
            found_ = [classes.argument_of(engine, x, base) for x in iterator]
            if all(f is not None for f in found_) and found_:
                out += [f for f in found_ if f is not None]
            else:
                step = attributes.attribute_of(engine, iterator, "__next__")
                out.append(calls.call(engine, step, []) if step else ANY)
    return ANY if fails and not out else union(out)


def _ask_own(engine: Engine, v: Instance, asynchronous: bool) -> None:
    """Call what iterating calls of a class of the project that is declared to be iterable."""
    for name in ("__aiter__", "__anext__") if asynchronous else ("__iter__", "__next__"):
        found = members.find(engine, v.cls, name)
        if found is not None and not found[0].cls.space and found[1].kind == "method":
            calls.call(engine, attributes.bind(engine, v, *found), [])


def awaited(engine: Engine, types: Types) -> Types:
    """What awaiting something of these types gives."""
    out: list[Types] = []
    generator = engine.outside_class("typing", "Generator")
    for v in types:
        if v[-1] == "instance":
            found = None
            if v.cls.module in ("types", "typing") and v.args:
                if v.cls.name in ("CoroutineType", "Coroutine") and len(v.args) == 3:
                    found = v.args[2]
                elif v.cls.name == "Awaitable":
                    found = v.args[0]
            if found is None:
                method = attributes.attribute(engine, v, "__await__")
                given = calls.call(engine, method, []) if method else ANY
                found = union(classes.argument_of(engine, x, generator, 2) or ANY for x in given) or ANY
            out.append(found)
        else:
            out.append(ANY)
    return union(out)


def unpack(engine: Engine, types: Types, at: int, count: int, star: int) -> Types:
    """Element *at* of what is unpacked into *count* targets, of which *star* takes a list."""
    out: list[Types] = []
    empty = NOTHING if engine.flow is not None else ANY
    for v in [v for v in types if _can_be_unpacked(v, count, star)] or types:
        is_apart = v[-1] == "instance" and v.items is not None
        if is_apart or (v[-1] == "tuple" and not any(len(x) == 1 and x[0][-1] == "unpacked" for x in v.items)):
            items = v.items
            if star < 0 or at < star:
                out.append(items[at] if at < len(items) else ANY)
            elif at > star:
                from_end = count - at
                out.append(items[-from_end] if from_end <= len(items) else ANY)
            else:
                middle = [engine.widened(i) for i in items[star : len(items) - (count - star - 1)]]
                (made,) = engine.instance("list", union(middle) or empty)
                out.append((apart(made, middle) if middle and engine.flow is not None else made,))
        elif (
            v[-1] == "instance" and (fields := named_fields(engine, v)) is not None
            and star < 0 and len(fields) == count
        ):  # fmt: skip
            out.append(fields[at])
        else:
            element = iterate(engine, (v,))
            out.append(engine.instance("list", element or empty) if at == star else element)
    return union(out)


_NO_ITERABLES = frozenset(("none", "function", "bound", "callable", "module"))


def _can_be_unpacked(v: Value, count: int, star: int) -> bool:
    """Whether a value may be unpacked into *count* targets, of which *star* takes a list: others would raise."""
    tag = v[-1]
    if tag == "tuple" and not any(len(x) == 1 and x[0][-1] == "unpacked" for x in v.items):
        return len(v.items) == count if star < 0 else len(v.items) >= count - 1
    if tag == "literal":
        return v.text[:1] in "sSbB"
    if tag == "instance" and v.cls.module == "builtins":
        return v.cls.name not in NUMBERS
    return tag not in _NO_ITERABLES


def named_fields(engine: Engine, v: Instance) -> list[Types] | None:
    """The types of the fields of a named tuple, in order."""
    info = classes.info(engine, v.cls)
    if info.row:
        return list(info.row)
    for a in info.line:
        if a.cls.name == "NamedTuple" and a.cls.module == "typing":
            break
    else:
        return None
    made = engine.fields_of(v.cls)
    if made is not None:
        return _fields_made(engine, v, made)
    for a in info.line:
        above = classes.info(engine, a.cls)
        if any(b.cls.name == "NamedTuple" for b in above.bases):
            made = engine.fields_of(a.cls)
            if made is not None:
                return _fields_made(engine, v, made)
            return [attributes.attribute(engine, v, name) for name, _ in making.annotated_fields(engine, above)]
    return None


def _fields_made(engine: Engine, v: Instance, made: dict[str, Types]) -> list[Types]:
    """The types of the fields of a class that a call makes, where it says none those that were stored."""
    return [attributes.attribute(engine, v, name) if types == ANY else types for name, types in made.items()]


def exceptions(engine: Engine, types: Types) -> Types:
    """The instances that `except C` or `except (C, D)` catches."""
    out: list[Types] = []
    for v in types:
        if v[-1] == "class":
            out.append((Instance(v.cls, v.args),))
        elif v[-1] == "tuple":
            out += [exceptions(engine, x) for x in v.items]
        elif v[-1] == "instance" and v.cls == engine.builtin("tuple") and v.args:
            out.append(exceptions(engine, v.args[0]))
        else:
            out.append(ANY)
    return union(out) or ANY
