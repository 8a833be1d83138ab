"""What stands at a place that names nothing, for the message that says so.

It is looked up in the file on the disk, and only when somebody is told that there is no answer.
"""

import io
import keyword
import tokenize
from collections.abc import Iterator

from inferd.errors import SourceError, TargetNotFound
from inferd.query.view import View
from inferd.source import files
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F

_MOST = 3  # names of a line that a hint tells
_KINDS = {
    tokenize.COMMENT: "a comment", tokenize.NUMBER: "a number", tokenize.STRING: "a string",
    tokenize.NEWLINE: "the end of the line", tokenize.NL: "the end of the line", tokenize.INDENT: "only space",
}  # fmt: skip


def nothing_at(view: View, target: str, path: str, line: int, column: int, root: str) -> TargetNotFound:
    """The error for a place of a known file at which no name stands; *column* -1 where none was given."""
    file = view.reader.file_at(path)
    assert file is not None
    names = dict.fromkeys(_names_in(view, file.id, line))
    what = "a line alone names nothing" if column < 0 else _standing(path, line, column, root)
    if names:
        near = sorted(names, key=lambda n: (abs(n[0] - column), n))[:_MOST]
        listed = ", ".join(f"{name} (column {at})" for at, name in sorted(near))
        hint = f"names in this line: {listed}" + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
    else:
        hint = "no name stands in this line; give the line and column of one, both from 1"
    reason = dict(view.reader.not_analysed()).get(path)
    if reason:
        hint += f"; parts of the file are not analysed: {reason}"
    return TargetNotFound(target, (), f"no name stands at {target}: {what}", hint)


def _names_in(view: View, file_id: int, line: int) -> Iterator[tuple[int, str]]:
    """(column, name) of the names that begin in a line."""
    for row in view.reader.blocks_at(file_id, line):
        block = view.wrap(row)
        for k in range(len(block.o) // 6):
            first, column, _, _ = block.place(k)
            if first == line and block.o[k * 6 + 3] & F.ROLE_MASK != F.STRING:
                yield column, block.names[block.o[k * 6]]


def _standing(path: str, line: int, column: int, root: str) -> str:
    try:
        lines = split_lines(decode(files.read(root, path))[0])
    except SourceError as error:
        return error.reason
    if not line or not column:
        return f"{'columns' if line else 'lines'} are counted from 1"
    if line > len(lines):
        return f"the file has {len(lines)} line{'s' if len(lines) != 1 else ''}"
    text = lines[line - 1].rstrip("\r\n")
    if not text.strip():
        return "the line is empty"
    if column > len(text) + 1:
        return f"the line has {len(text)} character{'s' if len(text) != 1 else ''}"
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
            if token.start <= (line, column - 1) < token.end:
                return _said(token)
            if token.start[0] > line:
                break
    except (SyntaxError, tokenize.TokenError):
        pass  # what cannot be read as a whole
    return "only space"


def _said(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return f"{token.string} is a word of the language" if keyword.iskeyword(token.string) else token.string
    if token.type == tokenize.OP:
        return f"{token.string} is an operator or a bracket" if token.string not in ",:;." else "punctuation"
    return _KINDS.get(token.type, "part of a string")
