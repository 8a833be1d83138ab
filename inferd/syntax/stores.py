"""Walkers of what is assigned to: each stores the value of a step."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast

from inferd.syntax import facts as F
from inferd.syntax.walk import STORES, VISIBLE, Name, Walk, attribute_record, expression, receiver_of


def _store_name(w: Walk, n: ast.Name, v: int) -> None:
    name = text = n.id
    if w.private and name[:2] == "__":
        name = w.mangle(name)
        if name is not text:
            w.private_width(text)
    o = w.o
    sc = w.sc
    o += (w.names[name], n.lineno - w.base, n.col_offset, 1 | w.flag, sc, sc if sc >= 0 else w.own)
    w.ops.append(f"s {name} {v}")
    w.asg.add(name)
    if sc >= 0:
        w.writes.add(name)
        w.cur[name] = "v"
        if text == w.selfname and sc == w.function:
            w.scopes[sc * 7 + 6] |= F.S_REBOUND
    else:
        w.bits[name] |= VISIBLE | 2
        w.bind(name, "v")


def _store_attribute(w: Walk, n: ast.Attribute, v: int) -> None:
    value = n.value
    base, link = receiver_of(w, value)
    name = attribute_record(w, n, 36, link)
    if type(value) is Name and value.id == w.selfname:
        w.selfattrs.add(name)
    w.emit(f"A {base} {name} {v}")


def _store_subscript(w: Walk, n: ast.Subscript, v: int) -> None:
    base = expression(w, n.value)
    key = expression(w, n.slice)
    w.emit(f"I {base} {key} {v}")


def _store_sequence(w: Walk, n, v: int) -> None:
    elts = n.elts
    star = next((i for i, e in enumerate(elts) if type(e) is ast.Starred), -1)
    for i, e in enumerate(elts):
        w.emit(f"un {v} {i} {len(elts)} {star}")
        STORES[type(e)](w, e, len(w.ops) - 1)


def _store_starred(w: Walk, n: ast.Starred, v: int) -> None:
    STORES[type(n.value)](w, n.value, v)


STORES.update(
    {
        ast.Name: _store_name, ast.Attribute: _store_attribute, ast.Subscript: _store_subscript,
        ast.Tuple: _store_sequence,
        ast.List: _store_sequence, ast.Starred: _store_starred,
    }
)  # fmt: skip
