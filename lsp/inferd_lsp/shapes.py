"""Folding and selection ranges: the shape of a text, whether it parses or not.

Both come from the lexer of `inferd.syntax.unfinished` and from indentation, so they need no index, and a line that is
being written does not take the others along.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from inferd.source.text import LineIndex
from inferd.syntax import unfinished
from inferd.syntax.unfinished import Token
from inferd_lsp import convert
from inferd_lsp.spots import Invalid, Json, Params, Settings, position_of

Check = Callable[[], None]


class Statement(NamedTuple):
    """A logical line: offsets of what it holds, its indentation, its first word; lines count from 0."""

    start: int
    end: int
    line: int
    end_line: int
    indent: int
    word: str


class Shape(NamedTuple):
    """A text taken apart: its tokens, its statements, brackets over several lines, and lines that are comments."""

    tokens: list[Token]
    statements: list[Statement]
    brackets: list[tuple[Token, Token]]
    comments: list[tuple[int, str]]


def shape(lines: LineIndex, check: Check) -> Shape:
    """Take a text apart."""
    text = lines.text
    tokens: list[Token] = []
    statements: list[Statement] = []
    brackets: list[tuple[Token, Token]] = []
    comments: list[tuple[int, str]] = []
    opened: list[Token] = []
    begun: list[Token] = []
    line = 0
    at_start = True
    first_line = 0

    def finish(end: int, end_line: int) -> None:
        if begun:
            start = begun[0].start
            indent = start - (max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1)
            statements.append(Statement(start, end, first_line, end_line, indent, begun[0].text))
            begun.clear()

    last = last_line = 0
    for n, token in enumerate(unfinished.tokens(text, 0, everything=True)):
        if n & 4095 == 0:
            check()
        if token.kind == "newline":
            if not opened:
                finish(last, last_line)
            line += 1
            at_start = True
            continue
        if token.kind == "comment":
            if at_start:
                comments.append((line, token.text))
            continue
        if token.kind == "continued":
            line += 1
            continue
        if at_start and opened and token.kind == "name" and token.text in unfinished.ONLY_STATEMENTS:
            opened.clear()
            finish(last, last_line)
        at_start = False
        if not begun:
            first_line = line
        begun.append(token)
        tokens.append(token)
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened:
            brackets.append((opened.pop(), token))
        elif token.text == ";" and not opened:
            finish(token.start, line)
        if token.kind == "string" and _is_long(token):
            line = lines.position(token.end)[0] - 1
        last, last_line = token.end, line
    finish(last, last_line)
    return Shape(tokens, statements, brackets, comments)


def _is_long(token: Token) -> bool:
    """Whether it goes over an end of a line."""
    return "\n" in token.text or "\r" in token.text


# ---------------------------------------------------------------------------------------------------------------------
# Folding

_DEEPEST = 200  # ranges around a position
_REGION = re.compile(r"#\s*(?P<end>end)?region\b")


def folding_ranges(lines: LineIndex, settings: Settings, params: Params, check: Check) -> list[Json]:
    """What can be folded: bodies, imports, comments, regions, brackets and strings over several lines."""
    del settings, params
    found = shape(lines, check)
    out: dict[tuple[int, int], str] = {}

    def add(start: int, end: int, kind: str = "") -> None:
        if end > start:
            out.setdefault((start, end), kind)

    _fold_imports(found.statements, add)
    _fold_bodies(found.statements, add)
    _fold_comments(found.comments, add)
    for opening, closing in found.brackets:
        start, end = lines.position(opening.start)[0] - 1, lines.position(closing.start)[0] - 1
        add(start, end - 1 if end > start + 1 else start)
    starts = {s.start for s in found.statements}
    for token in found.tokens:
        if token.kind == "string" and _is_long(token):
            start, end = lines.position(token.start)[0] - 1, lines.position(token.end)[0] - 1
            add(start, end, "comment" if token.start in starts else "")
    ranges: list[Json] = []
    for (start, end), kind in sorted(out.items()):
        one: dict[str, Any] = {"startLine": start, "endLine": end}
        if kind:
            one["kind"] = kind
        ranges.append(one)
    return ranges


def _fold_imports(statements: list[Statement], add: Callable[[int, int, str], None]) -> None:
    group: list[Statement] = []
    for s in [*statements, None]:
        if s is not None and s.word in ("import", "from") and (not group or group[-1].indent == s.indent):
            group.append(s)
            continue
        if group:
            add(group[0].line, group[-1].end_line, "imports")
        group = [s] if s is not None and s.word in ("import", "from") else []


def _fold_bodies(statements: list[Statement], add: Callable[[int, int], None]) -> None:
    waiting: list[Statement] = []
    for i, s in enumerate(statements):
        while waiting and waiting[-1].indent >= s.indent and waiting[-1].line != s.line:
            add(waiting.pop().line, statements[i - 1].end_line)
        if i + 1 < len(statements) and statements[i + 1].indent > s.indent and statements[i + 1].line != s.line:
            waiting.append(s)
    while waiting:
        add(waiting.pop().line, statements[-1].end_line)


def _fold_comments(comments: list[tuple[int, str]], add: Callable[[int, int, str], None]) -> None:
    regions: list[int] = []
    group: list[int] = []
    for line, text in [*comments, (-2, "")]:
        region = _REGION.match(text)
        if group and (line != group[-1] + 1 or region):
            add(group[0], group[-1], "comment")
            group = []
        if region is None:
            group.append(line)
        elif not region.group("end"):
            regions.append(line)
        elif regions:
            add(regions.pop(), line, "region")


# ---------------------------------------------------------------------------------------------------------------------
# Selection


def selection_ranges(lines: LineIndex, settings: Settings, params: Params, check: Check) -> list[Json]:
    """For each position the ranges around it, each inside the next."""
    positions = params.get("positions")
    if not isinstance(positions, list):
        raise Invalid("positions are missing")
    found = shape(lines, check)
    out: list[Json] = []
    for given in positions:
        offset = convert.offset(lines, position_of(given), settings.encoding)
        made: Json | None = None
        spans = _around(lines.text, found, offset)
        if len(spans) > _DEEPEST:  # nobody grows a selection that often, and nested JSON has to end somewhere
            spans = [*spans[: _DEEPEST - 1], spans[-1]]
        for start, end in reversed(spans):
            one: dict[str, Any] = {"range": convert.range_of(_span(lines, start, end, settings.encoding))}
            if made is not None:
                one["parent"] = made
            made = one
        here = convert.range_of(_span(lines, offset, offset, settings.encoding))
        out.append(made if made is not None else {"range": here})
    return out


def _span(lines: LineIndex, start: int, end: int, encoding: str) -> convert.Span:
    where = []
    for offset in (start, end):
        line, column = lines.position(offset)
        where += [line, column + 1]
    return convert.span_in(lines, (where[0], where[1], where[2], where[3]), encoding)


def _around(text: str, found: Shape, offset: int) -> list[tuple[int, int]]:
    """The spans around an offset, the smallest first, each inside the next."""
    spans: list[tuple[int, int]] = []
    tokens = found.tokens
    at = next((i for i, t in enumerate(tokens) if t.start <= offset <= t.end and t.kind != "other"), None)
    if at is not None and tokens[at].end == offset and at + 1 < len(tokens) and tokens[at + 1].start == offset:
        at = at + 1 if tokens[at + 1].kind in ("name", "string", "number") else at
    if at is not None and tokens[at].kind in ("name", "string", "number"):
        token = tokens[at]
        if token.kind == "string":
            body = token.text.lstrip("rRbBuUfFtT")
            quote = len(token.text) - len(body) + (3 if body[:3] in ('"""', "'''") else 1)
            spans.append((token.start + quote, max(token.start + quote, token.end - (min(3, quote)))))
        spans.append((token.start, token.end))
        spans += _chain(tokens, at)
    statement = _statement_at(found.statements, offset)
    for opening, closing in sorted(found.brackets, key=lambda b: b[1].end - b[0].start):
        if opening.start < offset <= closing.start or (opening.start <= offset <= closing.end):
            part = _part(tokens, opening, closing, offset)
            if part is not None:
                spans.append(part)
            if opening.end < closing.start:
                spans.append((opening.end, closing.start))
            spans.append((opening.start, closing.end))
            i = tokens.index(opening)
            start = tokens[min(unfinished.expression_before(tokens, i), i)].start
            spans.append((start, closing.end))
            spans += _chain(tokens, tokens.index(closing))
    if statement is not None:
        spans.append((statement.start, statement.end))
        spans += _bodies(found.statements, statement)
    spans.append((0, len(text)))
    out: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda s: (s[1] - s[0], s[0])):
        if span[0] <= offset <= span[1] and (not out or (span[0] <= out[-1][0] and out[-1][1] <= span[1])):
            out.append(span)
    return out


def _chain(tokens: list[Token], at: int) -> list[tuple[int, int]]:
    """The expressions that a token ends, and those that go on behind it: `a.b`, `a.b(c)`, `a.b(c).d`."""
    start = tokens[min(unfinished.expression_before(tokens, at + 1), at)].start  # a keyword is none
    out = [(start, tokens[at].end)]
    i = at + 1
    while i < len(tokens):
        if tokens[i].text == "." and i + 1 < len(tokens) and tokens[i + 1].kind == "name":
            i += 2
        elif tokens[i].text in ("(", "["):
            depth = 0
            while i < len(tokens):
                depth += {"open": 1, "close": -1}.get(tokens[i].kind, 0)
                i += 1
                if not depth:
                    break
            if depth:
                break
        else:
            break
        out.append((start, tokens[i - 1].end))
    return out


def _part(tokens: list[Token], opening: Token, closing: Token, offset: int) -> tuple[int, int] | None:
    """The item between commas, in a pair of brackets, that an offset lies in."""
    depth = 0
    inside: list[Token] = []
    for token in tokens:
        if token.start <= opening.start:
            continue
        if token.start >= closing.start:
            break
        if token.text == "," and not depth:
            if token.start >= offset:
                break
            inside = []
            continue
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        inside.append(token)
    if not inside or not inside[0].start <= offset <= inside[-1].end:
        return None
    return inside[0].start, inside[-1].end


def _statement_at(statements: list[Statement], offset: int) -> Statement | None:
    return next((s for s in statements if s.start <= offset <= s.end), None)


def _bodies(statements: list[Statement], inner: Statement) -> list[tuple[int, int]]:
    """The blocks around a statement, and the statements that these belong to."""
    out: list[tuple[int, int]] = []
    i = statements.index(inner)
    end = i
    while end + 1 < len(statements) and statements[end + 1].indent > inner.indent:
        end += 1
    if end > i:
        out.append((inner.start, statements[end].end))
    indent = inner.indent
    while indent > 0:
        first = i
        while first > 0 and statements[first - 1].indent >= indent:
            first -= 1
        last = i
        while last + 1 < len(statements) and statements[last + 1].indent >= indent:
            last += 1
        out.append((statements[first].start, statements[last].end))
        if not first:
            break
        header = statements[first - 1]
        out.append((header.start, statements[last].end))
        i, indent = first - 1, header.indent
    return out
