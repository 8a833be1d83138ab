"""Type hierarchies and call hierarchies: items, and what is above and below them."""

from collections.abc import Iterable
from itertools import chain

from inferd.errors import TargetNotFound
from inferd.index.hierarchy import Class
from inferd.inference.definitions import classes
from inferd.inference.types import Cls
from inferd.model import Definition
from inferd.query import hierarchy_of_calls, inheritance, outside
from inferd.query import targets as T
from inferd.query.hierarchy_of_calls import Place, Step
from inferd_lsp import convert, describe
from inferd_lsp.limits import receivers
from inferd_lsp.spots import Call, Json, Params, around, definition_span, everything, spot, text_of


def _subjects(call: Call, params: Params) -> list[T.Subject]:
    """What an item that was given before stands for now."""
    item = params.get("item")
    try:
        return T.parse(call.view, text_of(item.get("data") if isinstance(item, dict) else None, "symbol"))
    except TargetNotFound:
        return []  # it has gone since the item was given


def _item(call: Call, d: Definition, kind: str = "") -> Json | None:
    """A definition as an item of a hierarchy; None where the text does not show it."""
    name = definition_span(call, d)
    whole = call.texts.lines_span(d.path, d.body_line, d.body_end_line) if d.kind != "module" else name
    if name is None or whole is None:
        return None
    return {
        "name": describe.name_of(d) if d.kind != "module" else d.symbol,
        "kind": convert.symbol_kind(kind or d.kind),
        "detail": d.symbol,
        "uri": call.texts.uri(d.path),
        "range": convert.range_of(around(whole, name)),
        "selectionRange": convert.range_of(name),
        "data": {"symbol": d.symbol, "uri": call.texts.uri(call.path)},
    }


def _items(call: Call, definitions: Iterable[Definition]) -> list[Json]:
    out = []
    for d in definitions:
        item = _item(call, d)
        if item is not None and item not in out:
            out.append(item)
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Types


def prepare_type_hierarchy(call: Call, params: Params) -> list[Json] | None:
    """The class at a position, as an item to ask for more with."""
    at = spot(call, params)
    if at is None:
        return None
    own = dict.fromkeys(c for s in at.subjects if (c := inheritance.as_class(call.view, s)) is not None)
    found = [d for c in own for d in inheritance.class_definitions(call.view, c)]
    if not found:
        found = [d for d in everything(call, at) if d.kind == "class"]
    return _items(call, found) or None


def supertypes(call: Call, params: Params) -> list[Json] | None:
    """The bases of an item, those outside the project too."""
    return _items(call, chain.from_iterable(_bases(call, s) for s in _subjects(call, params)))


def _bases(call: Call, subject: T.Subject) -> Iterable[Definition]:
    own = inheritance.as_class(call.view, subject)
    typing = call.view.typing
    if own is not None:
        yield from inheritance.supertypes(call.view, subject)
        cls = Cls("", own.module, own.name)
    elif isinstance(subject, T.External) and typing is not None:
        space = typing.world.outside(subject.module)
        cls = Cls(space.key if space is not None else "", subject.module, subject.name)
    if typing is None:
        return
    for base in classes.info(typing.engine, cls).bases:
        if base.cls.space and base.cls != typing.engine.builtin("object"):
            yield from outside.of_class(typing, base.cls)


def subtypes(call: Call, params: Params) -> list[Json] | None:
    """The classes directly below an item."""
    return _items(call, chain.from_iterable(_below(call, s) for s in _subjects(call, params)))


def _below(call: Call, subject: T.Subject) -> Iterable[Definition]:
    if not isinstance(subject, T.External):
        yield from inheritance.subtypes(call.view, subject)
        return
    own = Class(subject.module, subject.name)
    for cls in call.view.hierarchy.subclasses(own):
        yield from inheritance.class_definitions(call.view, cls)


# ---------------------------------------------------------------------------------------------------------------------
# Calls


def prepare_call_hierarchy(call: Call, params: Params) -> list[Json] | None:
    """The function or class at a position, as an item to ask for more with; inside a body, the one around."""
    at = spot(call, params)
    if at is None:
        return None
    found = [d for d in everything(call, at) if d.kind in ("function", "method", "property", "class")]
    here = (call.path, at.block.place(at.k)[0])
    return _items(call, _one_each(found, here)) or None


def _one_each(found: Iterable[Definition], here: tuple[str, int]) -> Iterable[Definition]:
    """Of several definitions of a symbol, which have the same callers, the one *here*; else a property's getter, and of
    overloads what they are of.
    """
    out: dict[str, Definition] = {}
    for d in found:
        known = out.get(d.symbol)
        if known is None or (d.path, d.line) == here or (d.kind != "property" and (known.path, known.line) != here):
            out[d.symbol] = d
    return out.values()


def incoming_calls(call: Call, params: Params) -> list[Json]:
    """Who calls an item, and where."""
    out = []
    for subject in _subjects(call, params):
        with receivers(call):
            steps = hierarchy_of_calls.incoming(call.view, subject)
        for step in steps:
            call.check()
            made = _step(call, step)
            if made is not None:
                ranges = _ranges(call, step.places)
                if ranges:
                    out.append({"from": made, "fromRanges": ranges})
    return out


def outgoing_calls(call: Call, params: Params) -> list[Json]:
    """What an item calls, and where."""
    out = []
    for subject in _subjects(call, params):
        for step in hierarchy_of_calls.outgoing(call.view, subject):
            call.check()
            made = _step(call, step)
            if made is not None:
                ranges = _ranges(call, step.places)
                if ranges:
                    out.append({"to": made, "fromRanges": ranges})
    return out


def _step(call: Call, step: Step) -> Json | None:
    d = hierarchy_of_calls.definition_of(call.view, step.symbol)
    if d is None:
        return None
    if d.kind not in ("function", "method", "property", "class", "module"):
        d = d._replace(kind="function")
    made = _item(call, d)
    if made is not None and step.is_observed:
        made["detail"] += " (seen in a recorded run)"
    return made


def _ranges(call: Call, places: list[Place]) -> list[Json]:
    out = []
    for path, line, column, end_line, end_column, name in places:
        shown = call.texts.span(path, name, (line, column, end_line, end_column))
        if shown is not None:
            out.append(convert.range_of(shown))
    return out
