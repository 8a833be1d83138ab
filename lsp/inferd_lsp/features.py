"""Where things are, and what there is: one thin function a method, from one snapshot, in the protocol's terms.

A position that holds no decided name is answered by null, never by a guess; what is only
*possible* is counted and said. Answers are plain data, or JSON text where they may be long.
"""

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.model import POSSIBLE, Definition, Reference
from inferd.query import inheritance, symbols
from inferd.query import references as find
from inferd.query import targets as T
from inferd.query.view import Block
from inferd.source.text import LineIndex
from inferd.syntax import facts as F
from inferd_lsp import convert
from inferd_lsp.convert import Written
from inferd_lsp.limits import receivers
from inferd_lsp.spots import Call, Json, Params, Spot, around, definition_span, everything, places, spot, text_of

_SYMBOLS = 200  # answers to one workspace/symbol
_SLICE = 1000  # locations that are written between two looks at whether the request was cancelled

# ---------------------------------------------------------------------------------------------------------------------
# Where


def definition(call: Call, params: Params) -> Written | None:
    """Where the name at a position is defined, through imports."""
    at = spot(call, params)
    return places(call, everything(call, at)) if at is not None else None


def type_definition(call: Call, params: Params) -> Written | None:
    """Where the classes are defined that the thing at a position may be an instance of, or is."""
    at = spot(call, params)
    if at is None or call.view.typing is None:
        return None
    typing = call.view.typing
    from inferd.query import outside

    found: dict[Definition, None] = {}
    for cls in _classes(typing.values_in(typing.at(at.block, at.k))):
        if cls.space:
            found.update(dict.fromkeys(outside.of_class(typing, cls)))
        else:
            own = Class(cls.module, cls.name)
            found.update((d, None) for d in inheritance.class_definitions(call.view, own))
    if not found:
        for cls in _classes(_seen(call, at)):
            own = Class(cls.module, cls.name)
            found.update((d, None) for d in inheritance.class_definitions(call.view, own))
    return places(call, found)


def _seen(call: Call, at: Spot) -> list[Any]:
    """What recorded runs saw that the thing at a place was: values of classes of the project."""
    from inferd.query import runtime, sightings

    rows = sightings.of(call.view, at.subjects, compare=False).rows
    terms = [t for r in rows if r.kind in ("parameter", "variable", "attribute") for t in r.types]
    out = []
    for term in terms:
        module, _, name = term.rpartition(".")
        while module:  # as it is shown, a type does not say where its module ends
            value = runtime.project_value(call.view, f"{module}:{name}")
            if value is not None:
                out.append(value)
                break
            module, _, last = module.rpartition(".")
            name = f"{last}.{name}"
    return out


def declaration(call: Call, params: Params) -> Written | None:
    """Where a name is declared: the import that brings it into this file, the stub beside its module, the method that
    it overrides; else where it is defined.
    """
    at = spot(call, params)
    if at is None:
        return None
    brought = _imported_here(call, at)
    if brought:
        return places(call, brought)
    found = everything(call, at)
    stubs = [d for d in found if d.path.endswith(".pyi")]
    above = [d for s in at.subjects for d in inheritance.overrides(call.view, s) if isinstance(s, T.Attribute)]
    if above and not stubs:
        below = {d.symbol for s in at.subjects for d in inheritance.implementations(call.view, s)}
        above = [d for d in above if d.symbol not in below]
    return places(call, stubs or above[-1:] or found)


def _imported_here(call: Call, at: Spot) -> list[Definition]:
    """The import statement that binds the name at a place, where it stands in the same file."""
    role = at.block.o[at.k * 6 + 3] & F.ROLE_MASK
    if role not in F.NAME_ROLES or role == F.DEFINITION:
        return []
    scope = at.block.record(at.k)[5]
    out = []
    blocks = call.view.blocks_of_file(at.block.row.file_id) if scope < 0 else [at.block]
    for block in blocks:
        for k, found, code, within, _ in block.mentions(at.name):
            if found == F.IMPORT and code & F.BINDS and (within == scope or (within < 0 and scope < 0)):
                out.append(symbols.definition_at(call.view, block, k, block.symbol_in(max(scope, -1), at.name), 1))
    return out


def implementation(call: Call, params: Params) -> Written | None:
    """Of a class, those below it; of a method, its definitions there."""
    at = spot(call, params)
    if at is None:
        return None
    return places(call, (d for s in at.subjects for d in inheritance.implementations(call.view, s)))


def _classes(values: Iterable[Any]) -> list[Any]:
    """The classes that values are, or are instances of."""
    return [v.cls for v in values if v[-1] in ("instance", "class")]


def references(call: Call, params: Params) -> Written | None:
    """Where it is used: what is exact or inferred, and what is possible where the settings ask for it."""
    at = spot(call, params)
    if at is None:
        return None
    subjects = at.subjects
    undecided = not subjects and at.block.o[at.k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE
    if undecided and not call.indexed:
        from inferd.index.unindexed import NeedsIndex

        raise NeedsIndex  # what its receiver is, the index may know
    if undecided:
        subjects = [T.Attribute(c, at.name) for c in sorted(call.view.members(at.name))]
        if not call.settings.possible:
            call.tell(
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
        with receivers(call):
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
    if call.view.settling:
        said.append(f"types are still being worked out ({call.view.settling} of the files)")
    if call.root.behind:
        said.append(f"the index is not up to date: {call.root.behind}")
    if call.root.loose:
        said.append("only this file was searched, since it is in no project")
    if said:
        names = ", ".join(T.symbol_of(call.view, s) for s in at.subjects) or at.name
        call.note(f"references of {names}", f"{shown} shown; {'; '.join(said)}")


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
            whole = around(whole, child.whole)
        out.append(Node(item.name, item.kind, around(whole, name), name, children))
    return out


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
        shown = definition_span(call, d)
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
