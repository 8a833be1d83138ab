"""From a change that is planned to the protocol's edits, which the client makes.

What is less certain carries a *change annotation*, where the client knows these: it is listed apart, and what is only
possible is made only if the person says so.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from inferd.errors import SourceError
from inferd.model import EXACT, INFERRED, POSSIBLE, ChangePlan, Reference
from inferd.source.text import LineIndex, decode, split_lines
from inferd_lsp import convert
from inferd_lsp.spots import Call, Json, Refused

_ANNOTATIONS = {
    INFERRED: {
        "label": "Inferred",
        "needsConfirmation": False,
        "description": "the type of the receiver says that it is the same",
    },
    POSSIBLE: {
        "label": "Possible",
        "needsConfirmation": True,
        "description": "the same name, and nothing tells what its receiver is",
    },
}

Edits = dict[str, dict[convert.Span, tuple[str, str]]]  # path -> range -> (new text, annotation or '')


def of_rename(call: Call, plan: ChangePlan, possible: Iterable[Reference], new_name: str) -> Json:
    """The edits of a rename; *possible* ones are added for the person to confirm."""
    grades = {r[:3]: r.confidence for r in plan.rows}
    edits: Edits = {}
    for e in plan.edits:
        index = _lines(call, e.path)
        start, end = index.offset(e.line, e.column), index.offset(e.end_line, e.end_column)
        if index.text[start:end] != e.old_text:
            raise Refused(f"{e.path}:{e.line}: the text is not what was indexed; nothing was changed")
        where = (e.line, e.column + 1, e.end_line, e.end_column + 1)
        grade = grades.get((e.path, e.line, e.column + 1), EXACT)
        _add(call, edits, e.path, index, where, e.new_text, "" if grade == EXACT else grade)
    for row in possible:
        span = call.texts.span(row.path, row.text, row[1:5])
        if span is not None:
            _add(call, edits, row.path, _lines(call, row.path), row[1:5], new_name, POSSIBLE)
    return workspace_edit(call, edits, plan.moves)


def of_plan(call: Call, plan: ChangePlan, moved: bool = False) -> Json | None:
    """The edits of any other change, by comparing the texts before and after.  *moved*: the client moves the files
    itself.
    """
    edits: Edits = {}
    made: list[Json] = []
    gone: list[Json] = []
    target = {new: old for old, new in plan.moves}
    sources = set(target.values())
    before = {c.path: c.before for c in plan.changes}
    for change in plan.changes:
        if change.after is None:
            if change.path not in sources:
                gone.append({"kind": "delete", "uri": call.texts.uri(change.path)})
            continue
        path = target.get(change.path, change.path)  # a file that moves is edited where it was
        old = before.get(path)
        if not path.endswith((".py", ".pyi")) and path in sources:
            continue
        after = _text(path, change.after)
        if old is None:
            uri = call.texts.uri(path)
            made.append({"kind": "create", "uri": uri, "options": {"ignoreIfExists": False}})
            edits[path] = {(0, 0, 0, 0): (after, "")}
            continue
        index = _lines(call, path)
        if index.text != _text(path, old):
            raise Refused(f"{path}: the text is not what was indexed; nothing was changed")
        for where, text in differences(index, after):
            _add(call, edits, path, index, where, text, "")
    if moved and not edits and not made and not gone:
        return None
    return workspace_edit(call, edits, () if moved else plan.moves, made, gone)


def differences(index: LineIndex, after: str) -> Iterator[tuple[convert.Span, str]]:
    """The replacements that make another text of one: whole lines, cut to what differs in them."""
    old, new = split_lines(index.text), split_lines(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, text = "".join(old[a:b]), "".join(new[c:d])
        head = _common(before, text)
        tail = _common(before[head:][::-1], text[head:][::-1])
        start = index.offset(a + 1, 0) + head if a < len(old) else len(index.text)
        end = start + len(before) - head - tail
        yield (*_place(index, start), *_place(index, end)), text[head : len(text) - tail]


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _place(index: LineIndex, offset: int) -> tuple[int, int]:
    before = split_lines(index.text[:offset])
    if not before or before[-1].endswith(("\n", "\r")):
        return len(before) + 1, 1
    return len(before), len(before[-1]) + 1


def _lines(call: Call, path: str) -> LineIndex:
    index = call.texts.lines(path)
    if index is None:
        raise Refused(f"{path} cannot be read")
    return index


def _text(path: str, data: bytes) -> str:
    try:
        return decode(data, path)[0]
    except SourceError as error:
        raise Refused(f"{path}: {error.reason}") from error


def _add(
    call: Call, edits: Edits, path: str, index: LineIndex, where: convert.Span, text: str, annotation: str
) -> None:  # fmt: skip
    edits.setdefault(path, {}).setdefault(convert.span_in(index, where, call.settings.encoding), (text, annotation))


def workspace_edit(
    call: Call, edits: Edits, moves: Iterable[tuple[str, str]] = (), made: Iterable[Json] = (),
    gone: Iterable[Json] = (),
) -> Json:  # fmt: skip
    """Edits, and files that move, are made or go, as the client can take them."""
    settings = call.settings
    moved = [{"kind": "rename", "oldUri": call.texts.uri(a), "newUri": call.texts.uri(b)} for a, b in moves]
    made, gone = list(made), list(gone)
    for kind, wanted in (("rename", moved), ("create", made), ("delete", gone)):
        if wanted and kind not in settings.resource_operations:
            raise Refused(f"this changes files that the editor cannot {kind} here; `inferd refactor` can")
    if not settings.document_changes:
        return {
            "changes": {
                call.texts.uri(path): [
                    {"range": convert.range_of(span), "newText": text} for span, (text, _) in found.items()
                ]
                for path, found in sorted(edits.items())
            }
        }
    documents: list[Json] = [*made]
    used: set[str] = set()
    for path, found in sorted(edits.items()):
        shown: list[dict[str, Any]] = []
        for span, (text, annotation) in found.items():
            one: dict[str, Any] = {"range": convert.range_of(span), "newText": text}
            if annotation and settings.annotations:
                one["annotationId"] = annotation
                used.add(annotation)
            shown.append(one)
        identifier = {"uri": call.texts.uri(path), "version": call.texts.version(path)}
        documents.append({"textDocument": identifier, "edits": shown})
    out: Json = {"documentChanges": [*documents, *moved, *gone]}
    if used:
        out["changeAnnotations"] = {grade: _ANNOTATIONS[grade] for grade, _ in groupby(sorted(used))}
    return out
