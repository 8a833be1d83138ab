"""What each request answers: one thin function a method, from one snapshot, in the protocol's terms.

Every function takes a `Call` (the snapshot, the texts that are shown, the session's settings) and the request's
parameters as they came. A position that holds no decided name is answered by null, never by a guess; what is only
*possible* is counted and said. Answers are plain data, or JSON text where they may be long.
"""

import builtins
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from json import dumps
from keyword import iskeyword
from typing import Any, NamedTuple

from inferd.errors import InferdError, JournalError, TargetNotFound
from inferd.index.hierarchy import Class
from inferd.model import POSSIBLE, Definition, Reference
from inferd.query import inheritance, symbols
from inferd.query import references as find
from inferd.query import targets as T
from inferd.query.view import Block, View
from inferd.source.text import LineIndex
from inferd.syntax import facts as F
from inferd_lsp import convert, describe
from inferd_lsp.convert import Written
from inferd_lsp.roots import Root, Texts

_SYMBOLS = 200  # answers to one workspace/symbol
_NAMESAKES = 5  # shown in a hover where the receiver is not known
_SLICE = 1000  # locations that are written between two looks at whether the request was cancelled

Params = dict[str, Any]
Json = dict[str, Any]


class Settings:
    """What the client said about itself."""

    def __init__(self) -> None:
        self.encoding = convert.UTF16
        self.possible = False
        self.markdown = True
        self.hierarchical = False
        self.document_changes = False


class Call(NamedTuple):
    """What a request is answered from."""

    settings: Settings
    root: Root
    view: View
    texts: Texts
    path: str
    say: Callable[[str], None]  # to the client's log
    check: Callable[[], None]  # raises where the request was cancelled
    part: Callable[[Written], None] | None  # sends a part of the answer ahead, where the client takes parts
    indexed: bool = True  # else the view is one of the files themselves


class Spot(NamedTuple):
    """The occurrence that a position lies on, and what it stands for (nothing, where that is not decided)."""

    block: Block
    k: int
    name: str
    span: convert.Span
    target: str
    subjects: list[T.Subject]


class Refused(InferdError):
    """A request that makes no sense here, with the reason."""


class Invalid(Exception):
    """Parameters that are not those of the request."""


def position_of(given: Any) -> convert.Position:
    """A position of the protocol."""
    try:
        line, character = given["line"], given["character"]
    except (TypeError, KeyError):
        raise Invalid("a position has a line and a character") from None
    if type(line) is not int or type(character) is not int or not (0 <= line < 1 << 31 and 0 <= character < 1 << 31):
        raise Invalid("a position has a line and a character")
    return convert.Position(line, character)


def text_of(params: Any, name: str) -> str:
    """A parameter that is a string."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, str):
        raise Invalid(f"{name} is missing")
    return value


def spot(call: Call, params: Params) -> Spot | None:
    """The occurrence at a position, if its name is what stands there."""
    position = position_of(params.get("position"))
    index = call.texts.lines(call.path)
    if index is None or position.line > len(index.lines):
        return None
    line, column = convert.place(index, position, call.settings.encoding)
    found = T.at_position(call.view, call.path, line, column + 1)
    if found is None:
        return None
    block, k = found
    name = block.names[block.o[k * 6]]
    where = block.place(k)
    shown = call.texts.span(call.path, name, where)
    if shown is None:
        return None
    subjects = list(dict.fromkeys(T.subject_of(call.view, e) for e in T.entities_at(call.view, block, k)))
    return Spot(block, k, name, shown, f"{call.path}:{where[0]}:{where[1]}", subjects)


# ---------------------------------------------------------------------------------------------------------------------
# Where


def definition(call: Call, params: Params) -> Written | None:
    """Where the name at a position is defined, through imports."""
    at = spot(call, params)
    return _places(call, _definitions(call, at.subjects)) if at is not None else None


def type_definition(call: Call, params: Params) -> Written | None:
    """Where the classes are defined that the thing at a position may be an instance of, or is."""
    at = spot(call, params)
    if at is None or call.view.typing is None:
        return None
    typing = call.view.typing
    found: dict[Class, None] = {}
    for cls in _classes(typing.values_in(typing.at(at.block, at.k))):
        if not cls.space:
            found[Class(cls.module, cls.name)] = None
    return _places(call, (d for c in found for d in inheritance.class_definitions(call.view, c)))


def implementation(call: Call, params: Params) -> Written | None:
    """Of a class, those below it; of a method, its definitions there."""
    at = spot(call, params)
    if at is None:
        return None
    return _places(call, (d for s in at.subjects for d in inheritance.implementations(call.view, s)))


def _classes(values: Iterable[Any]) -> list[Any]:
    """The classes that values are, or are instances of."""
    return [v.cls for v in values if v[-1] in ("instance", "class")]


def _places(call: Call, definitions: Iterable[Definition]) -> Written | None:
    """Definitions as locations."""
    out: dict[str, None] = {}
    for d in definitions:
        shown = _definition_span(call, d)
        if shown is not None:
            out[_location(call, d.path, shown)] = None
    return Written(f"[{','.join(out)}]") if out else None


def _location(call: Call, path: str, span: convert.Span) -> str:
    return f'{{"uri":{dumps(call.texts.uri(path))},"range":{convert.RANGE % span}}}'


def _definitions(call: Call, subjects: list[T.Subject]) -> list[Definition]:
    return [d for s in subjects for d in symbols.definitions(call.view, s)]


def _definition_span(call: Call, d: Definition) -> convert.Span | None:
    if d.kind == "module":
        return (0, 0, 0, 0)
    return call.texts.span(d.path, describe.name_of(d), d[4:8])


def references(call: Call, params: Params) -> Written | None:
    """Where it is used: what is exact or inferred, and what is possible where the settings ask for it."""
    at = spot(call, params)
    if at is None:
        return None
    subjects = at.subjects
    undecided = not subjects and at.block.o[at.k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE
    if undecided:
        subjects = [T.Attribute(c, at.name) for c in sorted(call.view.members(at.name))]
        if not call.settings.possible:
            call.say(
                f"references of {at.name}: its receiver is not known here, so nothing is shown; {len(subjects)} "
                f"classes define the name (inferd.references.possible lists what is possible)"
            )
            return None
    context = params.get("context")
    declaration = not isinstance(context, dict) or context.get("includeDeclaration") is not False
    rows: list[Reference] = []
    for subject in subjects:
        if not call.indexed and isinstance(subject, T.Attribute):
            from inferd.index.unindexed import NeedsIndex

            raise NeedsIndex  # which classes are below, the index knows
        found = find.references(call.view, subject, declaration).rows
        rows = _united(rows, found) if rows else found
        call.check()
    shown = rows if call.settings.possible else [r for r in rows if r.confidence != POSSIBLE]
    parts = list(_written(call, shown))
    count = sum(n for n, _ in parts)
    _account(call, at, count, len(rows) - len(shown))
    if not count:
        return None
    if call.part is not None and len(parts) > 1:
        for _, text in parts:
            call.part(Written(f"[{text}]"))
        return Written("[]")
    return Written(f"[{','.join(text for _, text in parts)}]")


def _united(rows: list[Reference], more: list[Reference]) -> list[Reference]:
    """The rows of two subjects; a place that both have is listed once, with the better grade."""
    places = {r[:4]: r for r in rows}
    for r in more:
        other = places.get(r[:4])
        if other is None or other.confidence == POSSIBLE:
            places[r[:4]] = r
    return list(places.values())


def _written(call: Call, rows: list[Reference]) -> Iterator[tuple[int, str]]:
    """Rows as locations: (how many, JSON without the brackets), slice by slice."""
    texts = call.texts
    encoding = call.settings.encoding
    last, head = "", ""
    index: LineIndex | None = None
    compare = plain = False
    for start in range(0, len(rows), _SLICE):
        call.check()
        out: list[str] = []
        for r in rows[start : start + _SLICE]:
            path = r[0]
            if path != last:
                last = path
                found = texts.of(path)
                head = f'{{"uri":{dumps(texts.uri(path))},"range":'
                index, compare = found if found is not None else (None, True)
                plain = not compare and (index is None or encoding == convert.UTF32)
            if plain:
                _, line, column, end_line, end_column, *_ = r
                span: convert.Span | None = (line - 1, column - 1, end_line - 1, end_column - 1)
            else:
                span = texts.span(path, r.text, r[1:5])
            if span is not None:
                out.append(f"{head}{convert.RANGE % span}}}")
        yield len(out), ",".join(out)


def _account(call: Call, at: Spot, shown: int, possible: int) -> None:
    """Say what the answer leaves open: an answer that is not whole must not look as if it were."""
    said = []
    if possible:
        said.append(f"{possible} possible not shown (set inferd.references.possible to list them)")
    if call.texts.dropped:
        said.append(f"{call.texts.dropped} left out, because the text there has changed and does not parse")
    unread = len(call.view.reader.not_analysed())
    if unread:
        said.append(f"{unread} {'file is' if unread == 1 else 'files are'} not wholly analysed")
    if call.root.behind:
        said.append(f"the index is not up to date: {call.root.behind}")
    if call.root.loose:
        said.append("only this file was searched, since it is in no project")
    if said:
        names = ", ".join(T.symbol_of(call.view, s) for s in at.subjects) or at.name
        call.say(f"references of {names}: {shown} shown; {'; '.join(said)}")


_WRITES = frozenset((F.WRITE, F.DEFINITION, F.PARAMETER, F.DELETE, F.CAPTURE, F.GLOBAL_STATEMENT))


def document_highlight(call: Call, params: Params) -> list[Json] | None:
    """The same name with the same meaning in this document."""
    at = spot(call, params)
    if at is None:
        return None
    wanted = set(at.subjects)
    out: dict[convert.Span, Json] = {}
    for block in call.view.blocks_of_file(at.block.row.file_id):
        for k in block.positions(at.name):
            if (block, k) != (at.block, at.k):
                here = {T.subject_of(call.view, e) for e in T.entities_at(call.view, block, k)}
                if wanted.isdisjoint(here):
                    continue
            where = block.place(k)
            shown = call.texts.span(call.path, at.name, where)
            if shown is not None:
                out[where] = {"range": convert.range_of(shown), "kind": _access(block, k)}
    return [out[w] for w in sorted(out)] or None


_TEXT, _READ, _WRITE = 1, 2, 3


def _access(block: Block, k: int) -> int:
    code = block.o[k * 6 + 3]
    role = code & F.ROLE_MASK
    if (
        role in _WRITES
        or (role == F.ATTRIBUTE and code & (F.STORE | F.DELETED))
        or (role == F.IMPORT and code & F.BINDS)
    ):
        return _WRITE
    return _TEXT if role == F.STRING else _READ


# ---------------------------------------------------------------------------------------------------------------------
# What there is


def document_symbol(call: Call, params: Params) -> Written:
    """The symbols of a document, as a tree where the client can show one."""
    del params
    tree = _tree(call, symbols.outline(call.view, call.path))
    if call.settings.hierarchical:
        return Written(f"[{','.join(map(_symbol_text, tree))}]")
    uri = dumps(call.texts.uri(call.path))
    return Written(f"[{','.join(_flat(tree, uri, None))}]")


class Node(NamedTuple):
    """A symbol of a document, with the range of all of it and of its name."""

    name: str
    kind: str
    whole: convert.Span
    span: convert.Span
    children: list["Node"]


def _tree(call: Call, items: Iterable[symbols.Outline]) -> list[Node]:
    out: list[Node] = []
    for item in items:
        children = _tree(call, item.children)
        name = call.texts.span(call.path, item.name, item[2:6])
        whole = name
        if name is not None and item.kind in ("class", "function", "method", "property"):
            whole = call.texts.lines_span(call.path, item.body_line, item.body_end_line)
        if name is None or whole is None:
            out += children
            continue
        for child in children:
            whole = _around(whole, child.whole)
        out.append(Node(item.name, item.kind, _around(whole, name), name, children))
    return out


def _around(a: convert.Span, b: convert.Span) -> convert.Span:
    """The span that holds two others (a symbol's must hold its name and its children)."""
    return (*min(a[:2], b[:2]), *max(a[2:], b[2:]))


def _symbol_text(node: Node) -> str:
    inner = f',"children":[{",".join(map(_symbol_text, node.children))}]' if node.children else ""
    return (
        f'{{"name":{dumps(node.name)},"kind":{convert.symbol_kind(node.kind)},"detail":"{node.kind}",'
        f'"range":{convert.RANGE % node.whole},"selectionRange":{convert.RANGE % node.span}{inner}}}'
    )


def _flat(tree: Iterable[Node], uri: str, container: str | None) -> Iterator[str]:
    for node in tree:
        yield _information(node.name, node.kind, uri, node.whole, container)
        yield from _flat(node.children, uri, node.name)


def _information(name: str, kind: str, uri: str, span: convert.Span, container: str | None) -> str:
    around = f',"containerName":{dumps(container)}' if container is not None else ""
    return (
        f'{{"name":{dumps(name)},"kind":{convert.symbol_kind(kind)},'
        f'"location":{{"uri":{uri},"range":{convert.RANGE % span}}}{around}}}'
    )


def workspace_symbol(call: Call, params: Params) -> Written:
    """Symbols by the letters of their names; with dots or colons in the query, by those of their full names."""
    around, _, name = text_of(params, "query").replace(":", ".").rpartition(".")
    found = symbols.search(call.view, name, _SYMBOLS if not around else _SYMBOLS * 10)
    out: list[str] = []
    for d in found:
        if around and not _in_order(around, d.symbol.replace(":", ".").rpartition(".")[0]):
            continue
        shown = _definition_span(call, d)
        if shown is None:
            continue
        module, _, qualname = d.symbol.partition(":")
        owner, _, last = qualname.rpartition(".")
        container = f"{module}:{owner}" if owner else module
        out.append(_information(last, d.kind, dumps(call.texts.uri(d.path)), shown, container))
        if len(out) == _SYMBOLS:
            break
    return Written(f"[{','.join(out)}]")


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text.casefold())
    return all(c in rest for c in letters.casefold())


# ---------------------------------------------------------------------------------------------------------------------
# Type hierarchy


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
        name = _definition_span(call, d)
        whole = call.texts.lines_span(d.path, d.body_line, d.body_end_line)
        if name is None or whole is None:
            continue
        item = {
            "name": describe.name_of(d),
            "kind": convert.CLASS,
            "detail": d.symbol,
            "uri": call.texts.uri(d.path),
            "range": convert.range_of(_around(whole, name)),
            "selectionRange": convert.range_of(name),
            "data": {"symbol": d.symbol},
        }
        if item not in out:
            out.append(item)
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What it is


def hover(call: Call, params: Params) -> Json | None:
    """Kind, signature, symbol and docstring."""
    at = spot(call, params)
    if at is None:
        return None
    label, code, symbol, doc = "", "", "", ""
    more: list[str] = []
    found = _definitions(call, at.subjects)
    shown = next((d for d in found if _definition_span(call, d) is not None), None)
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


# ---------------------------------------------------------------------------------------------------------------------
# Rename


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
        plan = renaming.plan(call.view, call.root.folder, at.target, new_name, (), False, call.root.unsaved())
    except JournalError:  # a file is not what was indexed
        call.texts.changed()
        raise
    if plan.moves:
        raise Refused(f"{plan.target} is a module: `inferd refactor rename {plan.target} {new_name}` moves its file")
    edits: dict[str, list[Json]] = {}
    for e in plan.edits:
        index = call.texts.lines(e.path)
        where = (e.line, e.column + 1, e.end_line, e.end_column + 1)
        start, end = (
            (index.offset(e.line, e.column), index.offset(e.end_line, e.end_column)) if index is not None else (0, 0)
        )
        if index is None or index.text[start:end] != e.old_text:
            raise Refused(f"{e.path}:{e.line}: the text is not what was indexed; nothing was changed")
        span = convert.span_in(index, where, call.settings.encoding)
        edit = {"range": convert.range_of(span), "newText": e.new_text}
        if edit not in edits.setdefault(e.path, []):
            edits[e.path].append(edit)
    said = [*plan.warnings]
    if plan.left_out:
        said.append(f"{len(plan.left_out)} occurrences that may belong to it are not renamed")
    for line in said:
        call.say(f"rename of {plan.target}: {line}")
    return _workspace_edit(call, edits)


def _workspace_edit(call: Call, edits: dict[str, list[Json]]) -> Json:
    if call.settings.document_changes:
        return {
            "documentChanges": [
                {"textDocument": {"uri": call.texts.uri(path), "version": call.texts.version(path)}, "edits": found}
                for path, found in sorted(edits.items())
            ]
        }
    return {"changes": {call.texts.uri(path): found for path, found in sorted(edits.items())}}


#: what may be answered before there is an index
WITHOUT_INDEX = frozenset((definition, references, document_highlight, document_symbol, hover))
