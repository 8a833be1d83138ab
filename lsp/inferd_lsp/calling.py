"""Signature help: how what stands before the open parenthesis can be called, and which argument is being written."""

from inferd.query import signatures
from inferd.query import targets as T
from inferd.query.signatures import Signature
from inferd.syntax import unfinished
from inferd_lsp import convert, describe
from inferd_lsp.completion import definitions_of
from inferd_lsp.limits import Limit
from inferd_lsp.spots import Call, Json, Params


def signature_help(call: Call, params: Params) -> Json | None:
    """The signatures at a position inside the parentheses of a call."""
    del params
    at, typing = call.mended, call.view.typing
    opened = unfinished.open_call(at.seen) if at is not None and at.seen.inside != "comment" else None
    if at is None or opened is None or at.callee is None or typing is None:
        return None
    found = T.at_position(call.view, call.path, *at.callee)
    if found is None:
        return None
    limit = Limit(call)
    types = limit.within(lambda: typing.at(*found), ())
    nothing: list[Signature] = []
    made = limit.within(lambda: signatures.of(typing, types), nothing)
    if limit.is_over:  # the next letter is answered from what is found out meanwhile
        made = signatures.of(typing, types, infers=False)
        if call.later is not None:
            call.later()
    made = list({s.parts()[0]: s for s in reversed(made)}.values())[::-1]  # some differ in nothing that is shown
    if not made:
        return None
    chosen = next((i for i, s in enumerate(made) if _active(s, opened) is not None), 0)
    active = _active(made[chosen], opened)
    out: Json = {"signatures": [_signature(call, s, opened) for s in made], "activeSignature": chosen}
    if active is not None:
        out["activeParameter"] = active
    return out


def _signature(call: Call, s: Signature, opened: unfinished.Open) -> Json:
    text, spans = s.parts()
    units = [(convert.units(text, a, convert.UTF16), convert.units(text, b, convert.UTF16)) for a, b in spans]
    parameters = []
    for p, (a, b) in zip(s.parameters, units, strict=True):
        shown: Json = {"label": [a, b]}
        if p.seen:
            shown["documentation"] = f"seen in recorded runs: {p.seen}"
        parameters.append(shown)
    out: Json = {"label": text, "parameters": parameters}
    active = _active(s, opened)
    if active is not None:
        out["activeParameter"] = active
    doc = _documentation(call, s)
    if doc:
        kind = "markdown" if call.settings.markdown else "plaintext"
        out["documentation"] = {"kind": kind, "value": describe.fenced(doc, "text") if kind == "markdown" else doc}
    return out


def _documentation(call: Call, s: Signature) -> str:
    symbol = s.symbol if ":" in s.symbol else ""
    for d in definitions_of(call, symbol) if symbol else ():
        index = call.texts.lines(d.path)
        if index is not None:
            doc = describe.docstring(d, index)
            if doc:
                return doc
    return ""


def _active(s: Signature, opened: unfinished.Open) -> int | None:
    """The parameter that the argument at the cursor goes to; None where there is none for it."""
    if opened.keyword:
        for i, p in enumerate(s.parameters):
            if p.name == opened.keyword and p.kind in "pk":
                return i
        return next((i for i, p in enumerate(s.parameters) if p.kind == "**"), None)
    number = opened.argument - len(opened.given)
    position = 0
    for i, p in enumerate(s.parameters):
        if p.kind == "*":
            return i
        if p.kind in "/p":
            if position == number and not (opened.given and p.name in opened.given):
                return i
            position += 1
    if opened.given:
        return next((i for i, p in enumerate(s.parameters) if p.kind in "pk" and p.name not in opened.given), None)
    return None
