"""What the server can, as it tells a client at the start: plain data, because a client waits for it first."""

from typing import Any

from inferd_lsp import diagnostics
from inferd_lsp.convert import ENCODINGS, UTF16

#: what semantic tokens are numbered by
TOKEN_TYPES = ("namespace", "class", "function", "method", "property", "variable", "parameter", "typeParameter")
TOKEN_MODIFIERS = ("declaration", "readonly", "static", "async", "modification", "defaultLibrary")

CODE_ACTIONS = [
    "quickfix", "refactor.inline", "refactor.extract", "refactor.rewrite", "refactor.move", "refactor.delete",
    "source.organizeImports", "source.expandStars.inferd", "source.absoluteImports.inferd",
]  # fmt: skip
PYTHON_FILES = {
    "filters": [
        {"scheme": "file", "pattern": {"glob": "**/*.{py,pyi}", "matches": "file"}},
        {"scheme": "file", "pattern": {"glob": "**", "matches": "folder"}},
    ]
}


def encoding_of(client: dict[str, Any]) -> str:
    """The position encoding: the first that the client offers and we know; UTF-16 where it offers none."""
    general = client.get("general")
    offered = general.get("positionEncodings") if isinstance(general, dict) else None
    if isinstance(offered, list):
        for encoding in offered:
            if encoding in ENCODINGS:
                return str(encoding)
    return UTF16


def capabilities(client: dict[str, Any]) -> dict[str, Any]:
    """The server's capabilities for a client with these."""
    text = client.get("textDocument")
    rename = text.get("rename") if isinstance(text, dict) else None
    prepares = isinstance(rename, dict) and bool(rename.get("prepareSupport"))
    return {
        "positionEncoding": encoding_of(client),
        "textDocumentSync": {"openClose": True, "change": 2, "save": True},
        "definitionProvider": True,
        "declarationProvider": True,
        "typeDefinitionProvider": True,
        "implementationProvider": True,
        "typeHierarchyProvider": True,
        "callHierarchyProvider": True,
        "referencesProvider": {"workDoneProgress": True},
        "documentHighlightProvider": True,
        "documentSymbolProvider": True,
        "hoverProvider": True,
        "completionProvider": {"triggerCharacters": ["."], "resolveProvider": True},
        "signatureHelpProvider": {"triggerCharacters": ["(", ","], "retriggerCharacters": [")"]},
        "renameProvider": {"prepareProvider": True, "workDoneProgress": True} if prepares else True,
        "workspaceSymbolProvider": {"workDoneProgress": True},
        "inlayHintProvider": True,
        "codeLensProvider": {"resolveProvider": True},
        "semanticTokensProvider": {
            "legend": {"tokenTypes": list(TOKEN_TYPES), "tokenModifiers": list(TOKEN_MODIFIERS)},
            "range": True,
            "full": {"delta": True},
        },
        "foldingRangeProvider": True,
        "selectionRangeProvider": True,
        "linkedEditingRangeProvider": True,
        "documentLinkProvider": {"resolveProvider": True},
        **diagnostics.capability(client),
        "codeActionProvider": {"codeActionKinds": CODE_ACTIONS, "resolveProvider": True},
        "executeCommandProvider": {"commands": ["inferd.impact", "inferd.refactor"]},
        "workspace": {
            "workspaceFolders": {"supported": True, "changeNotifications": True},
            "fileOperations": {"willRename": PYTHON_FILES, "willDelete": PYTHON_FILES},
        },
    }
