"""What is left of a file that does not parse as a whole.

The lines are cut into *chunks* where a statement begins in the first column: decorators stay with their definition,
`else`, `except` and closing brackets with what they continue, and lines inside a triple-quoted string or an open
bracket with the line that opened it.  A chunk that parses alone is kept.  A class that does not is cut once more, at
the indentation of its body: its header must parse, each member that parses is kept.  All other lines are blanked, so
that everything kept stays where it was; an emptied class gets a `pass` in place of its first lost member.

Only the text decides, no error message does: what is kept does not depend on the wording of a Python version.
"""

import re
from collections.abc import Callable

from inferd.syntax.facts import Broken

#: what `ast.parse` raises for a text that it does not accept (null bytes are a ValueError in some versions)
FAILURES = (SyntaxError, ValueError, RecursionError, MemoryError)

_continues = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
_definition = re.compile(r"(?:async\s+def|def|class|@)(?!\w)")
_class = re.compile(r"class\s")
# No line inside brackets begins with one of these words: an open bracket before it was forgotten.
_statement = re.compile(
    r"(?:async\s+def|async\s+with|def|class|import|while|try|with|raise|return|pass|assert|del|global|nonlocal|break|continue)\b"
)
# Strings first, so that brackets and quotes in them do not count; an unterminated triple quote comes before
# everything else.
_token = re.compile(
    r"""(?P<triple>'''|\"\"\")|'(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*'|"(?:[^"\\\r\n]|\\(?:\r\n|[\s\S]))*"|\#[^\r\n]*|(?P<open>[(\[{])|(?P<close>[)\]}])"""
)
_EXTEND = 400  # lines that a bracket left open may reach over
_HEADER = 40  # lines that the header of a class may have

Parse = Callable[[str], object]


def repair(lines: list[str], parse: Parse) -> tuple[list[str], list[Broken]]:
    """The lines with everything blanked that does not parse, and what was blanked; *parse* raises one of `FAILURES`."""
    kept = list(lines)
    broken: list[Broken] = []
    _repair(kept, 0, len(lines), "", "", parse, broken)
    return kept, broken


def _repair(kept: list[str], start: int, stop: int, indent: str, wrap: str, parse: Parse, broken: list[Broken]) -> int:
    """Blank what does not parse between two lines; returns how many chunks are left."""
    good = 0
    begins = _beginnings(kept, start, stop, indent)
    i = 0
    while i < len(begins):
        first = begins[i]
        end, i = _end(kept, begins, i, stop, wrap, indent, parse)
        error = _error(kept, first, end, wrap, parse)
        if error is None or _repair_class(kept, first, end, indent, parse, broken):
            good += 1
            continue
        last = end
        while last > first + 1 and not kept[last - 1].strip():
            last -= 1
        broken.append(Broken(first + 1, last, _reason(kept, first, end, indent, parse)))
        _blank(kept, first, end)
    return good


def _beginnings(lines: list[str], start: int, stop: int, indent: str) -> list[int]:
    """The lines at which chunks begin, at one indentation."""
    begins: list[int] = []
    decorated = False  # the last beginning is a decorator
    width = len(indent)
    for i in range(start, stop):
        line = lines[i]
        if not line.startswith(indent):
            continue
        rest = line[width:]
        if not rest or rest[0] in " \t\f\r\n#\\":
            continue
        if not begins:
            begins.append(i)
        elif decorated and _definition.match(rest):
            pass
        elif not _continues.match(rest):
            begins.append(i)
        decorated = rest[0] == "@"
    if begins:
        begins[0] = min(begins[0], _first_code(lines, start, begins[0]))
    return begins


def _first_code(lines: list[str], start: int, first: int) -> int:
    """The first line with code before *first*: wrongly indented lines at the top belong to the first chunk."""
    for i in range(start, first):
        if lines[i].strip() and not lines[i].lstrip().startswith("#"):
            return i
    return first


def _end(
    lines: list[str], begins: list[int], i: int, stop: int, wrap: str, indent: str, parse: Parse
) -> tuple[int, int]:
    """Where the chunk that begins at the i-th beginning ends, and the next chunk's number.

    A beginning inside a string or bracket of an earlier line is none, if taking it in gives something that parses.
    """
    first = begins[i]
    simple = begins[i + 1] if i + 1 < len(begins) else stop
    state = _scan(lines, first, simple, ("", 0))
    if state == ("", 0):
        return simple, i + 1
    k = i + 1
    while k < len(begins) and state != ("", 0):
        if begins[k] - first > _EXTEND and not state[0]:
            return simple, i + 1
        if not state[0] and _statement.match(lines[begins[k]][len(indent) :]):
            return simple, i + 1
        end = begins[k + 1] if k + 1 < len(begins) else stop
        state = _scan(lines, begins[k], end, state)
        k += 1
        if state == ("", 0) and _error(lines, first, end, wrap, parse) is None:
            return end, k
    return simple, i + 1


def _scan(lines: list[str], start: int, stop: int, state: tuple[str, int]) -> tuple[str, int]:
    """The open triple quote ('' for none) and the depth of open brackets after some lines."""
    quote, depth = state
    text = "".join(lines[start:stop])
    at = 0
    while True:
        if quote:
            at = _closing(text, at, quote)
            if at < 0:
                return quote, depth
            quote = ""
        m = _token.search(text, at)
        if m is None:
            return "", depth
        at = m.end()
        if m["triple"]:
            quote = m["triple"]
        elif m["open"]:
            depth += 1
        elif m["close"] and depth:
            depth -= 1


def _closing(text: str, at: int, quote: str) -> int:
    while True:
        at = text.find(quote, at)
        if at < 0:
            return -1
        k = at
        while k and text[k - 1] == "\\":
            k -= 1
        if (at - k) % 2 == 0:
            return at + 3
        at += 1


def _error(lines: list[str], first: int, end: int, wrap: str, parse: Parse) -> BaseException | None:
    try:
        parse(wrap + "".join(lines[first:end]))
    except FAILURES as error:
        return error
    return None


def _reason(lines: list[str], first: int, end: int, indent: str, parse: Parse) -> str:
    """Python's own words, with the line numbers of the file."""
    text = "".join(lines[first:end])
    if indent and first:
        text = "\n" * (first - 1) + "if 1:\n" + text
    else:
        text = "\n" * first + text
    try:
        parse(text)
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        return f"syntax error: {' '.join(str(error.msg).split())}{where}"
    except (RecursionError, MemoryError):
        return "nested too deeply"
    except ValueError:
        return "not valid text"
    return "syntax error"


def _repair_class(kept: list[str], first: int, end: int, indent: str, parse: Parse, broken: list[Broken]) -> bool:
    """Keep the header of a class and those members that parse; False if this is no class or its header is broken."""
    width = len(indent)
    line = first
    while line < end and not _class.match(kept[line][width:]):
        line += 1
    if line == end:
        return False
    # The body: the first line below the header that is indented further, such that header and `pass` parse.
    wrap = "if 1:\n" if indent else ""
    body = line + 1
    tries = 0
    while body < end and tries < _HEADER:
        text = kept[body]
        rest = text.lstrip(" \t\f")
        deeper = text[: len(text) - len(rest)]
        if rest.strip() and rest[0] != "#" and deeper.startswith(indent) and len(deeper) > width:
            tries += 1
            try:
                parse(wrap + "".join(kept[first:body]) + deeper + "pass\n")
                break
            except FAILURES:
                pass
        body += 1
    else:
        return False
    if _repair(kept, body, end, deeper, "if 1:\n", parse, broken):
        return True
    ending = kept[body][len(kept[body].rstrip("\r\n")) :]
    kept[body] = f"{deeper}pass{ending}"
    return True


def _blank(lines: list[str], first: int, end: int) -> None:
    for i in range(first, end):
        lines[i] = lines[i][len(lines[i].rstrip("\r\n")) :]
