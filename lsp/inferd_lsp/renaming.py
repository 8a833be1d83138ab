"""Rename: its preparation, its edits, its refusals; and what follows when files are renamed or deleted."""

from keyword import iskeyword
from typing import Any

from inferd.errors import InferdError, JournalError, RefactorRefused
from inferd.model import POSSIBLE, Reference
from inferd.query import references as R
from inferd.query import targets as T
from inferd_lsp import convert, workspace_edits
from inferd_lsp.spots import Call, Json, Params, Refused, Spot, spot, text_of

_MOST_POSSIBLE = 200  # occurrences that a person is asked about


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
    if plan.moves and not call.settings.document_changes:
        raise Refused(f"{plan.target} is a module: `inferd refactor rename {plan.target} {new_name}` moves its file")
    said = [*plan.warnings]
    possible: list[Reference] = []
    asks = call.settings.annotations and call.settings.document_changes and call.settings.rename_possible
    if plan.left_out:
        possible = [
            r for r in plan.left_out
            if r.confidence == POSSIBLE and r.role in ("attribute", "keyword argument") and r.text == at.name
        ]  # fmt: skip
        if not asks or len(possible) > _MOST_POSSIBLE:
            possible = []
        left = len(plan.left_out) - len(possible)
        if left:
            said.append(f"{left} occurrences that may belong to it are not renamed")
    for line in said:
        call.say(f"rename of {plan.target}: {line}")
    return workspace_edits.of_rename(call, plan, possible, new_name)


# ---------------------------------------------------------------------------------------------------------------------
# Files


def will_rename_files(call: Call, params: Params) -> Json | None:
    """The edits that keep imports right when files of this root get other names in their folders."""
    from inferd.refactor import rename as renaming

    edits: dict[str, list[tuple[convert.Span, str, str]]] = {}
    for old, new in _pairs(call, params):
        module, name = _module_of(call, old), _module_name(new)
        if module is None:
            continue
        if old.rpartition("/")[0] != new.rpartition("/")[0] or not name.isidentifier() or iskeyword(name):
            call.say(f"{old} becomes {new}: only a new name in the same folder is followed; imports stay as they are")
            continue
        try:
            plan = renaming.plan(call.view, call.root.folder, module, name, (), False, call.root.unsaved())
        except JournalError:
            call.texts.changed()
            raise
        except RefactorRefused as refused:
            reasons = "; ".join(str(reason) for _, _, reason in refused.reasons[:3])
            call.say(f"{old} becomes {new}: imports stay as they are: {reasons}")
            continue
        for e in plan.edits:
            index = call.texts.lines(e.path)
            if index is not None:
                where = (e.line, e.column + 1, e.end_line, e.end_column + 1)
                edits.setdefault(e.path, []).append(
                    (convert.span_in(index, where, call.settings.encoding), e.new_text, "")
                )
    return workspace_edits.workspace_edit(call, edits) if edits else None


def will_delete_files(call: Call, params: Params) -> None:
    """Nothing can be edited for the better; who imports what goes is said."""
    for path in _paths(call, params, "uri"):
        module = _module_of(call, path)
        if module is None:
            continue
        try:
            subjects = T.parse(call.view, module)
        except InferdError:
            continue
        inside = f"{path.rstrip('/')}/"
        rows = [r for s in subjects for r in R.references(call.view, s, False).rows]
        users = sorted({r.path for r in rows if r.path != path and not r.path.startswith(inside)})
        if users:
            few = ", ".join(users[:5]) + (f" and {len(users) - 5} more" if len(users) > 5 else "")
            call.warn(f"{module} is used in {len(users)} {'file' if len(users) == 1 else 'files'}: {few}")


def _pairs(call: Call, params: Params) -> list[tuple[str, str]]:
    old, new = _paths(call, params, "oldUri"), _paths(call, params, "newUri")
    return list(zip(old, new, strict=False))


def _paths(call: Call, params: Params, key: str) -> list[str]:
    """The files of this root that parameters name, relative to it; one that is elsewhere is ''."""
    given: Any = params.get("files")
    out = []
    for item in given if isinstance(given, list) else ():
        path = convert.path_of(text_of(item, key))
        out.append((call.root.relative(path) or "") if path is not None else "")
    return out


def _module_of(call: Call, path: str) -> str | None:
    """The module that a file or a folder of the root is."""
    for candidate in (path, f"{path}/__init__.py"):
        file = call.view.reader.file_at(candidate) if path else None
        if file is not None:
            return file.module
    return None


def _module_name(path: str) -> str:
    name = path.rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] if name.endswith((".py", ".pyi")) else name
