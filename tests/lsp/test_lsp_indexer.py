"""The indexer process: that its end is noticed, and that nothing of it is left behind."""

import queue

import pytest
from inferd_lsp.indexer import Indexer
from lsp_client import served


@pytest.fixture
def indexer(tmp_path):
    (tmp_path / "a.py").write_text("def f(): ...\n")
    (tmp_path / "json.py").write_text("raise SystemExit('code of the project ran')\n")
    events = queue.Queue()
    made = Indexer(str(tmp_path), events.put)
    made.events = events
    yield made
    made.stop()


def last(indexer):
    """The event that ends an update."""
    while True:
        event = indexer.events.get(timeout=30)
        if "progress" not in event:
            return event


def test_updates_are_answered_by_number(indexer):
    indexer.update(1)
    done = last(indexer)
    assert (done["done"], done["changed"]) == (1, 2)
    indexer.update(2)
    done = last(indexer)
    assert (done["done"], done["changed"] <= 2) == (2, True)


def test_one_that_is_killed_is_said_and_started_again(indexer):
    indexer.update(1)
    indexer._process.kill()
    failed = last(indexer)
    assert failed["failed"] == 1
    assert "ended" in failed["message"]
    indexer.update(2)
    assert last(indexer)["done"] == 2


def test_what_is_wrong_is_said_in_one_line(indexer, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.inferd]\nexclud = 1\n")
    indexer.update(7)
    failed = last(indexer)
    assert failed["failed"] == 7
    assert "exclud" in failed["message"]
    assert "\n" not in failed["message"]


async def test_nothing_is_left_behind(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.py").write_text("def f(): ...\n")
    async with served(project) as editor:
        editor.open("untitled:a", "def f(): ...\n")
        assert await editor.references("untitled:a", "def f|") == ["untitled:a:1:f"]
        assert len(list((tmp_path / "tmp").iterdir())) == 1
    assert await editor.client._server.wait() == 0
    assert list((tmp_path / "tmp").iterdir()) == []
