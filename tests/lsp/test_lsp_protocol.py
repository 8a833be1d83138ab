"""What the protocol asks for beside answers: progress, parts, traces, registrations, cancelling, refreshing."""

import threading
import time

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import WITH_DECLARATION, Plain

import inferd

CALLS = 450
CART = "class Cart:\n    def total(self): ...\n\n\ndef total_of(cart: Cart):\n    return cart.total()\n"
CAPABILITIES = {
    "workspace": {
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "inlayHint": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}},
    },
    "experimental": {"inferd": {"input": True}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    (folder / "pyproject.toml").write_text("")
    (folder / "cart.py").write_text(CART)
    calls = "".join(f"def f{n}():\n    total_of(Cart())\n\n\n" for n in range(CALLS))
    (folder / "view.py").write_text(f"from cart import Cart, total_of\n\n\n{calls}")
    with inferd.open(str(folder)) as project:
        project.update()
    return folder


@pytest.fixture(scope="module")
def services():
    made = Standalone()
    yield made
    made.close()


@pytest.fixture
def client(services, folder):
    made = Plain(services, folder, CAPABILITIES)
    yield made
    made.end()


def progress(client, token):
    return [n["params"]["value"] for n in client.notes if n["params"].get("token") == token]


def test_progress_of_a_request_that_wants_it(client):
    client.ask("textDocument/references", client.at("cart.py", 0, 6, workDoneToken="w1", **WITH_DECLARATION))
    assert [v["kind"] for v in progress(client, "w1")] == ["begin", "end"]


def test_a_long_list_comes_in_parts_where_it_may(client):
    found = client.at("cart.py", 4, 4, partialResultToken="p1", **WITH_DECLARATION)
    assert client.ask("textDocument/references", found) != []  # it is short enough for one
    (item,) = client.ask("textDocument/prepareCallHierarchy", client.at("cart.py", 4, 4))
    assert client.ask("callHierarchy/incomingCalls", {"item": item, "partialResultToken": "p2"}) == []
    parts = progress(client, "p2")
    assert [len(p) for p in parts] == [200, 200, 50]
    whole = client.ask("callHierarchy/incomingCalls", {"item": item})
    assert [c for p in parts for c in p] == whole and len(whole) == CALLS


def test_a_trace_says_how_long_answers_took(client):
    client.tell("$/setTrace", {"value": "verbose"})
    client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    client.tell("$/setTrace", {"value": "off"})
    client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    told = [n["params"] for n in client.notes if n["method"] == "$/logTrace"]
    assert [t["message"].partition(":")[0] for t in told] == ["textDocument/hover"]
    assert told[0]["verbose"].startswith("waited ")


def test_settings_are_asked_for_and_changes_registered(client):
    client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    asked = [a["method"] for a in client.asked]
    assert "workspace/configuration" in asked
    registered = [r["method"] for a in client.asked for r in a.get("params", {}).get("registrations", ())]
    assert registered == ["workspace/didChangeConfiguration"]


def test_settings_choose_hints_and_lenses(client):
    settings = {"inferd": {"lenses": {"callers": False, "references": True}, "hints.returns": False}}
    client.tell("workspace/didChangeConfiguration", {"settings": settings})
    uri = client.at("cart.py", 0, 0)["textDocument"]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lenses = client.ask("textDocument/codeLens", {"textDocument": uri})
        if {lens["data"]["kind"] for lens in lenses} == {"references"}:
            break
    assert {lens["data"]["kind"] for lens in lenses} == {"references"}
    span = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    hints = client.ask("textDocument/inlayHint", {"textDocument": uri, "range": span})
    assert [h["label"] for h in hints] == []


@pytest.fixture
def endless(monkeypatch):
    """A rename that goes on until nobody wants it any more; set when it has begun."""
    from inferd_lsp import methods

    begun = threading.Event()

    def rename(call, params):
        del params
        begun.set()
        while True:
            call.check()
            time.sleep(0.001)

    monkeypatch.setitem(methods._functions, methods.METHODS["textDocument/rename"], rename)
    return begun


@pytest.mark.parametrize("how", ["$/cancelRequest", "window/workDoneProgress/cancel"])
def test_a_cancelled_request_is_answered_at_once_and_frees_the_session(client, how, endless):
    number = client.start("textDocument/rename", client.at("cart.py", 0, 6, newName="Basket", workDoneToken=how))
    assert endless.wait(60)
    client.tell(how, {"id": number} if how.startswith("$") else {"token": how})
    assert client.wait(number)["error"]["code"] == -32800
    assert client.ask("textDocument/documentHighlight", client.at("cart.py", 0, 6))


def test_what_is_shown_beside_the_text_is_asked_for_again_after_a_change(client, folder):
    client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    before = len(client.asked)
    (folder / "new.py").write_text("from cart import Cart\n")
    client.tell("textDocument/didSave", {"textDocument": {"uri": (folder / "new.py").as_uri()}})
    deadline = time.monotonic() + 20
    methods = []
    while time.monotonic() < deadline and len(methods) < 2:
        time.sleep(0.1)  # it is asked when nobody else asks
        client.ask("workspace/symbol", {"query": "there is none"})
        methods = [a["method"] for a in client.asked[before:] if a["method"].endswith("/refresh")]
    assert sorted(methods) == ["workspace/codeLens/refresh", "workspace/inlayHint/refresh"]
    (folder / "new.py").unlink()


def test_a_refactoring_asks_the_client(services, folder):
    """The client says where to, and is given the edit to make."""
    said = []

    class Answering(Plain):
        def wait(self, number):
            while number not in self.answers:
                message = self.receive()
                if "method" not in message:
                    self.answers[message["id"]] = message
                elif "id" in message:
                    said.append(message)
                    answers = {"inferd/input": "moved", "workspace/applyEdit": {"applied": True}}
                    self.send({"id": message["id"], "result": answers.get(message["method"])})
            return self.answers.pop(number)

    operations = {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]}
    client = Answering(services, folder, {**CAPABILITIES, "workspace": {"workspaceEdit": operations}})
    span = {"start": {"line": 4, "character": 6}, "end": {"line": 4, "character": 6}}
    context = {"diagnostics": [], "only": ["refactor.move"]}
    uri = client.at("cart.py", 0, 0)["textDocument"]
    (action,) = client.ask("textDocument/codeAction", {"textDocument": uri, "range": span, "context": context})
    command = action["command"]
    assert (action["title"], command["command"]) == ("Move total_of to another module", "inferd.refactor")
    client.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not any(m["method"] == "workspace/applyEdit" for m in said):
        client.ask("textDocument/hover", client.at("cart.py", 0, 6))
    (question,) = [m["params"] for m in said if m["method"] == "inferd/input"]
    assert question["prompt"].startswith("Module that total_of moves to")
    (edit,) = [m["params"]["edit"] for m in said if m["method"] == "workspace/applyEdit"]
    made = [c for c in edit["documentChanges"] if c.get("kind") == "create"]
    assert [c["uri"].rpartition("/")[2] for c in made] == ["moved.py"]
    client.end()
