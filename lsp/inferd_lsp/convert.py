"""Between inferd's terms and the protocol's: positions, URIs, kinds.  The only place that knows UTF-16.

inferd counts lines from 1 and columns in code points; the protocol counts both from 0, and columns in the units that client
and server agreed on: bytes of UTF-8, units of UTF-16, or code points.
"""

import os
from urllib.parse import quote, unquote_to_bytes, urlsplit

from lsprotocol import types

from inferd.source.text import LineIndex, char_to_utf8, char_to_utf16, utf8_to_char, utf16_to_char

UTF8, UTF16, UTF32 = (e.value for e in (types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32))


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
    return index.offset(*place(index, position, encoding))


def range_in(index: LineIndex | None, where: tuple[int, int, int, int], encoding: str) -> types.Range:
    """A range of a text for (line, column, end line, end column) from 1; without the text: of one that is ASCII."""
    line, column, end_line, end_column = where
    if index is None or encoding == UTF32:
        return types.Range(types.Position(line - 1, column - 1), types.Position(end_line - 1, end_column - 1))
    return types.Range(
        types.Position(line - 1, units(index.line(line), column - 1, encoding)),
        types.Position(end_line - 1, units(index.line(end_line), end_column - 1, encoding)),
    )


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
    return _KINDS.get(kind, types.SymbolKind.Variable)
