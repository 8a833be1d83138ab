"""Text in, facts out: the one way in which the rest of inferd reads a Python file.

`parse` is total: whatever the text holds, it returns facts or raises `SourceError` with a reason of one line; it never
prints (the compiler's warnings about other people's escapes included), never changes the process for longer than a
call, and is a pure function of its arguments.  What cannot be parsed costs as little as possible: see `recover`.

Depth.  `ast.parse` refuses what is nested too deeply for it.  What it accepts, the walkers in `extract` follow by
Python calls only, which take no C stack on any Python that inferd supports; where the recursion limit is in their way
they are run once more with a higher one.
"""

import ast
import sys
import threading

from inferd.errors import SourceError
from inferd.source.text import decode, split_lines
from inferd.syntax import recover
from inferd.syntax.extract import extract
from inferd.syntax.facts import Broken, FileFacts
from inferd.syntax.quietly import FILENAME, silence

DEEP = "nested too deeply"
_RECURSION_LIMIT = 40_000  # ast.parse gives trees of at most some 6,000 levels, a level costs at most four calls
_raising = threading.Lock()


def facts_of(data: bytes) -> FileFacts:
    """The facts of a file's bytes.  Raises `SourceError` (without a path) if it cannot be analysed."""
    text, _ = decode(data)
    return parse(text, split_lines(text))


def parse(text: str, lines: list[str]) -> FileFacts:
    """The facts of a module: *text* decoded, *lines* as `source.text.split_lines` cuts it.

    Raises `SourceError` (without a path) if nothing of it can be analysed.
    """
    silence()
    broken: list[Broken] = []
    try:
        tree = tree_of(text)
    except recover.FAILURES as error:
        if "\0" in text:
            raise SourceError("", "null bytes") from None
        if isinstance(error, ValueError) and not isinstance(error, SyntaxError):
            raise SourceError("", "not valid text") from None
        first = error
    else:
        return _walk(text, lines, tree, broken)
    kept, broken = recover.repair(lines, tree_of)
    if not any(line.strip() for line in kept):
        raise SourceError("", reason_of(first))
    try:
        tree = tree_of("".join(kept))
    except recover.FAILURES as error:
        raise SourceError("", reason_of(error)) from None
    if not tree.body:
        raise SourceError("", reason_of(first))
    return _walk("".join(kept), kept, tree, broken)


def tree_of(text: str) -> ast.Module:
    """The syntax tree of a text; its type comments are comments."""
    return ast.parse(text, FILENAME)


def reason_of(error: BaseException) -> str:
    """One line on why a text did not parse."""
    if isinstance(error, SyntaxError):
        where = f", line {error.lineno}" if error.lineno else ""
        return f"syntax error: {' '.join(str(error.msg).split())}{where}"
    if isinstance(error, (RecursionError, MemoryError)):
        return DEEP
    return "not valid text"


def _walk(text: str, lines: list[str], tree: ast.Module, broken: list[Broken]) -> FileFacts:
    try:
        return extract(text, lines, tree, broken)
    except RecursionError:
        pass
    with _raising:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        try:
            return extract(text, lines, tree, broken)
        except RecursionError:
            raise SourceError("", DEEP) from None
        finally:
            sys.setrecursionlimit(limit)
