"""Where identifiers stand that `ast` gives no position for, and columns in code points.

All columns that these functions take and give are the byte columns of `ast`; `to_characters` turns those of a whole
block into code points at the end, and does nothing in the usual file, which is ASCII.  The searches are rare (`except
… as e`, `global x`, `match` captures): plain text scans that step over white space, line joins, comments and closing
brackets.
"""

import re
from typing import Any
from unicodedata import normalize

_blank = r"(?:\s|\\\r?\n|#[^\n]*\n|[()])*"
_after_def = re.compile(r"(?:async(?:\s|\\\r?\n)+)?(?:def|class)(?:\s|\\\r?\n)+")
_after_as = re.compile(_blank + r"as(?:\s|\\\r?\n)+")
_after_from = re.compile(r"from(?:\s|\\\r?\n)*(?:\.(?:\s|\\\r?\n)*)*")
# What may be an identifier, and comments, which are stepped over (code points outside ASCII are sorted out by
# comparing).
_names = re.compile(r"#[^\r\n]*|[^\s!-/:-@\[-^`{-~]+")


class Lines:
    """The lines of a source, as CPython counts them."""

    __slots__ = ("ascii", "lines")

    def __init__(self, text: str, lines: list[str]):
        self.lines = lines
        self.ascii = text.isascii()

    def slice(self, line: int, end: int) -> str:
        return "".join(self.lines[line - 1 : end])

    def without(self, line: int, end: int, nested: list[tuple[int, int]]) -> str:
        """Lines *line* to *end* but for the ranges in *nested*, which are in order."""
        if not nested:
            return "".join(self.lines[line - 1 : end])
        parts = []
        at = line - 1
        for first, last in nested:
            parts += self.lines[at : first - 1]
            at = last
        parts += self.lines[at:end]
        return "".join(parts)

    def colon_line(self, line: int, before: int) -> int:
        """The last line of a class header that ends after *line* and whose body begins on line *before*."""
        for i in range(line, before):
            if self.lines[i - 1].split("#", 1)[0].rstrip().endswith(":"):
                return i
        return line

    def char(self, line: int, col: int) -> int:
        """A byte column as code points."""
        text = self.lines[line - 1]
        if self.ascii or text.isascii():
            return col
        return len(text.encode("utf-8", "surrogatepass")[:col].decode("utf-8", "replace"))

    def byte(self, line: int, col: int) -> int:
        text = self.lines[line - 1]
        if self.ascii or text.isascii():
            return col
        return len(text[:col].encode("utf-8", "surrogatepass"))

    def at(self, line: int, col: int, length: int) -> str:
        c = self.char(line, col)
        return self.lines[line - 1][c : c + length]

    def start_of(self, name: str, line: int, end: int) -> int:
        """The byte column where the identifier begins that ends at a byte column.

        It may be written longer or shorter than it is named (identifiers are normalised by NFKC).
        """
        text = self.lines[line - 1]
        if self.ascii or text.isascii():
            return end - len(name)
        at = stop = self.char(line, end)
        while at and _in_identifier(text[at - 1]):
            at -= 1
        return end - len(text[at:stop].encode())

    def _match(self, pattern: re.Pattern[str], line: int, col: int, end_line: int) -> tuple[int, int] | None:
        text = self.slice(line, max(line, end_line))
        m = pattern.match(text, self.char(line, col))
        return self._place(line, text, m.end()) if m else None

    def _place(self, line: int, text: str, offset: int) -> tuple[int, int]:
        before = text[:offset]
        i = 0
        while len(before) > len(self.lines[line - 1 + i]) or (
            len(before) == len(self.lines[line - 1 + i]) and line + i < len(self.lines)
        ):
            before = before[len(self.lines[line - 1 + i]) :]
            i += 1
        return line + i, self.byte(line + i, len(before))

    def definition(self, n: Any) -> tuple[int, int]:
        """Where the name of a `def` or `class` stands."""
        return self._match(_after_def, n.lineno, n.col_offset, n.body[0].lineno) or (n.lineno, n.col_offset)

    def as_name(self, line: int, col: int, end_line: int) -> tuple[int, int] | None:
        """The name after `as`, looked for from a place behind an expression."""
        return self._match(_after_as, line, col, end_line)

    def module_of_from(self, n: Any) -> tuple[int, int] | None:
        return self._match(_after_from, n.lineno, n.col_offset, n.end_lineno)

    def names_after(self, line: int, col: int, end_line: int, names: list[str]) -> list[tuple[int, int]]:
        """The places of *names*, in order, as words behind a place; shorter where one is not found."""
        text = self.slice(line, end_line)
        out: list[tuple[int, int]] = []
        for m in _names.finditer(text, self.char(line, col)):
            if len(out) == len(names):
                break
            if _same(m.group(), names[len(out)]):
                out.append(self._place(line, text, m.start()))
        return out

    def replace(self, o: list[int], begin: int, base: int, names: list[str], n: Any) -> None:
        """Put the names in an f-string that do not stand where they are said to be where the next such word in it
        is.
        """
        wrong = []
        right = set()
        for i in range(begin, len(o), 6):
            line, col, name = base + o[i + 1], o[i + 2], names[o[i]]
            if line <= len(self.lines) and self.at(line, col, len(name)) == name:
                right.add((line, col))
            elif o[i + 3] & 15 != 11 and "__" not in name:
                wrong.append(i)
        if not wrong:
            return
        wrong.sort(key=lambda i: (o[i + 1], o[i + 2]))
        text = self.slice(n.lineno, n.end_lineno)
        # White out what is outside of braces; doubled braces are text.
        fields = re.sub(r"\{\{|\}\}", "  ", text)
        depth = 0
        for m in re.finditer(r"[{}]|[^\W\d]\w*", fields):
            if m.group() == "{":
                depth += 1
            elif m.group() == "}":
                depth -= 1
            elif depth > 0:
                place = self._place(n.lineno, text, m.start())
                for i in wrong:
                    if names[o[i]] == m.group() and place not in right and place >= (n.lineno, n.col_offset):
                        o[i + 1], o[i + 2] = place[0] - base, place[1]
                        wrong.remove(i)
                        break

    def to_characters(self, o: list[int], base: int, names: list[str], widths: dict[int, Any]) -> None:
        """Turn the byte columns of a block's occurrences into code points, and note the widths of those that are not
        written as they are named (identifiers are normalised by NFKC).
        """
        for place in widths.values():
            if type(place) is list:
                place[1] = self.char(base + place[0], place[1])
        for i in range(0, len(o), 6):
            line = base + o[i + 1]
            text = self.lines[line - 1]
            if text.isascii():
                continue
            o[i + 2] = col = self.char(line, o[i + 2])
            k = i // 6
            name = names[o[i]]
            if k not in widths and not text.startswith(name, col):
                end = col
                while end < len(text) and _in_identifier(text[end]):
                    end += 1
                if end - col != len(name) and _same(text[col:end], name):
                    widths[k] = end - col


def _in_identifier(character: str) -> bool:
    return f"_{character}".isidentifier()


def _same(written: str, name: str) -> bool:
    return written == name or (not written.isascii() and normalize("NFKC", written) == name)
