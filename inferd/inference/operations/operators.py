"""Operators, and truth: what `a + b` gives, and which values of a set may be true or false.

An operator is asked of the operands' methods as Python does it: of the left one, in place first, then of the right one,
reflected.  What takes it for some of the operands only gives what it gives for those, since a program that fails is not
what anybody wrote; where the methods of an operand are not known, neither is what comes out.

Truth knows no values but constants: an instance may be false where its class has `__bool__` or `__len__`.
"""

from collections.abc import Iterable

from inferd.inference.definitions import annotations, attributes, classes, members, signatures
from inferd.inference.definitions.signatures import positional
from inferd.inference.engine import Engine
from inferd.inference.operations import calls, containers, matching
from inferd.inference.operations.iteration import apart, is_row

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, UNKNOWN, Alias, Bindings, Instance, Tuple, Types, Value, join, literal_class, substitute, union,
)  # fmt: skip

_OPERATORS = {
    "Add": "add", "Sub": "sub", "Mult": "mul", "Div": "truediv", "FloorDiv": "floordiv", "Mod": "mod", "Pow": "pow",
    "LShift": "lshift", "RShift": "rshift", "BitOr": "or", "BitXor": "xor", "BitAnd": "and", "MatMult": "matmul",
    "Divmod": "divmod",
}  # fmt: skip


_JOINED = {  # containers that an operator makes one of; their stubs would take ints for floats
    ("builtins", "list"): "Add", ("builtins", "tuple"): "Add", ("builtins", "dict"): "BitOr",
    ("collections", "deque"): "Add",
}  # fmt: skip
_LONGEST_GROWN = 2  # items of a tuple that grows in place and is still told item by item
LONGEST_ADDED = 4  # the same of one that is put together: a recursive function is run for each that it hands itself


def operate(engine: Engine, operator: str, left: Types, right: Types, in_place: bool) -> Types:
    """What an operator gives: by the operands' methods or, for `|` between classes, the alias of their union."""
    if operator == "BitOr" and _are_forms(left) and _are_forms(right):
        return (Alias(join(annotations.declared(engine, left), annotations.declared(engine, right))),)
    key = ("operate", operator, left, right, in_place)
    found: Types = engine.solve(key, lambda: operated(engine, operator, left, right, in_place))
    return found


def goes_before(engine: Engine, left: Value, r: Instance, reflected: str) -> bool:
    """Whether the right operand, of a class of the project, is asked first: it stands below that of the left one, and
    has another method than that.
    """
    cls = classes.own_class(engine, left)
    if cls is None or cls == r.cls or all(a.cls != cls for a in classes.info(engine, r.cls).line):
        return False
    found, above = members.find(engine, r.cls, reflected), members.find(engine, cls, reflected)
    return found is not None and not found[0].cls.space and (above is None or above[0].cls != found[0].cls)


def _first_asked(engine: Engine, v: Value, reflected: str, right: Types) -> tuple[Types, Types]:
    """What the right operands give that are asked first; and the others, with those that refuse."""
    out, rest = [], []
    for r in right:
        if r[-1] == "instance" and not r.cls.space and goes_before(engine, v, r, reflected):
            found = _dunder(engine, attributes.attribute(engine, r, reflected), (v,))
            taken = without_refusals(found)
            out.append(taken)
            if taken and taken == found:
                continue
        rest.append(r)
    return union(out), tuple(rest)


def _are_forms(types: Types) -> bool:
    return bool(types) and all(v[-1] in ("class", "none", "alias", "typevar", "special") for v in types)


def operated(engine: Engine, operator: str, left: Types, right: Types, in_place: bool) -> Types:
    """What an operator gives, value by value of the left operand; not remembered."""
    if not left or not right:
        return NOTHING
    name = _OPERATORS[operator]
    fills = in_place and UNKNOWN not in right and engine.flow is not None
    out: list[Types] = []
    for v in left:
        if v == UNKNOWN:
            out.append(ANY)
            continue
        if v[-1] == "tuple" and operator == "Add" and len(right) == 1 and right[0][-1] == "tuple":
            longer = Tuple((*v.items, *right[0].items))
            out.append((matching.of_any_length(engine, longer) if _is_grown(engine, longer, in_place) else longer,))
            continue
        if operator == "Add" and is_row(v) and len(right) == 1 and is_row(right[0]):
            rows = (*v.items, *right[0].items)
            joined = join(v.args[0], right[0].args[0])
            out.append((apart(Instance(v.cls, (joined,)), list(rows)),))
            continue
        if v[-1] == "record" and operator == "BitOr" and len(right) == 1 and right[0][-1] == "record":
            out.append(tuple(containers.filled(engine, (v,), "update", [positional(right)])))
            continue
        if operator == "Mod" and v[-1] == "literal" and v.text[:1] in "sSbB":
            out.append(engine.instance(literal_class(v.text)))
            continue
        if fills and operator == "Add" and _is_list(engine, v):
            out.append(containers.filled(engine, (v,), "extend", [positional(right)]))
            continue
        if fills and operator == "BitOr" and _is_dict(engine, v):
            out.append(containers.filled(engine, (v,), "update", [positional(right)]))
            continue
        if v[-1] == "instance" and v.cls.space and _JOINED.get(v.cls[1:]) == operator and _are_alike(v, right):
            each = zip(v.args, *(r.args for r in right), strict=True)
            out.append((Instance(v.cls, tuple([containers.merged(join(*types)) for types in each])),))
            continue
        names = (f"__i{name}__", f"__{name}__") if in_place else (f"__{name}__",)
        rest = right
        if engine.flow is not None and not in_place:
            first, rest = _first_asked(engine, v, f"__r{name}__", right)
            out.append(first)
            if not rest:
                continue
        found = _by_methods(engine, v, names, f"__r{name}__", rest)
        if not found and len(rest) > 1:  # what some of them can be added to, and others not
            found = union(_by_methods(engine, v, names, f"__r{name}__", (r,)) for r in rest)
        if name == "pow" and UNKNOWN in found:
            found = _power(engine, v, right) or found
        out.append(found)
        if UNKNOWN in right and v[-1] in ("instance", "literal", "tuple") and not _is_text(v):
            out.append(ANY)  # it may have an operator of its own that goes before
    return union(out) or ANY  # what fails for some of the operands gives nothing for them


def _are_alike(v: Instance, right: Types) -> bool:
    """Whether the right operands are containers of the same class as the left one."""
    return bool(v.args) and all(r[-1] == "instance" and r.cls == v.cls and len(r.args) == len(v.args) for r in right)


def _is_grown(engine: Engine, v: Tuple, in_place: bool) -> bool:
    """Whether a tuple that others were added to has more items than are told one by one."""
    if in_place:
        return engine.flow is not None and len(v.items) > _LONGEST_GROWN
    return engine.flow is not None and len(v.items) > LONGEST_ADDED and not are_constants(v.items)


def are_constants(items: Iterable[Types]) -> bool:
    """Whether all items of a tuple are constants: the program has no more of these than are written out."""
    return all(len(item) == 1 and item[0][-1] == "literal" for item in items)


def _is_list(engine: Engine, v: Value) -> bool:
    """Whether a value is a list, or deque, to which anything can be added in place whose items can be asked for."""
    is_deque = v[-1] == "instance" and v.cls.name == "deque" and v.cls.module == "collections"
    return v[-1] == "instance" and (is_deque or v.cls == engine.builtin("list")) and len(v.args) == 1


def _is_dict(engine: Engine, v: Value) -> bool:
    """Whether a value is a dictionary, into which `|=` puts all that `update` takes."""
    return v[-1] == "record" or (v[-1] == "instance" and v.cls == engine.builtin("dict") and len(v.args) == 2)


def _by_methods(engine: Engine, v: Value, names: tuple[str, ...], reflected: str, right: Types) -> Types:
    """What the methods of one operand, or those of the other, give; () where none takes it."""
    is_open = False
    out: list[Types] = []
    for dunder in names:
        method = attributes.attribute(engine, v, dunder)
        if method and method != ANY:
            matched = _dunder(engine, method, right)
            taken = without_refusals(matched)
            if matched and taken == matched:
                return union([*out, taken])
            out.append(taken)
        is_open = is_open or method == ANY
    for r in right:
        method = attributes.attribute(engine, r, reflected)
        matched = without_refusals(_dunder(engine, method, (v,))) if method and method != ANY else NOTHING
        if matched:
            out.append(matched)
        elif is_open or method == ANY or v[-1] not in _PLAIN or r[-1] not in _PLAIN:
            out.append(ANY)
    return union(out)


def without_refusals(types: Types) -> Types:
    """What an operator's method gives but `NotImplemented`, after which the other operand is asked."""
    return tuple([v for v in types if v[-1] != "instance" or not v.cls.name.endswith("NotImplementedType")])


#: values whose operators are all known
_PLAIN = frozenset(("instance", "literal", "tuple", "record", "none", "function", "bound"))


def _power(engine: Engine, v: Value, right: Types) -> Types:
    """`n ** m`, whose type hangs on the sign: what it is if that is positive."""
    names = {
        literal_class(x.text) if x[-1] == "literal"
        else x.cls.name if x[-1] == "instance" and x.cls.module == "builtins" else ""
        for x in (v, *right)
    }  # fmt: skip
    if not names <= {"int", "float", "bool"}:
        return NOTHING
    return engine.instance("float" if "float" in names else "int")


def _is_text(v: Value) -> bool:
    name = literal_class(v.text) if v[-1] == "literal" else v.cls.name if v[-1] == "instance" else ""
    return name in ("str", "bytes")


def _dunder(engine: Engine, method: Types, arg: Types) -> Types:
    """What an operator's method gives for an argument; () where it does not take it."""
    out = []
    for m in method:
        if m[-1] != "bound":
            out.append(calls.call_value(engine, m, [positional(arg)]))
            continue
        fits = False
        for where, step in signatures.definitions(engine, m.function):
            s = signatures.signature(engine, where, step)
            if len(s.params) < 2:
                continue
            wanted = signatures.parameter_types(engine, s, s.params[1])
            outer: Bindings = {}
            if m.receiver[-1] in ("instance", "class"):
                outer = signatures.outer_bindings(engine, m.function, m.receiver)
            if matching.assignable(engine, arg, substitute(wanted, outer)) is not False:
                fits = True
                break
        if fits:
            out.append(calls.call_value(engine, m, [positional(arg)]))
    return union(out)
_FALSY = frozenset(("F", 's""', "i0", "b", "f0.0"))


def filter_truth(engine: Engine, types: Types, truth: bool) -> Types:
    """The values of a set that may be true, or that may be false."""
    out = []
    for v in types:
        tag = v[-1]
        if tag == "none":
            keep = not truth
        elif tag == "literal":
            keep = (v.text not in _FALSY) == truth
        elif tag in ("class", "function", "bound", "module", "callable", "super"):
            keep = truth
        elif tag == "tuple":
            keep = bool(v.items) == truth
        elif tag == "instance" and not truth:
            keep = _can_be_false(engine, v)
        else:
            keep = True
        if keep:
            out.append(v)
    return tuple(out)


def _can_be_false(engine: Engine, v: Instance) -> bool:
    return (
        classes.info(engine, v.cls).open
        or members.find(engine, v.cls, "__bool__") is not None
        or members.find(engine, v.cls, "__len__") is not None
    )
