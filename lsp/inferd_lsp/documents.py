r"""Open documents: what the editor shows, which is what counts.

A `Document` never changes; an edit makes another one.  So a request keeps hold of the texts as they were when it was
taken up, whatever arrives meanwhile.  Lines end where the protocol and Python say they do (`\n`, `\r\n`, `\r`),
and nowhere else.
"""

from inferd.source.text import LineIndex
from inferd_lsp import convert


class Edit:
    """A change of a document: of the part between two positions, or (`start` is None) of all of it."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: convert.Position | None = None, end: convert.Position | None = None):
        self.text = text
        self.start = start
        self.end = end


class Document:
    """One open document; `path` is None where the URI is none of a file."""

    __slots__ = ("_index", "language", "path", "text", "uri", "version")

    def __init__(self, uri: str, version: int, language: str, text: str):
        self.uri = uri
        self.path = convert.path_of(uri)
        self.version = version
        self.language = language
        self.text = text
        self._index: LineIndex | None = None

    @property
    def index(self) -> LineIndex:
        if self._index is None:
            self._index = LineIndex(self.text)
        return self._index

    @property
    def is_python(self) -> bool:
        return self.language == "python" or (self.path or self.uri).endswith((".py", ".pyi", ".pyw"))

    def changed(self, version: int, edits: list[Edit], encoding: str) -> "Document":
        """The document after some edits, made one after the other."""
        now = self
        for edit in edits:
            text = edit.text
            if edit.start is not None and edit.end is not None:
                start = convert.offset(now.index, edit.start, encoding)
                end = max(start, convert.offset(now.index, edit.end, encoding))
                text = now.text[:start] + text + now.text[end:]
            now = Document(self.uri, version, self.language, text)
        if now is self:
            now = Document(self.uri, version, self.language, self.text)
        return now
