"""Answers as text for people: grouped by file, one line a row, then what stayed open.

Source lines are read from disk, for the rows that are printed only.  What comes from the project is never trusted to be
printable: control characters are shown as escapes, so that a file cannot write to the terminal.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from inferd.errors import first_place, one_line
from inferd.model import Answer, CallRow, Definition, Problem, Reference, TestRow, TypeRow, Undecided
from inferd.source.lines import Sources

Row = Reference | Definition | TypeRow | CallRow | TestRow | Problem
LEFT_OUT = "left out by "  # how the hint of what the options cut off begins
_FEW = 3  # files that were not analysed, named before the rest is counted
_GRADE_COLOURS = {"exact": "32", "inferred": "36", "possible": "33"}


def colours_wanted() -> bool:
    """Colours only on a terminal, and not with NO_COLOR (any value but the empty one)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Paint:
    """Wraps text in colours, or leaves it alone."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text


def answer(found: Answer, root: str, paint: Paint) -> Iterator[str]:
    """The lines of an answer."""
    if found.rows:
        yield from rows(found.rows, Sources(root), paint)
    yield from ending(found)


def ending(found: Answer) -> Iterator[str]:
    """What follows the rows of an answer."""
    if found.rows:
        yield ""
        yield _summary(found)
    yield from remainder(found.undecided, found.not_analysed)
    if found.settling:
        yield SETTLING


#: what is said of answers that rest on types that an edit may have changed
SETTLING = "settling: not all that an edit changes is found out yet (a daemon does that, or `inferd index --types`)"


def rows(found: Sequence[Row], sources: Sources, paint: Paint) -> Iterator[str]:
    """The rows, a blank line between files."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].path == found[start].path:
            end += 1
        if start:
            yield ""
        yield from _of_one_file(found[start:end], sources, paint)
        start = end


_WIDEST = 60  # characters that a column is filled up to


def _of_one_file(group: Sequence[Row], sources: Sources, paint: Paint) -> Iterator[str]:
    cells = [_cells(row) for row in group]
    widths = [min(_WIDEST, max(len(c[i]) for c in cells)) for i in range(3)]
    for row, (place, role, what, grade) in zip(group, cells, strict=True):
        line = _excerpt(row, sources, paint)
        end = f"  {paint(_GRADE_COLOURS.get(_confidence(row), '0'), grade)}" if grade else ""
        text = f"{paint('35', place.ljust(widths[0]))}  {role.ljust(widths[1])}  {what.ljust(widths[2])}{end}"
        yield f"{text}  {line}" if line else text.rstrip()


def _cells(row: Row) -> tuple[str, str, str, str]:
    """Place, role or kind, text, and the grade in brackets."""
    place = f"{one_line(row.path)}:{row.line}:{row.column}"
    if isinstance(row, Definition):
        nth = f" #{row.ordinal}" if row.ordinal > 1 else ""
        notes = ["stale: does not parse at present"] if row.stale else []
        if row.confidence != "exact":
            notes.append(", ".join([row.confidence, *(e["why"] for e in row.evidence)]))
        return place, row.kind, row.symbol + nth, f"[{'; '.join(notes)}]" if notes else ""
    if isinstance(row, TypeRow):
        known = " | ".join(sorted(row.types, key=lambda t: (t == "?", t == "None", t)))
        said = "; ".join(_evidence(e) for e in row.evidence)
        return place, row.kind, f"{row.name}: {known}", f"[{said}]" if said else ""
    why = "".join(f", {e['why']}" for e in row.evidence if "why" in e)
    if isinstance(row, CallRow):
        return place, "call", f"{row.caller} -> {row.callee}", f"[{row.confidence}{why}]"
    if isinstance(row, Problem):
        said = "; ".join(_evidence(e) for e in row.evidence)
        return place, row.code, row.message, f"[{row.confidence}{'; ' if said else ''}{said}]"
    if isinstance(row, TestRow):
        return place, row.outcome or "test", row.id, f"[{row.confidence}{why}]"
    return place, row.role, row.text, f"[{row.confidence}{why}]"


def _evidence(entry: dict[str, Any]) -> str:
    where = ""
    if entry.get("path"):
        line = f":{entry['line']}" if entry.get("line") else ""
        where = f" ({one_line(entry['path'])}{line})"
    return f"{entry['kind']}: {entry['why']}{where}"


def _confidence(row: Row) -> str:
    return "" if isinstance(row, TypeRow) else row.confidence


def _excerpt(row: Row, sources: Sources, paint: Paint) -> str:
    """The source line with the occurrence marked."""
    if isinstance(row, TypeRow | CallRow | TestRow | Problem) or (isinstance(row, Definition) and row.kind == "module"):
        return ""
    line = sources.line(row.path, row.line)
    start = row.column - 1
    end = row.end_column - 1 if row.end_line == row.line else len(line)
    before, name, after = line[:start].lstrip(), line[start:end], line[end:].rstrip()
    return f"{_shown(before)}{paint('1', _shown(name))}{_shown(after)}"


def _shown(text: str) -> str:
    return one_line(text.replace("\t", "    "))


def _summary(found: Answer) -> str:
    files = len({r.path for r in found.rows})
    where = f"in {files} file{'s' if files != 1 else ''}"
    grades: dict[str, int] = {}
    for r in found.rows:
        if not isinstance(r, TypeRow):
            grades[r.confidence] = grades.get(r.confidence, 0) + 1
    counts = ", ".join(f"{n} {grade}" for grade, n in grades.items())
    if isinstance(found.rows[0], TypeRow) or (isinstance(found.rows[0], Definition) and list(grades) == ["exact"]):
        counts = f"{len(found.rows)}"
    name = f"{one_line(found.target)}: " if found.target else ""
    return f"{name}{counts} {where}, revision {found.revision}"


#: how a reason begins, of several and of one
_ONE = {
    "attributes of": "attribute of", "strings that read": "string that reads", "files with": "file with",
    "keyword arguments of calls": "keyword argument of a call", "rows of other grades": "row of another grade",
    "further rows": "further row", "calls of something": "call of something", "calls whose": "call whose",
    "uses of": "use of",
}  # fmt: skip


def _counted(count: int, reason: str) -> str:
    if count == 1:
        for several, one in _ONE.items():
            if reason.startswith(several):
                return f"1 {one}{reason.removeprefix(several)}"
    return f"{count} {reason}"


def remainder(undecided: Iterable[Undecided], not_analysed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What an answer cannot tell: counts, the first few, and how to see all."""
    for reason, count, hint in undecided:
        if hint.startswith(LEFT_OUT):
            yield f"left out: {_counted(count, reason)} ({hint.removeprefix(LEFT_OUT)})"
        else:
            yield f"not decided: {_counted(count, reason) if count else reason}" + (f" ({hint})" if hint else "")
    if not_analysed:
        some = "; ".join(f"{one_line(path)} ({first_place(one_line(reason))})" for path, reason in not_analysed[:_FEW])
        more = "" if len(not_analysed) <= _FEW else "; all of them: inferd status"
        yield f"not analysed: {len(not_analysed)} file{'s' if len(not_analysed) != 1 else ''}: {some}{more}"
