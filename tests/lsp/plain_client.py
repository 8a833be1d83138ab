"""A client in plain JSON over a socket, for sessions that run in the test's own process."""

import contextlib
import json
import socket
import threading

from inferd_lsp.session import serve


class Plain:
    """One session on a thread of its own, and what its client says and hears."""

    def __init__(self, services, folder=None, capabilities=None):
        near, far = socket.socketpair()
        near.settimeout(60)
        self.socket = near
        self.reader = near.makefile("rb")
        self.status = None
        self.notes = []
        self.asked = []
        self.answers = {}
        self.number = 0
        self.folder = folder
        self.thread = threading.Thread(target=self._serve, args=(far, services), daemon=True)
        self.thread.start()
        if folder is not None:
            self.initialized = self.ask(
                "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities or {}}
            )
            self.tell("initialized", {})

    def _serve(self, far, services):
        with far, far.makefile("rb") as reader:
            writer = far.makefile("wb")
            self.status = serve(reader, writer, services)
            with contextlib.suppress(OSError):  # what a client that has gone did not read
                writer.close()

    def raw(self, data: bytes) -> None:
        self.socket.sendall(data)

    def send(self, message) -> None:
        body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, params) -> None:
        self.send({"method": method, "params": params})

    def start(self, method, params) -> int:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.number

    def receive(self):
        size = 0
        while line := self.reader.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        return json.loads(self.reader.read(size)) if size else None

    def wait(self, number):
        """The whole answer to a request."""
        while number not in self.answers:
            message = self.receive()
            assert message is not None, "the session ended"
            if "method" not in message:
                self.answers[message["id"]] = message
            elif "id" in message:
                self.asked.append(message)
                self.send({"id": message["id"], "result": None})
            else:
                self.notes.append(message)
        return self.answers.pop(number)

    def ask(self, method, params):
        answer = self.wait(self.start(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def at(self, path, line, character, **more):
        uri = (self.folder / path).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}

    def references(self, path, line, character):
        found = self.ask("textDocument/references", self.at(path, line, character, **WITH_DECLARATION))
        return sorted((f["uri"].rpartition("/")[2], f["range"]["start"]["line"]) for f in found or ())

    def open(self, path, text, version=1):
        item = {"uri": (self.folder / path).as_uri(), "languageId": "python", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def change(self, path, text, version):
        item = {"uri": (self.folder / path).as_uri(), "version": version}
        self.tell("textDocument/didChange", {"textDocument": item, "contentChanges": [{"text": text}]})

    def end(self):
        """Shut down and go; what `serve` returned."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.join()

    def join(self):
        self.thread.join(20)
        assert not self.thread.is_alive()
        self.reader.close()
        self.socket.close()
        return self.status


WITH_DECLARATION = {"context": {"includeDeclaration": True}}
