"""Links from dotted strings to what they name, and ranges that are edited together."""

from inferd.errors import InferdError
from inferd.index.resolve import Module
from inferd.model import EXACT
from inferd.query import references as R
from inferd.query import symbols
from inferd.query import targets as T
from inferd.query.view import Dangling, some_roles
from inferd.syntax import facts as F
from inferd_lsp import convert
from inferd_lsp.spots import Call, Json, Params, definition_span, spot

_STRINGS = some_roles(F.STRING)


def document_links(call: Call, params: Params) -> list[Json] | None:
    """The dotted strings of a document that name something of the project, as far as they do."""
    del params
    file = call.view.reader.file_at(call.path)
    if file is None:
        return None
    out: list[Json] = []
    for block in call.view.blocks_of_file(file.id):
        call.check()
        ends: dict[int, int] = {}  # the first component of a string -> the last that names something
        begins: dict[int, int] = {}
        for k, _, _, code, _, link in block.having(_STRINGS):
            if not code & F.DOTTED:
                continue
            begins[k] = begins.get(link, k)
            found = call.view.meaning(block, k)
            if found and not all(isinstance(e, Dangling) for e in found):
                ends[begins[k]] = k
        for first, last in ends.items():
            found = call.view.meaning(block, last)
            if first == last and isinstance(found[0], Module):
                continue  # a word that happens to be a package's
            start = call.texts.span(call.path, block.names[block.record(first)[0]], block.place(first))
            end = call.texts.span(call.path, block.names[block.record(last)[0]], block.place(last))
            if start is not None and end is not None:
                symbol = T.symbol_of(call.view, T.subject_of(call.view, found[0]))
                data = {"uri": call.texts.uri(call.path), "symbol": symbol}
                out.append({"range": convert.range_of((*start[:2], *end[2:])), "tooltip": symbol, "data": data})
    return out


def resolve_link(call: Call, params: Params) -> Json:
    """A link with the place that it leads to."""
    data = params.get("data")
    symbol = data.get("symbol") if isinstance(data, dict) else None
    out = dict(params)
    if not isinstance(symbol, str):
        return out
    try:
        found = [d for s in T.parse(call.view, symbol) for d in symbols.definitions(call.view, s)]
    except InferdError:
        return out  # it has gone since
    for d in found:
        span = definition_span(call, d)
        if span is not None:
            at = f"#L{span[0] + 1},{span[1] + 1}" if d.kind != "module" else ""
            out["target"] = call.texts.uri(d.path) + at
            break
    return out


def linked_ranges(call: Call, params: Params) -> Json | None:
    """The occurrences of a local name, where these are all that there are and Python's own rules bind each."""
    at = spot(call, params)
    if at is None or len(at.subjects) != 1 or not isinstance(at.subjects[0], T.Variable):
        return None
    rows = R.references(call.view, at.subjects[0]).rows
    if any(r.confidence != EXACT or r.path != call.path or r.role == "string" or r.text != at.name for r in rows):
        return None
    ranges = []
    for r in rows:
        span = call.texts.span(r.path, r.text, r[1:5])
        if span is None:
            return None
        ranges.append(convert.range_of(span))
    return {"ranges": ranges, "wordPattern": r"[^\W\d]\w*"} if ranges else None
