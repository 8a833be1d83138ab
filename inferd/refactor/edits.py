"""Edits to the text of a file, applied to its bytes, and shown as a diff.

A refactoring says what it wants in lines and columns of *text*; a file is *bytes* in some encoding. Between
the two, everything that was not asked for must survive: a byte order mark, mixed line ends, tabs, form feeds,
a missing newline at the end, the encoding itself. So `apply_edits` never takes a file apart into lines and
joins it again: it finds the character offset of each span, replaces the spans from first to last, and encodes
the result as the file was encoded, after having made sure that the untouched text encodes to the very bytes
that were read.

Lines count from 1 as CPython counts them, columns from 0 in code points (a byte order mark is no column).
Each edit carries the text that it expects to replace, so an index that is older than the file is noticed
and never turned into a wrong edit. `new_text` is inserted as it is: who writes several lines into a file with
CRLF line ends brings the CRLF.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from inferd.errors import JournalError, SourceError
from inferd.source.text import decode, split_lines

if TYPE_CHECKING:
    from typing import TypeAlias

    Opcode: TypeAlias = tuple[str, int, int, int, int]

CONTEXT = 3
"""Unchanged lines around each change in a diff, as git shows them."""


class TextEdit(NamedTuple):
    """Replace `old_text`, which stands from `line`:`column` to `end_line`:`end_column`, by `new_text`."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    new_text: str
    old_text: str


class FileChange(NamedTuple):
    """One file before and after, as bytes; None where it is absent (a creation, a deletion; both for a move)."""

    path: str
    before: bytes | None
    after: bytes | None
    mode: int | None = None
    """Permission bits of a file that is created; None: what the umask leaves. An edited file keeps its own."""


def apply_edits(data: bytes, edits: Iterable[TextEdit]) -> bytes:
    """The bytes of one file with `edits` made in it.

    Equal edits count once. Raises JournalError where the text is not what an edit expects, where two edits
    overlap, and where the new text does not exist in the file's encoding.
    """
    ordered = sorted(set(edits), key=lambda edit: edit[1:5])
    if not ordered:
        return data
    path = ordered[0].path
    if any(edit.path != path for edit in ordered):
        raise ValueError("edits of several files at once")
    try:
        text, encoding = decode(data, path)
    except SourceError as error:
        raise journal_error(path, f"cannot be decoded: {error.reason}", "nothing was changed") from error
    if not _is_restored(data, text, encoding):
        raise journal_error(path, f"cannot be written in {encoding} without altering other text", "edit it by hand")

    starts = [0]
    for line in split_lines(text):
        starts.append(starts[-1] + len(line))
    spans: set[tuple[int, int, str]] = set()
    for edit in ordered:
        begin = _offset(starts, edit.line, edit.column)
        end = _offset(starts, edit.end_line, edit.end_column)
        if begin is None or end is None or begin > end or text[begin:end] != edit.old_text:
            raise journal_error(f"{path}:{edit.line}", "the file changed since it was indexed", "run again")
        spans.add((begin, end, edit.new_text))
    pieces: list[str] = []
    done = last = -1
    for begin, end, new_text in sorted(spans):
        # Two insertions at one place overlap as well: their order would be a guess.
        if begin < done or (begin, end) == (last, done):
            at = max(1, bisect_right(starts, begin, 0, len(starts) - 1))
            reason = f"two edits overlap at column {begin - starts[at - 1] + 1}"
            raise journal_error(f"{path}:{at}", reason, "nothing was changed")
        pieces.append(text[max(done, 0) : begin])
        pieces.append(new_text)
        last, done = begin, end
    pieces.append(text[done:])
    try:
        return "".join(pieces).encode(encoding)
    except UnicodeEncodeError as error:
        missing = error.object[error.start : error.end]
        reason = f"{missing!r} does not exist in {encoding}, the encoding of the file"
        raise journal_error(path, reason, "choose another name, or convert the file to UTF-8") from error


def journal_error(path: str, reason: str, hint: str) -> JournalError:
    """A JournalError that says its own next step."""
    error = JournalError(path, reason)
    error.hint = hint
    return error


def _is_restored(data: bytes, text: str, encoding: str) -> bool:
    """Whether encoding `text` gives `data` again; some decoders are more lenient than their encoders."""
    try:
        return text.encode(encoding) == data
    except ValueError:  # UnicodeError and what some encoders raise instead
        return False


def _offset(starts: Sequence[int], line: int, column: int) -> int | None:
    """The character offset of a position, None where the text has no such position."""
    if line < 1 or line > len(starts) or column < 0:
        return None
    limit = starts[line] if line < len(starts) else starts[-1]
    offset = starts[line - 1] + column
    return offset if offset <= limit else None


# --- diffs ---------------------------------------------------------------------------------------------------


Moves = Iterable[tuple[str, str]]
"""Which files moved, as (old path, new path): shown as renames, not as a removal and a creation."""


def unified_diff(changes: Iterable[FileChange], colour: bool = False, moves: Moves = ()) -> str:
    """The changes as git shows them, each file decoded by its own encoding: to be read.

    For files in UTF-8 and ASCII, encoding it as UTF-8 gives a patch that `git apply` and `patch -p1` take;
    `unified_diff_bytes` is that patch for every encoding. With `colour`, control characters that a terminal
    would obey are shown as `^[`.
    """
    out: list[str] = []
    for change, source in _paired(changes, moves):
        before, after = _decoded(change.before), _decoded(change.after)
        old, new = _split(before, "\n"), _split(after, "\n")
        crlf = bool(old) and old[0].endswith("\r\n")
        for kind, line in _file_diff(change, old, new, source):
            if not colour:
                out.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
            else:
                out.append(_coloured(kind, line, crlf))
    return "".join(out)


def unified_diff_bytes(changes: Iterable[FileChange], moves: Moves = ()) -> bytes:
    """The changes as a patch in the files' own bytes, for `git apply` and `patch -p1`."""
    out: list[bytes] = []
    for change, source in _paired(changes, moves):
        old, new = _split(change.before or b"", b"\n"), _split(change.after or b"", b"\n")
        # latin-1 is a bijection between bytes and the first 256 characters: lines stay what they are
        texts = [s.decode("latin-1") for s in old], [s.decode("latin-1") for s in new]
        for kind, line in _file_diff(change, *texts, source):
            raw = line.encode("utf-8" if kind == "h" else "latin-1")
            out.append(raw if raw.endswith(b"\n") else raw + b"\n\\ No newline at end of file\n")
    return b"".join(out)


def _paired(changes: Iterable[FileChange], moves: Moves) -> Iterator[tuple[FileChange, str]]:
    """The changes, each with the path that its file had before; the two halves of a move as one."""
    listed = list(changes)
    whole = {c.path: c for c in listed}
    came = {new: old for old, new in moves if old in whole and new in whole}
    went = set(came.values())
    for change in listed:
        old = came.get(change.path)
        if old is not None:
            yield change._replace(before=whole[old].before), old
        elif change.path not in went:
            yield change, change.path


def _decoded(data: bytes | None) -> str:
    if data is None:
        return ""
    try:
        text, encoding = decode(data)
    except SourceError:
        return data.decode("utf-8", "replace")
    return "\ufeff" + text if encoding == "utf-8-sig" else text  # a patch sees the mark as a part of line 1


def _split(text: Any, newline: Any) -> list[Any]:
    """Lines as git counts them: ended by a line feed and by nothing else."""
    lines = [line + newline for line in text.split(newline)]
    last = lines.pop()[: -len(newline)]
    if last:
        lines.append(last)
    return lines


def _file_diff(change: FileChange, old: list[str], new: list[str], was: str) -> Iterator[tuple[str, str]]:
    """Lines of one file's diff with their kind: h(eader), @, space, -, +. A line without its end ends the file.

    *was*: the path that the file had.
    """
    if change.before == change.after and was == change.path:
        return
    source, target = _quoted("a/" + was), _quoted("b/" + change.path)
    yield "h", f"diff --git {source} {target}\n"
    if was != change.path:
        yield "h", f"rename from {_quoted(was)}\n"
        yield "h", f"rename to {_quoted(change.path)}\n"
    if change.before is None:
        yield "h", f"new file mode 100{'755' if (change.mode or 0) & 0o100 else '644'}\n"
    if change.after is None:
        yield "h", "deleted file mode 100644\n"
    if old == new:
        return  # an empty file made or removed (or, decoded, a difference that only the bytes show)
    tab = "\t" if " " in change.path else ""  # where the name ends, for patch
    yield "h", f"--- {'/dev/null' if change.before is None else source + tab}\n"
    yield "h", f"+++ {'/dev/null' if change.after is None else target + tab}\n"
    for group in _hunks(old, new):
        first, last = group[0], group[-1]
        yield "@", f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                for line in old[i1:i2]:
                    yield " ", " " + line
                continue
            for line in old[i1:i2]:
                yield "-", "-" + line
            for line in new[j1:j2]:
                yield "+", "+" + line


def _hunks(old: list[str], new: list[str]) -> Iterable[list[Opcode]]:
    """The differences in groups with context.

    A rename leaves the lines where they are: where few of them differ, comparing line by line costs one pass.
    """
    from difflib import SequenceMatcher

    if len(old) == len(new) and sum(map(str.__ne__, old, new)) * 10 <= len(old):

        class InPlace(SequenceMatcher[str]):
            def get_opcodes(self) -> list[Any]:
                return list(_in_place(old, new))

        return InPlace().get_grouped_opcodes(CONTEXT)
    return SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)


def _in_place(old: list[str], new: list[str]) -> Iterator[Opcode]:
    start = 0
    for i in range(1, len(old) + 1):
        same = old[start] == new[start]
        if i == len(old) or (old[i] == new[i]) != same:
            yield ("equal" if same else "replace", start, i, start, i)
            start = i


def _range(start: int, stop: int) -> str:
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _quoted(path: str) -> str:
    """A path as git writes it in a diff: in quotes where it holds what would end or disguise a line."""
    if path.isprintable() and '"' not in path and "\\" not in path:
        return path
    out = []
    for byte in os.fsencode(path):
        char = chr(byte)
        out.append("\\" + char if char in '"\\' else char if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


_COLOURS = {"h": "\x1b[1m", "@": "\x1b[36m", "-": "\x1b[31m", "+": "\x1b[32m"}
_VISIBLE = {code: f"^{chr(code ^ 0x40)}" for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)}
_VISIBLE |= {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}


def _coloured(kind: str, line: str, crlf: bool) -> str:
    body = line.removesuffix("\n")
    if crlf:
        body = body.removesuffix("\r")  # the line end of a CRLF file is no news
    body = body.translate(_VISIBLE)
    colour = _COLOURS.get(kind)
    shown = f"{colour}{body}\x1b[m\n" if colour else body + "\n"
    return shown if line.endswith("\n") else shown + "\\ No newline at end of file\n"
