"""Rename: its preparation, its edits, its refusals; and what follows when files are renamed or deleted."""

import gc
from copy import copy
from keyword import iskeyword
from typing import Any

from inferd.errors import InferdError, JournalError, RefactorRefused
from inferd.model import POSSIBLE, ChangePlan, Reference
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
    """The edits that rename it everywhere, for the texts as they are shown.

    *params* may hold `"annotated": true`: of a client that shows these edits, with their grades, before it makes any,
    and the answer's "said", which is what the rename leaves as it is.
    """
    if params.get("annotated") is True:
        settings = copy(call.settings)
        settings.annotations = settings.document_changes = True
        call = call._replace(settings=settings)
    new_name = text_of(params, "newName")
    at = spot(call, params)
    if at is None:
        return None
    _require_own(call, at)
    if not new_name.isidentifier() or iskeyword(new_name):
        raise Refused(f"{new_name!r} is not a name")
    from inferd.refactor import rename as renaming

    collecting = gc.isenabled()
    gc.disable()  # trees hold no cycles, and the collector would walk them again and again
    try:
        plan = renaming.plan(call.view, call.root.folder, at.target, new_name, (), False, call.root.unsaved(), False)
    except JournalError:  # a file is not what was indexed
        call.texts.changed()
        raise
    finally:
        if collecting:
            gc.enable()
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
            what = "occurrences that may belong to it are" if left > 1 else "occurrence that may belong to it is"
            said.append(f"{left} {what} not renamed")
    made = workspace_edits.of_rename(call, plan, possible, new_name)
    if params.get("annotated") is True:
        made["said"] = said  # it shows that with the edits
    elif said:
        call.tell(f"rename of {plan.target}: {'; '.join(said)}")
    return made


# ---------------------------------------------------------------------------------------------------------------------
# Files


def will_rename_files(call: Call, params: Params) -> Json | None:
    """The edits that keep imports right when files or folders of this root are renamed or moved."""
    out: Json = {}
    for old, new in _pairs(call, params):
        module = _module_of(call, old)
        if module is None:
            continue
        try:
            plan = _moving(call, module, old, new)
        except JournalError:
            call.texts.changed()
            raise
        except (InferdError, ImportError) as error:
            if isinstance(error, RefactorRefused):
                why = "; ".join(str(reason) for _, _, reason in error.reasons[:3])
            else:
                why = error.message if isinstance(error, InferdError) else str(error)
            call.say(f"{old} becomes {new}: imports stay as they are: {why}")
            continue
        made = workspace_edits.of_plan(call, plan, moved=True)
        for key, value in (made or {}).items():
            if isinstance(value, list):
                out.setdefault(key, []).extend(value)
            else:
                out.setdefault(key, {}).update(value)
    return out or None


def _moving(call: Call, module: str, old: str, new: str) -> ChangePlan:
    """The plan of what a file, or folder, of another name or in another place asks for."""
    folder, name = new.rpartition("/")[0], _module_name(new)
    if not new:
        raise Refused("it leaves the project")
    if not name.isidentifier() or iskeyword(name):
        raise Refused(f"{name} is not the name of a module")
    if old.rpartition("/")[0] == folder:
        from inferd.refactor import rename as renaming

        return renaming.plan(call.view, call.root.folder, module, name, (), False, call.root.unsaved())
    if name != _module_name(old):
        raise Refused("it gets another name and another place at once; do one after the other")
    from inferd.refactor import catalogue

    package = _module_of(call, folder) if folder else "."
    if package is None:
        raise Refused(f"{folder} is no package")
    unsaved = {path: text.encode("utf-8", "surrogatepass") for path, text in call.root.unsaved().items()}
    given = {"target": module, "to": package}
    return catalogue.plan(call.view, call.root.folder, "move", given, overlays=unsaved)


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
