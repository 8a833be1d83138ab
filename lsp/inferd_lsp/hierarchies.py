"""Type hierarchies and call hierarchies: items, and what is above and below them."""

from collections.abc import Iterable

from inferd.errors import TargetNotFound
from inferd.model import Definition
from inferd.query import inheritance
from inferd.query import targets as T
from inferd_lsp import convert, describe
from inferd_lsp.spots import Call, Json, Params, around, definition_span, spot, text_of


def prepare_type_hierarchy(call: Call, params: Params) -> list[Json] | None:
    """The class at a position, as an item to ask for more with."""
    at = spot(call, params)
    if at is None:
        return None
    classes = dict.fromkeys(c for s in at.subjects if (c := inheritance.as_class(call.view, s)) is not None)
    return _items(call, (d for c in classes for d in inheritance.class_definitions(call.view, c))) or None


def supertypes(call: Call, params: Params) -> list[Json] | None:
    """The bases of an item."""
    return _items(call, (d for s in _of_item(call, params) for d in inheritance.supertypes(call.view, s)))


def subtypes(call: Call, params: Params) -> list[Json] | None:
    """The classes directly below an item."""
    return _items(call, (d for s in _of_item(call, params) for d in inheritance.subtypes(call.view, s)))


def _of_item(call: Call, params: Params) -> list[T.Subject]:
    item = params.get("item")
    try:
        return T.parse(call.view, text_of(item.get("data") if isinstance(item, dict) else None, "symbol"))
    except TargetNotFound:
        return []  # it has gone since the item was given


def _items(call: Call, definitions: Iterable[Definition]) -> list[Json]:
    out = []
    for d in definitions:
        name = definition_span(call, d)
        whole = call.texts.lines_span(d.path, d.body_line, d.body_end_line)
        if name is None or whole is None:
            continue
        item = {
            "name": describe.name_of(d),
            "kind": convert.CLASS,
            "detail": d.symbol,
            "uri": call.texts.uri(d.path),
            "range": convert.range_of(around(whole, name)),
            "selectionRange": convert.range_of(name),
            "data": {"symbol": d.symbol},
        }
        if item not in out:
            out.append(item)
    return out
