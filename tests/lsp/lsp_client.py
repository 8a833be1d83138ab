"""An editor in a few lines, for tests: what is in its buffers, and questions about places in them."""

import asyncio
import contextlib
import os
import pathlib
import sys
import textwrap

import pytest_lsp
from lsprotocol import types

CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Editor:
    """What an editor does with a project: it shows buffers, edits them, and asks about places in them."""

    def __init__(self, client, root: pathlib.Path, encoding: str = "utf-16"):
        self.client = client
        self.root = root
        self.encoding = encoding
        self.buffers: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    # -- files

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(textwrap.dedent(text).lstrip("\n").encode())

    def uri(self, path: str) -> str:
        return path if ":" in path else (self.root / path).as_uri()

    def document(self, path: str):
        return types.TextDocumentIdentifier(self.uri(path))

    def text(self, path: str) -> str:
        known = self.buffers.get(path)
        return known if known is not None else (self.root / path).read_bytes().decode()

    # -- buffers

    def open(self, path: str, text: str | None = None, language: str = "python") -> None:
        self.buffers[path] = self.text(path) if text is None else text
        self.versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), language, 1, self.buffers[path])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def replace(self, path: str, old: str, new: str) -> None:
        """An incremental edit."""
        text = self.buffers[path]
        at = text.index(old)
        span = types.Range(self.position(text, at), self.position(text, at + len(old)))
        self.buffers[path] = text[:at] + new + text[at + len(old) :]
        self._change(path, types.TextDocumentContentChangePartial(span, new))

    def set(self, path: str, text: str) -> None:
        self.buffers[path] = text
        self._change(path, types.TextDocumentContentChangeWholeDocument(text))

    def _change(self, path: str, *changes) -> None:
        self.versions[path] += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=self.uri(path), version=self.versions[path])
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, list(changes)))

    def save(self, path: str) -> None:
        (self.root / path).write_bytes(self.buffers[path].encode())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.document(path)))

    def close(self, path: str) -> None:
        del self.buffers[path]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(path)))

    def tell(self, path: str, kind=types.FileChangeType.Changed) -> None:
        """The client saw a file change on disk."""
        event = types.FileEvent(self.uri(path), kind)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    # -- places

    def units(self, text: str) -> int:
        codec, size = CODECS[self.encoding]
        return len(text.encode(codec)) // size

    def position(self, text: str, offset: int) -> types.Position:
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n")
        return types.Position(line, self.units(before.rpartition("\n")[2]))

    def at(self, path: str, needle: str) -> types.Position:
        """The place of `|` in a piece of the text."""
        head, _, tail = needle.partition("|")
        return self.position(self.text(path), self.text(path).index(head + tail) + len(head))

    def word(self, path: str, span: types.Range) -> str:
        """What a range that the server gave holds."""
        codec, size = CODECS[self.encoding]
        assert span.start.line == span.end.line, span
        line = self.text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.start.line].encode(codec)
        return line[span.start.character * size : span.end.character * size].decode(codec)

    def path(self, uri: str) -> str:
        for known in self.buffers:
            if self.uri(known) == uri:
                return known
        path = pathlib.Path(uri.removeprefix("file://"))
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def shown(self, locations) -> list[str]:
        """Locations as `path:line:word`, in order."""
        rows = []
        for found in locations or ():
            path = self.path(found.uri)
            rows.append((path, found.range.start.line + 1, found.range.start.character, self.word(path, found.range)))
        return [f"{p}:{n}:{w}" for p, n, _, w in sorted(rows)]

    # -- questions

    async def indexed(self) -> None:
        """Wait for the index."""
        await self.client.workspace_symbol_async(types.WorkspaceSymbolParams("there is none"))

    async def references(self, path: str, needle: str, declaration: bool = True) -> list[str]:
        context = types.ReferenceContext(include_declaration=declaration)
        params = types.ReferenceParams(context, self.document(path), self.at(path, needle))
        return self.shown(await self.client.text_document_references_async(params))

    async def definition(self, path: str, needle: str) -> list[str]:
        params = types.DefinitionParams(self.document(path), self.at(path, needle))
        return self.shown(await self.client.text_document_definition_async(params))

    async def hover(self, path: str, needle: str) -> str | None:
        params = types.HoverParams(self.document(path), self.at(path, needle))
        found = await self.client.text_document_hover_async(params)
        return found.contents.value if found is not None else None

    async def highlights(self, path: str, needle: str) -> list[str]:
        params = types.DocumentHighlightParams(self.document(path), self.at(path, needle))
        found = await self.client.text_document_document_highlight_async(params)
        return [f"{h.range.start.line + 1}:{self.word(path, h.range)}:{h.kind.name}" for h in found or ()]

    async def outline(self, path: str):
        return await self.client.text_document_document_symbol_async(types.DocumentSymbolParams(self.document(path)))

    async def names(self, path: str) -> list[str]:
        def walk(items, around=""):
            for item in items or ():
                yield f"{around}{item.name}:{item.selection_range.start.line + 1}"
                yield from walk(item.children, f"{around}{item.name}.")

        return list(walk(await self.outline(path)))

    async def prepare(self, path: str, needle: str):
        params = types.PrepareRenameParams(self.document(path), self.at(path, needle))
        return await self.client.text_document_prepare_rename_async(params)

    async def rename(self, path: str, needle: str, new: str):
        params = types.RenameParams(self.document(path), self.at(path, needle), new)
        return await self.client.text_document_rename_async(params)

    def applied(self, edit: types.WorkspaceEdit) -> dict[str, str]:
        """The texts after a workspace edit, of the files that it touches."""
        if edit.document_changes is not None:
            by_uri = {c.text_document.uri: c.edits for c in edit.document_changes}
        else:
            by_uri = edit.changes or {}
        out = {}
        for uri, edits in by_uri.items():
            path = self.path(uri)
            text = self.text(path)
            spans = sorted(
                ((self.offset(text, e.range.start), self.offset(text, e.range.end), e.new_text) for e in edits),
                reverse=True,
            )
            for start, end, new in spans:
                text = text[:start] + new + text[end:]
            out[path] = text
        return out

    def offset(self, text: str, position: types.Position) -> int:
        starts = [0] + [i + 1 for i, c in enumerate(text) if c == "\n"]
        line = text[starts[position.line] :].split("\n", 1)[0]
        codec, size = CODECS[self.encoding]
        return starts[position.line] + len(line.encode(codec)[: position.character * size].decode(codec))

    async def logged(self, part: str) -> str:
        """The last line of the server's log that holds a text; it may come a moment later."""
        return await self._told(lambda: self.client.log_messages, part)

    async def shown_message(self, part: str) -> str:
        """The last message to the person that holds a text; it may come a moment later."""
        return await self._told(lambda: self.client.messages, part)

    async def _told(self, messages, part: str) -> str:
        for _ in range(2000):
            for message in reversed(messages()):
                if part in message.message:
                    return message.message
            await asyncio.sleep(0.02)
        raise AssertionError([m.message for m in messages()])


def capabilities(**more):
    """Those of an editor with everything; `encodings` are the position encodings it offers."""
    encodings = more.pop("encodings", None)
    found = pytest_lsp.client_capabilities("visual_studio_code")
    found.general.position_encodings = encodings
    # files are watched only where a test registers what the server asks for
    found.workspace.did_change_watched_files.dynamic_registration = more.pop("watch", False)
    for kind in ("inlay_hint", "code_lens", "semantic_tokens"):  # the client of the tests does not know the requests
        if getattr(found.workspace, kind) is not None:
            getattr(found.workspace, kind).refresh_support = False
    assert not more
    return found


@contextlib.asynccontextmanager
async def served(root: pathlib.Path | None, caps=None, options=None, environment=None, folders=None, watch=False):
    """A server of its own on a folder; yields an Editor."""
    client = pytest_lsp.make_test_lsp_client()
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _register(params):
        client.registered += params.registrations

    await client.start_io(sys.executable, "-m", "inferd_lsp", env={**os.environ, **(environment or {})})
    caps = caps or capabilities(watch=watch)
    named = folders if folders is not None else [root] if root is not None else []
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=caps,
            root_uri=root.as_uri() if root is not None else None,
            workspace_folders=[types.WorkspaceFolder(f.as_uri(), f.name) for f in named] or None,
            initialization_options=options,
        )
    )
    editor = Editor(
        client, root or pathlib.Path("/"), str(result.capabilities.position_encoding or "utf-16").split(".")[-1]
    )
    editor.encoding = {"Utf8": "utf-8", "Utf16": "utf-16", "Utf32": "utf-32"}.get(editor.encoding, editor.encoding)
    editor.result = result
    try:
        yield editor
    finally:
        if client._server.returncode is None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(client.shutdown_session(), 5)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(client.stop(), 5)
