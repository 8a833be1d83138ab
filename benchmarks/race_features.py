"""The phase `features` of a race: what else an editor asks, of the servers that offer it, and who offers what.

At each drawn symbol the whole of it is asked in an editor's order (outline, tokens, hints, then what stands at the
place, then a completion in a line that is being typed).  Positions inside of bodies are drawn by `ast` and the race's
seed: a name that is read, a call with arguments, an attribute.  Answers are timed and counted, not judged: for right
and wrong see the phases `references` and `navigation`.

What a server offers is what it said in `initialize` or registered afterwards (`table`).
"""

import ast
import contextlib
import random
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import race_client as lsp
import race_corpus as corpora

#: row of the table -> (capability, method)
OFFERED = {
    "definition": ("definitionProvider", "textDocument/definition"),
    "declaration": ("declarationProvider", "textDocument/declaration"),
    "type definition": ("typeDefinitionProvider", "textDocument/typeDefinition"),
    "implementation": ("implementationProvider", "textDocument/implementation"),
    "references": ("referencesProvider", "textDocument/references"),
    "document highlight": ("documentHighlightProvider", "textDocument/documentHighlight"),
    "hover": ("hoverProvider", "textDocument/hover"),
    "signature help": ("signatureHelpProvider", "textDocument/signatureHelp"),
    "completion": ("completionProvider", "textDocument/completion"),
    "document symbols": ("documentSymbolProvider", "textDocument/documentSymbol"),
    "workspace symbols": ("workspaceSymbolProvider", "workspace/symbol"),
    "call hierarchy": ("callHierarchyProvider", "textDocument/prepareCallHierarchy"),
    "type hierarchy": ("typeHierarchyProvider", "textDocument/prepareTypeHierarchy"),
    "inlay hints": ("inlayHintProvider", "textDocument/inlayHint"),
    "code lenses": ("codeLensProvider", "textDocument/codeLens"),
    "semantic tokens": ("semanticTokensProvider", "textDocument/semanticTokens"),
    "folding ranges": ("foldingRangeProvider", "textDocument/foldingRange"),
    "selection ranges": ("selectionRangeProvider", "textDocument/selectionRange"),
    "linked editing": ("linkedEditingRangeProvider", "textDocument/linkedEditingRange"),
    "document links": ("documentLinkProvider", "textDocument/documentLink"),
    "rename": ("renameProvider", "textDocument/rename"),
    "code actions": ("codeActionProvider", "textDocument/codeAction"),
    "commands": ("executeCommandProvider", "workspace/executeCommand"),
    "diagnostics, pulled": ("diagnosticProvider", "textDocument/diagnostic"),
    "diagnostics of the workspace": ("diagnosticProvider.workspaceDiagnostics", "workspace/diagnostic"),
    "before files are renamed": ("workspace.fileOperations.willRename", "workspace/willRenameFiles"),
    "before files are deleted": ("workspace.fileOperations.willDelete", "workspace/willDeleteFiles"),
    "several folders": ("workspace.workspaceFolders.supported", "workspace/didChangeWorkspaceFolders"),
}


def offers(client: lsp.Client) -> dict[str, bool | str]:
    """What a server offers; for code actions their kinds."""
    out: dict[str, bool | str] = {}
    for row, (capability, method) in OFFERED.items():
        value: object = client.capabilities
        for part in capability.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        registered = client.registered.get(method)
        is_offered = bool(value) or value == {} or registered is not None
        if row == "diagnostics of the workspace" and isinstance(registered, dict):
            is_offered = bool(registered.get("workspaceDiagnostics"))
        out[row] = is_offered
        if row == "code actions" and is_offered:
            given = value if isinstance(value, dict) else registered
            kinds = given.get("codeActionKinds") if isinstance(given, dict) else None
            out[row] = ", ".join(kinds) if kinds else True
    return out


class Spots(NamedTuple):
    """Places of one file from `ast`, as LSP counts; None where it has none."""

    name: tuple[int, int] | None  # a name that is read
    attribute: tuple[int, int] | None
    argument: tuple[int, int] | None  # where the first argument of a call begins
    dot: tuple[int, int] | None  # behind the dot of an attribute
    end: int  # of that line


def spots(text: str, rng: random.Random) -> Spots:
    """Drawn places of a file."""
    rows = corpora.lines(text)

    def at(line: int, column: int) -> tuple[int, int]:
        return line - 1, corpora.from_bytes(rows[line - 1], column)

    names, attributes, calls = [], [], []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.append(at(node.lineno, node.col_offset))
        elif isinstance(node, ast.Attribute) and node.end_lineno == node.lineno == node.value.end_lineno:
            line = rows[node.lineno - 1].encode()
            if line[node.value.end_col_offset :].startswith(b"." + node.attr.encode()):
                attributes.append(at(node.lineno, (node.value.end_col_offset or 0) + 1))
        if isinstance(node, ast.Call) and node.args and node.args[0].lineno == node.func.end_lineno:
            calls.append(at(node.args[0].lineno, node.args[0].col_offset))
    dot = rng.choice(sorted(attributes)) if attributes else None
    return Spots(
        rng.choice(sorted(names)) if names else None, rng.choice(sorted(attributes)) if attributes else None,
        rng.choice(sorted(calls)) if calls else None, dot, corpora.units(rows[dot[0]]) if dot else 0,
    )  # fmt: skip


def _count(result: object) -> int:
    """How much an answer holds."""
    if isinstance(result, dict):
        for key in ("items", "signatures", "data", "documentChanges", "changes"):
            if key in result:
                return len(result[key])
        return 1
    return len(result) if isinstance(result, list) else int(result is not None)


def ask_all(racer, symbol: corpora.Symbol, text: str, parents: list, seed: int) -> None:
    """Everything about one symbol."""
    client = racer.client
    path = symbol.path
    places = spots(text, random.Random(f"{seed}-{path}-{symbol.line}"))
    offered = racer.data["offers"]
    document = {"textDocument": {"uri": client.uri(path)}}

    def ask(row: str, method: str, params: object, key: str = "") -> object:
        """The answer's result; its time is noted."""
        if not offered.get(row):
            return None
        key = key or row
        found = racer.asked(key, lambda c: c.ask(method, params, racer.limit))
        if found is not None:
            racer.data.setdefault("features", {}).setdefault(key, []).append([found.ms, _count(found.result)])
            return found.result
        return None

    def at(place: tuple[int, int]) -> dict:
        return client.at(path, *place)

    here = client.at(*symbol.place)
    racer.asked("open", lambda c: c.open(path, text))
    ask("document symbols", "textDocument/documentSymbol", document)
    tokens = client.capabilities.get("semanticTokensProvider") or client.registered.get("textDocument/semanticTokens")
    if isinstance(tokens, dict) and tokens.get("full"):
        ask("semantic tokens", "textDocument/semanticTokens/full", document)
    ask("folding ranges", "textDocument/foldingRange", document)
    first = max(0, symbol.line - 25)
    span = {"start": {"line": first, "character": 0}, "end": {"line": first + 50, "character": 0}}
    ask("inlay hints", "textDocument/inlayHint", {**document, "range": span})
    for lens in list(ask("code lenses", "textDocument/codeLens", document) or ())[:1]:
        provider = client.capabilities.get("codeLensProvider")
        if "command" not in lens and isinstance(provider, dict) and provider.get("resolveProvider"):
            ask("code lenses", "codeLens/resolve", lens, "code lens, resolved")
    for key, place in (("definition", here), ("hover", here)):
        ask(key, f"textDocument/{key}", place)
    for key, spot in (("name", places.name), ("attribute", places.attribute)):
        if spot is not None:
            ask("hover", "textDocument/hover", at(spot), f"hover of a {key}")
            ask("definition", "textDocument/definition", at(spot), f"definition of a {key}")
    ask("document highlight", "textDocument/documentHighlight", here)
    ask("type definition", "textDocument/typeDefinition", at(places.name) if places.name else here)
    ask("implementation", "textDocument/implementation", here)
    point = {"start": here["position"], "end": here["position"]}
    ask("code actions", "textDocument/codeAction", {**document, "range": point, "context": {"diagnostics": []}})
    if places.argument is not None:
        ask("signature help", "textDocument/signatureHelp", at(places.argument))
    _calls(ask, here)
    if symbol.kind == "class" or symbol in parents:
        for item in list(ask("type hierarchy", "textDocument/prepareTypeHierarchy", here, "types, prepared") or ())[:1]:
            ask("type hierarchy", "typeHierarchy/subtypes", {"item": item}, "subtypes")
            ask("type hierarchy", "typeHierarchy/supertypes", {"item": item}, "supertypes")
    ask("rename", "textDocument/rename", {**here, "newName": symbol.name + "_renamed"})
    if places.dot is not None:
        _complete(racer, ask, path, places)
    racer.asked("open", lambda c: c.close(path) if path in c.versions else None)


def _calls(ask: Callable, here: dict) -> None:
    for item in list(ask("call hierarchy", "textDocument/prepareCallHierarchy", here, "calls, prepared") or ())[:1]:
        ask("call hierarchy", "callHierarchy/incomingCalls", {"item": item}, "incoming calls")
        ask("call hierarchy", "callHierarchy/outgoingCalls", {"item": item}, "outgoing calls")


def _complete(racer, ask: Callable, path: str, places: Spots) -> None:
    """What is offered behind a dot, when the rest of its line is not there yet."""
    line, column = places.dot
    span = {"start": {"line": line, "character": column}, "end": {"line": line, "character": places.end}}
    racer.asked("open", lambda c: c.change(path, span, "") if path in c.versions else None)  # not one started anew
    ask("completion", "textDocument/completion", racer.client.at(path, line, column))


def features(
    racers: list, corpus: corpora.Corpus, symbols: list, parents: list, seed: int, rounds: Callable[..., Iterator],
    turn: Callable,
) -> None:  # fmt: skip
    """The phase."""
    for racer in racers:
        racer.data["offers"] = offers(racer.client) if racer.client else {}
    wanted = [s for s in [*symbols, *parents] if s.path not in corpus.broken]
    for number, symbol, racer in rounds(racers, wanted):
        del number
        if racer.client is None:
            continue
        with turn(racer, "features"), contextlib.suppress(lsp.Died):
            ask_all(racer, symbol, corpus.texts[symbol.path], parents, seed)
    _cancelled(racers, symbols, rounds)


def _cancelled(racers: list, symbols: list, rounds: Callable[..., Iterator]) -> None:
    """A request of references that is cancelled at once, and the time until it is answered or refused."""
    for _, symbol, racer in rounds(racers, symbols[:16]):
        if racer.client is None:
            continue
        params = {**racer.client.at(*symbol.place), "context": {"includeDeclaration": True}}

        def cancel(c: lsp.Client, params: dict = params) -> float:
            number = c.begin("textDocument/references", params)
            time.sleep(0.002)
            begin = time.perf_counter()
            c.tell("$/cancelRequest", {"id": number})
            return (c.finished(number, 15.0) - begin) * 1000

        ms = racer.asked("cancelled", cancel)
        if isinstance(ms, float):
            racer.data.setdefault("features", {}).setdefault("cancelled", []).append([max(0.0, ms), 0])
