"""The text under a cursor made whole for one request: what completion and signature help are asked of.

The made-up text takes the place of the document for the request, so it costs one overlay, as any edit does, and what
stands after the cursor is analysed as it will be when the line is finished.  Positions up to the cursor are the same in
both.
"""

from typing import NamedTuple

from inferd.source.text import LineIndex
from inferd.syntax import unfinished
from inferd_lsp import convert
from inferd_lsp.documents import Document


class Mended(NamedTuple):
    """What a request at a cursor is about: `lines` are those that the editor shows, `whole` is what is analysed."""

    lines: LineIndex
    offset: int
    start: int  # of the word at the cursor
    prefix: str
    seen: unfinished.Before
    whole: unfinished.Asked
    callee: tuple[int, int] | None  # (line, column) from 1 of what is called, in `whole`

    def document(self, uri: str, version: int, language: str) -> Document:
        """The document that is analysed."""
        return Document(uri, version, language, self.whole.text)


def mend(lines: LineIndex, position: convert.Position, encoding: str, writes: bool = True) -> Mended:
    """The text made whole at a position.  Not *writes*: a name that is being written there is not asked about, so text
    that is whole stays as it is.
    """
    text = lines.text
    offset = convert.offset(lines, position, encoding)
    start, _ = unfinished.word_at(text, offset)
    seen = unfinished.before(text, start)
    if not writes and unfinished.parses(text, offset):
        whole = unfinished.Asked(text, 0, 0)
    else:
        whole = unfinished.asked(text, offset, seen)
    opened = unfinished.open_call(seen)
    callee = None
    if opened is not None and whole.text[: opened.bracket] == text[: opened.bracket]:
        line, column = lines.position(opened.callee)
        callee = line, column + 1
    return Mended(lines, offset, start, text[start:offset], seen, whole, callee)
