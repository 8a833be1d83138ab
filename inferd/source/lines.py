"""Lines of a project's files as they are on disk, for those who show or look at a place."""

from inferd.errors import SourceError
from inferd.source import files
from inferd.source.text import decode, split_lines


class Sources:
    """Lines of the project's files, each file read once; a file that has gone, or cannot be read now, has none."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """Line *number* (from 1) without its end; '' where there is none."""
        lines = self.all(path)
        return lines[number - 1].rstrip("\r\n\f") if 0 < number <= len(lines) else ""

    def all(self, path: str) -> list[str]:
        """The lines of a file, with their ends."""
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = self._read(path)
        return lines

    def before(self, path: str, line: int, column: int, most: int = 200) -> str:
        """The text before a place, *column* from 1: the end of what stands there, of the lines above too."""
        lines = self.all(path)
        if not 0 < line <= len(lines):
            return ""
        text = lines[line - 1][: column - 1]
        above = line - 2
        while len(text) < most and above >= max(0, line - 4):
            text = lines[above] + text
            above -= 1
        return text[-most:]

    def after(self, path: str, line: int, column: int, most: int = 40) -> str:
        """The text from a place on, up to the end of its line."""
        return self.line(path, line)[column - 1 : column - 1 + most]

    def _read(self, path: str) -> list[str]:
        try:
            return split_lines(decode(files.read(self._root, path))[0])
        except SourceError:
            return []


__all__ = ["Sources"]
