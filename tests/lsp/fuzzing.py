"""A client that says what no client should, by a seed, and a model of the texts that the server is to have.

Each message is counted: a request has to be answered once, by a result or by an error that says why, never by an
internal one; after all of them the texts of the open documents are those of the model, and questions are answered as
before.
"""

import json
import random
import re
import socket
import threading

from inferd_lsp.session import Session
from inferd_lsp.wire import Wire

INTERNAL = -32603
WORDS = (
    "Cart",
    "total",
    "self",
    "def ",
    "class ",
    "\n",
    "\r\n",
    "\r",
    "    ",
    "(",
    ")",
    ":",
    "'",
    '"""',
    "😀",
    "é",
    "\0",
    "x = 1\n",
    "\t",
    "#",
)


class Text:
    """A document as the protocol describes it, by its own reading of the rules: UTF-16, three kinds of line ends."""

    def __init__(self, text):
        self.text = text

    def starts(self):
        return [0, *(m.end() for m in re.finditer("\r\n|\n|\r", self.text))]

    def offset(self, position):
        starts = self.starts()
        line, character = position["line"], position["character"]
        if line >= len(starts):
            return len(self.text)
        end = starts[line + 1] if line + 1 < len(starts) else len(self.text)
        at = starts[line]
        line_text = self.text[at:end].rstrip("\r\n")
        if line_text.isascii():
            return at + min(character, len(line_text))
        while at < end and character > 0 and self.text[at] not in "\r\n":
            character -= 2 if ord(self.text[at]) > 0xFFFF else 1
            at += 1
        return at

    def position(self, offset):
        starts = [s for s in self.starts() if s <= offset]
        before = self.text[starts[-1] : offset]
        return {"line": len(starts) - 1, "character": sum(2 if ord(c) > 0xFFFF else 1 for c in before)}

    def change(self, change):
        span = change.get("range")
        if span is None:
            self.text = change["text"]
            return
        start = self.offset(span["start"])
        end = max(start, self.offset(span["end"]))
        self.text = self.text[:start] + change["text"] + self.text[end:]


class Client:
    """One session on a thread of its own, everything that it says taken by another."""

    def __init__(self, services, folder, capabilities=None):
        near, far = socket.socketpair()
        self.folder, self.socket = folder, near
        self.answers, self.asked, self.number = {}, {}, 0
        self.twice, self.stray = [], []
        self.texts, self.versions = {}, {}
        self.changed = threading.Condition()
        reader = far.makefile("rb")
        writer = far.makefile("wb")
        self.session = Session(Wire(reader, writer), services)
        self.threads = [
            threading.Thread(target=self._serve, args=(far, writer), daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self.threads:
            thread.start()
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities or {}})
        self.tell("initialized", {})

    def _serve(self, far, writer):
        self.session.run()
        try:
            writer.close()
        except OSError:
            pass
        far.shutdown(socket.SHUT_RDWR)
        far.close()

    def _listen(self):
        stream = self.socket.makefile("rb")
        while True:
            size = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
            body = stream.read(size) if size else b""
            if not body:
                return
            message = json.loads(body)
            with self.changed:
                if "method" not in message:
                    number = message["id"]
                    if number is None:
                        self.stray.append(message)
                    elif number in self.answers:
                        self.twice.append(message)
                    else:
                        self.answers[number] = message
                    self.changed.notify_all()
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})

    def raw(self, data):
        self.socket.sendall(data)

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8", "surrogatepass")
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def start(self, method, params):
        self.number += 1
        self.asked[self.number] = method
        self.send({"id": self.number, "method": method, "params": params})
        return self.number

    def wait(self, number, seconds=60):
        with self.changed:
            assert self.changed.wait_for(lambda: number in self.answers, seconds), f"no answer: {self.asked[number]}"
            return self.answers[number]

    def ask(self, method, params):
        answer = self.wait(self.start(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def uri(self, name):
        return name if ":" in name else (self.folder / name).as_uri()

    # -- documents, and what they are to be

    def open(self, name, text):
        self.texts[name], self.versions[name] = Text(text), 1
        item = {"uri": self.uri(name), "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def close(self, name):
        self.texts.pop(name, None)
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def change(self, name, changes, version=None):
        self.versions[name] = self.versions.get(name, 0) + 1
        if name in self.texts:
            for change in changes:
                self.texts[name].change(change)
        item = {"uri": self.uri(name), "version": self.versions[name] if version is None else version}
        self.tell("textDocument/didChange", {"textDocument": item, "contentChanges": changes})

    def check_texts(self):
        """The server's texts are the model's."""
        self.ask(
            "textDocument/documentSymbol", {"textDocument": {"uri": self.uri("nothing.py")}}
        )  # all before was taken
        held = {uri: d.text for uri, d in self.session.documents.items()}
        assert held == {self.uri(name): text.text for name, text in self.texts.items()}

    def check_answers(self):
        """Every request was answered once, and none by an internal error."""
        for number in list(self.asked):
            self.wait(number)
        assert not self.twice, self.twice[:3]
        wrong = [
            (self.asked.get(n), a["error"])
            for n, a in self.answers.items()
            if a.get("error", {}).get("code") == INTERNAL
        ]
        assert not wrong, wrong[:3]

    def references(self, name, line, character):
        params = {
            "textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character},
            "context": {"includeDeclaration": True},
        }  # fmt: skip
        found = self.ask("textDocument/references", params) or []
        return sorted((f["uri"].rpartition("/")[2], f["range"]["start"]["line"]) for f in found)

    def end(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        for thread in self.threads:
            thread.join(30)
            assert not thread.is_alive()
        self.socket.close()


class Fuzzer:
    """What a client does by a seed; `methods`: all that the server answers."""

    def __init__(self, client, seed, methods):
        self.client, self.random, self.methods = client, random.Random(seed), methods
        self.names = ("a.py", "b.py", "p/c.py", "new.py", "untitled:x.py", "file:///nowhere/é%20.py")

    def run(self, count):
        does = (
            (self.edit, 40), (self.question, 25), (self.opened, 8), (self.unknown, 5), (self.malformed, 8),
            (self.on_disk, 4), (self.cancel, 4), (self.odd_change, 6), (self.settings, 2), (self.odd_request, 6),
            (self.pause, 12),
        )  # fmt: skip
        chosen = self.random.choices([d for d, _ in does], [w for _, w in does], k=count)
        for do in chosen:
            do()

    def pause(self):
        """Wait for an answer: what is overtaken by edits is only refused."""
        if self.client.asked:
            self.client.wait(max(self.client.asked), 120)

    def name(self):
        return self.random.choice(self.names)

    def words(self):
        return "".join(self.random.choices(WORDS, k=self.random.randint(0, 6)))

    def position(self, name):
        """A place in a document, or beyond it."""
        text = self.client.texts.get(name)
        kind = self.random.random()
        if text is None or kind < 0.15:
            return {"line": self.random.randint(0, 99), "character": self.random.choice((0, 3, 10**6, 2**31 - 1))}
        at = text.position(self.random.randint(0, len(text.text)))
        if kind < 0.25:
            at["character"] += 1000
        return at

    def edit(self):
        opened = sorted(self.client.texts)
        if not opened:
            self.opened()
            return
        name = self.random.choice(opened)
        model = Text(self.client.texts[name].text)
        changes = []
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            if self.random.random() < 0.1 or len(model.text) > 4000:
                change = {"text": CODE + self.words()}
            else:
                start, end = (model.position(self.random.randint(0, len(model.text))) for _ in range(2))
                if self.random.random() < 0.1:
                    end = {"line": end["line"] + self.random.randint(0, 50), "character": 10**6}
                if self.random.random() < 0.8 and model.offset(end) - model.offset(start) > 20:
                    end = start
                change = {"range": {"start": start, "end": end}, "text": self.words()}
            model.change(change)
            changes.append(change)
        version = self.random.choice((None, None, None, 0, 7, -1, 10**12))
        self.client.change(name, changes, version)

    def question(self):
        method = self.random.choice(self.methods)
        name = self.name()
        at = self.position(name)
        params = {
            "textDocument": {"uri": self.client.uri(name)}, "position": at,
            "newName": self.random.choice(("x", "1", "")),
            "context": {"includeDeclaration": True, "diagnostics": [], "triggerKind": self.random.choice((1, 2))},
            "query": self.words(),
            "range": {"start": at, "end": self.position(name)}, "positions": [at, self.position(name)],
            "item": {"uri": self.client.uri(name), "name": "Cart", "kind": 5, "range": {}, "selectionRange": {}},
            "command": "inferd.impact", "arguments": [], "files": [], "previousResultId": "1",
        }  # fmt: skip
        for left in self.random.sample(sorted(params), self.random.choice((0, 0, 0, 1, 2))):
            del params[left]
        self.client.start(method, params)

    def opened(self):
        name = self.name()
        if name in self.client.texts and self.random.random() < 0.6:
            self.client.close(name)
        else:
            self.client.open(
                name, self.random.choice((CODE, "", "\0", "class", CODE.replace("\n", "\r\n"), self.words()))
            )

    def odd_change(self):
        """Edits of what is not open, without what they need, or at places that are none: nothing changes."""
        item = {"uri": self.client.uri(self.name()), "version": 3}
        below = {"line": -1, "character": 0}
        bad = self.random.choice((
            {"textDocument": {**item, "uri": "file:///nowhere/else.py"}, "contentChanges": [{"text": "x"}]},
            {"textDocument": item}, {"contentChanges": [{"text": "x"}]}, {}, None, [1], "x",
            {"textDocument": item, "contentChanges": [{"range": {"start": below, "end": below}, "text": "x"}]},
            {"textDocument": item, "contentChanges": [{"range": {"start": {"line": 0}}, "text": "x"}]},
            {"textDocument": item, "contentChanges": [{"range": 5, "text": "x"}]},
            {"textDocument": item, "contentChanges": [{"text": None}]},
            {"textDocument": item, "contentChanges": [{"text": "y"}, {"text": 5}]},
        ))  # fmt: skip
        self.client.tell(
            self.random.choice(("textDocument/didChange", "textDocument/didChange", "textDocument/didOpen")), bad
        )

    def odd_request(self):
        """Requests whose parameters are no parameters."""
        params = self.random.choice((
            None, [], {}, 5, "x", {"textDocument": None}, {"textDocument": {"uri": 5}}, {"textDocument": {"uri": ""}},
            {"textDocument": {"uri": self.client.uri("a.py")}, "position": {"line": -5, "character": 1.5}},
            {"textDocument": {"uri": self.client.uri("a.py")}, "position": [0, 0]}, {"item": 7}, {"query": 8},
            {"textDocument": {"uri": "file://\0"}, "position": {"line": 0, "character": 0}},
            {"textDocument": {"uri": "file:///%ff%fe"}, "position": {"line": 0, "character": 0}},
        ))  # fmt: skip
        self.client.start(self.random.choice(self.methods), params)

    def unknown(self):
        name = self.random.choice(("textDocument/nothing", "$/whatever", "inferd/x", "", "é", "initialize", "a" * 5000))
        if self.random.random() < 0.5:
            self.client.start(name, {})
        else:
            self.client.tell(name, self.random.choice(({}, None, [])))

    def malformed(self):
        good = b'{"jsonrpc":"2.0","method":"$/nothing","params":{}}'
        head = b"Content-Length: %d\r\n\r\n"
        bodies = (
            b"{", b"[]", b"null", b"5", b'"x"', b"{}", b'{"id":[],"method":"shutdown"}', b"[" * 5000, b"\xff\xfe{}",
            b'{"method":5}', b'{"id":1.5,"method":"x"}', b'{"jsonrpc":"2.0","id":true}', b'{"id":"nobody","result":1}',
            b'{"id":99999999,"error":{"code":1,"message":"x"}}', b'{"a":1e999}', b'{"id":{"a":1}}',
        )  # fmt: skip
        body = self.random.choice(bodies)
        self.client.raw(self.random.choice((
            head % len(body) + body,
            b"Nonsense: 5\r\n\r\n", b"\r\n\r\n\r\n", b"\0" * 40 + b"\r\n",
            b"Content-Type: x\r\n" + head % len(good) + good,
            head % (len(good) - 7) + good + b"\r\n",
            b"content-LENGTH:%d\r\n\r\n" % len(good) + good,
            b"Content-Length: -5\r\n\r\n", b"Content-Length: many\r\n\r\n",
        )))  # fmt: skip

    def on_disk(self):
        """Files come, go and change, under open buffers too; the client may tell, or not."""
        name = self.random.choice(("a.py", "b.py", "p/c.py", "new.py"))
        path = self.client.folder / name
        if path.exists() and self.random.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes((CODE + self.words()).encode("utf-8", "replace"))
        if self.random.random() < 0.7:
            changes = [{"uri": self.client.uri(name), "type": self.random.choice((1, 2, 3))}]
            self.client.tell("workspace/didChangeWatchedFiles", {"changes": changes})
        if self.random.random() < 0.3:
            self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.client.uri(name)}})

    def cancel(self):
        number = self.random.choice((self.client.number, self.client.number - 1, 0, "x", None, [], 10**9))
        self.client.tell("$/cancelRequest", {"id": number})

    def settings(self):
        given = self.random.choice((
            {"inferd": {"references": {"possible": True}}}, {"inferd.diagnostics": False}, None, [], 5, {"inferd": 5},
            {"inferd": {"diagnostics": {"enable": 5}}}, {"inferd": {"references": None}},
            {"inferd": {"diagnostics": {"workspace": True}}}, {"inferd": {"diagnostics": {"workspace": False}}},
        ))  # fmt: skip
        self.client.tell("workspace/didChangeConfiguration", {"settings": given})


CODE = """\
class Cart:
    def total(self, tax=0):
        return self.sum() + tax

    def sum(self):
        é = "😀"; return len(é)


def show(cart: Cart):
    print(cart.total(), Cart().sum())
"""
