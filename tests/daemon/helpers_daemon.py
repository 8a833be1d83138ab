"""Daemons of the tests' own: how to start them, ask them, and leave nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inferd.daemon import client
from inferd.project import Project

SHOP = {
    "pyproject.toml": "[tool.inferd]\ninfer = 'on-request'\n",  # no types in the background
    "shop/__init__.py": "",
    "shop/cart.py": """\
class Cart:
    def total(self):
        return 1


def empty():
    return Cart()
""",
    "shop/view.py": """\
from shop.cart import Cart, empty


def show(other):
    print(Cart.total(Cart()), other.total())
    return empty()
""",
}
INFERD = [sys.executable, "-P", "-m", "inferd"]


_PATIENCE = 40.0  # seconds: on a machine that has other things to do, everything takes longer


def wait_for(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What *condition* gives, once that is true."""
    deadline = time.monotonic() + max(seconds, _PATIENCE)
    while not (found := condition()):
        assert time.monotonic() < deadline, f"it does not happen: {condition}"
        time.sleep(0.01)
    return found


def is_alive(process: int) -> bool:
    """Whether a process runs (one that has ended and that nobody has waited for does not)."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Service:
    """The daemon of a test, as a client sees it."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def run(self, *words: Any, cwd: Any = None, data: str | None = None, **env: str) -> subprocess.CompletedProcess:
        """A command in a process of its own."""
        return subprocess.run(
            [*INFERD, *map(str, words)], cwd=cwd, env={**os.environ, **env}, input=data, capture_output=True,
            text=True, errors="replace", check=False, timeout=60, stdin=subprocess.DEVNULL if data is None else None,
        )  # fmt: skip

    def start(self) -> int:
        why = client.start()
        assert not why, f"{why}: {Path(client.address('log')).read_text()}"
        return self.pid()

    def control(self, **command: Any) -> dict[str, Any]:
        connection = client.connect()
        assert connection is not None, "no daemon runs"
        try:
            line, rest = client.greet(connection, "control")
            assert client.is_ok(line), line
            connection.settimeout(30)
            connection.sendall(json.dumps(command).encode() + b"\n")
            return json.loads(client.read_line(connection, rest)[0])
        finally:
            connection.close()

    def status(self) -> dict[str, Any]:
        found = self.control(do="status")
        self.seen |= {found["process"], found["commands"], *(p["indexer"] for p in found["projects"])}
        return found

    def pid(self) -> int:
        return self.status()["process"]

    def project(self, root: Any) -> dict[str, Any]:
        found = [p for p in self.status()["projects"] if p["root"] == str(root)]
        return found[0] if found else {"indexer": 0, "state": "unknown"}

    def sync(self, root: Any, wait: float = 20.0) -> str:
        return client.sync(str(root), str(root / ".project"), wait)

    def host(self, root: Any) -> int:
        """Have the daemon keep a project; its indexer's process."""
        wait_for(lambda: self.sync(root) == "ok")
        return self.project(root)["indexer"]

    def end(self) -> None:
        """Kill whatever is left."""
        try:
            self.status()
            self.control(do="stop")
        except (AssertionError, OSError, ValueError, client.Unsafe):
            pass
        deadline = time.monotonic() + 5
        for process in self.seen - {0}:
            while is_alive(process) and time.monotonic() < deadline:
                time.sleep(0.005)
            if is_alive(process):
                os.kill(process, signal.SIGKILL)


class Editor:
    """The least of an editor."""

    def __init__(self, root: Path, *words: str, **env: str) -> None:
        self.process = subprocess.Popen(
            [*INFERD, "lsp", *words], stdin=-1, stdout=-1, stderr=-1, env={**os.environ, **env}
        )
        self.root = root
        self.number = 0
        self.shown: list[str] = []  # by window/showMessage
        self.logged: list[str] = []
        capabilities = {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}
        assert self.ask("initialize", capabilities)["result"]
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.read()
            if message is not None and message.get("method") in ("window/showMessage", "window/logMessage"):
                shown = self.shown if message["method"] == "window/showMessage" else self.logged
                shown.append(message["params"]["message"])
            if message is None or (message.get("id") == self.number and "method" not in message):
                return message

    def read(self):
        size = 0
        while (line := self.process.stdout.readline()) not in (b"", b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(size)) if size else None

    def references(self, path, line, character):
        where = {"uri": (self.root / path).as_uri()}
        found = self.ask(
            "textDocument/references",
            {"textDocument": where, "position": {"line": line, "character": character},
             "context": {"includeDeclaration": True}},
        )  # fmt: skip
        return {(os.path.basename(r["uri"]), r["range"]["start"]["line"]) for r in found["result"]}

    def end(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        status = self.process.wait(10)
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()
        said = self.process.stderr.read().decode()
        self.process.stderr.close()
        return status, said


def difference(root: Path) -> list[str]:
    """What the index of a project has otherwise than a fresh one, without bringing it up to date first."""
    with Project(str(root)) as project:
        return project.integrity() if project.integrity() != [] else project.verify()


def names(root: Path) -> set[str]:
    with Project(str(root)) as project:
        return {d.symbol for d in project.search("", 10_000)}
