"""What a hover shows."""

import builtins
from collections.abc import Iterable
from itertools import islice
from typing import Any

from inferd.model import Definition
from inferd.query import targets as T
from inferd.syntax import facts as F
from inferd_lsp import convert, describe
from inferd_lsp.spots import Call, Json, Params, Spot, definition_span, definitions, spot

_NAMESAKES = 5  # shown where the receiver is not known


def hover(call: Call, params: Params) -> Json | None:
    """Kind, signature, symbol and docstring."""
    at = spot(call, params)
    if at is None:
        return None
    label, code, symbol, doc = "", "", "", ""
    more: list[str] = []
    found = definitions(call, at.subjects)
    shown = next((d for d in found if definition_span(call, d) is not None), None)
    if shown is not None:
        index = call.texts.lines(shown.path)
        assert index is not None  # it has a span in it
        label, symbol = shown.kind, shown.symbol
        if shown.kind != "module":
            code = describe.signature(shown, index)
        doc = describe.docstring(shown, index)
        more += _others(found, shown)
        if shown.kind in _TYPED:
            more += _types(call, at)
        elif at.block.o[at.k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE and not call.view.meaning(at.block, at.k):
            assert call.view.typing is not None  # nothing else tells what it is
            more += _because(call.view.typing.why_receiver(at.block, at.k))
    elif at.subjects:
        subject = at.subjects[0]
        symbol = T.symbol_of(call.view, subject)
        label = "outside the project:" if isinstance(subject, T.External) else "not defined in the project:"
        if isinstance(subject, T.External) and subject.module == "builtins" and hasattr(builtins, subject.name):
            label = "built in:"
    elif at.block.o[at.k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
        more = _types(call, at)
        namesakes = [] if more else sorted(c.symbol for c in call.view.members(at.name))
        if more:
            label = f"attribute {at.name}"
        else:
            label = f"attribute {at.name}: the receiver is not known here"
        more += [f"possible: {s}.{at.name}" for s in namesakes[:_NAMESAKES]]
        if len(namesakes) > _NAMESAKES:
            more.append(f"and {len(namesakes) - _NAMESAKES} more")
    else:
        return None
    if call.settings.markdown:
        content = {"kind": "markdown", "value": describe.markdown(label, code, symbol, more, doc)}
    else:
        content = {"kind": "plaintext", "value": describe.plain(label, code, symbol, more, doc)}
    return {"contents": content, "range": convert.range_of(at.span)}


_TYPED = frozenset(("variable", "constant", "attribute", "parameter", "property"))
_EVIDENCE = 3  # reasons shown


def _types(call: Call, at: Spot) -> list[str]:
    """What is known about the types at a place, with the evidence."""
    typing = call.view.typing
    if typing is None:
        return []
    row = typing.row(at.block, at.k)
    if not row.types or row.types == ("?",):
        return []
    mark = "`" if call.settings.markdown else ""
    return [f"type: {mark}{' | '.join(row.types)}{mark}", *_because(row.evidence)]


def _because(evidence: Iterable[dict[str, Any]]) -> list[str]:
    out = []
    for e in islice(evidence, _EVIDENCE):
        line = f":{e['line']}" if e.get("line") else ""
        where = f" ({e['path']}{line})" if e.get("path") else ""
        out.append(f"{e['kind']}: {e['why']}{where}" if e.get("why") else f"{e['kind']}{where}")
    return out


def _others(found: list[Definition], shown: Definition) -> list[str]:
    symbols_there = list(dict.fromkeys(d.symbol for d in found if d.symbol != shown.symbol))
    again = sum(1 for d in found if d.symbol == shown.symbol) - 1
    out = [f"or {s}" for s in symbols_there]
    if again:
        out.append(
            f"defined {again + 1} times"
            if shown.kind not in ("variable", "attribute", "parameter")
            else f"bound {again + 1} times"
        )
    return out
