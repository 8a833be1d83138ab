"""Walkers of expressions: each writes its steps and returns the number of the one that holds its value."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
import sys

from inferd.syntax import facts as F
from inferd.syntax.canonical import canonical_constant, canonical_parts
from inferd.syntax.parameters import annotated_with, parameter_list
from inferd.syntax.strings import SPECIAL, SPECIAL_METHODS, constant_expression, special_argument
from inferd.syntax.walk import (
    EXPRESSIONS,
    STORES,
    Attribute,
    Call,
    Constant,
    Name,
    Walk,
    begin_region,
    end_region,
    expression,
    private_name,
)


def _name(w: Walk, n: ast.Name) -> int:
    name = n.id
    if w.private and name[:2] == "__":
        name = private_name(w, name)
    o = w.o
    o += (w.names[name], n.lineno - w.base, n.col_offset, w.flag, w.sc, w.refs[name])
    ops = w.ops
    v = len(ops)
    ops.append(w.loads[name])
    return v


def _attribute(w: Walk, n: ast.Attribute) -> int:
    value = n.value
    t = type(value)
    o = w.o
    ops = w.ops
    flag = w.flag
    if t is Name:  # as `_name` does it
        name = value.id
        if w.private and name[:2] == "__":
            name = private_name(w, name)
        names = w.names
        sc = w.sc
        base = w.base
        link = len(o) // 6
        v = len(ops)
        o += (names[name], value.lineno - base, value.col_offset, flag, sc, w.refs[name])
        ops.append(w.loads[name])
    else:
        v = EXPRESSIONS[t](w, value)
        if t is Attribute:
            link = len(o) // 6 - 1
        elif t is Call:
            link = w.callrec
        else:
            link = -1
        names = w.names
        sc = w.sc
        base = w.base
    name = text = n.attr
    if w.private and name[:2] == "__":
        name = private_name(w, name)
    end = n.end_lineno
    if w.ascii:
        col = n.end_col_offset - len(text)  # type: ignore[operator]
    else:
        col = w.lines.start_of(text, end, n.end_col_offset)  # type: ignore[arg-type]
    o += (names[name], end - base, col, 4 | flag, sc, link)  # type: ignore[operator]
    w.attributes.add(name)
    v = f"a {v} {name}"
    i = len(ops)
    ops.append(v)
    return i


def _call(w: Walk, n: ast.Call) -> int:
    func = n.func
    t = type(func)
    expressions = EXPRESSIONS
    ops = w.ops
    o = w.o
    names = w.names
    sc = w.sc
    base = w.base
    flag = w.flag
    private = w.private
    if t is Name:
        name = text = func.id  # type: ignore[attr-defined]
        if private and name[:2] == "__":
            name = private_name(w, name)
        callee = len(o) // 6
        o += (names[name], func.lineno - base, func.col_offset, 2 | flag, sc, w.refs[name])
        f = len(ops)
        ops.append(w.calls[name])
        result = -10 - callee
        special = SPECIAL.get(text)
        if text == "super":
            result = -2
    elif t is Attribute:
        value = func.value  # type: ignore[attr-defined]
        kind = type(value)
        if kind is Name:
            name = value.id
            if private and name[:2] == "__":
                name = private_name(w, name)
            link = len(o) // 6
            v = len(ops)
            o += (names[name], value.lineno - base, value.col_offset, flag, sc, w.refs[name])
            ops.append(w.loads[name])
        else:
            v = expressions[kind](w, value)
            if kind is Attribute:
                link = len(o) // 6 - 1
            elif kind is Call:
                link = w.callrec
            else:
                link = -1
        name = text = func.attr  # type: ignore[attr-defined]
        if private and name[:2] == "__":
            name = private_name(w, name)
        end = func.end_lineno
        if w.ascii:
            col = func.end_col_offset - len(text)  # type: ignore[operator]
        else:
            col = w.lines.start_of(text, end, func.end_col_offset)  # type: ignore[arg-type]
        callee = len(o) // 6
        result = -10 - callee
        o += (names[name], end - base, col, 20 | flag, sc, link)  # type: ignore[operator]
        w.attributes.add(name)
        f = len(ops)
        ops.append(f"a {v} {name}")
        special = SPECIAL_METHODS.get(text)
    else:
        f = expressions[t](w, func)
        callee = result = -1
        special = None
    step = f"( {f}"
    if flag:
        saved = flag
        w.flag = flag = flag & ~(F.BASE | F.ANNOTATION | F.DECORATOR)
    else:
        saved = 0
    for a in n.args:
        kind = type(a)
        if kind is Name:
            name = a.id
            if private and name[:2] == "__":
                name = private_name(w, name)
            o += (names[name], a.lineno - base, a.col_offset, flag, sc, w.refs[name])
            step += f" {len(ops)}"
            ops.append(w.loads[name])
        elif kind is ast.Starred:
            a = a.value
            step += f" *{expressions[type(a)](w, a)}"
        elif special is not None and kind is Constant:
            step += f" {special_argument(w, n, a, special, callee)}"
        else:
            step += f" {expressions[kind](w, a)}"
    for k in n.keywords:
        name = k.arg  # never mangled
        value = k.value
        kind = type(value)
        if name is None:
            step += f" **{expressions[kind](w, value)}"
            continue
        o += (names[name], k.lineno - base, k.col_offset, 5 | flag, sc, callee)
        w.keywords.add(name)
        if special == "TypeVar" and name == "bound":
            step += f" {name}={annotated_with(w, value)}"
        else:
            step += f" {name}={expressions[kind](w, value)}"
    if saved:
        w.flag = saved
    w.callrec = result
    f = len(ops)
    ops.append(step)
    return f


def _subscript(w: Walk, n: ast.Subscript) -> int:
    v = expression(w, n.value)
    flag = w.flag
    if flag & F.ANNOTATION:
        value = n.value
        last = value.id if type(value) is ast.Name else value.attr if type(value) is ast.Attribute else ""
        if last == "Literal":
            w.flag = flag & ~F.ANNOTATION
        elif last == "Annotated" and type(n.slice) is ast.Tuple and n.slice.elts:
            first = expression(w, n.slice.elts[0])
            w.flag = flag & ~F.ANNOTATION
            rest = "".join([f" {expression(w, e)}" for e in n.slice.elts[1:]])
            w.flag = flag
            w.emit(f"t tuple {first}{rest}")
            w.emit(f"i {v} {len(w.ops) - 1}")
            return len(w.ops) - 1
    if flag & F.BASE:
        w.flag = flag & ~F.BASE
    elif _has_quoted_type(n):
        w.flag = flag | F.ANNOTATION
    key = expression(w, n.slice)
    w.flag = flag
    w.emit(f"i {v} {key}")
    return len(w.ops) - 1


_TYPE_FORMS = frozenset(
    (
        "Optional", "Union", "List", "Dict", "Type", "Tuple", "Set", "FrozenSet", "Callable", "Sequence", "Iterable",
        "Iterator", "Mapping", "MutableMapping", "ClassVar", "Final", "DefaultDict", "Deque", "Awaitable", "Coroutine",
    )
)  # fmt: skip


def _has_quoted_type(n: ast.Subscript) -> bool:
    """Whether a subscript outside of annotations is a type whose names may be in quotes: `Carts = List["Cart"]`."""
    value = n.value
    name = value.id if type(value) is ast.Name else value.attr if type(value) is ast.Attribute else ""
    if name not in _TYPE_FORMS:
        return False
    parts = n.slice.elts if type(n.slice) is ast.Tuple else [n.slice]
    return any(type(p) is ast.Constant and type(p.value) is str for p in parts)


def _slice(w: Walk, n: ast.Slice) -> int:
    parts = [str(expression(w, e)) if e is not None else "-" for e in (n.lower, n.upper, n.step)]
    w.emit("sl " + " ".join(parts))
    return len(w.ops) - 1


def _binary(w: Walk, n: ast.BinOp) -> int:
    left, right = n.left, n.right
    a = EXPRESSIONS[type(left)](w, left)
    b = EXPRESSIONS[type(right)](w, right)
    w.emit(f"b {type(n.op).__name__} {a} {b}")
    return len(w.ops) - 1


def _unary(w: Walk, n: ast.UnaryOp) -> int:
    v = expression(w, n.operand)
    w.emit(f"u {type(n.op).__name__} {v}")
    return len(w.ops) - 1


def _boolean(w: Walk, n: ast.BoolOp) -> int:
    word = "and" if type(n.op) is ast.And else "or"
    assume = "T" if word == "and" else "F"
    w.emit(word)
    values = [expression(w, n.values[0])]
    for e in n.values[1:]:
        w.emit(f"{assume} {values[-1]}")
        values.append(expression(w, e))
    w.emit(f"; {word} {' '.join(map(str, values))}")
    return len(w.ops) - 1


def _compare(w: Walk, n: ast.Compare) -> int:
    expressions = EXPRESSIONS
    left = n.left
    step = f"C {expressions[type(left)](w, left)}"
    for op, e in zip(n.ops, n.comparators, strict=False):
        step += f" {type(op).__name__} {expressions[type(e)](w, e)}"
    w.emit(step)
    return len(w.ops) - 1


def _conditional(w: Walk, n: ast.IfExp) -> int:
    v = expression(w, n.test)
    w.emit(f"if {v}")
    outer = begin_region(w)
    a = expression(w, n.body)
    w.emit("el")
    b = expression(w, n.orelse)
    w.emit("fi" + end_region(w, outer))
    w.emit(f"ph {a} {b}")
    return len(w.ops) - 1


def _sequence(word: str):
    def step(w: Walk, n) -> int:
        expressions = EXPRESSIONS
        text = f"t {word}"
        for e in n.elts:
            if type(e) is ast.Starred:
                text += f" *{expression(w, e.value)}"
            else:
                text += f" {expressions[type(e)](w, e)}"
        ops = w.ops
        ops.append(text)
        return len(ops) - 1

    return step


def _dict(w: Walk, n: ast.Dict) -> int:
    expressions = EXPRESSIONS
    step = "h"
    for k, v in zip(n.keys, n.values, strict=False):
        if k is None:
            step += f" **{expressions[type(v)](w, v)}"
        else:
            key = expressions[type(k)](w, k)
            step += f" {key}:{expressions[type(v)](w, v)}"
    w.emit(step)
    return len(w.ops) - 1


def _lambda(w: Walk, n: ast.Lambda) -> int:
    step = ""
    for d in n.args.defaults:
        step += f" ={expression(w, d)}"
    for d in n.args.kw_defaults:
        step += " =-" if d is None else f" ={expression(w, d)}"
    saved = w.sc, w.cur, w.refs, w.flag, w.generator, w.asg
    w.flag = 0
    scope = w.push(F.LAMBDA, -1, n.lineno, n.end_lineno)  # type: ignore[arg-type]
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    w.asg = set()
    w.emit("L" + step)
    parameter_list(w, n.args)
    v = expression(w, n.body)
    w.sc, w.cur, w.refs, w.flag, w.generator, w.asg = saved
    w.emit(f"M {v}")
    return len(w.ops) - 1


def _comprehension(word: str):
    def step(w: Walk, n) -> int:
        first = expression(w, n.generators[0].iter)
        saved = w.sc, w.cur, w.refs, w.asg
        scope = w.push(F.COMPREHENSION, -1, n.lineno, n.end_lineno)
        w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
        w.asg = set()
        w.emit(f"[ {word}")
        for i, g in enumerate(n.generators):
            v = first if i == 0 else expression(w, g.iter)
            w.emit(f"{'ai' if g.is_async else 'it'} {v}")
            w.emit(f"nx {len(w.ops) - 1}")
            STORES[type(g.target)](w, g.target, len(w.ops) - 1)
            flag = w.flag
            w.flag = flag & ~F.IN_ALL  # `__all__ = [n for n in dir() if n[0] != "_"]` does not list that
            for test in g.ifs:
                w.emit(f"T {expression(w, test)}")
            w.flag = flag
        if word == "dict":
            k = expression(w, n.key)
            end = f"] dict {k} {expression(w, n.value)}"
        else:
            end = f"] {word} {expression(w, n.elt)}"
        w.sc, w.cur, w.refs, w.asg = saved
        w.emit(end)
        return len(w.ops) - 1

    return step


def _walrus(w: Walk, n: ast.NamedExpr) -> int:
    v = expression(w, n.value)
    text = n.target.id
    name = w.mangle(text)
    sc = w.sc
    while sc >= 0 and w.scopes[sc * 7] == F.COMPREHENSION:
        sc = w.scopes[sc * 7 + 2]
    w.odd = True
    w.record(name, n.target.lineno, n.target.col_offset, F.WRITE)
    if name is not text:
        w.width(text, name)
    saved = w.sc, w.cur
    w.sc = sc
    w.cur = w.binds[sc] if sc >= 0 else w.owner_binds
    w.bind(name, "v")
    w.sc, w.cur = saved
    w.emit(f"w {name} {v}")
    w.asg.add(name)
    return v


def _yield(w: Walk, n: ast.Yield) -> int:
    v = expression(w, n.value) if n.value is not None else "-"
    w.generator = True
    w.emit(f"y {v}")
    return len(w.ops) - 1


def _yield_from(w: Walk, n: ast.YieldFrom) -> int:
    v = expression(w, n.value)
    w.generator = True
    w.emit(f"yf {v}")
    return len(w.ops) - 1


def _await(w: Walk, n: ast.Await) -> int:
    v = expression(w, n.value)
    w.emit(f"aw {v}")
    return len(w.ops) - 1


def _starred(w: Walk, n: ast.Starred) -> int:
    v = expression(w, n.value)
    w.emit(f"st {v}")
    return len(w.ops) - 1


def _joined_string(w: Walk, n: ast.JoinedStr) -> int:
    step = "J"
    for v in canonical_parts(n.values):
        if type(v) is ast.Constant:
            w.emit("c " + canonical_constant(v.value))
            step += f" {len(w.ops) - 1}"
        else:
            step += f" {expression(w, v)}"
    w.emit(step)
    return len(w.ops) - 1


def _joined_string_before_312(w: Walk, n: ast.JoinedStr) -> int:
    """The same, where Python takes f-strings for strings that it parses apart.

    It gets the places in an f-string that spans lines and stands in another one wrong: names that do not stand where it
    says are looked for.
    """
    if w.in_joined or n.lineno == n.end_lineno:
        return _joined_string(w, n)
    w.in_joined = True
    begin = len(w.o)
    v = _joined_string(w, n)
    w.in_joined = False
    w.lines.replace(w.o, begin, w.base, list(w.names), n)
    return v


def _formatted(w: Walk, n: ast.FormattedValue) -> int:
    v = expression(w, n.value)
    spec = n.format_spec
    s = f" {expression(w, spec)}" if spec is not None and canonical_parts(spec.values) else ""  # type: ignore[attr-defined]
    w.emit(f"fm {v} {n.conversion}{s}")
    return len(w.ops) - 1


EXPRESSIONS.update(
    {
        ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.Constant: constant_expression,
        ast.Subscript: _subscript, ast.Slice: _slice, ast.BinOp: _binary, ast.UnaryOp: _unary, ast.BoolOp: _boolean,
        ast.Compare: _compare, ast.IfExp: _conditional, ast.List: _sequence("list"), ast.Tuple: _sequence("tuple"),
        ast.Set: _sequence("set"), ast.Dict: _dict, ast.Lambda: _lambda, ast.ListComp: _comprehension("list"),
        ast.SetComp: _comprehension("set"), ast.GeneratorExp: _comprehension("generator"),
        ast.DictComp: _comprehension("dict"), ast.NamedExpr: _walrus, ast.Yield: _yield, ast.YieldFrom: _yield_from,
        ast.Await: _await, ast.Starred: _starred, ast.JoinedStr: _joined_string, ast.FormattedValue: _formatted,
    }
)  # fmt: skip
if sys.version_info < (3, 12):
    EXPRESSIONS[ast.JoinedStr] = _joined_string_before_312
