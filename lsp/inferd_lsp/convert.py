"""Between inferd's terms and the protocol's: positions, URIs, kinds.  The only place that knows UTF-16.

inferd counts lines from 1 and columns in code points; the protocol counts both from 0, and columns in the units that
client and server agreed on: bytes of UTF-8, units of UTF-16, or code points.  What is sent is written as JSON here and
in `features`: objects of lsprotocol would take 0.3 s to import before the first answer and ten times as long to encode.
"""

import os
from json import dumps
from urllib.parse import quote, unquote_to_bytes

from inferd.source.text import LineIndex, char_to_utf8, char_to_utf16, utf8_to_char, utf16_to_char

UTF8, UTF16, UTF32 = ENCODINGS = ("utf-8", "utf-16", "utf-32")


class Position:
    """A place as the protocol counts."""

    __slots__ = ("character", "line")

    def __init__(self, line: int, character: int):
        self.line = line
        self.character = character


def units(line: str, column: int, encoding: str) -> int:
    """A column in code points, from 0, as the protocol's."""
    if encoding == UTF16:
        return char_to_utf16(line, column)
    if encoding == UTF8:
        return char_to_utf8(line, column)
    return column


def characters(line: str, column: int, encoding: str) -> int:
    """A column of the protocol in code points, from 0."""
    if encoding == UTF16:
        return utf16_to_char(line, column)
    if encoding == UTF8:
        return utf8_to_char(line, column)
    return min(column, len(line))


def place(index: LineIndex, position: Position, encoding: str) -> tuple[int, int]:
    """A position as (line from 1, column from 0); one past the end of a line means its end."""
    line = position.line + 1
    text = index.line(line).rstrip("\r\n")
    return line, characters(text, position.character, encoding)


def offset(index: LineIndex, position: Position, encoding: str) -> int:
    """The offset of a position in the text; one outside means the nearest inside."""
    return index.offset(*place(index, position, encoding))


Span = tuple[int, int, int, int]


def span_in(index: LineIndex | None, where: Span, encoding: str) -> Span:
    """(line, column, end line, end column) from 1 as the protocol counts; without *index*, of a text that is ASCII."""
    line, column, end_line, end_column = where
    if index is None or encoding == UTF32:
        return line - 1, column - 1, end_line - 1, end_column - 1
    start = units(index.line(line), column - 1, encoding)
    return line - 1, start, end_line - 1, units(index.line(end_line), end_column - 1, encoding)


class Written(str):
    """JSON text.  Long lists are written, not modelled."""

    __slots__ = ()


RANGE = '{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}}'


def range_of(span: Span) -> dict[str, dict[str, int]]:
    """A span as the protocol's range."""
    line, character, end_line, end_character = span
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end_character},
    }


def written(value: object) -> str:
    """A value as JSON."""
    return value if isinstance(value, Written) else dumps(value, separators=(",", ":"))


def path_of(uri: str) -> str | None:
    """The absolute path that a `file:` URI names; None for other URIs and for what can be no path."""
    scheme, colon, rest = uri.partition(":")
    if not colon or scheme.lower() != "file" or not rest.startswith("//"):
        return None
    if os.name == "nt":
        from pygls.uris import to_fs_path

        return to_fs_path(uri)
    host, slash, path = rest[2:].partition("/")
    path = (slash + path).partition("#")[0].partition("?")[0]
    path = os.fsdecode(unquote_to_bytes(path))
    if "\0" in path or not path.startswith("/") or host not in ("", "localhost"):
        return None
    return os.path.normpath(path)


def uri_of(path: str) -> str:
    """The `file:` URI of an absolute path."""
    if os.name == "nt":
        from pygls.uris import from_fs_path

        return from_fs_path(path) or ""
    return "file://" + quote(os.fsencode(path), safe="/~")


CLASS, METHOD, PROPERTY, FIELD, FUNCTION, VARIABLE, CONSTANT, MODULE, TYPE_PARAMETER = 5, 6, 7, 8, 12, 13, 14, 2, 26

_KINDS = {
    "class": CLASS,
    "function": FUNCTION,
    "method": METHOD,
    "property": PROPERTY,
    "attribute": FIELD,
    "constant": CONSTANT,
    "variable": VARIABLE,
    "module": MODULE,
    "import": MODULE,
    "type parameter": TYPE_PARAMETER,
    "parameter": VARIABLE,
}


def symbol_kind(kind: str) -> int:
    """The protocol's kind for ours."""
    return _KINDS.get(kind, VARIABLE)
