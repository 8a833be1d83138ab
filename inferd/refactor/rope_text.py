r"""What rope sees of a file, and how what rope writes becomes bytes again.

Why
    rope works on text with `\\n` line ends that is indented with spaces: it measures an indentation in columns and
    writes spaces.  Files are bytes in some encoding, with CRLF, a byte order mark, tabs, or a mixture of all that.
    What a refactoring does not touch has to survive to the byte.

How
    `Seen.of` decodes a file as Python does, lets every line end in `\\n`, and writes each tab that indents a logical
    line as so many spaces as one level of indentation has.  Lines inside of strings are left as they are.
    `Seen.back` compares the lines that rope returns with those that it was given: equal ones are the file's own again,
    whatever they looked like; others get the line end that most lines have, and are indented with tabs where what
    stood there, or stands above, is.

Terms
    *line* and *column* are those of the file (lines from 1, columns from 0 in code points); an *offset* is one into
    the text that rope sees.

What it does not do
    A file whose indentation would mean something else with other tab stops is refused (Python itself refuses most of
    them).  Form feeds in front of an indentation are kept only in lines that do not change.
"""

import ast
import io
import tokenize
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from inferd.errors import SourceError
from inferd.refactor.edits import journal_error
from inferd.source.text import decode, split_lines

_FSTRING = tuple(getattr(tokenize, name, -1) for name in ("FSTRING_START", "FSTRING_END", "TSTRING_START"))


class Seen(NamedTuple):
    """One file: its own lines with their ends, and the text that rope sees."""

    path: str
    encoding: str
    own: tuple[str, ...]
    lines: tuple[str, ...]
    text: str
    starts: tuple[int, ...]  # the offset of each line, and of the end
    unit: int  # columns of one level of indentation
    end: str  # the line end that most lines have

    @classmethod
    def of(cls, data: bytes, path: str) -> "Seen":
        """A file as rope sees it.  Raises SourceError where Python cannot read it."""
        text, encoding = decode(data, path)
        own = split_lines(text)
        ends = [line[len(line.rstrip("\r\n")) :] for line in own]
        most = max(("\n", "\r\n", "\r"), key=ends.count)
        lines = [line[: len(line) - len(end)] + "\n" if end else line for line, end in zip(own, ends, strict=True)]
        plain = "".join(lines)
        unit = indentation(lines)
        if any(_is_tabbed(line) for line in lines):
            inside = inside_strings(plain)
            lines = [line if n in inside else _expanded(line, unit) for n, line in enumerate(lines, 1)]
            if not _is_alike(plain, "".join(lines)):
                raise SourceError(path, "tabs and spaces are mixed in its indentation: indent it with one of them")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        return cls(path, encoding, tuple(own), tuple(lines), "".join(lines), tuple(starts), unit, most)

    def offset(self, line: int, column: int) -> int:
        """The offset of a position of the file; past the end of a line its end, past the last line that of the text."""
        if line > len(self.lines):
            return self.starts[-1]
        own, seen = self.own[line - 1], self.lines[line - 1]
        tabs = len(seen.rstrip("\n")) - len(own.rstrip("\r\n"))
        if tabs and column:
            tabs = len(_expanded(own[:column], self.unit)) - len(own[:column])
        return self.starts[line - 1] + min(column + tabs, len(seen.rstrip("\n")))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of the file that an offset is."""
        line = min(bisect_right(self.starts, offset), len(self.lines)) or 1
        if not self.lines:
            return 1, 0
        column = offset - self.starts[line - 1]
        own, seen = self.own[line - 1], self.lines[line - 1]
        blank = len(own) - len(own.lstrip(" \t\f"))
        wide = len(seen) - len(seen.lstrip(" \t\f"))
        if wide == blank:
            return line, column
        if column >= wide:
            return line, column - wide + blank
        short = 0
        while len(_expanded(own[: short + 1], self.unit)) <= column:
            short += 1
        return line, short

    def back(self, text: str) -> bytes:
        """The bytes of the file after rope has made *text* of it.  Raises JournalError where its encoding lacks one of
        the characters.
        """
        written = _written(self, text)
        try:
            return written.encode(self.encoding)
        except UnicodeEncodeError as error:
            reason = f"{error.object[error.start : error.end]!r} does not exist in {self.encoding}, its encoding"
            raise journal_error(self.path, reason, "choose another name, or convert the file to UTF-8") from error


def new_file(text: str, like: Seen | None) -> bytes:
    """The bytes of a file that did not exist, with the line ends and the indentation of another one."""
    if like is None:
        return text.encode()
    empty = like._replace(own=(), lines=(), text="", starts=(0,))
    style = _style(like.own)
    return _written(empty, text, style).encode()


def indentation(lines: Sequence[str]) -> int:
    """The columns of one level: what most blocks are indented by, tabs counting as four."""
    counts: dict[int, int] = {}
    above = 0
    for line in lines:
        bare = line.lstrip(" \t")
        if not bare.strip() or bare.startswith("#"):
            continue
        blank = line[: len(line) - len(bare)]
        width = len(blank.replace("\t", "    "))
        if width > above and width - above in (2, 3, 4, 8):
            counts[width - above] = counts.get(width - above, 0) + 1
        above = width
    return max(counts, key=lambda n: (counts[n], n == 4), default=4)


def inside_strings(text: str) -> set[int]:
    """The lines (from 1) that begin inside of a string, or that a backslash or a bracket continues, as far as they are
    strings.  None where the text is none of Python's.
    """
    out: set[int] = set()
    begun: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            first, last = token.start[0], token.end[0]
            if token.type == tokenize.STRING:
                out.update(range(first + 1, last + 1))
            elif token.type in _FSTRING:
                if tokenize.tok_name[token.type].endswith("START"):
                    begun.append(first)
                elif begun:
                    out.update(range(begun.pop() + 1, last + 1))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return out
    return out


def _is_tabbed(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip(" \t\f"))]


def _expanded(line: str, unit: int) -> str:
    bare = line.lstrip(" \t\f")
    return line[: len(line) - len(bare)].replace("\t", " " * unit) + bare


def _is_alike(text: str, other: str) -> bool:
    """Whether two texts are the same program; True where the first is none."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return True  # rope will say so itself
    try:
        return ast.dump(tree) == ast.dump(ast.parse(other))
    except (SyntaxError, ValueError, RecursionError):
        return False


def _style(own: Sequence[str]) -> bool:
    """Whether most indented lines are indented with tabs."""
    tabs = sum(line.startswith("\t") for line in own)
    return tabs > sum(line.startswith("  ") for line in own)


def _written(seen: Seen, text: str, tabbed: bool = False) -> str:
    """*text* with the lines of the file where they are equal, and in its style where they are not."""
    from difflib import SequenceMatcher

    new = text.split("\n")
    lines = [line + "\n" for line in new[:-1]] + ([new[-1]] if new[-1] else [])
    has_tabs = tabbed or any(_is_tabbed(line) for line in seen.own)
    inside = inside_strings(text) if has_tabs else set()
    head = 0
    while head < min(len(lines), len(seen.lines)) and lines[head] == seen.lines[head]:
        head += 1
    tail = 0
    while tail < min(len(lines), len(seen.lines)) - head and lines[-1 - tail] == seen.lines[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(None, seen.lines[head : len(seen.lines) - tail], lines[head : len(lines) - tail], False)
    out = list(seen.own[:head])
    for tag, i, j, k, n in middle.get_opcodes():
        before = seen.own[head + i : head + j]
        if tag == "equal":
            out += before
            continue
        for number in range(head + k, head + n):
            line = lines[number]
            body = line.removesuffix("\n")
            if has_tabs and number + 1 not in inside and body.startswith(" "):
                style = [x for x in before if x[:1] in (" ", "\t") and x.strip()] or _above(out)
                if style[0].startswith("\t") if style else tabbed or _style(seen.own):
                    body = _with_tabs(body, seen.unit)
            out.append(body + (seen.end if line.endswith("\n") else ""))
    out += seen.own[len(seen.own) - tail :] if tail else ()
    return "".join(out)


def _above(out: list[str]) -> list[str]:
    """The nearest indented line that is written already, in a list."""
    for line in reversed(out):
        if line[:1] in (" ", "\t") and line.strip():
            return [line]
    return []


def _with_tabs(line: str, unit: int) -> str:
    bare = line.lstrip(" ")
    width = len(line) - len(bare)
    return "\t" * (width // unit) + " " * (width % unit) + bare
