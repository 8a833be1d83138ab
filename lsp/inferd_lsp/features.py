"""What each request answers: one thin function a method, from one snapshot, in the protocol's terms.

Every function takes a `Call` (the snapshot, the texts that are shown, the session's settings) and the request's
parameters. A position that holds no decided name is answered by null, never by a guess; what is only *possible* is
counted and said.
"""

import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence
from keyword import iskeyword
from typing import NamedTuple

from lsprotocol import types

from inferd.errors import InferdError, JournalError
from inferd.model import POSSIBLE, Definition, Reference
from inferd.query import references as find
from inferd.query import symbols
from inferd.query import targets as T
from inferd.query.view import Block, View
from inferd.syntax import facts as F
from inferd_lsp import convert, describe
from inferd_lsp.roots import Root, Texts

_SYMBOLS = 200  # answers to one workspace/symbol
_NAMESAKES = 5  # shown in a hover where the receiver is not known


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


class Spot(NamedTuple):
    """The occurrence that a position lies on, and what it stands for (nothing, where that is not decided)."""

    block: Block
    k: int
    name: str
    range: types.Range
    target: str
    subjects: list[T.Subject]


class Refused(InferdError):
    """A request that makes no sense here, with the reason."""


def spot(call: Call, position: types.Position) -> Spot | None:
    """The occurrence at a position, if its name is what stands there."""
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
    shown = call.texts.range(call.path, name, where)
    if shown is None:
        return None
    subjects = list(dict.fromkeys(T.subject_of(call.view, e) for e in T.entities_at(call.view, block, k)))
    return Spot(block, k, name, shown, f"{call.path}:{where[0]}:{where[1]}", subjects)


# ---------------------------------------------------------------------------------------------------------------------
# Where


def definition(call: Call, params: types.DefinitionParams) -> list[types.Location] | None:
    """Where the name at a position is defined, through imports."""
    at = spot(call, params.position)
    if at is None:
        return None
    out: list[types.Location] = []
    for d in _definitions(call, at.subjects):
        shown = _definition_range(call, d)
        if shown is not None:
            location = types.Location(call.texts.uri(d.path), shown)
            if location not in out:
                out.append(location)
    return out or None


def _definitions(call: Call, subjects: list[T.Subject]) -> list[Definition]:
    return [d for s in subjects for d in symbols.definitions(call.view, s)]


def _definition_range(call: Call, d: Definition) -> types.Range | None:
    if d.kind == "module":
        return convert.range_in(None, (1, 1, 1, 1), call.settings.encoding)
    return call.texts.range(d.path, describe.name_of(d), d[4:8])


def references(call: Call, params: types.ReferenceParams) -> convert.Written | None:
    """Where it is used: what is exact or inferred, and what is possible where the settings ask for it."""
    at = spot(call, params.position)
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
    rows: dict[tuple[str, int, int, int], Reference] = {}
    for subject in subjects:
        for r in find.references(call.view, subject, params.context.include_declaration).rows:
            where = (r.path, r.line, r.column, r.end_line)
            other = rows.get(where)
            if other is None or other.confidence == POSSIBLE:
                rows[where] = r
    shown = [r for r in rows.values() if call.settings.possible or r.confidence != POSSIBLE]
    found = []
    uris: dict[str, str] = {}
    for r in shown:
        span = call.texts.span(r.path, r.text, r[1:5])
        if span is not None:
            uri = uris.get(r.path)
            if uri is None:
                uri = uris[r.path] = call.texts.uri(r.path)
            found.append((uri, span))
    _account(call, at, len(found), len(rows) - len(shown))
    return convert.locations(found) if found else None


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


def document_highlight(call: Call, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """The same name with the same meaning in this document."""
    at = spot(call, params.position)
    if at is None:
        return None
    wanted = set(at.subjects)
    out: dict[convert.Span, types.DocumentHighlight] = {}
    for block in call.view.blocks_of_file(at.block.row.file_id):
        for k in block.positions(at.name):
            if (block, k) != (at.block, at.k):
                here = {T.subject_of(call.view, e) for e in T.entities_at(call.view, block, k)}
                if wanted.isdisjoint(here):
                    continue
            where = block.place(k)
            shown = call.texts.range(call.path, at.name, where)
            if shown is not None:
                out[where] = types.DocumentHighlight(shown, _access(block, k))
    return [out[w] for w in sorted(out)] or None


def _access(block: Block, k: int) -> types.DocumentHighlightKind:
    code = block.o[k * 6 + 3]
    role = code & F.ROLE_MASK
    if (
        role in _WRITES
        or (role == F.ATTRIBUTE and code & (F.STORE | F.DELETED))
        or (role == F.IMPORT and code & F.BINDS)
    ):
        return types.DocumentHighlightKind.Write
    return types.DocumentHighlightKind.Text if role == F.STRING else types.DocumentHighlightKind.Read


# ---------------------------------------------------------------------------------------------------------------------
# What there is


def document_symbol(
    call: Call, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    """The symbols of a document, as a tree where the client can show one."""
    del params
    tree = _tree(call, symbols.outline(call.view, call.path))
    if call.settings.hierarchical:
        return tree
    return list(_flat(tree, call.texts.uri(call.path), None))


def _tree(call: Call, items: Iterable[symbols.Outline]) -> list[types.DocumentSymbol]:
    out: list[types.DocumentSymbol] = []
    for item in items:
        children = _tree(call, item.children)
        name = call.texts.range(call.path, item.name, item[2:6])
        whole = name
        if name is not None and item.kind in ("class", "function", "method", "property"):
            whole = call.texts.lines_range(call.path, item.body_line, item.body_end_line)
        if name is None or whole is None:
            out += children
            continue
        for child in children:
            whole = _around(whole, child.range)
        out.append(
            types.DocumentSymbol(
                item.name,
                convert.symbol_kind(item.kind),
                _around(whole, name),
                name,
                item.kind,
                children=children or None,
            )
        )
    return out


def _around(a: types.Range, b: types.Range) -> types.Range:
    """The range that holds two others (a symbol's must hold its name and its children)."""
    return types.Range(min(a.start, b.start, key=_key), max(a.end, b.end, key=_key))


def _key(p: types.Position) -> tuple[int, int]:
    return (p.line, p.character)


def _flat(tree: Sequence[types.DocumentSymbol], uri: str, container: str | None) -> Iterator[types.SymbolInformation]:
    for item in tree:
        yield types.SymbolInformation(types.Location(uri, item.range), item.name, item.kind, container_name=container)
        yield from _flat(item.children or [], uri, item.name)


def workspace_symbol(call: Call, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
    """Symbols by the letters of their names; with dots or colons in the query, by those of their full names."""
    around, _, name = params.query.replace(":", ".").rpartition(".")
    found = symbols.search(call.view, name, _SYMBOLS if not around else _SYMBOLS * 10)
    out = []
    for d in found:
        if around and not _in_order(around, d.symbol.replace(":", ".").rpartition(".")[0]):
            continue
        shown = _definition_range(call, d)
        if shown is None:
            continue
        module, _, qualname = d.symbol.partition(":")
        owner, _, last = qualname.rpartition(".")
        container = f"{module}:{owner}" if owner else module
        out.append(
            types.SymbolInformation(
                types.Location(call.texts.uri(d.path), shown),
                last,
                convert.symbol_kind(d.kind),
                container_name=container,
            )
        )
        if len(out) == _SYMBOLS:
            break
    return out


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text.casefold())
    return all(c in rest for c in letters.casefold())


# ---------------------------------------------------------------------------------------------------------------------
# What it is


def hover(call: Call, params: types.HoverParams) -> types.Hover | None:
    """Kind, signature, symbol and docstring."""
    at = spot(call, params.position)
    if at is None:
        return None
    label, code, symbol, doc = "", "", "", ""
    more: list[str] = []
    found = _definitions(call, at.subjects)
    shown = next((d for d in found if _definition_range(call, d) is not None), None)
    if shown is not None:
        index = call.texts.lines(shown.path)
        assert index is not None  # it has a range in it
        label, symbol = shown.kind, shown.symbol
        if shown.kind != "module":
            code = describe.signature(shown, index)
        doc = describe.docstring(shown, index)
        more += _others(found, shown)
    elif at.subjects:
        subject = at.subjects[0]
        symbol = T.symbol_of(call.view, subject)
        label = "outside the project:" if isinstance(subject, T.External) else "not defined in the project:"
        if isinstance(subject, T.External) and subject.module == "builtins" and hasattr(builtins, subject.name):
            label = "built in:"
    elif at.block.o[at.k * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
        namesakes = sorted(c.symbol for c in call.view.members(at.name))
        label = f"attribute {at.name}: the receiver is not known here"
        more = [f"possible: {s}.{at.name}" for s in namesakes[:_NAMESAKES]]
        if len(namesakes) > _NAMESAKES:
            more.append(f"and {len(namesakes) - _NAMESAKES} more")
    else:
        return None
    if call.settings.markdown:
        content = types.MarkupContent(types.MarkupKind.Markdown, describe.markdown(label, code, symbol, more, doc))
    else:
        content = types.MarkupContent(types.MarkupKind.PlainText, describe.plain(label, code, symbol, more, doc))
    return types.Hover(content, at.range)


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


def prepare_rename(call: Call, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The range and spelling of the name to be renamed."""
    at = spot(call, params.position)
    if at is None:
        return None
    _require_own(call, at)
    index = call.texts.lines(call.path)
    line, column, _, end_column = at.block.place(at.k)
    written = index.line(line)[column - 1 : end_column - 1] if index is not None else at.name
    return types.PrepareRenamePlaceholder(at.range, written)


def _require_own(call: Call, at: Spot) -> None:
    if not at.subjects:
        raise Refused(f"{at.name} cannot be renamed from here: what it stands for is not decided at this place")
    if all(isinstance(s, T.External) for s in at.subjects):
        raise Refused(f"{T.symbol_of(call.view, at.subjects[0])} is defined outside the project")


def rename(call: Call, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename it everywhere, for the texts as they are shown."""
    at = spot(call, params.position)
    if at is None:
        return None
    _require_own(call, at)
    if not params.new_name.isidentifier() or iskeyword(params.new_name):
        raise Refused(f"{params.new_name!r} is not a name")
    from inferd.refactor import rename as renaming

    try:
        plan = renaming.plan(call.view, call.root.folder, at.target, params.new_name, (), False, call.root.unsaved())
    except JournalError:  # a file is not what was indexed
        call.texts.changed()
        raise
    edits: dict[str, list[types.TextEdit]] = {}
    for e in plan.edits:
        index = call.texts.lines(e.path)
        where = (e.line, e.column + 1, e.end_line, e.end_column + 1)
        start, end = (
            (index.offset(e.line, e.column), index.offset(e.end_line, e.end_column)) if index is not None else (0, 0)
        )
        if index is None or index.text[start:end] != e.old_text:
            raise Refused(f"{e.path}:{e.line}: the text is not what was indexed; nothing was changed")
        edit = types.TextEdit(convert.range_in(index, where, call.settings.encoding), e.new_text)
        if edit not in edits.setdefault(e.path, []):
            edits[e.path].append(edit)
    said = [*plan.warnings]
    if plan.left_out:
        said.append(f"{len(plan.left_out)} occurrences that may belong to it are not renamed")
    for line in said:
        call.say(f"rename of {plan.target}: {line}")
    return _workspace_edit(call, edits)


def _workspace_edit(call: Call, edits: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
    if call.settings.document_changes:
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(call.texts.uri(path), call.texts.version(path)),
                    list(found),
                )
                for path, found in sorted(edits.items())
            ]
        )
    return types.WorkspaceEdit(changes={call.texts.uri(path): found for path, found in sorted(edits.items())})
