"""Code lenses: how much depends on what is defined here.  Counted when a lens comes into sight, not before."""

from json import dumps

from inferd.errors import InferdError
from inferd.index.hierarchy import Class
from inferd.model import POSSIBLE
from inferd.query import hierarchy_of_calls, inheritance, runtime, symbols
from inferd.query import references as R
from inferd.query import targets as T
from inferd_lsp import convert
from inferd_lsp.convert import Written
from inferd_lsp.limits import receivers
from inferd_lsp.spots import Call, Invalid, Json, Params, location, places

COMMAND = "inferd.showReferences"
REFERENCES, CALLERS, TESTS, IMPLEMENTATIONS = KINDS = ("references", "callers", "tests", "implementations")


def code_lenses(call: Call, params: Params) -> list[Json] | None:
    """The lenses of a document, without what they count."""
    del params
    file = call.view.reader.file_at(call.path)
    if file is None:
        return None
    is_recorded = call.view.reader.is_recorded()
    out: list[Json] = []

    def walk(items: tuple[symbols.Outline, ...] | list[symbols.Outline], around: str, cls: Class | None) -> None:
        for item in items:
            if item.kind not in ("class", "function", "method", "property"):
                continue
            span = call.texts.span(call.path, item.name, item[2:6])
            qualname = f"{around}.{item.name}" if around else item.name
            own = Class(file.module, qualname) if item.kind == "class" else None
            if span is not None:
                kinds = [REFERENCES]
                if item.kind != "property":
                    kinds.append(CALLERS)
                if is_recorded:
                    kinds.append(TESTS)
                above = own if own is not None else cls
                if above is not None and call.view.hierarchy.subclasses(above):
                    kinds.append(IMPLEMENTATIONS)
                for kind in kinds:
                    if kind in call.settings.lenses:
                        data = {"uri": call.texts.uri(call.path), "symbol": f"{file.module}:{qualname}", "kind": kind}
                        out.append({"range": convert.range_of(span), "data": data})
            inner = f"{qualname}.<locals>" if item.kind in ("function", "method") else qualname
            if item.kind == "class":
                walk(item.children, inner, own)

    walk(symbols.outline(call.view, call.path), "", None)
    return out


def resolve(call: Call, params: Params) -> Json:
    """A lens with its count, and the command that shows what was counted."""
    data = params.get("data")
    span = params.get("range")
    if not isinstance(data, dict) or not isinstance(span, dict) or data.get("kind") not in KINDS:
        raise Invalid("no lens of this server's")
    kind = data["kind"]
    try:
        subjects = T.parse(call.view, str(data.get("symbol")))
    except InferdError:
        subjects = []  # it has gone since
    with receivers(call):
        found = _COUNTS[kind](call, subjects)
    one = kind[:-1]
    title = f"{len(found)} {one if len(found) == 1 else kind}"
    arguments = [call.texts.uri(call.path), span.get("start"), Written(f"[{','.join(found)}]")]
    text = f"[{dumps(arguments[0])},{dumps(arguments[1])},{arguments[2]}]"
    command = f'{{"title":{dumps(title)},"command":"{COMMAND}","arguments":{text}}}'
    return Written(f'{{"range":{dumps(span)},"data":{dumps(data)},"command":{command}}}')  # type: ignore[return-value]


def _references(call: Call, subjects: list[T.Subject]) -> list[str]:
    out: dict[str, None] = {}
    for s in subjects:
        symbol = T.symbol_of(call.view, s)
        for r in R.references(call.view, s, False).rows:
            if r.confidence != POSSIBLE and (r.symbol == symbol or not isinstance(s, T.Attribute)):
                span = call.texts.span(r.path, r.text, r[1:5])
                if span is not None:
                    out[location(call, r.path, span)] = None
    return list(out)


def _callers(call: Call, subjects: list[T.Subject]) -> list[str]:
    """One place a scope that calls."""
    out: dict[str, None] = {}
    for s in subjects:
        for step in hierarchy_of_calls.incoming(call.view, s):
            path, line, column, end_line, end_column, name = step.places[0]
            span = call.texts.span(path, name, (line, column, end_line, end_column))
            if span is not None:
                out[location(call, path, span)] = None
    return list(out)


def _tests(call: Call, subjects: list[T.Subject]) -> list[str]:
    out: dict[str, None] = {}
    for row in runtime.test_rows(call.view, subjects):
        if row.confidence != POSSIBLE and row.line:
            name = row.id.rpartition("::")[2].partition("[")[0]
            span = call.texts.span(row.path, name, (row.line, row.column, row.line, row.column + len(name)))
            out[location(call, row.path, span or (row.line - 1, 0, row.line - 1, 0)) + " " * len(out)] = None
    return [text.rstrip() for text in out]


def _implementations(call: Call, subjects: list[T.Subject]) -> list[str]:
    found = places(call, (d for s in subjects for d in inheritance.implementations(call.view, s)))
    text = str(found or "[]")[1:-1]
    return [f"{{{part}" if i else part for i, part in enumerate(text.split(",{"))] if text else []


_COUNTS = {REFERENCES: _references, CALLERS: _callers, TESTS: _tests, IMPLEMENTATIONS: _implementations}
