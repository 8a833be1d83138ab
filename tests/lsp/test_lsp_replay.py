"""Sessions of real editors, recorded (see `recording`), said again to the server of today.

What is asked for is asked in the recorded order, each answer awaited; whatever an answer is about is the same as then:
places, edits and names exactly; of texts and lists that grow with the server only that there is one.
"""

import json
import pathlib

import pytest
from inferd_lsp.standalone import Standalone
from plain_client import Plain

SESSIONS = sorted((pathlib.Path(__file__).parent / "sessions").glob("*.jsonl"))
EXACT = frozenset(
    "textDocument/references textDocument/definition textDocument/documentHighlight textDocument/prepareRename "
    "textDocument/rename shutdown".split()
)


def ordered(value):
    """An answer without the order of its lists and the numbers of versions."""
    if isinstance(value, dict):
        kept = {k: ordered(v) for k, v in value.items() if k not in ("version", "annotationId", "changeAnnotations")}
        return tuple(sorted((k, v) for k, v in kept.items()))
    if isinstance(value, list):
        return tuple(sorted((ordered(v) for v in value), key=repr))
    return value


@pytest.mark.parametrize("path", SESSIONS, ids=lambda p: p.stem)
def test_replayed(path, tmp_path):
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    root = tmp_path / "project"
    for name, text in entries.pop(0)["files"].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    def here(value):
        return json.loads(json.dumps(value).replace("file://ROOT", root.as_uri()).replace("ROOT", str(root)))

    answers = {e["answer"]: e for e in entries if "answer" in e}
    services = Standalone()
    client = Plain(services)
    asked = 0
    for entry in entries:
        message = here(entry.get("client"))
        if message is None:
            continue
        if message["method"] == "exit":
            break
        client.send(message)
        if "id" not in message or message["id"] not in answers:
            continue
        if answers[message["id"]].get("error", {}).get("code") in (-32800, -32801, -32802):
            client.wait(message["id"])  # cancelled then: when, was chance
            continue
        answer, before = client.wait(message["id"]), here(answers[message["id"]])
        method = message["method"]
        assert ("error" in answer) == ("error" in before), (method, answer, before)
        if method in EXACT and "result" in before:
            assert ordered(answer["result"]) == ordered(before["result"]), method
        elif "result" in before:
            assert bool(answer["result"]) == bool(before["result"]), (method, answer)
        asked += 1
    assert asked > 3
    client.tell("exit", None)
    client.join()
    services.close()
