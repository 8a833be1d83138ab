r"""Text that somebody is writing: where the cursor is, and the same text made whole there, so that it can be analysed.

Why
    Who types `cart.` wants to know what may follow, and just then the statement does not parse.  The text around is
    as it was, so the least change that makes it parse is tried: a name at the cursor, then brackets closed behind it,
    then a body for a header; at last the statement gives way to the expression before the dot alone.

How
    A small lexer (strings, comments, brackets, words) goes over the text before the cursor.  It knows which brackets
    are open there; a line that begins with a word which only statements begin with (`def`, `return`) closes all, so
    that one bracket that somebody forgot does not take the rest of the file along.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

#: what stands where somebody is about to write a name
NAME = "inferd_is_asked_here"

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>[rRbBuUfFtT]{0,3}(?:\"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z)|'{3}(?:[^\\]|\\.)*?(?:'{3}|\Z)
      |"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)))
    |(?P<name>[^\W\d]\w*)
    |(?P<number>\d[\w.]*)
    |(?P<continued>\\\r?\n)
    |(?P<newline>\r\n|\n|\r)
    |(?P<space>[ \t\f]+)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<other>\*\*=?|//=?|->|:=|[<>!=]=|.)""",
    re.VERBOSE | re.DOTALL,
)
#: words that only statements begin with
ONLY_STATEMENTS = frozenset(
    "def class return import with while try except finally raise assert del pass break continue global nonlocal".split()
)
_COMPOUND = frozenset("if elif else for while with def class try except finally match case async".split())
_CLOSER = {"(": ")", "[": "]", "{": "}"}


class Token(NamedTuple):
    """A piece of text; `kind` is one of the lexer's groups."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(text: str, offset: int, everything: bool = False) -> Iterator[Token]:
    """The pieces of a text from an offset on, without white space; *everything*: with ends of lines and comments."""
    for found in _TOKEN.finditer(text, offset):
        kind = found.lastgroup or "other"
        if kind == "space" or (not everything and kind in ("continued", "newline", "comment")):
            continue
        yield Token(kind, found.group(), found.start())


class Before(NamedTuple):
    """What stands before the cursor: the tokens that mean something, and which of them are open brackets.  Of what
    stands before the function, class or import at the margin above there are none.

    `first` is the index of the token that begins the statement (the first one behind the last end of a line outside
    of brackets).  `inside`: the kind of token that the cursor lies in, where that is a string or a comment.
    """

    tokens: list[Token]
    opened: list[int]
    first: int
    inside: str


def before(text: str, offset: int) -> Before:
    """Look at the text before a place."""
    return looked_at(text, _margin(text, offset), offset)


_LITERAL = re.compile(
    r"""\#[^\n]*|\"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z)|'{3}(?:[^\\]|\\.)*?(?:'{3}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)""",
    re.DOTALL,
)


def _margin(text: str, offset: int) -> int:
    """The last place before an offset at which nothing is open: a line that begins with a word which only statements
    begin with, and is in no string.  Strings and comments alone are looked for, which is ten times as fast as tokens.
    """
    at = max(text.rfind(word, 0, offset) for word in ("\ndef ", "\nclass ", "\nimport ")) + 1
    for found in _LITERAL.finditer(text):
        if found.start() >= at:
            break
        if found.end() > at:
            return 0
    return max(at, 0)


def looked_at(text: str, begin: int, offset: int) -> Before:
    """`before`, from a place at which nothing is open."""
    tokens: list[Token] = []
    opened: list[int] = []
    first = 0
    at_line_start = True
    inside = ""
    for found in _TOKEN.finditer(text, begin, offset):
        kind = found.lastgroup or "other"
        if kind == "space" or kind == "continued":
            continue
        word = found.group()
        if kind == "comment":
            if found.end() == offset:
                inside = "comment"
            continue
        if kind == "newline":
            at_line_start = True
            if not opened:
                first = len(tokens)
            continue
        if kind == "string" and found.end() == offset and not _is_closed(word):
            inside = "string"
        if at_line_start and opened and kind == "name" and word in ONLY_STATEMENTS:
            opened = []
            first = len(tokens)
        at_line_start = False
        if kind == "open":
            opened.append(len(tokens))
        elif kind == "close" and opened:
            opened.pop()
        tokens.append(Token(kind, word, found.start()))
    return Before(tokens, opened, first, inside)


def _is_closed(literal: str) -> bool:
    body = literal.lstrip("rRbBuUfFtT")
    for quote in ('"""', "'''", '"', "'"):
        if body.startswith(quote):
            return len(body) >= 2 * len(quote) and body.endswith(quote)
    return True


def expression_before(tokens: list[Token], end: int) -> int:
    """The index of the first token of the expression that token *end* (not counted) follows: `a.b(c)[0]`."""
    i = end
    while i > 0:
        token = tokens[i - 1]
        if token.kind == "close":
            depth = 0
            while i > 0:
                depth += {"close": 1, "open": -1}.get(tokens[i - 1].kind, 0)
                i -= 1
                if not depth:
                    break
            if i > 0 and tokens[i - 1].kind in ("name", "close", "string") and not _is_keyword(tokens[i - 1]):
                continue
        elif token.kind in ("name", "number", "string"):
            if _is_keyword(token):
                return i
            i -= 1
            while token.kind == "string" and i > 0 and tokens[i - 1].kind == "string":
                i -= 1
        else:
            return i
        if i > 1 and tokens[i - 1].text == ".":
            i -= 1
            continue
        return i
    return i


_KEYWORDS = frozenset(
    "and as assert async await break class continue def del elif else except finally for from global if import in is "
    "lambda nonlocal not or pass raise return try while with yield".split()
)


def _is_keyword(token: Token) -> bool:
    return token.kind == "name" and token.text in _KEYWORDS


class Asked(NamedTuple):
    """A text that can be analysed, with `NAME` (at `line`, `column`, from 1) where the cursor is."""

    text: str
    line: int
    column: int


def word_at(text: str, offset: int) -> tuple[int, int]:
    """The offsets of the word that a place lies in or ends; both are the place where there is none."""
    start = end = offset
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return start, end


def asked(text: str, offset: int, seen: Before) -> Asked:
    """The text made whole at a place; *seen*: what stands before it, the word that the cursor is in left out."""
    start, end = word_at(text, offset)
    for whole, at in _candidates(text, start, end, seen):
        if parses(whole, at):
            return _placed(whole, at)
    return _placed(*_alone(text, start, end, seen))


def _placed(text: str, at: int) -> Asked:
    line = text.count("\n", 0, at) + 1
    return Asked(text, line, at - (text.rfind("\n", 0, at) + 1) + 1)


def _candidates(text: str, start: int, end: int, seen: Before) -> Iterator[tuple[str, int]]:
    head, tail = text[:start] + NAME, text[end:]
    yield head + tail, start
    rest_of_line, newline, below = tail.partition("\n")
    closers = "".join(_CLOSER[seen.tokens[i].text] for i in reversed(seen.opened))
    body = _body_of(text, seen, below)
    if closers:
        yield f"{head},{tail}", start  # in front of an argument, or an item, that is there
        yield head + closers + tail, start
        yield head + closers + newline + below, start
    if body:
        yield head + closers + body + newline + below, start
    if seen.tokens and seen.tokens[-1].text == "," and seen.opened:  # behind a keyword argument
        named = f"{text[:start]}**{NAME}"
        yield named + tail, start + 2
        yield named + closers + tail, start + 2
        yield named + closers + newline + below, start + 2
    first_words = [t.text for t in seen.tokens[seen.first : seen.first + 1]]
    if first_words == ["try"] or _is_in_bare_try(text, start):
        indent = _indent_at(text, start)
        shorter = indent[:-4] if len(indent) >= 4 else ""
        yield head + closers + f"\n{shorter}finally:\n{indent}pass" + newline + below, start
    if rest_of_line.strip():
        yield head + closers + newline + below, start


def _body_of(text: str, seen: Before, below: str) -> str:
    """What a header needs behind it, where the statement is one: its colon, and a body if none follows."""
    if seen.first >= len(seen.tokens) or seen.tokens[seen.first].text not in _COMPOUND:
        return ""
    indent = len(_indent_at(text, seen.tokens[seen.first].start))
    for line in below.split("\n"):
        if line.strip():
            return ":" if len(line) - len(line.lstrip()) > indent else ": pass"
    return ": pass"


def _indent_at(text: str, offset: int) -> str:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip())]


def _is_in_bare_try(text: str, start: int) -> bool:
    """Whether the line above that is less indented is `try:`, which may have nothing behind it yet."""
    indent = len(_indent_at(text, start))
    for line in reversed(text[:start].split("\n")[:-1]):
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            return line.strip() == "try:"
    return False


def _alone(text: str, start: int, end: int, seen: Before) -> tuple[str, int]:
    """The statement gives way to the expression that the cursor hangs on."""
    tokens = seen.tokens
    dot = bool(tokens) and tokens[-1].text == "." and text[tokens[-1].end : start].strip() == ""
    begun = tokens[expression_before(tokens, len(tokens) - 1)].start if dot else start
    first = tokens[seen.first].start if seen.first < len(tokens) else start
    first = min(first, begun)
    line_end = text.find("\n", end)
    below = text[line_end:] if line_end >= 0 else ""
    header = seen.first < len(tokens) and tokens[seen.first].text in _COMPOUND
    expression = text[begun:start].replace("\n", " ")
    lead = "if " if header else ""
    tail = _body_of(text, seen, below[1:]) if header else ""
    # as many lines as before, so that what stands below keeps its place
    lines = text.count("\n", first, start)
    return text[:first] + lead + expression + NAME + tail + "\n" * lines + below, first + len(lead) + len(expression)


#: what a line that belongs to the statement above may begin with; '' at the end of a text
_INSIDE = frozenset(("", *" \t)]}#\r\n"))


def parses(text: str, at: int) -> bool:
    """Whether the top-level statement that a place lies in parses."""
    begin = at
    while True:
        begin = text.rfind("\n", 0, begin) + 1
        if begin == 0 or (text[begin : begin + 1] not in _INSIDE and not _is_continued(text, begin)):
            break
        begin -= 1
    while begin > 0 and _is_decorator(text, begin):
        begin = text.rfind("\n", 0, begin - 1) + 1
    end = text.find("\n", at)
    while end >= 0 and (end + 1 >= len(text) or text[end + 1] in " \t)]}#\r\n" or _is_continued(text, end + 1)):
        if end + 1 >= len(text):
            break
        end = text.find("\n", end + 1)
    piece = text[begin:] if end < 0 else text[begin : end + 1]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(piece)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


_GOING_ON = re.compile(r"(?:else|elif|except|finally)\b")


def _is_continued(text: str, begin: int) -> bool:
    """Whether a line at the margin goes on with the statement above."""
    return _GOING_ON.match(text, begin) is not None


def _is_decorator(text: str, begin: int) -> bool:
    return text[text.rfind("\n", 0, begin - 1) + 1 : begin].startswith("@")


# ---------------------------------------------------------------------------------------------------------------------
# Calls


class Open(NamedTuple):
    """A call that the cursor stands in the parentheses of.

    `callee` is the offset where the callee's last name begins, `argument` how many arguments are finished before the
    cursor, `keyword` the name of the one at the cursor where it has one, `given` the keywords before it.
    """

    callee: int
    bracket: int
    argument: int
    keyword: str
    given: tuple[str, ...]


def open_call(seen: Before) -> Open | None:
    """The innermost call around the cursor; None where there is none."""
    tokens = seen.tokens
    for i in reversed(seen.opened):
        bracket = tokens[i]
        if bracket.text != "(" or not i:
            continue
        callee = tokens[i - 1]
        if callee.kind != "name" or _is_keyword(callee):
            continue
        if i > 1 and tokens[i - 2].text in ("def", "class"):
            return None
        argument, depth, keyword = 0, 0, ""
        given: list[str] = []
        for j in range(i + 1, len(tokens)):
            token = tokens[j]
            if token.kind == "open":
                depth += 1
            elif token.kind == "close":
                depth -= 1
            elif not depth and token.text == ",":
                argument += 1
                if keyword:
                    given.append(keyword)
                keyword = ""
            elif not depth and token.text == "=" and tokens[j - 1].kind == "name":
                keyword = tokens[j - 1].text
        return Open(callee.start, bracket.start, argument, keyword, tuple(given))
    return None
