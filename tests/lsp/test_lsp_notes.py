"""What an answer leaves open reaches the person: beside references, with a rename, and while types are worked out."""

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import Plain

TEXT = """\
class Cart:
    def total(self): ...


class Till:
    def total(self): ...


def late(other):
    other.total()


Cart().total()
"""


@pytest.fixture
def client(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.py").write_text(TEXT)
    services = Standalone()
    started = []

    def start(**experimental):
        workspace = {"workspaceEdit": {"documentChanges": True}}
        capabilities = {"experimental": {"inferd": experimental}, "workspace": workspace}
        made = Plain(services, tmp_path.resolve(), capabilities)
        started.append(made)
        return made

    yield start
    for one in started:
        one.end()
    services.close()


def told(client, method):
    """What the client was told, one sentence each."""
    return [note["params"]["message"] for note in client.notes if note["method"] == method]


def test_who_has_a_place_for_notes_gets_what_references_leave_open(client):
    one = client(note=True)
    assert one.references("a.py", 1, 8) == [("a.py", 1), ("a.py", 12)]
    assert told(one, "inferd/note")[-1].startswith("inferd: 2 shown; 1 possible not shown")
    other = client()
    assert len(other.references("a.py", 1, 8)) == 2
    assert told(other, "window/logMessage")[-1].startswith("inferd: references of a:Cart.total: 2 shown; 1 possible")
    assert told(other, "inferd/note") == told(other, "window/showMessage") == []


def test_nothing_shown_is_told_with_the_reason(client):
    one = client()
    assert one.references("a.py", 9, 11) == []
    assert "its receiver is not known here, so nothing is shown; 2 classes" in told(one, "window/showMessage")[-1]


def test_what_a_rename_leaves_is_shown_and_a_preview_has_it_with_the_edits(client):
    one = client()
    place = one.at("a.py", 1, 8, newName="amount")
    left = "1 occurrence that may belong to it is not renamed"
    one.ask("textDocument/rename", place)
    (shown,) = told(one, "window/showMessage")
    assert shown.startswith("inferd: rename of a:Cart.total: ") and left in shown
    one.tell("workspace/didChangeConfiguration", {"settings": {"inferd": {"rename": {"possible": False}}}})
    assert left in one.ask("textDocument/rename", {**place, "annotated": True})["said"]
    assert len(told(one, "window/showMessage")) == 1
