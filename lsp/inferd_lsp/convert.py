"""Between inferd's terms and the protocol's: positions, URIs, kinds.  The only place that knows UTF-16.

inferd counts lines from 1 and columns in code points; the protocol counts both from 0, and columns in the units that
client and server agreed on: bytes of UTF-8, units of UTF-16, or code points.
"""

import os
from collections.abc import Iterable
from json import dumps
from urllib.parse import quote, unquote_to_bytes, urlsplit

from lsprotocol import types

from inferd.source.text import LineIndex, char_to_utf8, char_to_utf16, utf8_to_char, utf16_to_char

UTF8, UTF16, UTF32 = (
    e.value
    for e in (types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32)
)


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


def place(index: LineIndex, position: types.Position, encoding: str) -> tuple[int, int]:
    """A position as (line from 1, column from 0); one past the end of a line means its end."""
    line = position.line + 1
    text = index.line(line).rstrip("\r\n")
    return line, characters(text, position.character, encoding)


def offset(index: LineIndex, position: types.Position, encoding: str) -> int:
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


def range_of(span: Span) -> types.Range:
    """A span as the protocol's object."""
    return types.Range(types.Position(span[0], span[1]), types.Position(span[2], span[3]))


def range_in(index: LineIndex | None, where: Span, encoding: str) -> types.Range:
    """`span_in` as the protocol's object."""
    return range_of(span_in(index, where, encoding))


class Written(str):
    """An answer as JSON text.  Long lists are written, not modelled: objects would cost ten times as much."""

    __slots__ = ()


_LOCATION = '{"uri":%s,"range":{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}}}'


def locations(found: Iterable[tuple[str, Span]]) -> Written:
    """Locations (URI and span) as JSON."""
    uris: dict[str, str] = {}
    out = []
    for uri, span in found:
        text = uris.get(uri)
        if text is None:
            text = uris[uri] = dumps(uri)
        out.append(_LOCATION % (text, *span))
    return Written(f"[{','.join(out)}]")


def path_of(uri: str) -> str | None:
    """The absolute path that a `file:` URI names; None for other URIs and for what can be no path."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file":
        return None
    if os.name == "nt":
        from pygls.uris import to_fs_path

        return to_fs_path(uri)
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if "\0" in path or not path.startswith("/") or parts.netloc not in ("", "localhost"):
        return None
    return os.path.normpath(path)


def uri_of(path: str) -> str:
    """The `file:` URI of an absolute path."""
    if os.name == "nt":
        from pygls.uris import from_fs_path

        return from_fs_path(path) or ""
    return "file://" + quote(os.fsencode(path), safe="/~")


_KINDS = {
    "class": types.SymbolKind.Class,
    "function": types.SymbolKind.Function,
    "method": types.SymbolKind.Method,
    "property": types.SymbolKind.Property,
    "attribute": types.SymbolKind.Field,
    "constant": types.SymbolKind.Constant,
    "variable": types.SymbolKind.Variable,
    "module": types.SymbolKind.Module,
    "import": types.SymbolKind.Module,
    "type parameter": types.SymbolKind.TypeParameter,
    "parameter": types.SymbolKind.Variable,
}


def symbol_kind(kind: str) -> types.SymbolKind:
    """The protocol's kind for ours."""
    return _KINDS.get(kind, types.SymbolKind.Variable)
