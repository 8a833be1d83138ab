"""A plain LSP client, the servers it knows, and what their processes cost; used by race.py and agreement.py.

The client speaks JSON over pipes.  A thread reads all the time, so that no server ever waits for us, and stamps each
answer when its last byte is there, before it is parsed: our own JSON is not on the server's bill.  Positions are
UTF-16, what every server speaks when nothing else was agreed on.  A place is `(path, line, character)`, from 0, the
path relative to the project.

What a server costs is read from /proc: its processes are those whose environment holds a mark that was put there when
it was started, so daemons that left its process tree count as well.
"""

import collections
import itertools
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
from typing import NamedTuple

TICK = os.sysconf("SC_CLK_TCK")
MARK = "RACE_MARK"

# How each server is started (looked up in --bin, beside this interpreter, on PATH), and how what stays behind is ended.
COMMANDS = {
    "inferd": "inferd lsp",
    "inferd-standalone": "inferd lsp --standalone",
    "ty": "ty server",
    "pyright": "pyright-langserver --stdio",
    "pyrefly": "pyrefly lsp",
    "basedpyright": "basedpyright-langserver --stdio",
    "zuban": "zuban server",
    "jedi": "jedi-language-server",
}
STOPS = {"inferd": "inferd daemon stop"}
DEFAULT = "inferd,inferd-standalone,ty,pyright,pyrefly"
PEERS = ("ty", "pyright", "pyrefly")


class TimedOut(Exception):
    """No answer within the time limit."""


class Died(Exception):
    """The server has ended, or closed its output."""


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, error: dict):
        super().__init__(str(error.get("message", error))[:300])
        self.code = error.get("code")


# "content modified", "server cancelled", "request cancelled": the protocol lets a client ask again, and editors do
AGAIN = (-32801, -32802, -32800)


class Server(NamedTuple):
    name: str
    command: list[str]
    stop: list[str] | None


def find(name: str, folders: list[str], overrides: dict[str, str]) -> Server | None:
    """The server of a name, where it is installed."""
    command = _located(overrides.get(name) or COMMANDS.get(name, name), folders)
    if command is None:
        return None
    stop = _located(overrides.get(f"{name}:stop") or STOPS.get(name, ""), folders) if name in STOPS else None
    return Server(name, command, stop)


def _located(command: str, folders: list[str]) -> list[str] | None:
    words = shlex.split(command)
    if not words:
        return None
    own = [os.path.dirname(sys.executable), os.path.dirname(os.path.abspath(sys.executable))]
    path = os.pathsep.join([*folders, *own, os.environ.get("PATH", "")])
    found = shutil.which(words[0], path=path)
    return [os.path.abspath(found), *words[1:]] if found else None


def version(server: Server) -> str:
    """What `--version` of the program says, in short; the file's size and time where it says nothing."""
    program = server.command[0]
    base = program.removesuffix("-langserver")
    try:
        ran = subprocess.run(
            [base if os.path.exists(base) else program, "--version"],
            capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        words = ran.stdout.split()
        numbers = [w for w in words if w[:1].isdigit()]
        if numbers:
            return numbers[0]
    except (OSError, subprocess.TimeoutExpired):
        pass
    stat = os.stat(program)
    return f"{stat.st_size}-{int(stat.st_mtime)}"


def environment(home: str, mark: str) -> dict[str, str]:
    """What a server sees: its own cache folders, and nothing of an active virtual environment."""
    env = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "CONDA_PREFIX")}
    env.update(
        {
            MARK: mark,
            "INFERD_USER_DIR": os.path.join(home, "inferd"),
            "XDG_CACHE_HOME": os.path.join(home, "cache"),
            "XDG_DATA_HOME": os.path.join(home, "data"),
            "XDG_STATE_HOME": os.path.join(home, "state"),
            # only where pyright's Python package stands in for its program: that one keeps the program in a cache
            "PYRIGHT_PYTHON_CACHE_DIR": os.environ.get(
                "PYRIGHT_PYTHON_CACHE_DIR", os.path.expanduser("~/.cache/pyright-python")
            ),
        }
    )
    return env


CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True, "showMessage": {}},
    "workspace": {
        "workspaceFolders": True,
        "configuration": True,
        "symbol": {},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
        "didChangeConfiguration": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]},
        "fileOperations": {"willRename": True, "willDelete": True, "dynamicRegistration": True},
    },
    "textDocument": {
        "synchronization": {"didSave": True, "dynamicRegistration": True},
        "references": {},
        "definition": {},
        "declaration": {},
        "typeDefinition": {},
        "implementation": {},
        "documentHighlight": {},
        "documentLink": {},
        "signatureHelp": {"signatureInformation": {"documentationFormat": ["markdown"]}},
        "completion": {
            "completionItem": {"resolveSupport": {"properties": ["documentation", "detail", "additionalTextEdits"]}},
            "completionList": {"itemDefaults": ["data", "editRange", "commitCharacters"]},
        },
        "callHierarchy": {"dynamicRegistration": False},
        "inlayHint": {"dynamicRegistration": True, "resolveSupport": {"properties": ["tooltip", "textEdits"]}},
        "codeLens": {"dynamicRegistration": True},
        "codeAction": {
            "codeActionLiteralSupport": {
                "codeActionKind": {"valueSet": ["quickfix", "refactor", "refactor.extract", "source"]}
            },
            "resolveSupport": {"properties": ["edit"]},
            "dataSupport": True,
            "disabledSupport": True,
        },
        "foldingRange": {},
        "selectionRange": {},
        "linkedEditingRange": {},
        "semanticTokens": {
            "requests": {"full": {"delta": True}, "range": True},
            "tokenTypes": [
                "namespace", "type", "class", "enum", "interface", "typeParameter", "parameter", "variable", "property",
                "enumMember", "function", "method", "decorator", "keyword", "string", "number", "operator",
            ],
            "tokenModifiers": ["declaration", "readonly", "static", "async", "modification", "defaultLibrary"],
            "formats": ["relative"],
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
        "typeHierarchy": {"dynamicRegistration": False},
        "diagnostic": {},
        "publishDiagnostics": {},
    },
}


class Reply(NamedTuple):
    ms: float
    result: object


class Client:
    """One server process on one project."""

    def __init__(self, server: Server, root: str, env: dict[str, str], log: str):
        self.server, self.root = server, os.path.realpath(root)
        self.base = "file://" + urllib.parse.quote(self.root) + "/"
        self.log = log
        self.watching = False
        self.began = time.perf_counter()
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                server.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=env, cwd=self.root
            )
        self.numbers = itertools.count(1)
        self.versions: dict[str, int] = {}
        self.ended = False
        self.capabilities: dict = {}
        self.registered: dict[str, object] = {}  # method -> options, of what was registered after the start
        self._answers: dict[int, tuple[float, bytes]] = {}
        self._wanted: set[int] = set()
        self._news = threading.Condition()
        self._writing = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    # -- messages

    def send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            with self._writing:
                assert self.process.stdin
                self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise Died(self.server.name) from error

    def tell(self, method: str, params: dict) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: object, timeout: float = 15.0) -> Reply:
        """The answer, and the time until its last byte; of the last one, where a server begs to be asked again."""
        begin = time.perf_counter()
        while True:
            try:
                arrived, result = self._ask_once(method, params, begin + timeout - time.perf_counter())
                return Reply((arrived - begin) * 1000, result)
            except Refused as error:
                if error.code not in AGAIN or time.perf_counter() - begin > timeout - 0.1:
                    raise
                time.sleep(0.005)

    def begin(self, method: str, params: object) -> int:
        """Send a request, and do not wait; its number, for `finished`."""
        number = next(self.numbers)
        with self._news:
            self._wanted.add(number)
        self.send({"id": number, "method": method, "params": params})
        return number

    def finished(self, number: int, timeout: float) -> float:
        """When the answer to a request came, whatever it is."""
        with self._news:
            self._news.wait_for(lambda: number in self._answers or self.ended, timeout)
            self._wanted.discard(number)
            if number not in self._answers:
                raise (Died if self.ended else TimedOut)(self.server.name)
            return self._answers.pop(number)[0]

    def _ask_once(self, method: str, params: object, timeout: float) -> tuple[float, object]:
        number = self.begin(method, params)
        with self._news:
            self._news.wait_for(lambda: number in self._answers or self.ended, timeout)
            self._wanted.discard(number)
            if number not in self._answers and self.ended:
                raise Died(self.server.name + self._last_words())
        if number not in self._answers:
            self.tell("$/cancelRequest", {"id": number})
            raise TimedOut(method)
        arrived, body = self._answers.pop(number)
        message = json.loads(body)
        if "error" in message:
            raise Refused(message["error"])
        return arrived, message.get("result")

    def _last_words(self) -> str:
        """The last line that the server wrote to its log."""
        with open(self.log, "rb") as f:
            lines = f.read().decode(errors="replace").strip().splitlines()
        return f" ({lines[-1][:200]})" if lines else ""

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while True:
            size = 0
            while line := stream.readline():
                if not line.strip():
                    break
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
            body = stream.read(size) if size else b""
            now = time.perf_counter()
            if not line or len(body) < size or not size:
                break
            if b'"method"' in body[:4096] or b'"method"' in body[-4096:]:
                message = json.loads(body)
                if "method" in message:
                    if "id" in message:
                        self._serve(message)
                    continue
            number = self._number(body)
            with self._news:
                if number in self._wanted:
                    self._answers[number] = (now, body)
                    self._news.notify_all()
        with self._news:
            self.ended = True
            self._news.notify_all()

    @staticmethod
    def _number(body: bytes) -> int:
        """The id of an answer; only a large one is worth looking for it without parsing."""
        if len(body) > 20_000:
            for part in (body[:200], body[-200:]):
                _, found, tail = part.partition(b'"id":')
                digits = tail.strip().split(b",")[0].split(b"}")[0].strip()
                if found and digits.isdigit():
                    return int(digits)
        return json.loads(body).get("id", -1)

    def _serve(self, message: dict) -> None:
        """Answer what a server asks of an editor."""
        method, params = message["method"], message.get("params") or {}
        result: object = None
        if method == "workspace/configuration":
            result = [None] * len(params.get("items", ()))
        elif method == "workspace/workspaceFolders":
            result = [self._folder()]
        elif method == "client/registerCapability":
            for r in params.get("registrations", ()):
                self.registered[r["method"]] = r.get("registerOptions") or {}
            self.watching |= any(
                r["method"] == "workspace/didChangeWatchedFiles" for r in params.get("registrations", ())
            )
        try:
            self.send({"id": message["id"], "result": result})
        except Died:
            return

    # -- life

    def _folder(self) -> dict:
        return {"uri": self.base.rstrip("/"), "name": os.path.basename(self.root)}

    def initialize(self, timeout: float = 60.0) -> None:
        found = self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "clientInfo": {"name": "race"},
                "rootUri": self.base.rstrip("/"),
                "rootPath": self.root,
                "workspaceFolders": [self._folder()],
                "capabilities": CAPABILITIES,
                "initializationOptions": {},
            },
            timeout,
        ).result
        assert isinstance(found, dict)
        self.capabilities = found.get("capabilities", {})
        self.tell("initialized", {})

    def end(self, patience: float = 10.0) -> None:
        """Shut down as an editor does; kill what does not go."""
        try:
            self.ask("shutdown", None, patience)
            self.tell("exit", {})
            assert self.process.stdin
            self.process.stdin.close()
            self.process.wait(patience)
        except (Died, TimedOut, Refused, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    # -- documents and places

    def uri(self, path: str) -> str:
        return self.base + urllib.parse.quote(path)

    def open(self, path: str, text: str | None = None) -> None:
        if text is None:
            text = read_text(os.path.join(self.root, path))
        self.versions[path] = 1
        item = {"uri": self.uri(path), "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def insert(self, path: str, line: int, text: str) -> None:
        """An incremental edit: a text at the start of a line."""
        self.versions[path] += 1
        here = {"line": line, "character": 0}
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri(path), "version": self.versions[path]},
                "contentChanges": [{"range": {"start": here, "end": here}, "rangeLength": 0, "text": text}],
            },
        )

    def change(self, path: str, span: dict, text: str) -> None:
        """An incremental edit."""
        self.versions[path] += 1
        item = {"uri": self.uri(path), "version": self.versions[path]}
        self.tell("textDocument/didChange", {"textDocument": item, "contentChanges": [{"range": span, "text": text}]})

    def close(self, path: str) -> None:
        del self.versions[path]
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})

    def changed(self, paths: list[str]) -> None:
        """Files changed on disk: said to the servers that asked an editor to watch."""
        if self.watching:
            events = [{"uri": self.uri(p), "type": 2} for p in paths]
            self.tell("workspace/didChangeWatchedFiles", {"changes": events})

    def at(self, path: str, line: int, character: int) -> dict:
        return {"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}}

    def references(self, path: str, line: int, character: int, timeout: float = 15.0) -> tuple[float, set]:
        params = {**self.at(path, line, character), "context": {"includeDeclaration": True}}
        reply = self.ask("textDocument/references", params, timeout)
        return reply.ms, self.places(reply.result)

    def relative(self, uri: str) -> str | None:
        """The path of a URI in the project."""
        if not uri.startswith("file://"):
            return None
        path = urllib.parse.unquote(uri.removeprefix("file://"))
        if not path.startswith(self.root + "/"):
            return None
        return path[len(self.root) + 1 :]

    def places(self, found: object) -> set:
        """Locations (or links) of Python files in the project, as places."""
        out = set()
        for item in [found] if isinstance(found, dict) else found or ():
            span = item.get("range") or item.get("targetSelectionRange") or item["targetRange"]
            path = self.relative(item.get("uri") or item.get("targetUri"))
            if path is not None and path.endswith((".py", ".pyi")):
                out.add((path, span["start"]["line"], span["start"]["character"]))
        return out

    def edited(self, edit: object) -> list[tuple[str, int, int]]:
        """The places that a workspace edit changes, as often as it does."""
        out = []
        if not isinstance(edit, dict):
            return out
        changes = [(c["textDocument"]["uri"], c["edits"]) for c in edit.get("documentChanges") or () if "edits" in c]
        changes += list((edit.get("changes") or {}).items())
        for uri, edits in changes:
            path = self.relative(uri) or uri
            out += [(path, e["range"]["start"]["line"], e["range"]["start"]["character"]) for e in edits]
        return out


def read_text(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as f:
        return f.read().encode("utf-8", "replace").decode()


# -- what processes cost


class Usage(NamedTuple):
    cpu: float  # seconds, of processes that ended and were waited for as well
    memory: float  # MB resident now
    processes: list[tuple[str, int, float, float]]  # command, pid, MB resident, most MB so far


def usage(mark: str) -> Usage:
    """CPU and memory of all processes that carry a mark."""
    cpu, memory, rows = 0.0, 0.0, []
    needle = f"{MARK}={mark}".encode()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/environ", "rb") as f:
                if needle not in f.read().split(b"\0"):
                    continue
            with open(f"/proc/{entry}/stat") as f:
                fields = f.read().rpartition(")")[2].split()
            with open(f"/proc/{entry}/status") as f:
                status = dict(line.split(":", 1) for line in f if line.startswith("Vm"))
            with open(f"/proc/{entry}/cmdline", "rb") as f:
                command = f.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:  # it has ended, or is another user's
            continue
        cpu += sum(map(int, fields[11:15])) / TICK
        now, most = (int(status.get(k, "0 kB").split()[0]) / 1024 for k in ("VmRSS", "VmHWM"))
        memory += now
        rows.append((command[-120:], int(entry), now, most))
    return Usage(cpu, memory, rows)


class Sampler(threading.Thread):
    """Looks at the resident memory of marked processes twice a second, and keeps the most."""

    def __init__(self):
        super().__init__(daemon=True)
        self.marks: set[str] = set()
        self.peak: dict[str, float] = collections.defaultdict(float)
        self.start()

    def run(self) -> None:
        while True:
            for mark in list(self.marks):
                self.peak[mark] = max(self.peak[mark], usage(mark).memory)
            time.sleep(0.5)


def settle(mark: str, limit: float = 120.0, quiet: float = 1.0, share: float = 0.04, step: float = 0.25) -> float:
    """Wait until the processes of a mark do nothing; seconds until the quiet began, or the limit."""
    begin = time.perf_counter()
    since, cpu = begin, usage(mark).cpu
    while time.perf_counter() - begin < limit:
        time.sleep(step)
        now, spent = time.perf_counter(), usage(mark).cpu
        if spent - cpu > max(share * (now - since), 1.5 / TICK):
            since, cpu = now, spent
        elif now - since >= quiet:
            return since - begin
    return limit


def kill_marked(mark: str) -> None:
    """End what a server left running: processes that carry our mark, and were therefore started by us."""
    for _, pid, _, _ in usage(mark).processes:
        try:
            os.kill(pid, 15)
        except ProcessLookupError:
            continue
    for _ in range(50):
        left = usage(mark).processes
        if not left:
            return
        time.sleep(0.1)
    for _, pid, _, _ in left:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            continue
