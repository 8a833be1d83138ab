"""Subscripts: what `base[key]` gives.

A subscript is many things: an item, a slice, a class with its type arguments, a special form of `typing`, the member of
an enumeration.  Which it is, the base says; and of tuples, records and lists whose items are known one by one the key
says which item, where it is a constant.  All else is `__getitem__`, called.
"""

from inferd.inference.definitions import annotations, attributes, classes, members
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Engine
from inferd.inference.operations import calls
from inferd.inference.operations.iteration import apart, is_row, named_fields

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, NUMBERS, Alias, ClassObject, Cls, Instance, Tuple, Types, Unpacked, Value, key_in, key_text,
    substitute, union,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.scopes.evaluate import Evaluator


def item(engine: Engine, e: "Evaluator", base: Types, key: int) -> Types:
    """`base[key]`."""
    out: list[Types] = []
    is_there = fails = False  # whether something has an item that is asked for; what lacks it raises
    words = e.steps[key]
    for v in base:
        tag = v[-1]
        if tag == "class":
            hook = members.find(engine, v.cls, "__class_getitem__")
            info = classes.info(engine, v.cls)
            is_own = hook is not None and not info.params
            own = attributes.of_class(engine, v, "__class_getitem__") if is_own else NOTHING
            if own and not v.cls.space:
                out.append(calls.call(engine, own, [positional(e.operand(key))]))
            elif info.params or (hook is not None and v.cls.module != "builtins") or v.cls.module == "builtins":
                out.append(_generic(engine, e, v, key))
            elif attributes.is_enum(engine, v.cls):
                out.append((Instance(v.cls),))
            else:
                method = attributes.of_class(engine, v, "__getitem__")
                out.append(calls.call(engine, method, [positional(e.operand(key))]) if method else (v,))
            continue
        if tag == "special" or tag == "alias":
            types = annotations._subscript(engine, e.where, int(_base_of(e, key)), key, {}) if tag == "special" else ANY
            out.append((Alias(types),))
            continue
        if tag == "tuple":
            if words[0] == "c" and words[1][:1] == "i" and words[1][1:].isdigit():
                at = int(words[1][1:])
                out += v.items[at : at + 1]
                is_there, fails = is_there or at < len(v.items), fails or at >= len(v.items)
                continue
            if words[0] == "u" and words[1] == "USub" and e.steps[int(words[2])][0] == "c":
                text = e.steps[int(words[2])][1]
                at = int(text[1:]) if text[:1] == "i" and text[1:].isdigit() else 0
                is_held = 0 < at <= len(v.items)
                out += [v.items[-at]] if is_held else []
                is_there, fails = is_there or is_held, fails or not is_held
                continue
            if words[0] != "sl":
                index = position(e, key, len(v.items))
                out.append(union(v.items) if index is None else v.items[index])
                continue
            part = sliced(e, words, v.items)
            if part is not None:
                out.append((Tuple(tuple(part)),))
                continue
            v = Instance(engine.builtin("tuple"), (engine.widened(union(v.items)) or ANY,))
        if tag == "unknown":
            out.append(ANY)
            continue
        if tag == "record":
            values = dict(v.items)
            texts = [words[1]] if words[0] == "c" else [key_text((k,)) for k in e.operand(key)]
            if texts and all(texts):
                texts = [key_in(values, text) for text in texts]
                found_here = [values[text] for text in texts if text in values]
                out += found_here
                is_there, fails = is_there or bool(found_here), fails or not found_here
                continue
            out.append(union(values.values()))
            continue
        if tag == "instance":
            if v.items is not None:
                index = position(e, key, len(v.items))
                part = sliced(e, words, v.items) if words[0] == "sl" else None
                if part is not None and is_row(v):
                    out.append((apart(v._replace(args=(union(part),), items=None), part),))
                    continue
                if index is not None:
                    out.append(v.items[index])
                    continue
            if words[0] == "c" and words[1].startswith('s"') and is_typed_dict(engine, v.cls):
                found = members.find(engine, v.cls, words[1][2:-1])
                if found is not None:
                    out.append(substitute(found[1].types, classes.bindings_in(engine, v.cls, v.args, found[0])))
                    continue
            fields = named_fields(engine, v)
            if fields is not None and words[0] == "c" and words[1][:1] == "i" and words[1][1:].isdigit():
                at = int(words[1][1:])
                out.append(fields[at] if at < len(fields) else ANY)
                continue
        method = attributes.attribute(engine, v, "__getitem__")
        if not method:
            if tag == "instance" and v.cls.module == "builtins" and v.cls.name in NUMBERS:
                fails = True
            elif tag != "none":
                out.append(ANY)
            continue
        is_there = True
        out.append(calls.call(engine, method, [positional(e.operand(key))]))
        for m in method:
            out.append(missed(engine, m, [positional(e.operand(key))]))
    return union(out) if is_there or not fails or e.expects_absence() else union([*out, ANY])


def missed(engine: Engine, method: Value, args: list[Arg]) -> Types:
    """What a dictionary's own `__getitem__` asks of the class below it, for a key that is not there."""
    if method[-1] != "bound" or not method.function.space:
        return NOTHING
    v = method.receiver.receiver if method.receiver[-1] == "super" else method.receiver
    missing = members.find(engine, v.cls, "__missing__") if v[-1] == "instance" and not v.cls.space else None
    if missing is None or missing[0].cls.space:
        return NOTHING
    return calls.call(engine, attributes.bind(engine, v, *missing), args)


def sliced(e: "Evaluator", words: list[str], items: tuple[Types, ...]) -> list[Types] | None:
    """The items that a slice with constant bounds takes; None for other slices."""
    bounds: list[int | None] = []
    for w in words[1:]:
        if w == "-":
            bounds.append(None)
            continue
        texts = [v.text if v[-1] == "literal" else "" for v in e.operand(int(w))]
        if len(texts) != 1 or texts[0][:1] != "i" or not texts[0][1:].removeprefix("-").isdigit():
            return None
        bounds.append(int(texts[0][1:]))
    if bounds[2:] == [0]:
        return None
    return list(items[slice(*bounds)])


def position(e: "Evaluator", key: int, count: int) -> int | None:
    """The index that a step is, of *count* items; None where it is not known, or not one of these."""
    words = e.steps[key]
    sign = 1
    if words[0] == "u" and words[1] == "USub":
        words, sign = e.steps[int(words[2])], -1
    text = words[1] if words[0] == "c" else ""
    if words[0] == "l" and e.engine.flow is not None:
        held = e.operand(key)
        text = held[0].text if len(held) == 1 and held[0][-1] == "literal" else ""
        if text.startswith("i-"):
            text, sign = f"i{text[2:]}", -1
    if text[:1] != "i" or not text[1:].isdigit():
        return None
    at = sign * int(text[1:])
    return at % count if -count <= at < count else None


def is_typed_dict(engine: Engine, cls: Cls) -> bool:
    """Whether the instances of a class are dictionaries with declared keys."""
    return any(a.cls.name == "_TypedDict" and a.cls.module == "typing" for a in classes.info(engine, cls).line)


def _base_of(e: "Evaluator", key: int) -> int:
    for words in e.steps[key:]:
        if words[0] == "i" and int(words[2]) == key:
            return int(words[1])
    return key


def _generic(engine: Engine, e: "Evaluator", v: ClassObject, key: int) -> Types:
    words = e.steps[key]
    parts = [int(w.lstrip("*")) for w in words[2:]] if words[0] == "t" and words[1] == "tuple" else [key]
    args = tuple([annotations._argument(engine, e.where, p, {}) for p in parts])
    if parts != [key]:
        args = tuple([(Unpacked((a,)),) if w[0] == "*" else a for w, a in zip(words[2:], args, strict=True)])
    declared = annotations.declared(engine, (v,), args)
    if len(declared) == 1 and declared[0][-1] == "instance":
        return (ClassObject(declared[0].cls, declared[0].args),)
    return (Alias(declared),)
