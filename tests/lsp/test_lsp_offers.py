"""Which refactorings are offered: all that may apply while the cursor moves, those that do where a person asks."""

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import Plain

TEXT = """\
def both(x):
    if x:
        return 1
    return 2


def once(x):
    return x + 1


print(both(1), once(2))
"""
WHILE_MOVING, ASKED = 2, 1


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    root = tmp_path_factory.mktemp("offers").resolve()
    (root / "pyproject.toml").write_text("")
    (root / "a.py").write_text(TEXT)
    services = Standalone()
    made = Plain(services, root, {"textDocument": {"codeAction": {"disabledSupport": True}}})
    yield made
    made.end()
    services.close()


def offers(client, line, character, kind):
    """Title -> the reason why it does not apply, or None."""
    at = {"line": line, "character": character}
    uri = (client.folder / "a.py").as_uri()
    found = client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri}, "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "triggerKind": kind},
        },
    )  # fmt: skip
    return {a["title"]: a.get("disabled", {}).get("reason") for a in found}


def test_what_is_asked_for_is_tried(client, monkeypatch):
    monkeypatch.setattr("inferd_lsp.actions._TRYING", 30.0)
    early = "cannot inline functions with statements after return statement"
    assert offers(client, 0, 5, ASKED)["Inline both everywhere"] == f"a.py:1: {early}"
    assert offers(client, 10, 8, ASKED)["Inline both here"] == early
    found = offers(client, 10, 16, ASKED)
    assert found["Inline once everywhere"] is None
    assert found["Inline once here"] is None
    assert found["Call once wherever code does the same"] == "there is nothing to change"


def test_nothing_is_tried_while_the_cursor_moves(client):
    found = offers(client, 0, 5, WHILE_MOVING)
    assert found["Inline both everywhere"] is None
    assert found["Call both wherever code does the same"] is None
