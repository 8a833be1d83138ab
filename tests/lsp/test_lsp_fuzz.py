"""What no client should send: an error of the protocol or a right answer, no dead server, and the right text after.

`INFERD_FUZZ` is the number of messages (600 by default), `INFERD_FUZZ_SEED` the first of the seeds.
"""

import os
import random
import time

import pytest
from fuzzing import CODE, WORDS, Client, Fuzzer
from inferd_lsp import methods, shapes
from inferd_lsp.methods import METHODS
from inferd_lsp.spots import Settings
from inferd_lsp.standalone import Standalone

from inferd.source.text import LineIndex

MESSAGES = int(os.environ.get("INFERD_FUZZ", "600"))
SEED = int(os.environ.get("INFERD_FUZZ_SEED", "20261121"))


@pytest.fixture(scope="module")
def services():
    made = Standalone()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "p").mkdir()
    for name in ("a.py", "b.py", "p/c.py"):
        (tmp_path / name).write_text(CODE, encoding="utf-8")
    return tmp_path


def settled(client, folder):
    """Texts as in the beginning, and what is answered about them."""
    for name in list(client.texts):
        client.close(name)
    for path in folder.rglob("*.py"):
        path.unlink()
    (folder / "a.py").write_text(CODE, encoding="utf-8")
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri("a.py"), "type": 2}]})
    client.tell("workspace/didChangeConfiguration", {"settings": {"inferd": {"references": {"possible": False}}}})
    client.open("a.py", "\n" + CODE)
    return client.references("a.py", 2, 9)


WHOLE = [("a.py", 2), ("a.py", 10)]


@pytest.mark.parametrize("part", range(2))
def test_fuzzed(services, folder, part):
    client = Client(services, folder, {"textDocument": {"diagnostic": {}}} if part else {})
    Fuzzer(client, SEED + part, sorted(METHODS)).run(MESSAGES // 2)
    client.check_texts()
    client.check_answers()
    assert settled(client, folder) == WHOLE
    client.end()


def test_ten_thousand_edits(services, folder):
    """Each a letter, as fast as they can be written; questions in between are answered for one of the texts."""
    client = Client(services, folder)
    client.open("a.py", CODE)
    started = time.process_time()
    for n in range(10_000):
        at = {"line": 10 + n // 100, "character": n % 100}
        text = "x" if n % 100 < 99 else "x\n"
        client.change("a.py", [{"range": {"start": at, "end": at}, "text": text}])
        if n % 1000 == 500:
            client.start(
                "textDocument/hover",
                {"textDocument": {"uri": client.uri("a.py")}, "position": {"line": 0, "character": 7}},
            )
    client.check_texts()
    client.check_answers()
    assert client.references("a.py", 1, 9) == [("a.py", 1), ("a.py", 9)]
    assert time.process_time() - started < 120
    client.end()


def test_a_line_of_five_megabytes(services, folder):
    """Too large to be analysed: it is held, edited and asked about, and costs the other files nothing."""
    client = Client(services, folder)
    line = "x = 'é" + "1, " * 1_700_000 + "'"
    (folder / "big.py").write_text(line)
    client.open("big.py", line)
    end = {"line": 0, "character": len(line)}
    client.change("big.py", [{"range": {"start": end, "end": end}, "text": "; y = x"}])
    client.change(
        "big.py", [{"range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 8}}, "text": "😀"}]
    )
    place = {"textDocument": {"uri": client.uri("big.py")}, "position": {"line": 0, "character": len(line) + 5}}
    for method in (
        "textDocument/hover",
        "textDocument/documentSymbol",
        "textDocument/definition",
        "textDocument/foldingRange",
    ):
        client.start(method, place)
    assert client.references("a.py", 1, 9) == [("a.py", 1), ("a.py", 9)]
    client.check_texts()
    client.check_answers()
    client.close("big.py")
    client.end()


def test_two_clients_on_one_file(services, folder):
    """Each has its own unsaved text, and answers for it; what one saves, both see."""
    one, other = Client(services, folder), Client(services, folder)
    for client in (one, other):
        client.open("a.py", CODE)
    start = {"line": 0, "character": 0}
    for n in range(20):
        one.change("a.py", [{"range": {"start": start, "end": start}, "text": "\n"}])
        if n % 2:
            other.change("a.py", [{"range": {"start": start, "end": start}, "text": "# é\n"}])
    assert one.references("a.py", 21, 9) == [("a.py", 21), ("a.py", 29)]
    assert other.references("a.py", 11, 9) == [("a.py", 11), ("a.py", 19)]
    (folder / "b.py").write_text("import a\na.Cart.total(None)\n")
    for client in (one, other):
        client.tell("textDocument/didSave", {"textDocument": {"uri": client.uri("b.py")}})
    assert ("b.py", 1) in one.references("a.py", 21, 9)
    assert ("b.py", 1) in other.references("a.py", 11, 9)
    (folder / "a.py").unlink()  # under both buffers
    assert one.references("a.py", 21, 9)[:2] == [("a.py", 21), ("a.py", 29)]
    for client in (one, other):
        client.check_texts()
        client.check_answers()
        client.end()


def test_the_shape_of_any_text(seed=SEED):
    """Ranges lie inside the text and hold each other, however it is written and whatever ends its lines."""
    chance = random.Random(seed)
    words = (*WORDS, "[", "]", "\\\n", "\x0c", "\x85", "\u2028", "from ")
    settings = Settings()
    for _ in range(1500):
        text = "".join(chance.choices(words, k=chance.randint(0, 30)))
        lines = LineIndex(text)
        settings.encoding = chance.choice(("utf-8", "utf-16", "utf-32"))
        count = len(lines.lines)
        for fold in shapes.folding_ranges(lines, settings, {}, lambda: None):
            assert 0 <= fold["startLine"] < fold["endLine"] <= count, text
        place = {"line": chance.randint(0, count + 1), "character": chance.randint(0, 9)}
        (found,) = shapes.selection_ranges(lines, settings, {"positions": [place]}, lambda: None)
        before = None
        while found is not None:
            start, end = (tuple(found["range"][side].values()) for side in ("start", "end"))
            assert start <= end and (before is None or (start <= before[0] and before[1] <= end)), text
            before, found = (start, end), found.get("parent")


def test_an_answer_that_cannot_be_written_is_refused(services, folder, monkeypatch):
    """Brackets in brackets are cut short; what goes deeper than JSON does is an error, and the next one is answered."""
    client = Client(services, folder)
    client.open("a.py", "(" * 2000 + "x" + ")" * 2000)
    params = {"textDocument": {"uri": client.uri("a.py")}, "positions": [{"line": 0, "character": 2000}]}
    (found,) = client.ask("textDocument/selectionRange", params)
    depth = 1
    while found := found.get("parent"):
        depth += 1
    assert 100 < depth <= 200
    monkeypatch.setitem(methods._functions, METHODS["textDocument/selectionRange"], lambda *_: [object()])
    refused = client.wait(client.start("textDocument/selectionRange", params))
    assert "TypeError" in refused["error"]["message"]
    assert client.ask("textDocument/foldingRange", params) == []
    client.end()
