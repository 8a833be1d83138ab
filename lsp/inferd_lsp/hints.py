"""Inlay hints: the types of parameters and results that nothing declares, each with its evidence."""

from functools import partial

from inferd.query import hinting
from inferd.query.view import some_roles
from inferd.source.text import LineIndex
from inferd.syntax import facts as F
from inferd.syntax import unfinished
from inferd_lsp import convert
from inferd_lsp.limits import SHORT, Limit
from inferd_lsp.spots import Call, Json, Params, position_of

_LONGEST = 60  # letters of a label; the whole type stands in the tooltip
_DEFINED = some_roles(F.DEFINITION)


def inlay_hints(call: Call, params: Params) -> list[Json] | None:
    """The hints for a range of a document."""
    span = params.get("range")
    span = span if isinstance(span, dict) else {}
    first, last = position_of(span.get("start")).line + 1, position_of(span.get("end")).line + 1
    index = call.texts.lines(call.path)
    file = call.view.reader.file_at(call.path)
    typing = call.view.typing
    if index is None or file is None or typing is None:
        return None
    out: list[Json] = []
    can_refresh = bool(call.talk.can("workspace", "inlayHint", "refreshSupport"))
    limit = Limit(call)
    nothing: list[hinting.Part] = []
    for block in call.view.blocks_of_file(file.id):
        if block.is_stale or block.row.line > last or block.row.line + block.row.lines < first:
            continue
        for k, name, _, code, _, _ in block.having(_DEFINED):
            if code & (F.IS_CLASS | F.TYPE_PARAMETER):
                continue
            where = block.place(k)
            if not first <= where[0] <= last or call.texts.span(call.path, name, where) is None:
                continue
            call.check()
            if can_refresh:  # those that are still to come are asked for again then
                parts = limit.within(partial(hinting.of_function, typing, block, k), nothing)
            else:
                parts = hinting.of_function(typing, block, k)
            for part in parts:
                if part.types:
                    hint = _hint(call, index, part)
                    if hint is not None:
                        out.append(hint)
    if limit.is_over and call.later is not None:
        call.later()
    elif call.limit > SHORT:
        call.talk.ask_client("workspace/inlayHint/refresh", None)
    return out


def _hint(call: Call, index: LineIndex, part: hinting.Part) -> Json | None:
    line, column = part.line, part.column
    is_result = part.name == "return"
    if is_result:
        if not call.settings.hint_results:
            return None
        found = end_of_header(index, line)
        if found is None:
            return None
        line, column = found
    elif not call.settings.hint_parameters:
        return None
    lead = " -> " if is_result else ": "
    text = part.types if len(part.types) <= _LONGEST else part.types[: _LONGEST - 1] + "…"
    character = convert.units(index.line(line), column - 1, call.settings.encoding)
    position = {"line": line - 1, "character": character}
    out: Json = {"position": position, "label": lead + text, "kind": 1, "tooltip": f"{part.types}, {part.why}"}
    if "." not in part.types and "<" not in part.types:  # it can be written as it stands, without an import
        out["textEdits"] = [{"range": {"start": position, "end": position}, "newText": lead + part.types}]
    return out


def end_of_header(index: LineIndex, line: int) -> tuple[int, int] | None:
    """(line, column) from 1 behind the parenthesis that closes a function's parameters; None where there is none."""
    start = index.offset(line, 0)
    depth = 0
    for token in unfinished.tokens(index.text, start):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
            if not depth and token.text == ")":
                at, column = index.position(token.end)
                return at, column + 1
        elif not depth and token.text == ":":
            return None
    return None
