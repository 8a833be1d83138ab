"""Clients that misbehave: an error to whom it concerns, and the rest goes on."""

import json
import os
import random
import socket
import subprocess
import sys

import pytest
from helpers_daemon import wait_for

from inferd.daemon import client

_STUB = """
import sys, time
sys.path[:0] = [{path!r}]
from inferd.daemon.server import Daemon
def echo(reader, writer, services):
    while data := reader.read1():
        writer.write(data.upper())
    writer.write(b"bye")
def fails(reader, writer, services):
    raise RuntimeError("this session is broken")
def talks(reader, writer, services):
    while True:
        writer.write(b"x" * 100000)
Daemon({{"lsp": echo, "fails": fails, "talks": talks}}).run()
"""


@pytest.fixture
def stub(service):
    """A daemon whose sessions shout back."""
    client.make_directory()
    root = client.__file__.rpartition("/inferd/")[0]
    process = subprocess.Popen([sys.executable, "-c", _STUB.format(path=root)], stderr=subprocess.DEVNULL)
    wait_for(client.connect).close()
    yield service
    service.end()
    process.wait(10)


def raw() -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(client.address())
    connection.settimeout(20)
    return connection


def rest_of(connection: socket.socket) -> bytes:
    out = b""
    try:
        while chunk := connection.recv(1 << 16):
            out += chunk
    except ConnectionResetError:
        pass
    return out


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (b"\n", "not how to begin"),
        (b"{\n", "not how to begin"),
        (b"[]\n", "not an object"),
        (b"\xff\xfe\x00\n", "not how to begin"),
        (b"[" * 100_000 + b"\n", "not how to begin"),
        (b'{"inferd": "0.0", "kind": "control"}\n', "this is inferd"),
        (b'{"inferd": null}\n', "this is inferd"),
        (client.greeting("nothing"), "no conversation of this kind"),
        (client.greeting("control").replace(b'"control"', b'["control"]'), "no conversation of this kind"),
        (client.greeting("ask"), "cannot be run here"),
        (b"x" * (5 << 20), "too long"),
    ],
)
def test_a_wrong_beginning_gets_an_error(service, first, said):
    service.start()
    with raw() as connection:
        try:
            connection.sendall(first)
        except BrokenPipeError:
            pass
        assert said in json.loads(rest_of(connection))["error"]
    service.pid()


def test_a_wrong_command_gets_an_error_and_the_next_one_an_answer(service):
    service.start()
    with raw() as connection:
        connection.sendall(client.greeting("control"))
        lines = [
            b"{", b"[]", b"null", b"{}", b'{"do": "nothing"}', b'{"do": "sync"}', b'{"do": "sync", "root": "relative"}',
            b'{"do": "sync", "root": 7}', b'{"do": "sync", "root": "/nowhere/at/all"}',
            b'{"do": "changed", "root": "/"}', b'{"do": ["sync"]}', b"\xff", b"[" * 50_000,
        ]  # fmt: skip
        connection.sendall(b"\n".join(lines) + b"\n\n" + b'{"do": "status"}\n')
        replies = connection.makefile("rb")
        assert json.loads(replies.readline()) == {"ok": True}
        for line in lines:
            assert "error" in json.loads(replies.readline()), line
        assert json.loads(replies.readline())["process"] == service.pid()


def test_a_message_of_100_mb_is_refused(daemon, shop):
    with raw() as connection:
        connection.sendall(client.greeting("control"))
        sent = 0
        try:
            while sent < 100_000_000:
                sent += connection.send(b"y" * 1_000_000)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert sent < 80_000_000
        assert daemon.sync(shop) == "ok"
    assert daemon.status()["memory"] < 100_000_000


def test_a_client_that_does_not_read_is_given_up(service, shop, monkeypatch):
    monkeypatch.setenv("INFERD_SEND_TIMEOUT", "0.5")
    service.start()
    service.host(shop)
    with raw() as connection:
        connection.sendall(client.greeting("control"))
        connection.setblocking(False)
        with pytest.raises(OSError):  # in the end the other side is closed
            while True:
                connection.send(b'{"do": "status"}\n' * 100)
        assert service.sync(shop) == "ok"
        wait_for(lambda: service.status()["clients"] == {"control": 1}, 10)


def test_silence_is_not_waited_for(service, shop):
    service.start()
    quiet = [raw() for _ in range(20)]
    assert service.sync(shop) == "ok"
    for connection in quiet:
        connection.close()


def test_too_many_clients_are_turned_away_and_may_come_again(service):
    service.start()
    many = [raw() for _ in range(230)]
    try:
        assert wait_for(lambda: any(_refused(c) for c in many[200:]))
    finally:
        for connection in many:
            connection.close()
    wait_for(lambda: client.sync("/nowhere", "") != "")


def _refused(connection: socket.socket) -> bool:
    connection.settimeout(0.01)
    try:
        return b"too many clients" in connection.recv(1000)
    except TimeoutError:
        return False


def test_random_bytes_do_not_disturb_the_others(daemon, shop):
    chance = random.Random(5)
    good = [client.greeting("control"), client.greeting("ask"), client.greeting("lsp"), b'{"do": "status"}\n']
    good += [json.dumps({"do": "sync", "root": str(shop), "wait": 0}).encode() + b"\n"]
    for n in range(150):
        data = bytearray(b"".join(chance.choices(good, k=chance.randint(1, 4))))
        for _ in range(chance.randint(0, 8)):
            where = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[where] = chance.randrange(256)
                case 1:
                    del data[where : where + chance.randint(1, 9)]
                case _:
                    data[where:where] = chance.randbytes(chance.randint(1, 30))
            if not data:
                data = bytearray(b"{")
        with raw() as connection:
            connection.settimeout(0.02)
            try:
                connection.sendall(data)
                if n % 3 == 0:
                    connection.shutdown(socket.SHUT_WR)
                connection.recv(1000)
            except OSError:
                pass
        if b'"stop"' in data:
            continue
    assert daemon.sync(shop) == "ok"
    found = daemon.status()
    assert found["memory"] < 150_000_000
    with open(client.address("log")) as log:
        assert "Traceback" not in log.read()


def test_a_session_that_breaks_ends_alone(stub):
    with raw() as broken:
        broken.sendall(client.greeting("fails"))
        assert rest_of(broken).startswith(b'{"ok": true}\n')
    with raw() as fine:
        fine.sendall(client.greeting("lsp") + b"hello")
        fine.shutdown(socket.SHUT_WR)
        assert rest_of(fine) == b'{"ok": true}\nHELLObye'


def test_a_session_whose_client_does_not_read_ends(service, monkeypatch):
    monkeypatch.setenv("INFERD_SEND_TIMEOUT", "0.5")
    client.make_directory()
    root = client.__file__.rpartition("/inferd/")[0]
    process = subprocess.Popen([sys.executable, "-c", _STUB.format(path=root)], stderr=subprocess.DEVNULL)
    wait_for(client.connect).close()
    with raw() as connection:
        connection.sendall(client.greeting("talks"))
        wait_for(lambda: service.status()["clients"].get("talks") == 1)
        wait_for(lambda: "talks" not in service.status()["clients"], 10)
        assert connection.recv(100)
    service.end()
    process.wait(10)


# The proxy


def proxy(**streams) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-P", "-m", "inferd", "lsp"], **{"stdin": -1, "stdout": -1, **streams})


def test_the_proxy_carries_bytes_and_closes_by_halves(stub):
    data = random.Random(1).randbytes(3_000_000)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "inferd", "lsp"], input=data, stdout=subprocess.PIPE, check=False, timeout=30
    )
    assert done.returncode == 0
    assert done.stdout == data.upper() + b"bye"


def test_as_a_file_it_needs_nothing_around_it(stub):
    path = client.__file__.replace("client.py", "proxy.py")
    words = [sys.executable, "-I", "-S", path]
    done = subprocess.run(words, input=b"abc", stdout=subprocess.PIPE, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (0, b"ABCbye")


def test_the_proxy_imports_nothing_heavy():
    code = (
        "import sys; before = set(sys.modules); sys.path[:0] = [sys.argv[1]]; from inferd.daemon import proxy;"
        "print(*set(sys.modules) - before)"
    )
    root = client.__file__.rpartition("/inferd/")[0]
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, root], capture_output=True, text=True, check=True)
    ours = {"inferd", "inferd.daemon", "inferd.daemon.client", "inferd.daemon.proxy"}
    imported = {m for m in done.stdout.split() if not m.startswith(("_", "encodings"))}
    builtin = {"sys", "builtins", "posix", "select", "codecs", "io", "abc", "marshal", "time", "zipimport"}
    assert imported - ours <= builtin


def test_an_editor_that_reads_slowly_holds_up_nobody(stub):
    slow, quick = proxy(), proxy()
    slow.stdin.write(b"a" * 200_000)
    slow.stdin.flush()
    quick.stdin.write(b"b" * 1000)
    quick.stdin.flush()
    assert quick.stdout.read(1000) == b"B" * 1000  # while nobody reads what the other one is sent
    assert slow.stdout.read(200_000) == b"A" * 200_000
    for process in (slow, quick):
        process.stdin.close()
        assert process.stdout.read() == b"bye"
        assert process.wait(5) == 0
        process.stdout.close()


def test_an_editor_that_is_killed_takes_its_proxy_along(stub):
    reader, writer = os.pipe()
    process = proxy(stdin=reader)
    os.close(reader)
    os.write(writer, b"x")
    assert process.stdout.read(1) == b"X"
    process.stdout.close()
    os.close(writer)
    assert process.wait(5) is not None
    wait_for(lambda: "lsp" not in stub.status()["clients"])


def test_a_daemon_that_is_killed_ends_the_proxy(stub):
    process = proxy()
    process.stdin.write(b"x")
    process.stdin.flush()
    assert process.stdout.read(1) == b"X"
    os.kill(stub.pid(), 9)
    assert process.wait(5) == 1
    process.stdin.close()
    process.stdout.close()
