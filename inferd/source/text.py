r"""Bytes to text, lines and columns, exactly as Python's own tokenizer sees them.

A file's encoding is what PEP 263 and a byte order mark say; its lines end at `\n`, `\r\n` and a lone `\r` and nowhere
else (form feeds, U+2028 and their kin are ordinary characters). Inside inferd a column counts code points from 0 and a
line counts from 1; `ast` gives columns in UTF-8 bytes and editors mostly in UTF-16 units, and the functions here are
the only place where these meet.
"""

from __future__ import annotations

import codecs
import io

from inferd.errors import SourceError

try:
    from _blake2 import blake2b  # what hashlib hands out too, without the milliseconds that loading OpenSSL takes
except ImportError:  # another implementation of Python
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Text encodings whose decoders take quadratic time and that no source file is written in.
_REFUSED = frozenset({"punycode", "idna"})
_OTHER_ENDS = "\v\f\x1c\x1d\x1e"  # where `str.splitlines` ends lines, too, within ASCII
_NAME = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def content_hash(data: bytes) -> bytes:
    """16 bytes that tell the content of a file."""
    digest: bytes = blake2b(data, digest_size=16).digest()
    return digest


def decode(data: bytes, path: str = "") -> tuple[str, str]:
    """The text of a source file, newlines untouched, and the encoding that gives the same bytes back.

    The encoding is 'utf-8', 'utf-8-sig' (there was a byte order mark, which the text does not hold), or the codec's
    own name. Raises SourceError with the reason, for `path` where the caller names it.
    """
    if 0 in data:
        raise SourceError(path, "null bytes")
    marked = data.startswith(codecs.BOM_UTF8)
    cookie = _cookie(data[3:] if marked else data)
    if cookie is None:
        name, decoder = "utf-8", None
    else:
        name, decoder = _codec(cookie, path)
    if marked:
        if name != "utf-8":
            raise SourceError(path, f"encoding {cookie} contradicts the byte order mark")
        name = "utf-8-sig"
    try:
        text = str(data[3:] if marked else data, "utf-8") if decoder is None else decoder(data, "strict")[0]
    except UnicodeDecodeError as error:
        at = error.start + (3 if marked else 0)
        raise SourceError(path, f"not valid {'utf-8' if decoder is None else name} at byte {at}") from None
    except ValueError:  # UnicodeError and what some decoders raise instead
        raise SourceError(path, f"not valid {name}") from None
    if decoder is not None and "\0" in text:
        raise SourceError(path, "null bytes")
    return text, name


def _codec(cookie: str, path: str) -> tuple[str, Callable[[bytes, str], tuple[str, int]] | None]:
    """The name and decoder of the encoding called `cookie`; no decoder where that is UTF-8."""
    normal = cookie[:12].lower().replace("_", "-")  # CPython looks at twelve characters of a name, so do we
    if normal == "utf-8" or normal.startswith("utf-8-"):
        return "utf-8", None
    if normal in ("latin-1", "iso-8859-1", "iso-latin-1") or normal.startswith(
        ("latin-1-", "iso-8859-1-", "iso-latin-1-")
    ):
        cookie = "iso-8859-1"
    try:
        codec = codecs.lookup(cookie)
    except (LookupError, ValueError):
        codec = None
    if codec is None or not getattr(codec, "_is_text_encoding", True) or codec.name in _REFUSED:
        raise SourceError(path, f"encoding {cookie} unknown")
    if codec.name == "utf-8":
        return "utf-8", None
    return codec.name, codec.decode


def _cookie(data: bytes) -> str | None:
    """The encoding that a comment in the first two lines declares (PEP 263), if any."""
    start = 0
    for _ in range(2):
        end = _line_end(data, start)
        line = data[start:end]
        code = line.lstrip(b" \t\f")
        if code and not code.startswith(b"#"):
            return None  # code, or a line that one continues: a comment in the second line does not count then
        at = code.find(b"coding")
        while at >= 0:
            after = code[at + 6 :]
            if after[:1] in (b":", b"="):
                after = after[1:].lstrip(b" \t")
                length = 0
                while length < len(after) and after[length] in _NAME:
                    length += 1
                if length:
                    return after[:length].decode("ascii")
            at = code.find(b"coding", at + 1)
        start = end + (2 if data[end : end + 2] == b"\r\n" else 1)
    return None


def _line_end(data: bytes, start: int) -> int:
    newline = data.find(b"\n", start)
    end = len(data) if newline < 0 else newline
    lone = data.find(b"\r", start, end)
    return end if lone < 0 else lone


def split_lines(text: str) -> list[str]:
    r"""The lines of `text` with their ends, split where Python's tokenizer splits: at \n, \r\n and a lone \r."""
    if text.isascii() and not any(c in text for c in _OTHER_ENDS):
        return text.splitlines(keepends=True)  # without the copy at four bytes a character that StringIO makes
    return list(io.StringIO(text, newline=""))


# Columns within one line. Columns past the end mean its end; one inside a character means that character's start.


def utf8_to_char(line: str, byte_col: int) -> int:
    """The column in code points of a column in UTF-8 bytes (which is what `ast` gives)."""
    if line.isascii():
        return min(byte_col, len(line))
    data = line.encode("utf-8", "surrogatepass")
    if byte_col >= len(data):
        return len(line)
    while data[byte_col] & 0xC0 == 0x80:
        byte_col -= 1
    return len(data[:byte_col].decode("utf-8", "surrogatepass"))


def char_to_utf8(line: str, col: int) -> int:
    """The column in UTF-8 bytes of a column in code points."""
    if line.isascii():
        return min(col, len(line))
    return len(line[:col].encode("utf-8", "surrogatepass"))


def char_to_utf16(line: str, col: int) -> int:
    """The column in UTF-16 code units of a column in code points."""
    if line.isascii():
        return min(col, len(line))
    return len(line[:col].encode("utf-16-le", "surrogatepass")) // 2


def utf16_to_char(line: str, col: int) -> int:
    """The column in code points of a column in UTF-16 code units."""
    if line.isascii():
        return min(col, len(line))
    units = 0
    for index, character in enumerate(line):
        units += 2 if character > "\uffff" else 1
        if units > col:
            return index
    return len(line)


class LineIndex:
    """The lines of one text, and offsets <-> (line, column): lines from 1, columns and offsets from 0."""

    __slots__ = ("_starts", "lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = split_lines(text)
        self._starts: list[int] | None = None

    def line(self, number: int) -> str:
        """The text of line `number` with its end; '' for a line that is not there."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def offset(self, line: int, col: int) -> int:
        """The offset of a position. Past the end of a line means its end, past the last line the text's."""
        starts = self._line_starts()
        if line < 1:
            return 0
        if line > len(starts):
            return len(self.text)
        content = len(self.line(line).rstrip("\r\n"))
        return starts[line - 1] + min(max(col, 0), content)

    def position(self, offset: int) -> tuple[int, int]:
        """The (line, column) of an offset; offsets outside the text mean its start or its end."""
        from bisect import bisect_right

        starts = self._line_starts()
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1]

    def _line_starts(self) -> list[int]:
        """The offset of each line's start; a text that ends in a newline has one more, empty, line."""
        if self._starts is None:
            starts = [0]
            total = 0
            for line in self.lines:
                total += len(line)
                starts.append(total)
            if self.lines and not self.lines[-1].endswith(("\n", "\r")):
                starts.pop()
            elif not self.lines:
                starts = [0]
            self._starts = starts
        return self._starts
