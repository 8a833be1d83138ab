"""Walkers of constants: strings that name something (`getattr`, `__all__`, dotted paths, annotations in quotes) are
occurrences, too.
"""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
import re
from json.encoder import encode_basestring_ascii as quote

from inferd.syntax import facts as F
from inferd.syntax.canonical import LITERAL_KEPT, canonical_constant
from inferd.syntax.parameters import annotated_with
from inferd.syntax.quietly import FILENAME
from inferd.syntax.walk import Walk, expression

_dotted = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?::[^\W\d]\w*(?:\.[^\W\d]\w*)*)?|[^\W\d]\w*:[^\W\d]\w*").fullmatch
_several = re.compile(r"\s*[^\W\d]\w*(?:(?:\s*,\s*|\s+)[^\W\d]\w*)+[\s,]*|\s*[^\W\d]\w*[\s,]+").fullmatch
_word = re.compile(r"[^\W\d]\w*")
_plain_literal = re.compile(r"[rRuU]?('''|\"\"\"|'|\")")
_MAX_STRING = 200  # longer strings name nothing


SPECIAL = {
    "getattr": "getattr", "setattr": "getattr", "hasattr": "getattr", "delattr": "getattr", "cast": "cast",
    "TypeVar": "TypeVar", "attrgetter": "named", "methodcaller": "named", "namedtuple": "listed",
}  # fmt: skip
#: `monkeypatch.setattr(cart, "total", ...)`, `mock.patch.object(cart, "total")`, `object.__setattr__(cart, "total", 1)`
SPECIAL_METHODS = {
    "setattr": "getattr", "delattr": "getattr", "object": "getattr", "cast": "cast",
    "TypeVar": "TypeVar", "attrgetter": "named", "methodcaller": "named", "__getattribute__": "own",
    "namedtuple": "listed", "parametrize": "listed",
    "__setattr__": "own", "__delattr__": "own", "__getattr__": "own",
}  # fmt: skip


def special_argument(w: Walk, n: ast.Call, a: ast.Constant, special: str, callee: int) -> int:
    """A constant given to a function that takes names of attributes or types."""
    if special in ("getattr", "own") and len(n.args) > 1 and a is n.args[1] and type(a.value) is str:
        return _getattr_string(w, a, n.args[0])
    if special == "listed":
        return _listed_string(w, n, a, callee)
    is_getter = special == "named" and type(a.value) is str and (a is n.args[0] or _called(n) == "attrgetter")
    if is_getter and "." in a.value and _dotted(a.value) and ":" not in a.value:
        return _words_string(w, a, F.BY_GETATTR, callee)
    if is_getter and a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, -1)  # of whatever it is called with later
        w.emit("c " + canonical_constant(a.value))
        return len(w.ops) - 1
    if special == "own" and a is n.args[0] and type(a.value) is str and a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, max(w.o[callee * 6 + 5], -1))
        w.emit("c " + canonical_constant(a.value))
        return len(w.ops) - 1
    if special == "cast" and a is n.args[0]:
        return annotated_with(w, a)
    return constant_expression(w, a)


def _getattr_string(w: Walk, a: ast.Constant, receiver) -> int:
    link = len(w.o) // 6 - 1 if type(receiver) in (ast.Name, ast.Attribute) else -1
    if a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, link)
    w.emit("c " + canonical_constant(a.value))
    return len(w.ops) - 1


def _called(n: ast.Call) -> str:
    return n.func.id if type(n.func) is ast.Name else n.func.attr


def _listed_string(w: Walk, n: ast.Call, a: ast.Constant, callee: int) -> int:
    """The names that `namedtuple("P", "w h")` and `parametrize("n, m", ...)` are given in one string."""
    at = 0 if _called(n) == "parametrize" else 1
    if len(n.args) > at and a is n.args[at] and type(a.value) is str and _several(a.value):
        return _words_string(w, a, 0, callee)
    return constant_expression(w, a)


def _words_string(w: Walk, a: ast.Constant, flags: int, callee: int) -> int:
    """Each name in a string that holds several, where it is written as it reads."""
    value = str(a.value)
    place = _inner(w, a, value)
    if place is not None and len(value) <= _MAX_STRING:
        for m in _word.finditer(value):
            before = len(value[: m.start()].encode())
            w.record(m.group(), place[0], place[1] + before, F.STRING | F.WORD | flags, callee)
    w.emit("c " + canonical_constant(a.value))
    return len(w.ops) - 1


def constant_expression(w: Walk, n: ast.Constant) -> int:
    """Walk a constant; a string that may name something is an occurrence."""
    value = n.value
    ops = w.ops
    if type(value) is str:
        size = len(value)
        if w.flag & 128:
            if size:
                v = _string_annotation(w, n)
                if v >= 0:
                    return v
        elif size <= _MAX_STRING:
            if value.isidentifier():
                line = n.lineno
                col = n.col_offset
                if n.end_col_offset - col == size + 2 and line == n.end_lineno and w.ascii:
                    # One literal, written plainly: the two characters around the value can only be its quotes.
                    flag = w.flag
                    o = w.o
                    o += (w.names[value], line - w.base, col + 1, 11 | flag, w.sc, -1)
                    w.strings.add(value)
                    if flag & 2048:
                        w.bits[value] |= F.POSTED_ALL
                else:
                    _string_record(w, n, value, 11, -1)
                if size <= LITERAL_KEPT and value.isascii():
                    v = len(ops)
                    ops.append(f'c s"{value}"')
                    return v
            elif " " not in value and ("." in value or ":" in value) and _dotted(value):
                _dotted_record(w, n, value)
        if size <= w.kept:
            v = len(ops)
            ops.append("c s" + quote(value))
            return v
    v = len(ops)
    ops.append("c " + canonical_constant(value))
    return v


def _inner(w: Walk, n: ast.Constant, value: str) -> tuple[int, int] | None:
    """Where the content of a string literal stands, if it is written as it reads, on one line: its line and byte
    column.
    """
    line, col = n.lineno, n.col_offset
    if line != n.end_lineno:
        return None
    text = w.lines.lines[line - 1]
    if text.isascii():
        start, end = col, n.end_col_offset
    else:
        start, end = w.lines.char(line, col), w.lines.char(line, n.end_col_offset)  # type: ignore[arg-type]
    if text[start + 1 : end - 1] == value:  # type: ignore[operator]
        return line, col + 1
    m = _plain_literal.match(text, start)
    if m and text[m.end() : end - len(m.group(1))] == value:  # type: ignore[operator]
        return line, col + m.end() - start
    return None


def _string_record(w: Walk, n: ast.Constant, value: str, code: int, link: int) -> None:
    place = _inner(w, n, value)
    if place is None:
        w.record(value, n.lineno, n.col_offset, code, link)
        w.widths[len(w.o) // 6 - 1] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
    else:
        w.record(value, *place, code, link)


def _dotted_record(w: Walk, n: ast.Constant, value: str) -> None:
    place = _inner(w, n, value)
    line, col = place or (n.lineno, n.col_offset)
    link = -1
    for part in value.replace(":", ".").split("."):
        w.record(part, line, col, F.STRING | F.DOTTED, link)
        link = len(w.o) // 6 - 1
        if place is None:
            w.widths[link] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
        else:
            col += len(part.encode()) + 1


def _string_annotation(w: Walk, n: ast.Constant) -> int:
    """The names in a string annotation, as code; -1 where the string is no expression.

    Where the literal is not written as it reads (escapes, several lines), the whole of it is each name's place.
    """
    value = n.value
    code = value.strip(" \t")
    if len(value) > 2000:
        return -1
    try:
        tree = ast.parse(code, FILENAME, "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return -1
    place = _inner(w, n, value)
    line, col = place or (n.lineno, n.col_offset)
    if place is not None:
        col += len(value) - len(value.lstrip(" \t"))
    for x in ast.walk(tree):
        if hasattr(x, "lineno"):
            x.lineno = x.end_lineno = line
            x.col_offset += col
            x.end_col_offset += col  # type: ignore[operator]
    begin = len(w.o)
    saved, w.flag = w.flag, w.flag | F.IN_STRING
    v = expression(w, tree)
    w.flag = saved
    if place is None:
        for i in range(begin, len(w.o), 6):
            w.o[i + 1 : i + 3] = n.lineno - w.base, n.col_offset
            w.widths[i // 6] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
    w.emit(f"q {v} {canonical_constant(value)}")
    return len(w.ops) - 1
