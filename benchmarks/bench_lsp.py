"""The language server as a client sees it: start to the first right answer, then the medians of each kind of request.

    python benchmarks/bench_lsp.py PROJECT [--seed N] [--count N] [--starts N] [--watch] [--cold] [--server COMMAND]

The index is brought up to date first, so a start is a second start; with `inferd index --types` before, types are
settled as the daemon would have settled them. A sample of definitions is asked for, each from
an occurrence of its name in its own file; `references` are checked against the library's answer. The client is plain:
it speaks JSON over pipes, waits for each answer before the next question, and does not watch files, unless --watch
says that it would (then the server does not look at the disk before each question). --server: another command than a
server of its own; with the daemon's proxy, `cpu` and memory are the proxy's. --cold: the index is taken away before
each start, so that the first answer comes from the files themselves. Last, requests are cancelled at random moments,
and the time is taken until the next one is answered. Wall times; `cpu` is the server's.
"""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

import inferd
from inferd.query import symbols


class Client:
    """Enough of a client."""

    def __init__(self, root: str, watch: bool, command: list[str]):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        uri = "file://" + root
        watching = {"didChangeWatchedFiles": {"dynamicRegistration": watch}}
        text = {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}, "hover": {"contentFormat": ["markdown"]}}
        capabilities = {"workspace": watching, "textDocument": text}
        folders = [{"uri": uri, "name": "bench"}]
        self.ask(
            "initialize", {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities}
        )
        self.tell("initialized", {})

    def send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict:
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(size))

    def tell(self, method: str, params: dict) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: dict):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if "method" in message:
                if "id" in message:
                    self.send({"id": message["id"], "result": None})
            elif message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]

    def cpu(self) -> float:
        with open(f"/proc/{self.process.pid}/stat") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        with open(f"/proc/{self.process.pid}/status") as f:
            return next(int(line.split()[1]) / 1024 for line in f if line.startswith("VmHWM"))

    def end(self) -> None:
        self.ask("shutdown", {})
        self.tell("exit", {})
        self.process.wait(10)


def places(project, count: int, rng: random.Random) -> list[tuple[str, int, int, int]]:
    """(path, line, column, references) of some definitions, from 1; paths are ASCII and unique."""
    pool = []
    with project.snapshot() as view:
        for f in view.reader.files():
            pool += [(f.path, d.line, d.column) for d in symbols.outline(view, f.path)]
            pool += [
                (f.path, c.line, c.column)
                for d in symbols.outline(view, f.path)
                for c in d.children
                if c.kind == "method"
            ]
    out = []
    for path, line, column in rng.sample(sorted(set(pool)), min(count, len(pool))):
        rows = project.references(f"{path}:{line}:{column}").rows
        out.append((path, line, column, sum(r.confidence != "possible" for r in rows)))
    return out


def timed(function, *arguments):
    start = time.perf_counter()
    result = function(*arguments)
    return (time.perf_counter() - start) * 1000, result


def line_of(name: str, times: list[float]) -> str:
    times = sorted(times)
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    return (
        f"{name:28} median {statistics.median(times):7.2f} ms   p95 {p95:7.2f}   max {times[-1]:7.2f}   n {len(times)}"
    )


def more_about(client, times: dict[str, list[float]], at: dict, root: str, path: str) -> None:
    """What a person asks about one place: calls, types, a rename, and what is shown beside the text."""

    def ask(method: str, params: dict):
        try:
            took, result = timed(client.ask, method, params)
        except RuntimeError:  # a rename that is refused
            return None
        times.setdefault(method.removeprefix("textDocument/"), []).append(took)
        return result

    for item in (ask("textDocument/prepareCallHierarchy", at) or ())[:1]:
        ask("callHierarchy/incomingCalls", {"item": item})
        ask("callHierarchy/outgoingCalls", {"item": item})
    for item in (ask("textDocument/prepareTypeHierarchy", at) or ())[:1]:
        ask("typeHierarchy/subtypes", {"item": item})
    ask("textDocument/rename", {**at, "newName": "renamed_by_the_benchmark"})
    document = {"textDocument": at["textDocument"]}
    ask("textDocument/semanticTokens/full", document)
    line = at["position"]["line"]
    span = {"start": {"line": max(0, line - 25), "character": 0}, "end": {"line": line + 25, "character": 0}}
    ask("textDocument/inlayHint", {**document, "range": span})
    for lens in (ask("textDocument/codeLens", document) or ())[:1]:
        ask("codeLens/resolve", lens)
    complete(client, times, f"{root}/{path}", document)


def complete(client, times: dict[str, list[float]], path: str, document: dict) -> None:
    """A completion behind a dot, where the rest of the line has been taken away."""
    with open(path, newline="") as f:
        text = f.read()
    found = re.search(r"(?m)^[^#\"'\n]*\w\.(?=[a-z])", text[len(text) // 3 :])
    if found is None:
        return
    cut = len(text) // 3 + found.end()
    rest = text.find("\n", cut)
    item = {**document["textDocument"], "languageId": "python", "version": 1, "text": text}
    client.tell("textDocument/didOpen", {"textDocument": item})
    time.sleep(0.1)
    item = {**document["textDocument"], "version": 2}
    change = {"text": text[:cut] + text[rest:]}
    client.tell("textDocument/didChange", {"textDocument": item, "contentChanges": [change]})
    line = text.count("\n", 0, cut)
    position = {"line": line, "character": cut - (text.rfind("\n", 0, cut) + 1)}
    took, _ = timed(client.ask, "textDocument/completion", {**document, "position": position})
    times.setdefault("completion", []).append(took)
    client.tell("textDocument/didClose", document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--watch", action="store_true")
    parser.add_argument("--server", default=f"{sys.executable} -m inferd_lsp")
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    with inferd.open(options.project) as project:
        project.update()
        root = project.root
        sample = places(project, options.count, random.Random(options.seed))

    def params(path: str, line: int, column: int) -> dict:
        return {
            "textDocument": {"uri": f"file://{root}/{path}"},
            "position": {"line": line - 1, "character": column - 1},
        }

    busiest = max(sample, key=lambda s: min(s[3], 50))
    starts = []
    for _ in range(options.starts):
        if options.cold:
            shutil.rmtree(f"{root}/.project", ignore_errors=True)
        begin = time.perf_counter()
        client = Client(root, options.watch, options.server.split())
        found = client.ask("textDocument/references", {**params(*busiest[:3]), "context": {"includeDeclaration": True}})
        starts.append((time.perf_counter() - begin) * 1000)
        assert len(found) == busiest[3], (busiest, len(found))
        cpu = client.cpu()
        client.end()
    print(line_of("start to first references", starts), f"  cpu {cpu:.2f} s")

    client = Client(root, options.watch, options.server.split())
    times: dict[str, list[float]] = {}
    wrong = 0
    for path, line, column, expected in sample:
        at = params(path, line, column)
        context = {"context": {"includeDeclaration": True}}
        for method in ("references", "definition", "hover", "documentHighlight", "documentSymbol"):
            took, result = timed(
                client.ask, f"textDocument/{method}", {**at, **context} if method == "references" else at
            )
            times.setdefault(method, []).append(took)
            if method == "references" and len(result or ()) != expected:
                wrong += 1
        more_about(client, times, at, root, path)
        name = path.rpartition("/")[2].removesuffix(".py")
        times.setdefault("workspace/symbol", []).append(timed(client.ask, "workspace/symbol", {"query": name})[0])
    # an unsaved line above, then references
    for path, line, column, _ in sample:
        uri = f"file://{root}/{path}"
        with open(f"{root}/{path}", newline="") as f:
            text = f.read()
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        client.tell("textDocument/didOpen", {"textDocument": item})
        client.ask("textDocument/references", {**params(path, line, column), "context": {"includeDeclaration": True}})
        zero = {"line": 0, "character": 0}
        change = {"range": {"start": zero, "end": zero}, "text": "# one more\n"}
        begin = time.perf_counter()
        client.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]})
        found = client.ask(
            "textDocument/references", {**params(path, line + 1, column), "context": {"includeDeclaration": True}}
        )
        times.setdefault("an edit, then references", []).append((time.perf_counter() - begin) * 1000)
        here = [f for f in found or () if f["uri"] == uri and f["range"]["start"]["line"] == line]
        wrong += not here
        client.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    path, line, column, _ = max(sample, key=lambda s: s[3])
    rng = random.Random(options.seed)
    whole = statistics.median(
        timed(client.ask, "textDocument/references", {**params(path, line, column), **context})[0] for _ in range(3)
    )
    for _ in range(20):
        client.number += 1
        number = client.number
        client.send(
            {"id": number, "method": "textDocument/references", "params": {**params(path, line, column), **context}}
        )
        time.sleep(rng.random() * whole / 1000)
        begin = time.perf_counter()
        client.tell("$/cancelRequest", {"id": number})
        client.ask("textDocument/hover", params(path, line, column))
        times.setdefault("cancelled, then a hover", []).append((time.perf_counter() - begin) * 1000)
    for method, taken in times.items():
        print(line_of(method, taken))
    print(f"wrong answers: {wrong}; server's cpu {client.cpu():.1f} s, peak memory {client.memory():.0f} MB")
    client.end()


if __name__ == "__main__":
    main()
