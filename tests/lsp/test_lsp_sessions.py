"""Sessions in one process, as the daemon hosts them: over a socket, several at once, cancelled, broken, and without an
index."""

import shutil
import threading
import time

import pytest
from inferd_lsp import wire
from inferd_lsp.roots import Root
from inferd_lsp.standalone import Standalone
from plain_client import WITH_DECLARATION, Plain

import inferd

CART = "class Cart:\n    def total(self): ...\n"
VIEW = "from shop.cart import Cart\n\nCart.total(None)\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "cart.py").write_text(CART)
    (tmp_path / "shop" / "view.py").write_text(VIEW)
    return tmp_path


@pytest.fixture
def services(folder):
    with inferd.open(str(folder)) as project:
        project.update()
    made = Standalone()
    yield made
    made.close()


class Delayed(Standalone):
    """The first index is not there before somebody lets it."""

    def __init__(self):
        super().__init__()
        self.go = threading.Event()

    def project(self, root):
        if root not in self._keepers:
            from inferd_lsp import standalone

            outer = self

            class Slow(standalone.Indexer):
                def update(self, number, only=None):
                    def later():
                        outer.go.wait(300)  # longer than a client waits
                        super(Slow, self).update(number, only)

                    threading.Thread(target=later, daemon=True).start()

            before, standalone.Indexer = standalone.Indexer, Slow
            try:
                return super().project(root)
            finally:
                standalone.Indexer = before
        return super().project(root)


def test_a_session_over_a_socket(services, folder):
    client = Plain(services, folder)
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 0), ("view.py", 2)]
    assert client.end() == 0


def test_an_end_without_exit_is_an_error_status(services, folder):
    client = Plain(services, folder)
    client.socket.shutdown(1)
    assert client.join() == 1


def test_each_session_has_its_own_buffers(services, folder):
    one, two, plain = (Plain(services, folder) for _ in range(3))
    one.open("shop/view.py", "\n" + VIEW)
    two.open("shop/view.py", VIEW + "Cart()\nCart\n")
    stored = [("cart.py", 0), ("view.py", 0), ("view.py", 2)]
    for _ in range(2):
        assert one.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 1), ("view.py", 3)]
        assert two.references("shop/cart.py", 0, 6) == [*stored, ("view.py", 3), ("view.py", 4)]
        assert plain.references("shop/cart.py", 0, 6) == stored
    (folder / "shop" / "more.py").write_text("import shop.cart\nshop.cart.Cart\n")
    assert one.references("shop/cart.py", 0, 6) == [
        ("cart.py", 0),
        ("more.py", 1),
        ("view.py", 1),
        ("view.py", 3),
    ]
    assert plain.references("shop/cart.py", 0, 6) == sorted([*stored, ("more.py", 1)])
    assert [client.end() for client in (one, two, plain)] == [0, 0, 0]


def test_sessions_at_the_same_time(services, folder):
    wrong = []

    def talk():
        client = Plain(services, folder)
        for i in range(30):
            client.open("shop/view.py", VIEW + "\n" * i + "Cart()\n", i)
            if client.references("shop/cart.py", 0, 6)[-1] != ("view.py", 3 + i):
                wrong.append(i)
        client.end()

    threads = [threading.Thread(target=talk, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong


def test_a_request_is_answered_under_the_text_that_it_came_with_or_not_at_all(services, folder):
    client = Plain(services, folder)
    client.references("shop/cart.py", 0, 6)
    client.open("shop/view.py", VIEW)
    numbers = []
    for i in range(20):
        client.change("shop/view.py", "\n" * i + VIEW, i + 2)
        numbers.append(client.start("textDocument/references", client.at("shop/view.py", i, 24, **WITH_DECLARATION)))
    for i, number in enumerate(numbers):
        answer = client.wait(number)
        if "error" in answer:
            assert answer["error"]["code"] == -32801
        else:
            assert [f["range"]["start"]["line"] for f in answer["result"]] == [0, i, i + 2]
    assert "error" not in answer
    client.end()


@pytest.fixture
def crowded(folder):
    """Thousands of uses of one name."""
    for i in range(40):
        lines = "".join(f"x{n} = Cart, Cart, Cart, Cart, Cart\n" for n in range(200))
        (folder / "shop" / f"m{i}.py").write_text("from shop.cart import Cart\n" + lines)
    with inferd.open(str(folder)) as project:
        project.update(workers=2)
    return folder


def test_a_cancelled_request_frees_the_session(crowded):
    """Wherever it is in its work: what comes behind it is answered, and it is answered whole or not at all."""
    services = Standalone()
    client = Plain(services, crowded)
    began = time.perf_counter()
    found = client.references("shop/cart.py", 0, 6)
    whole = time.perf_counter() - began
    assert len(found) == 3 + 40 * 1001
    for part in (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7):
        number = client.start("textDocument/references", client.at("shop/cart.py", 0, 6, **WITH_DECLARATION))
        time.sleep(whole * part)
        client.tell("$/cancelRequest", {"id": number})
        answer = client.wait(number)
        if "error" in answer:
            assert answer["error"]["code"] == -32800
        else:
            assert len(answer["result"]) == len(found)
        client.ask("textDocument/documentHighlight", client.at("shop/cart.py", 0, 6))  # what comes behind it
    assert len(client.references("shop/cart.py", 0, 6)) == len(found)
    assert client.end() == 0
    services.close()


def test_parts_of_a_long_answer_are_sent_ahead_where_the_client_takes_them(crowded):
    services = Standalone()
    client = Plain(services, crowded)
    params = client.at("shop/cart.py", 0, 6, **WITH_DECLARATION)
    whole = client.ask("textDocument/references", params)
    assert client.ask("textDocument/references", {**params, "partialResultToken": "t"}) == []
    parts = [n["params"]["value"] for n in client.notes if n["method"] == "$/progress"]
    assert len(parts) > 10
    assert [location for part in parts for location in part] == whole
    client.end()
    services.close()


def test_what_is_no_message_costs_only_itself(services, folder, monkeypatch):
    monkeypatch.setattr(wire, "LIMIT", 1_000_000)
    client = Plain(services, folder)
    client.send(b"{this is no json")
    assert client.wait(None)["error"]["code"] == -32700
    for rubbish in (
        b"[" * 100_000,
        b"[]",
        b"3",
        b"{}",
        b'{"jsonrpc":"2.0","id":{},"method":"x"}',
        b'{"jsonrpc":"2.0","id":7,"result":3}',
        b"\xff\xfe",
        b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":3}}}',
        b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[]}',
        b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":[]}}',
        b'{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{"changes":3}}',
        b'{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration"}',
    ):
        client.send(rubbish)
    client.raw(b"no header at all\r\n" * 1000 + b"x" * 100_000)
    client.raw(b"\r\nContent-Length: -3\r\n\r\nContent-Length: 1e9\r\n\r\n")
    client.raw(b"Content-Length: 100000000\r\n\r\n")
    for _ in range(100):
        client.raw(b" " * 1_000_000)
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 0), ("view.py", 2)]
    shown = [n["params"]["message"] for n in client.notes if n["method"] == "window/showMessage"]
    assert any("100,000,000 bytes" in text for text in shown)
    for number, method, params, code in (
        ("a", "textDocument/references", None, -32602),
        ("b", "textDocument/references", {"textDocument": {"uri": "x"}, "position": {"line": "1"}}, -32602),
        ("c", "no/such/method", {}, -32601),
        ("d", "initialize", {"capabilities": {}}, -32600),
        ("e", "workspace/symbol", {}, -32602),
        ("f", "typeHierarchy/subtypes", {"item": {"uri": client.folder.as_uri()}}, None),
    ):
        client.send({"id": number, "method": method, "params": params})
        answer = client.wait(number)
        assert answer.get("error", {}).get("code") == code, answer
    assert client.end() == 0


def test_a_client_that_goes_or_does_not_read_concerns_nobody_else(services, folder):
    gone, deaf, other = (Plain(services, folder) for _ in range(3))
    gone.start("textDocument/references", gone.at("shop/cart.py", 0, 6))
    gone.socket.close()
    for _ in range(2000):
        deaf.start("textDocument/documentSymbol", {"textDocument": {"uri": (folder / "shop/cart.py").as_uri()}})
    assert len(other.references("shop/cart.py", 0, 6)) == 3
    assert other.end() == 0
    deaf.socket.shutdown(2)
    gone.reader.close()
    gone.thread.join(20)
    assert deaf.join() == 1
    assert not gone.thread.is_alive()


def test_a_folder_that_goes_and_comes_back(folder, tmp_path_factory):
    services = Standalone()
    client = Plain(services, folder)
    before = client.references("shop/cart.py", 0, 6)
    assert client.ask("workspace/symbol", {"query": "cart"})  # the index is there
    away = tmp_path_factory.mktemp("away") / "folder"
    folder.rename(away)
    for method in ("textDocument/references", "textDocument/rename"):
        number = client.start(method, client.at("shop/cart.py", 0, 6, newName="Basket", **WITH_DECLARATION))
        assert "not there any more" in client.wait(number)["error"]["message"]
    away.rename(folder)
    assert client.references("shop/cart.py", 0, 6) == before
    shutil.rmtree(folder / ".project")
    assert client.references("shop/cart.py", 0, 6) == before
    assert client.end() == 0
    services.close()


def test_first_questions_are_answered_before_there_is_an_index(folder):
    services = Delayed()
    client = Plain(services, folder, {"window": {"workDoneProgress": True}})
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 0), ("view.py", 2)]
    found = client.ask("textDocument/definition", client.at("shop/view.py", 2, 2))
    assert [f["uri"].rpartition("/")[2] for f in found] == ["cart.py"]
    assert "class Cart" in client.ask("textDocument/hover", client.at("shop/view.py", 2, 2))["contents"]["value"]
    client.open("shop/view.py", "\n" + VIEW + "Cart()\n")
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 1), ("view.py", 3), ("view.py", 4)]
    # what needs all files waits, can be cancelled meanwhile, and is whole in the end
    method = client.start("textDocument/references", client.at("shop/cart.py", 1, 9, **WITH_DECLARATION))
    symbol = client.start("workspace/symbol", {"query": "cart"})
    cancelled = client.start("workspace/symbol", {"query": "cart"})
    client.tell("$/cancelRequest", {"id": cancelled})
    assert client.wait(cancelled)["error"]["code"] == -32800
    # a hover never waits: of an attribute that any class may have, it says so
    told = client.ask("textDocument/hover", client.at("shop/view.py", 3, 6))["contents"]["value"]
    assert "method" in told and "shop.cart:Cart.total" in told
    client.open("other.py", "def f(x):\n    return x.total\n")
    told = client.ask("textDocument/hover", client.at("other.py", 1, 14))["contents"]["value"]
    assert told == "attribute total\n\nwhat it stands for is known when the index is there"
    client.tell("textDocument/didClose", {"textDocument": {"uri": (folder / "other.py").as_uri()}})
    assert not client.answers.keys() & {method, symbol}
    services.go.set()
    rows = {(f["uri"].rpartition("/")[2], f["range"]["start"]["line"]) for f in client.wait(method)["result"]}
    assert rows == {("cart.py", 1), ("view.py", 3)}
    assert [s["name"] for s in client.wait(symbol)["result"]] == ["Cart"]
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("view.py", 1), ("view.py", 3), ("view.py", 4)]
    kinds = []
    for _ in range(100):  # what is told in passing may come after the answers
        kinds = [n["params"]["value"]["kind"] for n in client.notes if n["method"] == "$/progress"]
        if kinds[-1:] == ["end"]:
            break
        client.ask("textDocument/hover", client.at("shop/view.py", 3, 0))
        time.sleep(0.05)
    assert kinds[:1] + kinds[-1:] == ["begin", "end"]
    assert client.end() == 0
    services.close()


def test_an_update_between_the_overlays_and_the_snapshot(folder, monkeypatch):
    """A file that has gone and come back has another number; what lies over the old one is not beside the new one."""
    services = Standalone()
    client = Plain(services, folder)
    assert client.ask("workspace/symbol", {"query": "cart"})  # the index is there
    client.open("shop/view.py", "\n\n" + VIEW)
    before = client.references("shop/cart.py", 0, 6)
    assert before == [("cart.py", 0), ("view.py", 2), ("view.py", 4)]
    sync, turns = Root.sync, iter((True,))

    def overtaken(root, documents):
        sync(root, documents)
        if next(turns, False):
            with inferd.open(str(folder)) as project:
                (folder / "shop" / "view.py").unlink()
                project.update()
                (folder / "shop" / "more.py").write_text("from shop.cart import Cart\n")
                project.update()
                (folder / "shop" / "view.py").write_text(VIEW)
                project.update()

    monkeypatch.setattr(Root, "sync", overtaken)
    assert client.references("shop/cart.py", 0, 6) == [("cart.py", 0), ("more.py", 0), *before[1:]]
    assert next(turns, None) is None
    assert client.end() == 0
    services.close()


def test_items_are_looked_at_as_they_were_sent(folder):
    """An item that has data of its own comes back with it alone, whatever the client knows of defaults."""
    services = Standalone()
    defaults = {"itemDefaults": ["commitCharacters", "editRange", "data"]}
    client = Plain(services, folder, {"textDocument": {"completion": {"completionList": defaults}}})
    client.open("shop/view.py", VIEW + "Car")
    found = client.ask("textDocument/completion", client.at("shop/view.py", VIEW.count("\n"), 3))
    (item,) = (i for i in found["items"] if i["label"] == "Cart")
    assert "class Cart" in client.ask("completionItem/resolve", item)["documentation"]["value"]
    assert client.end() == 0
    services.close()


def test_the_capabilities_are_those_of_the_protocol():
    """Written as plain data, they read as lsprotocol's."""
    from inferd_lsp.capabilities import capabilities
    from lsprotocol import converters, types

    converter = converters.get_converter()
    plain = capabilities({"textDocument": {"rename": {"prepareSupport": True}}})
    assert converter.unstructure(converter.structure(plain, types.ServerCapabilities)) == plain
