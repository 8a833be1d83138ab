import asyncio
import json
import os
import subprocess
import sys

import pytest
from lsp_client import served
from lsprotocol import types
from pygls.exceptions import JsonRpcException

FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def total(self): ...\n",
    "shop/view.py": "from shop.cart import Cart\n\nCart.total(None)\n",
    "data.py": "",
    "plain.txt": "class Cart: ...\n",
}


async def test_the_first_index_shows_progress_and_the_second_start_needs_none(tmp_path):
    (tmp_path / "shop.py").write_text("def f(): ...\nf()\n")
    for start in ("first", "second"):
        async with served(tmp_path, watch=True) as editor:
            assert await editor.references("shop.py", "def f|") == ["shop.py:1:f", "shop.py:2:f"]
            for _ in range(2000):
                kinds = [type(r).__name__ for reports in editor.client.progress_reports.values() for r in reports]
                if len(editor.client.registered) > 1 and (start == "second" or kinds[-1:] == ["WorkDoneProgressEnd"]):
                    break
                await asyncio.sleep(0.02)
            assert kinds[:1] + kinds[-1:] == (
                ["WorkDoneProgressBegin", "WorkDoneProgressEnd"] if start == "first" else []
            )
            assert [r.method for r in editor.client.registered] == [
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
            ]
            if start == "first":
                continue
            await editor.client.shutdown_async(None)
            with pytest.raises(JsonRpcException) as refused:
                await editor.client.text_document_hover_async(
                    types.HoverParams(editor.document("shop.py"), types.Position(0, 4))
                )
            assert refused.value.code == -32600
            editor.client.exit(None)
            assert await asyncio.wait_for(editor.client._server.wait(), 5) == 0


async def test_a_cancelled_request_is_answered_at_once(tmp_path):
    for i in range(50):
        (tmp_path / f"m{i}.py").write_text("def f(): ...\nf()\n" * 50)
    async with served(tmp_path) as editor:
        params = types.HoverParams(editor.document("m1.py"), types.Position(0, 4))
        waiting = [
            asyncio.ensure_future(editor.client.protocol.send_request_async("textDocument/hover", params, f"h{i}"))
            for i in range(3)
        ]
        await asyncio.sleep(0)
        editor.client.cancel_request(types.CancelParams("h1"))
        answers = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 20)
        assert isinstance(answers[1], JsonRpcException) and answers[1].code == -32800
        assert [a.contents.value for a in (answers[0], answers[2])] == [answers[0].contents.value] * 2


def talk(root, *messages, close=True):
    """Raw messages in, all messages out, and the exit status."""
    frames = b""
    for message in messages:
        body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
        frames += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    done = subprocess.run(
        [sys.executable, "-m", "inferd_lsp"],
        input=frames,
        capture_output=True,
        timeout=30,
        cwd=root,
        check=False,
        env=os.environ,
    )
    out, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        assert head.startswith(b"Content-Length: "), head  # nothing but the protocol
        size = int(head.split(b"\r\n")[0].split()[1])
        out.append(json.loads(rest[:size]))
        rest = rest[size:]
    return {m["id"]: m for m in out if "id" in m and "method" not in m}, done.returncode


def test_messages_that_make_no_sense_are_answered_and_survived(tmp_path):
    (tmp_path / "json.py").write_text("print('code of the project ran'); raise SystemExit(3)\n")
    uri = tmp_path.as_uri()
    answers, status = talk(
        tmp_path,
        {"id": 1, "method": "textDocument/hover", "params": {}},
        {"id": 2, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": uri}},
        {"method": "initialized", "params": {}},
        {"id": 3, "method": "textDocument/hover", "params": {"position": {"line": -1, "character": 0}}},
        {"id": 4, "method": "textDocument/nonsense", "params": {}},
        b"{this is no json",
        b"[]",
        {"method": "textDocument/didChange", "params": {"textDocument": 3}},
        {"method": "$/whatever"},
        {"id": 5, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": uri}},
        {"id": 6, "method": "workspace/symbol", "params": {"query": "x"}},
    )
    assert [answers[i]["error"]["code"] for i in (1, 3, 4, 5)] == [-32002, -32602, -32601, -32600]
    assert answers[2]["result"]["serverInfo"]["name"] == "inferd"
    assert answers[2]["result"]["capabilities"]["positionEncoding"] == "utf-16"
    assert status == 1  # the input ended without shutdown and exit


def test_exit_without_shutdown_is_an_error(tmp_path):
    assert talk(tmp_path, {"method": "exit"}) == ({}, 1)


async def test_places_that_are_none(editor):
    document = editor.document("shop/cart.py")
    far = types.Position(10_000, 10_000)
    hover = editor.client.text_document_hover_async
    assert await hover(types.HoverParams(document, far)) is None
    assert await hover(types.HoverParams(document, types.Position(0, 10_000))) is None
    for uri in (
        "file:///no/such/file.py",
        "untitled:Untitled-1",
        "http://example.org/a.py",
        "",
        "file://",
        "file:///%00",
        editor.root.as_uri(),
    ):
        assert await hover(types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 0))) is None
        assert not await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        )
    assert await editor.hover("plain.txt", "class Ca|rt") is None


async def test_an_untitled_buffer_is_a_project_of_its_own(editor):
    editor.open("untitled:Untitled-1", "def f(): ...\nf()\nCart\n")
    assert await editor.references("untitled:Untitled-1", "def f|") == [
        "untitled:Untitled-1:1:f",
        "untitled:Untitled-1:2:f",
    ]
    assert "only this file was searched" in await editor.logged("references of untitled:f")
    edit = await editor.rename("untitled:Untitled-1", "def f|", "g")
    assert editor.applied(edit) == {"untitled:Untitled-1": "def g(): ...\ng()\nCart\n"}
    assert await editor.definition("untitled:Untitled-1", "Ca|rt") == []
    editor.close("untitled:Untitled-1")


async def test_binary_deleted_and_unreadable_files(editor):
    (editor.root / "data.py").write_bytes(b"\x7fELF\x00\x00def f(): ...")
    editor.tell("data.py")
    document = editor.document("data.py")
    assert not await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    editor.open("gone.py", "from shop.cart import Cart\n")
    assert "gone.py:1:Cart" in await editor.references("shop/cart.py", "class Ca|rt")
    editor.close("gone.py")
    (editor.root / "shop" / "view.py").unlink()
    assert await editor.references("shop/cart.py", "class Ca|rt") == ["shop/cart.py:1:Cart"]
    params = types.HoverParams(editor.document("shop/view.py"), types.Position(0, 24))
    assert await editor.client.text_document_hover_async(params) is None
    editor.write({"shop/view.py": FILES["shop/view.py"]})


async def test_settings_that_are_wrong_are_said_and_files_still_answered(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.inferd]\nexclud = []\n")
    (tmp_path / "shop.py").write_text("def f(): ...\nf()\n")
    async with served(tmp_path) as editor:
        await editor.shown_message("exclud")
        editor.open("shop.py")
        assert await editor.references("shop.py", "def f|") == ["shop.py:1:f", "shop.py:2:f"]


async def test_a_client_that_says_nothing_about_itself(tmp_path):
    (tmp_path / "shop.py").write_text("def f():\n    'What.'\n    def g(): ...\nf()\n")
    async with served(tmp_path, types.ClientCapabilities(), options={"inferd.references.possible": True}) as editor:
        await editor.indexed()
        assert await editor.references("shop.py", "def f|") == ["shop.py:1:f", "shop.py:4:f"]
        assert await editor.hover("shop.py", "def f|") == (
            "def f()\n\nfunction shop:f\n\nreturns None (by its body)\n\nWhat."
        )
        assert [(s.name, s.container_name) for s in await editor.outline("shop.py")] == [("f", None), ("g", "f")]
        edit = await editor.rename("shop.py", "def f|", "h")
        assert edit.document_changes is None
        assert editor.applied(edit) == {"shop.py": editor.text("shop.py").replace("f()", "h()")}
