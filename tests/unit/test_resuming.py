"""What the proxy remembers of a session, to tell another daemon."""

import json

from inferd.daemon.resuming import Memory


def framed(message) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answer(number) -> bytes:
    return framed(f'{{"jsonrpc":"2.0","id":{number},"result":null}}'.encode())


def told(data: bytes) -> list:
    out = []
    while data:
        head, _, data = data.partition(b"\r\n\r\n")
        size = int(head.partition(b":")[2])
        out.append(json.loads(data[:size]))
        data = data[size:]
    return [m.get("id", m.get("method")) for m in out]


def opened(uri, method="didOpen"):
    return framed({"method": f"textDocument/{method}", "params": {"textDocument": {"uri": uri}}})


def begun() -> Memory:
    memory = Memory()
    memory.said(framed({"params": {}, "method": "initialize", "id": 0}))
    assert memory.heard(answer(0)) == answer(0)
    memory.said(framed({"method": "initialized", "params": {}}))
    return memory


def test_what_another_daemon_is_told():
    memory = begun()
    memory.said(opened("a") + opened("b") + opened("a", "didChange") + opened("b", "didClose"))
    memory.said(framed({"id": 1, "method": "textDocument/hover"}) + framed({"id": "x", "method": "shown"}))
    memory.said(framed({"id": "inferd-1", "result": None}) + framed({"method": "textDocument/didSave"}))
    assert memory.heard(answer(1)) == answer(1)
    rest = framed({"id": 2, "method": "late"})
    memory.said(rest[:9])  # it broke off there
    data = memory.resume()
    assert data.endswith(rest[:9])
    assert told(data[:-9]) == [0, "initialized", "textDocument/didOpen", "textDocument/didChange", "x"]
    assert memory.heard(answer(0)) == b""
    assert memory.heard(answer('"x"')) == answer('"x"')
    memory.said(rest[9:])
    assert told(memory.resume())[-1] == 2


def test_messages_are_passed_on_whole():
    memory = begun()
    data = answer(5) + framed(b'{"jsonrpc":"2.0","method":"window/logMessage"}')
    passed = [memory.heard(data[i : i + 7]) for i in range(0, len(data), 7)]
    assert b"".join(passed) == data
    assert [p for p in passed if p] == [answer(5), data[len(answer(5)) :]]


def test_a_session_that_cannot_be_resumed():
    assert Memory().resume() is None
    memory = begun()
    memory.said(framed({"id": 9, "method": "shutdown"}))
    assert memory.resume() is None
    memory = Memory()
    memory.said(b"no message")
    assert memory.heard(b"nor this") == b"nor this" and memory.resume() is None
    memory = begun()
    for _ in range(5):
        assert memory.resume() is not None
    assert memory.resume() is None  # it breaks again and again


def test_what_is_kept_is_bounded():
    memory = begun()
    for n in range(40):
        memory.said(framed({"id": n + 10, "method": "textDocument/hover", "params": "x" * 100_000}))
        memory.heard(answer(n + 10))
    assert told(memory.resume()) == [0, "initialized"]
    memory.said(
        framed({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "text": "x" * (17 << 20)}}})
    )
    assert memory.resume() is None
