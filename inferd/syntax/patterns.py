"""Walkers of the patterns of `match`."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast

from inferd.syntax import facts as F
from inferd.syntax.canonical import canonical_constant
from inferd.syntax.walk import Walk, expression


def _capture(w: Walk, text: str, line: int, col: int, value: int) -> None:
    name = w.mangle(text)
    w.record(name, line, col, F.CAPTURE)
    if name is not text:
        w.width(text, name)
    w.bind(name, "v")
    w.emit(f"s {name} {value}")
    w.asg.add(name)


def _pattern(w: Walk, n, value: int) -> None:
    PATTERNS[type(n)](w, n, value)


def _match_value(w: Walk, n, value: int) -> None:
    w.emit(f"pv {value} {expression(w, n.value)}")


def _match_singleton(w: Walk, n, value: int) -> None:
    w.emit(f"ps {value} {canonical_constant(n.value)}")


def _match_sequence(w: Walk, n, value: int) -> None:
    star = next((i for i, p in enumerate(n.patterns) if type(p) is ast.MatchStar), -1)
    w.emit(f"pq {value} {len(n.patterns)} {star}")
    for i, p in enumerate(n.patterns):
        w.emit(f"pe {value} {i} {len(n.patterns)} {star}")
        _pattern(w, p, len(w.ops) - 1)


def _match_star(w: Walk, n, value: int) -> None:
    if n.name is not None:
        _capture(w, n.name, n.end_lineno, w.lines.start_of(n.name, n.end_lineno, n.end_col_offset), value)


def _match_mapping(w: Walk, n, value: int) -> None:
    w.emit(f"pm {value} {len(n.keys)}")
    for k, p in zip(n.keys, n.patterns, strict=False):
        w.emit(f"pk {value} {expression(w, k)}")
        _pattern(w, p, len(w.ops) - 1)
    if n.rest is not None:
        last = n.patterns[-1] if n.patterns else n
        line, col = (last.end_lineno, last.end_col_offset) if n.patterns else (n.lineno, n.col_offset)
        places = w.lines.names_after(line, col, n.end_lineno, [n.rest])
        w.emit(f"pr {value}")
        _capture(w, n.rest, *(places[0] if places else (n.lineno, n.col_offset)), len(w.ops) - 1)


def _match_class(w: Walk, n, value: int) -> None:
    w.emit(f"pc {value} {expression(w, n.cls)}")
    for i, p in enumerate(n.patterns):
        w.emit(f"pi {value} {i}")
        _pattern(w, p, len(w.ops) - 1)
    before = n.patterns[-1] if n.patterns else n.cls
    for text, p in zip(n.kwd_attrs, n.kwd_patterns, strict=False):
        places = w.lines.names_after(before.end_lineno, before.end_col_offset, p.lineno, [text])
        place = places[0] if places else (p.lineno, p.col_offset)
        before = p
        w.record(text, *place, F.ATTRIBUTE, F.NO_RECEIVER)  # never mangled
        w.emit(f"pa {value} {text}")
        _pattern(w, p, len(w.ops) - 1)


def _match_as(w: Walk, n, value: int) -> None:
    if n.pattern is not None:
        _pattern(w, n.pattern, value)
    if n.name is not None:
        if n.pattern is None:
            _capture(w, n.name, n.lineno, n.col_offset, value)
        else:
            _capture(w, n.name, n.end_lineno, w.lines.start_of(n.name, n.end_lineno, n.end_col_offset), value)


def _match_or(w: Walk, n, value: int) -> None:
    w.emit(f"po {value}")
    for p in n.patterns:
        w.emit("p|")
        _pattern(w, p, value)
    w.emit("op")


PATTERNS = {
    ast.MatchValue: _match_value, ast.MatchSingleton: _match_singleton, ast.MatchSequence: _match_sequence,
    ast.MatchStar: _match_star, ast.MatchMapping: _match_mapping, ast.MatchClass: _match_class, ast.MatchAs: _match_as,
    ast.MatchOr: _match_or,
}  # fmt: skip
