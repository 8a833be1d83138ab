"""Diagnostics, pushed and pulled, by a session in this process."""

import time

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import Plain

from inferd.source.lock import WriterLock

PULLS = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
CART = "class Cart:\n    def total(self): ...\n"
VIEW = "from cart import Cart\n\nprint(nothing)\nCart().totals()\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("diagnosed").resolve()
    (root / "pyproject.toml").write_text("")
    (root / "cart.py").write_text(CART)
    (root / "view.py").write_text(VIEW)
    return root


@pytest.fixture(scope="module")
def services():
    made = Standalone()
    yield made
    made.close()


@pytest.fixture
def pushed(services, folder):
    client = Plain(services, folder, {})
    yield client
    client.end()


@pytest.fixture(scope="module")
def pulling(services, folder):
    client = Plain(services, folder, PULLS)
    yield client
    client.end()


def published(client, uri, wanted):
    """The next diagnostics of a document that are as wanted, and their codes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for note in client.notes:
            if note["method"] == "textDocument/publishDiagnostics" and note["params"]["uri"] == uri:
                codes = [d["code"] for d in note["params"]["diagnostics"]]
                if codes == wanted:
                    client.notes.clear()
                    return note["params"]
        message = client.receive()
        assert message is not None
        if "method" in message and "id" in message:
            client.send({"id": message["id"], "result": None})
        elif "method" in message:
            client.notes.append(message)
    raise AssertionError(client.notes)


def test_what_is_wrong_is_pushed_and_follows_the_text(pushed, folder):
    assert "diagnosticProvider" not in pushed.initialized["capabilities"]
    uri = (folder / "view.py").as_uri()
    pushed.open("view.py", VIEW)
    first = published(pushed, uri, ["undefined-name", "unknown-attribute"])
    name, attribute = first["diagnostics"]
    assert first["version"] == 1
    assert name["range"] == {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 13}}
    assert (name["severity"], name["source"], name["message"]) == (1, "inferd", "nothing is not defined")
    assert name["codeDescription"]["href"].startswith("file:///")
    assert name["codeDescription"]["href"].endswith("/problems.md#undefined-name")
    assert attribute["severity"] == 2
    assert attribute["message"] == "cart.Cart has no attribute totals; did you mean total?"
    related = attribute["relatedInformation"][0]["location"]
    assert related["uri"] in (uri, (folder / "cart.py").as_uri())

    pushed.change("view.py", VIEW.replace("nothing", "'𐐀', 5 if gone else 6"), 2)
    second = published(pushed, uri, ["undefined-name", "unknown-attribute"])
    assert second["version"] == 2
    assert second["diagnostics"][0]["range"]["start"] == {"line": 2, "character": 17}  # in UTF-16

    pushed.open("cart.py", "class Cart:\n    def totals(self): ...\n")
    pushed.change("view.py", VIEW.replace("print(nothing)", "") + "\n", 3)
    published(pushed, uri, [])

    pushed.change("view.py", VIEW, 4)
    published(pushed, uri, ["undefined-name"])
    pushed.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    published(pushed, uri, [])
    pushed.tell("textDocument/didClose", {"textDocument": {"uri": (folder / "cart.py").as_uri()}})


def pull(client, path, **more):
    return client.ask("textDocument/diagnostic", {"textDocument": {"uri": (client.folder / path).as_uri()}, **more})


def test_what_is_wrong_is_pulled(pulling, folder):
    options = pulling.initialized["capabilities"]["diagnosticProvider"]
    assert options["identifier"] == "inferd"
    assert options["workspaceDiagnostics"]
    pulling.open("view.py", VIEW)
    found = pull(pulling, "view.py")
    assert found["kind"] == "full"
    assert [i["code"] for i in found["items"]] == ["undefined-name", "unknown-attribute"]
    again = pull(pulling, "view.py", previousResultId=found["resultId"])
    assert again == {"kind": "unchanged", "resultId": found["resultId"]}
    assert pull(pulling, "cart.py")["items"] == []  # which is not open
    assert not [n for n in pulling.notes if n["method"] == "textDocument/publishDiagnostics"]
    pulling.tell("textDocument/didClose", {"textDocument": {"uri": (folder / "view.py").as_uri()}})


def test_questions_are_answered_while_problems_are_looked_for(pulling):
    """A pull is overtaken by what is asked after it, and may be cancelled."""
    pulling.open("view.py", VIEW + "\n" * 3)
    uri = {"uri": (pulling.folder / "view.py").as_uri()}
    pulls = [pulling.start("textDocument/diagnostic", {"textDocument": uri}) for _ in range(3)]
    pulling.tell("$/cancelRequest", {"id": pulls[0]})
    asked = pulling.start("textDocument/documentSymbol", {"textDocument": uri})
    order = []
    while len(order) < 4:
        message = pulling.receive()
        if "method" in message and "id" in message:
            pulling.send({"id": message["id"], "result": None})
        elif "id" in message:
            order.append(message["id"])
            if message["id"] == pulls[0]:
                assert message["error"]["code"] == -32800
            else:
                assert "error" not in message, message
    assert order.index(asked) < order.index(pulls[1])
    pulling.tell("textDocument/didClose", {"textDocument": uri})


def test_a_setting_switches_codes_off(pulling):
    pulling.open("view.py", VIEW + "# \n")

    def codes(given):
        pulling.tell("workspace/didChangeConfiguration", {"settings": {"inferd": {"diagnostics": given}}})
        pulling.ask("textDocument/documentSymbol", pulling.at("view.py", 0, 0))  # after which it is taken
        return [i["code"] for i in pull(pulling, "view.py")["items"]]

    assert codes({"unknown-attribute": False}) == ["undefined-name"]
    assert codes({"enable": False}) == []
    assert codes(False) == []
    assert codes(True) == ["undefined-name", "unknown-attribute"]
    pulling.tell("textDocument/didClose", {"textDocument": {"uri": (pulling.folder / "view.py").as_uri()}})


def whole(client, **more):
    """The diagnostics of all files that the client does not have: file -> (codes, number)."""
    found = client.ask("workspace/diagnostic", {"previousResultIds": [], **more})["items"]
    return {i["uri"].rpartition("/")[2]: ([d["code"] for d in i["items"]], i["resultId"]) for i in found}


def test_all_files_are_looked_at_where_that_is_wanted(pulling, folder):
    def wanted(given):
        pulling.tell("workspace/didChangeConfiguration", {"settings": {"inferd": {"diagnostics": given}}})
        pulling.ask("textDocument/documentSymbol", pulling.at("view.py", 0, 0))

    assert whole(pulling) == {}  # a minute's work on a large project: nobody does it unasked
    wanted({"workspace": True})
    pulling.open("cart.py", CART + "x = absent\n")  # unsaved
    pulling.ask("textDocument/documentSymbol", pulling.at("cart.py", 0, 0))
    wanted({"workspace": True})
    first = whole(pulling)
    assert {name: codes for name, (codes, _) in first.items()} == {
        "view.py": ["undefined-name", "unknown-attribute"], "cart.py": ["undefined-name"],
    }  # fmt: skip
    known = [{"uri": (folder / name).as_uri(), "value": number} for name, (_, number) in first.items()]
    assert whole(pulling, previousResultIds=known) == {}

    pulling.notes.clear()
    assert whole(pulling, partialResultToken="p", workDoneToken="w") == {}
    parts = [n["params"] for n in pulling.notes if n["method"] == "$/progress"]
    told = [i["uri"].rpartition("/")[2] for p in parts if p["token"] == "p" for i in p["value"]["items"]]
    assert sorted(told) == ["cart.py", "view.py"]
    assert [p["value"]["kind"] for p in parts if p["token"] == "w"] == ["begin", "end"]

    pulling.tell("textDocument/didClose", {"textDocument": {"uri": (folder / "cart.py").as_uri()}})
    wanted({"workspace": True, "unknown-attribute": False})
    second = whole(pulling, previousResultIds=known)
    assert {name: codes for name, (codes, _) in second.items()} == {"view.py": ["undefined-name"], "cart.py": []}
    wanted(True)
    assert {name: codes for name, (codes, _) in whole(pulling, previousResultIds=known).items()} == {
        "view.py": [], "cart.py": [],
    }  # fmt: skip


def test_who_asks_before_there_is_an_index_waits_for_it(services, tmp_path):
    root = tmp_path.resolve()
    (root / "pyproject.toml").write_text("")
    (root / "view.py").write_text(VIEW)
    (root / "cart.py").write_text(CART)
    (root / ".project").mkdir()
    with WriterLock(str(root / ".project")):
        client = Plain(services, root, PULLS)
        client.open("view.py", VIEW)
        pulled = client.start("textDocument/diagnostic", {"textDocument": {"uri": (root / "view.py").as_uri()}})
        client.ask("textDocument/documentSymbol", client.at("view.py", 0, 0))  # which needs no index
        time.sleep(0.2)
        client.ask("textDocument/documentSymbol", client.at("view.py", 0, 0))
        assert pulled not in client.answers
    found = client.wait(pulled)["result"]
    assert [i["code"] for i in found["items"]] == ["undefined-name", "unknown-attribute"]
    client.end()
