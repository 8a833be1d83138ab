"""Rename: its preparation, its edits, its refusals."""

from keyword import iskeyword

from inferd.errors import JournalError
from inferd.query import targets as T
from inferd_lsp import convert
from inferd_lsp.spots import Call, Json, Params, Refused, Spot, spot, text_of


def prepare_rename(call: Call, params: Params) -> Json | None:
    """The range and spelling of the name to be renamed."""
    at = spot(call, params)
    if at is None:
        return None
    _require_own(call, at)
    index = call.texts.lines(call.path)
    line, column, _, end_column = at.block.place(at.k)
    written = index.line(line)[column - 1 : end_column - 1] if index is not None else at.name
    return {"range": convert.range_of(at.span), "placeholder": written}


def _require_own(call: Call, at: Spot) -> None:
    if not at.subjects:
        raise Refused(f"{at.name} cannot be renamed from here: what it stands for is not decided at this place")
    if all(isinstance(s, T.External) for s in at.subjects):
        raise Refused(f"{T.symbol_of(call.view, at.subjects[0])} is defined outside the project")


def rename(call: Call, params: Params) -> Json | None:
    """The edits that rename it everywhere, for the texts as they are shown."""
    new_name = text_of(params, "newName")
    at = spot(call, params)
    if at is None:
        return None
    _require_own(call, at)
    if not new_name.isidentifier() or iskeyword(new_name):
        raise Refused(f"{new_name!r} is not a name")
    from inferd.refactor import rename as renaming

    try:
        plan = renaming.plan(call.view, call.root.folder, at.target, new_name, (), False, call.root.unsaved(), False)
    except JournalError:  # a file is not what was indexed
        call.texts.changed()
        raise
    if plan.moves:
        raise Refused(f"{plan.target} is a module: `inferd refactor rename {plan.target} {new_name}` moves its file")
    edits: dict[str, list[Json]] = {}
    for e in plan.edits:
        index = call.texts.lines(e.path)
        where = (e.line, e.column + 1, e.end_line, e.end_column + 1)
        start, end = (
            (index.offset(e.line, e.column), index.offset(e.end_line, e.end_column)) if index is not None else (0, 0)
        )
        if index is None or index.text[start:end] != e.old_text:
            raise Refused(f"{e.path}:{e.line}: the text is not what was indexed; nothing was changed")
        span = convert.span_in(index, where, call.settings.encoding)
        edit = {"range": convert.range_of(span), "newText": e.new_text}
        if edit not in edits.setdefault(e.path, []):
            edits[e.path].append(edit)
    said = [*plan.warnings]
    if plan.left_out:
        said.append(f"{len(plan.left_out)} occurrences that may belong to it are not renamed")
    for line in said:
        call.say(f"rename of {plan.target}: {line}")
    return _workspace_edit(call, edits)


def _workspace_edit(call: Call, edits: dict[str, list[Json]]) -> Json:
    if call.settings.document_changes:
        return {
            "documentChanges": [
                {"textDocument": {"uri": call.texts.uri(path), "version": call.texts.version(path)}, "edits": found}
                for path, found in sorted(edits.items())
            ]
        }
    return {"changes": {call.texts.uri(path): found for path, found in sorted(edits.items())}}
