"""What a hover shows."""

import builtins
import inspect
import os
from collections.abc import Iterable
from itertools import islice
from typing import Any

from inferd.model import Definition
from inferd.query import hinting, sightings
from inferd.query import targets as T
from inferd.syntax import facts as F
from inferd_lsp import convert, describe
from inferd_lsp.limits import Limit
from inferd_lsp.spots import Call, Json, Params, Spot, definition_span, definitions, everything, spot

_NAMESAKES = 5  # shown where the receiver is not known


def hover(call: Call, params: Params) -> Json | None:
    """Kind, signature, symbol, types with their evidence, what runs saw, and docstring.

    Types that take longer than anybody waits for are left out, which is said, and are there for who looks again.  While
    there is no index, so is what only an index knows.
    """
    if call.indexed:
        return _hover(call, params)
    from inferd_lsp.first import NeedsIndex

    try:
        return _hover(call, params)
    except NeedsIndex:
        at = spot(call, params, decides=False)
        if at is None:
            return None
        role = at.block.o[at.k * 6 + 3] & F.ROLE_MASK
        label = f"{'attribute' if role == F.ATTRIBUTE else _ROLES.get(role, 'name')} {at.name}"
        return _shown(call, at, label, "", "", ["what it stands for is known when the index is there"], "")


def _hover(call: Call, params: Params) -> Json | None:
    label, code, symbol, doc = "", "", "", ""
    more: list[str] = []
    limit = Limit(call)
    nothing: Spot | None = None
    at = limit.within(lambda: spot(call, params), nothing)
    if at is None and limit.is_over:
        at = spot(call, params, decides=False)
    if at is None:
        return None
    own = definitions(call, [s for s in at.subjects if not isinstance(s, T.External)])
    found = limit.within(lambda: everything(call, at), own)
    shown = next((d for d in found if definition_span(call, d) is not None), None)
    role = at.block.o[at.k * 6 + 3] & F.ROLE_MASK
    if shown is not None:
        index = call.texts.lines(shown.path)
        assert index is not None  # it has a span in it
        is_outside = os.path.isabs(shown.path)
        label, symbol = shown.kind, shown.symbol
        if is_outside:
            in_python = shown.symbol.startswith("builtins:")
            label = f"built-in {shown.kind}" if in_python else f"{shown.kind} outside the project:"
        if shown.kind != "module":
            code = describe.signature(shown, index)
        doc = describe.docstring(shown, index) or _built_in(shown.symbol)
        more += _others(found, shown)
        typing = call.view.typing
        if shown.kind in _TYPED:
            more += limit.within(lambda: _types(call, at), [])
        elif role == F.ATTRIBUTE and not call.view.meaning(at.block, at.k) and typing is not None:
            more += limit.within(lambda: _because(typing.why_receiver(at.block, at.k)), [])
        if not is_outside:
            if shown.kind in _CALLED:
                more += limit.within(lambda: _inferred(call, shown), [])
            if call.indexed:  # what runs saw is kept with the index; nobody waits for it
                more += _seen(call, at, shown)
    elif at.subjects:
        subject = at.subjects[0]
        symbol = T.symbol_of(call.view, subject)
        label = "outside the project:" if isinstance(subject, T.External) else "not defined in the project:"
        if isinstance(subject, T.External) and subject.module == "builtins" and hasattr(builtins, subject.name):
            label = "built in:"
        if isinstance(subject, T.Attribute):
            more += limit.within(lambda: _types(call, at), [])
    elif role == F.ATTRIBUTE:
        more = limit.within(lambda: _types(call, at), [])
        namesakes = [] if more else sorted(c.symbol for c in call.view.members(at.name))
        if more or limit.is_over:
            label = f"attribute {at.name}"
        else:
            label = f"attribute {at.name}: the receiver is not known here"
        more += [f"possible: {s}.{at.name}" for s in namesakes[:_NAMESAKES]]
        if len(namesakes) > _NAMESAKES:
            more.append(f"and {len(namesakes) - _NAMESAKES} more")
    else:
        label = _ROLES.get(role, "name") + f" {at.name}"
        more = limit.within(lambda: _types(call, at), [])
        if not more and not limit.is_over:
            more = ["what it stands for is not decided here"]
    if limit.is_over:
        more.append("the types are still being worked out")
        if call.later is not None:
            call.later()
    return _shown(call, at, label, code, symbol, more, doc)


def _shown(call: Call, at: Spot, label: str, code: str, symbol: str, more: list[str], doc: str) -> Json:
    if call.settings.markdown:
        content = {"kind": "markdown", "value": describe.markdown(label, code, symbol, more, doc)}
    else:
        content = {"kind": "plaintext", "value": describe.plain(label, code, symbol, more, doc)}
    return {"contents": content, "range": convert.range_of(at.span)}


_ROLES = {F.KEYWORD: "keyword argument", F.STRING: "string", F.IMPORT: "import"}
_CALLED = frozenset(("function", "method", "property"))


def _built_in(symbol: str) -> str:
    """The docstring of what Python itself has: stubs have none."""
    module, _, name = symbol.partition(":")
    if module != "builtins":
        return ""
    value: Any = builtins
    for part in name.split("."):
        value = getattr(value, part, None)
    return inspect.getdoc(value) or ""


def _inferred(call: Call, shown: Definition) -> list[str]:
    """What a function's parameters and result are, where nothing declares them but something tells."""
    typing = call.view.typing
    if typing is None:
        return []
    out = []
    for part in hinting.of_definition(typing, shown):
        if not part.is_declared and part.types:
            what = "returns" if part.name == "return" else f"parameter {part.name}:"
            out.append(f"{what} {_code(call, part.types)} ({part.why})")
    return out


def _seen(call: Call, at: Spot, shown: Definition) -> list[str]:
    """What recorded runs saw of it."""
    subjects = at.subjects
    found = sightings.of(call.view, subjects)
    out = [found.text] if found.text else []
    told: set[tuple[str, str]] = set()
    for row in found.rows:
        key = (row.kind, row.name)
        if key in told or not row.types:
            continue
        told.add(key)
        if row.kind == "return":
            word = {"return": "returned", "yield": "yielded", "raise": "raised", "send": "was sent"}.get(row.name, "")
            out.append(f"{word} {_code(call, ' | '.join(row.types))}")
        elif shown.kind in _CALLED:
            out.append(f"got {row.name}: {_code(call, ' | '.join(row.types))}")
        else:
            out.append(f"was {_code(call, ' | '.join(row.types))}, {row.evidence[0]['why']}")
    for row in found.against:
        declared = next((e["why"] for e in row.evidence if e["kind"] != "runtime" and e.get("why")), "")
        what = "result" if row.kind == "return" else row.name
        out.append(f"against what is known: {what} was {_code(call, ' | '.join(row.types))}; {declared}")
    return out


def _code(call: Call, text: str) -> str:
    return f"`{text}`" if call.settings.markdown else text


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
