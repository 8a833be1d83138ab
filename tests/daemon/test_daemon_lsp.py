"""An editor's session through `inferd lsp`: the proxy, the daemon, the indexer and the language server together."""

import os
import signal

import pytest
from helpers_daemon import Editor, wait_for


def test_an_editor_starts_the_daemon_and_finds_it_again(service, shop):
    editor = Editor(shop)
    assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0), ("view.py", 5)}
    daemon = service.pid()
    (shop / "more.py").write_text("from shop.cart import empty\nempty()\n")
    assert editor.references("shop/cart.py", 5, 4) >= {("more.py", 0), ("more.py", 1)}
    (shop / "more.py").unlink()
    assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0), ("view.py", 5)}
    assert editor.end() == (0, "")
    again = Editor(shop)
    assert len(again.references("shop/cart.py", 5, 4)) == 3
    assert service.pid() == daemon
    assert service.status()["clients"]["lsp"] == 1
    assert again.end() == (0, "")
    wait_for(lambda: "lsp" not in service.status()["clients"])


def test_two_editors_and_a_command_share_a_project(service, shop):
    first, second = Editor(shop), Editor(shop)
    (shop / "shop" / "cart.py").write_text("\n\ndef empty(): pass\n")
    for editor in (first, second):
        assert editor.references("shop/cart.py", 2, 4) == {("cart.py", 2), ("view.py", 0), ("view.py", 5)}
    assert "shop/cart.py:3:5" in service.run("query", "refs", "shop.cart:empty", cwd=shop).stdout
    assert len(service.status()["projects"]) == 1
    assert first.end() == second.end() == (0, "")


def test_an_indexer_that_is_killed_does_not_end_the_session(service, shop):
    editor = Editor(shop)
    assert editor.references("shop/cart.py", 5, 4)
    for _ in range(2):
        if indexer := service.project(shop)["indexer"]:
            os.kill(indexer, signal.SIGKILL)
        (shop / "shop" / "view.py").write_text("from shop.cart import empty\n\n\n\nempty()\n")
        assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0), ("view.py", 4)}
        (shop / "shop" / "view.py").write_text("from shop.cart import empty\n")
        assert editor.references("shop/cart.py", 5, 4) == {("cart.py", 5), ("view.py", 0)}
    assert editor.end()[0] == 0


def test_a_session_goes_on_when_its_daemon_is_killed(service, shop):
    editor = Editor(shop)
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    uri = (shop / "shop" / "view.py").as_uri()
    text = "from shop.cart import empty\n\nempty()\n"
    item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    editor.tell("textDocument/didOpen", {"textDocument": item})
    change = {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "empty()\n"}
    edit = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]}
    editor.tell("textDocument/didChange", edit)
    unsaved = {("cart.py", 5), ("view.py", 0), ("view.py", 1), ("view.py", 3)}
    assert editor.references("shop/cart.py", 5, 4) == unsaved
    for _ in range(2):
        before = service.pid()
        os.kill(before, signal.SIGKILL)
        assert editor.references("shop/cart.py", 5, 4) == unsaved
        assert service.pid() != before
    code, errors = editor.end()
    assert code == 0 and errors.count("another one goes on") == 2


def test_stopping_the_daemon_ends_sessions(service, shop):
    editor = Editor(shop)
    assert editor.references("shop/cart.py", 5, 4)
    assert service.run("daemon", "stop").returncode == 0
    editor.process.wait(10)
    for stream in (editor.process.stdin, editor.process.stdout, editor.process.stderr):
        stream.close()


@pytest.mark.parametrize("how", ["option", "variable", "unsafe"])
def test_without_a_daemon_the_session_runs_here(service, shop, monkeypatch, how):
    from inferd.daemon import client

    if how == "variable":
        monkeypatch.setenv("INFERD_NO_DAEMON", "1")
    elif how == "unsafe":
        os.chmod(client.make_directory(), 0o755)
    editor = Editor(shop, *(["--standalone"] if how == "option" else []))
    assert len(editor.references("shop/cart.py", 5, 4)) == 3
    status, said = editor.end()
    assert status == 0
    assert ("running standalone" in said) == (how == "unsafe")
    if how == "unsafe":
        os.chmod(client.directory(), 0o700)
    assert client.connect() is None


def test_a_first_index_is_made_while_the_editor_is_there(service, tmp_path):
    root = tmp_path / "new"
    (root / "pkg").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[tool.inferd]\ninfer = 'on-request'\n")
    for n in range(50):
        (root / "pkg" / f"m{n}.py").write_text(f"from pkg.m0 import f\ndef f(): return f\nf{n} = f\n")
    editor = Editor(root.resolve())
    assert len(editor.references("pkg/m0.py", 1, 4)) >= 50
    wait_for((root / ".project" / "callinfo.db").exists)
    assert editor.end()[0] == 0
