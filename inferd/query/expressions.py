"""The type of any expression, as it would be after a line, in that line's scope.

The expression is written into a copy of the file (of what is left of it, if it does not parse), as the assignment to a
name that is new there, and what that name gets is asked; nothing is stored.  So it sees what the line's own scope sees,
narrowed by the tests around it.

Where it goes: behind the last statement that begins in the line or before it.  What follows `return`, `raise`, `break`
and `continue` is never reached, so there it goes in front.  On the line of a header (`if x:`, `for x in y:`,
`def f(x):`) it is the first thing in the body.
"""

import ast
from typing import NamedTuple

from inferd.errors import InferdError
from inferd.model import TypeRow
from inferd.query.problems import Finder
from inferd.query.view import View
from inferd.syntax import quietly, recover

_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)


class Placed(NamedTuple):
    """A text with the expression in it: the name that gets its value, and where that name stands (from 1)."""

    text: str
    name: str
    line: int
    column: int
    added: int  # lines that the text has more than before, all of them at `line`
    width: int  # of the statement there


def placed(text: str, path: str, line: int, expression: str) -> Placed:
    """A file's text with an expression in it.

    Raises InferdError where the expression or what stands in the line does not parse, or there is no such line.
    """
    try:
        value = ast.unparse(quietly.expression(f"({expression}\n)"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else "it cannot be read"
        hint = "write one Python expression, as in --expr 'cart.items[0]'"
        raise InferdError(f"--expr: {expression}: {why}", hint) from None
    lines = text.splitlines(keepends=True)
    if not 1 <= line <= max(len(lines), 1):
        raise InferdError(f"{path} has no line {line}", f"it has {len(lines)}")
    tree = _parsed(text)
    if tree is None:
        lines, broken = recover.repair(lines, quietly.module)
        tree = _parsed("".join(lines)) if not any(b.line <= line <= b.end_line for b in broken) else None
    if tree is None:
        raise InferdError(f"{path} does not parse there, so no expression can be put into it", "mend the file first")
    name = "expression_"
    while name in text:
        name += "_"
    return _written(lines, *_next_to(tree, line), f"{name} = {value}")


def _parsed(text: str) -> ast.Module | None:
    """The syntax tree of a text; None where it does not parse."""
    try:
        return quietly.module(text)
    except recover.FAILURES:
        return None


def _written(lines: list[str], node: ast.stmt | None, how: str, new: str) -> Placed:
    """The text with a statement *new* in front of, or behind, a statement of it."""
    name = new.partition(" ")[0]
    if node is None:
        return Placed(new + "\n" + "".join(lines), name, 1, 1, 1, len(new))
    if how == "front" or isinstance(node, _LEAVES):
        first = _begin(node)
        before, after = _cut(lines, first, node.col_offset)
        if isinstance(node, _SIMPLE):
            return Placed(f"{before}{new}; {after}", name, first, _width(before) + 1, 0, len(new))
        text = f"{before}{new}\n{before.rpartition(chr(10))[2]}{after}"
        return Placed(text, name, first, _width(before) + 1, 1, len(new))
    assert node.end_lineno is not None and node.end_col_offset is not None
    before, after = _cut(lines, node.end_lineno, node.end_col_offset)
    indent = _cut(lines, node.lineno, node.col_offset)[0].rpartition("\n")[2]
    rest, newline, below = after.partition("\n")
    if not indent.strip() and (not rest.strip() or rest.strip()[0] == "#"):
        text = f"{before}{rest}\n{indent}{new}{newline}{below}"
        return Placed(text, name, node.end_lineno + 1, len(indent) + 1, 1, len(new))
    return Placed(f"{before}; {new}{after}", name, node.end_lineno, _width(before) + 3, 0, len(new))


_SIMPLE = (
    ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Pass, ast.Import, ast.ImportFrom, ast.Global,
    ast.Nonlocal, ast.Assert, *_LEAVES,
)  # fmt: skip


def _next_to(tree: ast.Module, line: int) -> tuple[ast.stmt | None, str]:
    """The statement that the expression goes next to, and where: 'front' or 'behind'; None for an empty text."""
    body: list[ast.stmt] = tree.body
    found: tuple[ast.stmt | None, str] = (body[0], "front") if body else (None, "front")
    while True:
        begun = [s for s in body if _begin(s) <= line]
        if not begun:
            return found
        node = begun[-1]
        blocks = _blocks(node)
        assert node.end_lineno is not None
        if not blocks or line > node.end_lineno:
            return node, "behind"
        entered = [b for b in blocks if _begin(b[0]) <= line]
        later = [b for b in blocks if _begin(b[0]) > line]
        if later and (not entered or line > (entered[-1][-1].end_lineno or 0)):
            return later[0][0], "front"  # the line of `if x:`, or of an `else:`
        body = entered[-1]
        found = body[0], "front"


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """The bodies of a compound statement, in order."""
    out: list[list[ast.stmt]] = []
    for field in ("body", "handlers", "cases", "orelse", "finalbody"):
        for part in [getattr(node, field, [])]:
            if part and isinstance(part[0], ast.stmt):
                out.append(part)
            else:
                out += [p.body for p in part]
    return sorted(out, key=lambda b: b[0].lineno)


def _begin(node: ast.stmt) -> int:
    lines: list[int] = [node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]
    return min(lines)


def _cut(lines: list[str], number: int, offset: int) -> tuple[str, str]:
    """The text before and after a place; *offset* counts bytes of UTF-8."""
    line = lines[number - 1]
    at = len(line.encode()[:offset].decode(errors="ignore"))
    return "".join(lines[: number - 1]) + line[:at], line[at:] + "".join(lines[number:])


def _width(text: str) -> int:
    return len(text.rpartition("\n")[2])


def as_asked(row: TypeRow, at: Placed, line: int, expression: str) -> TypeRow:
    """The row of the name that got the value, as that of the expression."""
    evidence = tuple(
        {**e, "line": e["line"] - at.added} if e.get("path") == row.path and e.get("line", 0) > at.line else e
        for e in row.evidence
    )
    return row._replace(line=line, column=1, kind="expression", name=expression, evidence=evidence)


def refuse_undefined(view: View, root: str, file_id: int, at: Placed, expression: str) -> None:
    """Raises InferdError where the expression has a name that nothing binds: then its type is not merely unknown."""
    for problem in Finder(view, root).names_of(file_id):
        is_there = problem.line == at.line and at.column <= problem.column < at.column + at.width
        if is_there and problem.code == "undefined-name":
            hint = "names are those that the line's own scope sees"
            raise InferdError(f"--expr: {expression}: {problem.message} there", hint)


__all__ = ["Placed", "as_asked", "placed", "refuse_undefined"]
