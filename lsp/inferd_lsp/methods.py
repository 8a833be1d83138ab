"""Which function answers which method, and what the session has to know of it before it calls it.

Functions are named by module, and imported when first asked for: a session begins with what nearly every editor asks
at once.
"""

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

Answer = Callable[..., Any]

DOCUMENT, ITEM, EVERYWHERE, TEXT, ASIDE = "document", "item", "everywhere", "text", "aside"
ALL_ASIDE = "all aside"
FILES, COMMAND = "files", "command"


class Method(NamedTuple):
    """How a method is answered.

    about: DOCUMENT: a document that the parameters name; ITEM: something that was given before; EVERYWHERE: all roots,
           whose lists are put together; TEXT: the text of an open document alone, which needs no index; ASIDE: a
           document, and it is not the session's worker that answers (see `diagnostics`); ALL_ASIDE: the same, of all
           roots; FILES: files of any roots, whose edits are put together; COMMAND: see `commands`.
    whole: an answer that lacks something is wrong, so what was written before the question must be in the index.
    position: the parameters hold a position, which is looked at before the request waits for its turn.
    early: it may be answered before there is an index.
    mends: it is asked of the text made whole at its position (see `mending`).
    few: files that one step of the question may analyse where there is no index; 0: as many as that is worth.
    """

    module: str
    function: str
    about: str = DOCUMENT
    whole: bool = False
    position: bool = True
    early: bool = False
    mends: bool = False
    few: int = 0

    def answer(self) -> Answer:
        """The function."""
        known = _functions.get(self)
        if known is None:
            found: Answer = getattr(importlib.import_module(f"inferd_lsp.{self.module}"), self.function)
            known = _functions[self] = found
        return known


_functions: dict[Method, Answer] = {}

METHODS: dict[str, Method] = {
    "textDocument/diagnostic": Method("diagnostics", "serve", ASIDE, position=False),
    "workspace/diagnostic": Method("diagnostics", "serve", ALL_ASIDE, position=False),
    "textDocument/definition": Method("features", "definition", early=True),
    "textDocument/declaration": Method("features", "declaration", early=True),
    "textDocument/references": Method("features", "references", whole=True, early=True),
    "textDocument/documentHighlight": Method("features", "document_highlight", early=True),
    "textDocument/documentSymbol": Method("features", "document_symbol", position=False, early=True),
    "textDocument/hover": Method("hovering", "hover", early=True, few=40),
    "textDocument/completion": Method("completion", "complete", early=True, mends=True),
    "completionItem/resolve": Method("completion", "resolve", ITEM),
    "textDocument/signatureHelp": Method("calling", "signature_help", mends=True),
    "textDocument/prepareRename": Method("renaming", "prepare_rename"),
    "textDocument/rename": Method("renaming", "rename", whole=True),
    "workspace/willRenameFiles": Method("renaming", "will_rename_files", FILES, whole=True),
    "workspace/willDeleteFiles": Method("renaming", "will_delete_files", FILES, whole=True),
    "textDocument/codeAction": Method("actions", "code_actions", position=False),
    "codeAction/resolve": Method("actions", "resolve", ITEM, whole=True),
    "workspace/executeCommand": Method("commands", "execute", COMMAND),
    "textDocument/typeDefinition": Method("features", "type_definition"),
    "textDocument/implementation": Method("features", "implementation", whole=True),
    "textDocument/prepareTypeHierarchy": Method("hierarchies", "prepare_type_hierarchy"),
    "typeHierarchy/supertypes": Method("hierarchies", "supertypes", ITEM, whole=True),
    "typeHierarchy/subtypes": Method("hierarchies", "subtypes", ITEM, whole=True),
    "textDocument/prepareCallHierarchy": Method("hierarchies", "prepare_call_hierarchy"),
    "callHierarchy/incomingCalls": Method("hierarchies", "incoming_calls", ITEM, whole=True),
    "callHierarchy/outgoingCalls": Method("hierarchies", "outgoing_calls", ITEM, whole=True),
    "textDocument/inlayHint": Method("hints", "inlay_hints", position=False),
    "textDocument/codeLens": Method("lenses", "code_lenses", position=False),
    "codeLens/resolve": Method("lenses", "resolve", ITEM, whole=True),
    "textDocument/semanticTokens/full": Method("tokens", "full", position=False, early=True),
    "textDocument/semanticTokens/full/delta": Method("tokens", "delta", position=False, early=True),
    "textDocument/semanticTokens/range": Method("tokens", "in_range", position=False, early=True),
    "textDocument/foldingRange": Method("shapes", "folding_ranges", TEXT, position=False),
    "textDocument/selectionRange": Method("shapes", "selection_ranges", TEXT, position=False),
    "textDocument/linkedEditingRange": Method("links", "linked_ranges"),
    "textDocument/documentLink": Method("links", "document_links", position=False),
    "documentLink/resolve": Method("links", "resolve_link", ITEM),
    "workspace/symbol": Method("features", "workspace_symbol", EVERYWHERE, whole=True),
}

#: what pygls takes care of
PYGLS = frozenset(
    (
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
    )
)


def load() -> None:
    """Import what is imported late, for a process that goes on in the code that it began with."""
    for method in METHODS.values():
        importlib.import_module(f"inferd_lsp.{method.module}")
