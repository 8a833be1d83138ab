"""Types that take long: an answer does without them, says so, and has them when it is asked again."""

import time

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import Plain

TEXT = "".join(f"def f{n}(x):\n    return f{n + 1}(x) if x else f{n + 2}(x)\n\n\n" for n in range(120))
TEXT += "def f120(x):\n    return 1\n\n\ndef f121(x):\n    return ''\n"
REFRESHED = {"workspace": {"inlayHint": {"refreshSupport": True}}}


@pytest.fixture(scope="module")
def services():
    made = Standalone()
    yield made
    made.close()


@pytest.fixture
def client(services, tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.py").write_text(TEXT)
    made = Plain(services, tmp_path.resolve(), REFRESHED)
    made.ask("textDocument/typeDefinition", made.at("a.py", 0, 4))  # which waits for the index
    yield made
    made.end()


def hover(client):
    return client.ask("textDocument/hover", client.at("a.py", 0, 4))["contents"]["value"]


def test_a_hover_does_without_and_has_them_later(client, monkeypatch):
    monkeypatch.setattr("inferd_lsp.answers.longer", lambda limit: 5.0 if limit < 5.0 else 0.0)
    monkeypatch.setattr("inferd_lsp.jobs.SHORT", 1e-9)
    first = hover(client)
    assert "a:f0" in first
    assert "the types are still being worked out" in first
    assert "returns" not in first
    deadline = time.monotonic() + 30
    while "still being" in (found := hover(client)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "returns int | str" in found


def test_hints_come_when_they_are_known(client, monkeypatch):
    monkeypatch.setattr("inferd_lsp.answers.longer", lambda limit: 5.0 if limit < 5.0 else 0.0)
    monkeypatch.setattr("inferd_lsp.jobs.SHORT", 1e-9)
    span = {"start": {"line": 0, "character": 0}, "end": {"line": 600, "character": 0}}
    uri = {"uri": (client.folder / "a.py").as_uri()}
    few = client.ask("textDocument/inlayHint", {"textDocument": uri, "range": span})
    deadline = time.monotonic() + 30
    while True:
        assert time.monotonic() < deadline
        client.asked.clear()
        time.sleep(0.2)
        found = client.ask("textDocument/inlayHint", {"textDocument": uri, "range": span})
        if len(found) >= 120:
            break
    assert len(few) < len(found)


SHOP = "class Cart:\n    def total(self): ...\n\n\ndef made(): return Cart()\n\n\ndef show():\n    made().total()\n"


def test_references_do_without_and_have_them_later(client, monkeypatch):
    (client.folder / "shop.py").write_text(SHOP)
    before = client.references("shop.py", 1, 9)
    assert before == [("shop.py", 1), ("shop.py", 8)]
    (client.folder / "shop.py").write_text("\n" + SHOP)
    monkeypatch.setattr("inferd_lsp.answers.longer", lambda limit: 5.0 if limit < 5.0 else 0.0)
    monkeypatch.setattr("inferd_lsp.jobs.SHORT", 1e-9)
    monkeypatch.setattr("inferd.inference.questions.CHECKED", 0)
    assert client.references("shop.py", 2, 9) == [("shop.py", 2)]
    said = [n["params"]["message"] for n in client.notes if n["method"] == "window/logMessage"]
    assert any(
        "1 possible not shown" in text and "types are still being worked out (1 of the files)" in text for text in said
    )
    shown = [n["params"] for n in client.notes if n["method"] == "window/showMessage"]
    assert len(shown) == 1 and shown[0]["type"] == 3 and "types are still being worked out" in shown[0]["message"]
    deadline = time.monotonic() + 30
    asked = 2
    while (found := client.references("shop.py", 2, 9)) == [("shop.py", 2)]:
        asked += 1
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert found == [("shop.py", 2), ("shop.py", 9)]
    said = [n for n in client.notes if "references of" in n["params"].get("message", "")]
    assert len(said) <= asked + 2, "nobody is told what is found out in the background"


def test_a_line_of_five_megabytes_holds_nobody_up(client):
    text = f"x = [{'1, ' * 1_700_000}]\n"
    client.open("big.py", text)
    uri = {"textDocument": {"uri": (client.folder / "big.py").as_uri()}}
    begun = time.process_time()
    for method, more in (
        ("foldingRange", {}),
        ("selectionRange", {"positions": [{"line": 0, "character": 4_000_000}]}),
        ("completion", {"position": {"line": 0, "character": 4_000_000}}),
        ("signatureHelp", {"position": {"line": 0, "character": 4_000_000}}),
        ("hover", {"position": {"line": 0, "character": 0}}),
        ("semanticTokens/full", {}),
        ("documentSymbol", {}),
    ):
        client.ask(f"textDocument/{method}", {**uri, **more})
    assert time.process_time() - begun < 3.0, "it was 29 s"
    assert "a:f0" in hover(client)
