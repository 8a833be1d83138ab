"""Random edits through the language server: its answers afterwards are those of a cold server on the same text.

    python benchmarks/edit_answers.py --rounds 4 --edits 30 --questions 60 --seed 1 CORPUS [CORPUS ...]

What is done, and how to read it
* Each corpus is copied.  A server is started on the copy and documents are opened.  `rewriting.py` edits a shadow of
  the copy; each edit is sent as one incremental change of an open document, some are saved (written, `didSave`, and
  told as a watcher does), and what happens to files that are not open happens on disk.  In between questions are
  asked, so that the server has things to forget.
* After *edits* of them types are settled.  Then the files on disk are copied without the index, another server with
  another hash seed makes its own, settles, and opens the same documents with the same unsaved text.
* Both are asked the same: definition, hover, references, rename, highlights, calls both ways, types both ways, at
  names drawn from open documents and others, and the outline of each document.  Answers are compared as JSON, with
  lists sorted and the folders' names taken out; each is asked twice, because the first time may leave out what takes
  long (and says so).
* Each difference is printed with where it was asked.  Exits 1 if there was any.
"""

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import race_client as lsp
import rewriting

_MOST_OPEN = 6
_SETTLE = "import inferd, sys\np = inferd.open(sys.argv[1])\np.update()\np.find_flow()\np.settle()\np.close()\n"
_AT = ("definition", "hover", "references", "documentHighlight", "typeDefinition", "implementation", "rename")


class Session:
    """A server on a folder, and the documents that are open in it."""

    def __init__(self, root: str, user: str, seed: int, log: str):
        self.root, self.user = root, user
        self.env = {**os.environ, "INFERD_USER_DIR": user, "INFERD_NO_DAEMON": "1", "PYTHONHASHSEED": str(seed)}
        self.settle()
        server = lsp.Server("inferd", [sys.executable, "-m", "inferd_lsp"], None)
        self.client = lsp.Client(server, root, self.env, log)
        self.client.initialize()
        self.texts: dict[str, str] = {}

    def settle(self) -> None:
        subprocess.run([sys.executable, "-c", _SETTLE, self.root], env=self.env, check=True)

    def open(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.client.open(path, text)

    def change(self, path: str, text: str) -> None:
        """One incremental change that makes another text of a document."""
        old = self.texts[path]
        head = common(old, text)
        tail = common(old[head:][::-1], text[head:][::-1])
        span = {"start": place(old, head), "end": place(old, len(old) - tail)}
        self.texts[path] = text
        self.client.change(path, span, text[head : len(text) - tail])

    def save(self, path: str) -> None:
        lsp_path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(lsp_path), exist_ok=True)
        with open(lsp_path, "w", encoding="utf-8", newline="") as f:
            f.write(self.texts[path])
        self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.client.uri(path)}})
        self.client.changed([path])

    def ask(self, method: str, params: dict) -> object:
        """An answer without what may differ: the folder, and the order of lists; of a refusal its text."""
        try:
            found = self.client.ask(method, params, 60.0).result
        except lsp.Refused as error:
            return str(error).replace(self.root, "")
        return json.loads(json.dumps(found).replace(self.client.base, "").replace(self.root, ""))


def common(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def place(text: str, offset: int) -> dict:
    """Where an offset is, as LSP counts."""
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return {"line": line, "character": len(text[start:offset].encode("utf-16-le")) // 2}


def names(text: str) -> list[dict]:
    """The places of names in a text."""
    rows = text.split("\n")
    out = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            column = node.col_offset
        elif isinstance(node, ast.Attribute):
            column = (node.end_col_offset or 0) - len(node.attr)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            column = node.col_offset + (4 if isinstance(node, ast.FunctionDef) else 6)
        elif isinstance(node, ast.arg):
            column = node.col_offset
        else:
            continue
        line = (node.end_lineno if isinstance(node, ast.Attribute) else node.lineno) - 1
        out.append({"line": line, "character": len(rows[line].encode()[:column].decode().encode("utf-16-le")) // 2})
    return out


def answers(session: Session, questions: list[tuple[str, dict]]) -> dict[str, object]:
    """All that is compared, by what was asked."""
    out: dict[str, object] = {}
    for path in sorted({p for p, _ in questions}):
        document = {"textDocument": {"uri": session.client.uri(path)}}
        out[f"documentSymbol {path}"] = session.ask("textDocument/documentSymbol", document)
    for path, position in questions:
        at = {"textDocument": {"uri": session.client.uri(path)}, "position": position}
        where = f"{path}:{position['line'] + 1}:{position['character'] + 1}"
        for method in _AT:
            more = {"context": {"includeDeclaration": True}, "newName": "renamed_by_us"}
            out[f"{method} {where}"] = session.ask(f"textDocument/{method}", {**at, **more})
        for kind, below in (("call", ("incomingCalls", "outgoingCalls")), ("type", ("supertypes", "subtypes"))):
            prepare = f"textDocument/prepare{kind.title()}Hierarchy"
            try:
                items = session.client.ask(prepare, at, 60.0).result or []
            except lsp.Refused:
                items = []
            for item in items[:1]:
                for method in below:
                    out[f"{method} {where}"] = session.ask(f"{kind}Hierarchy/{method}", {"item": item})
    return out


def twice(session: Session, questions: list[tuple[str, dict]]) -> dict[str, object]:
    answers(session, questions)
    for _ in range(5):
        time.sleep(0.5)
        found = answers(session, questions)
        if "still being worked out" not in json.dumps(found):
            break
    return found


def plain(value: object) -> object:
    """Without the versions of documents and the data of items, lists in an order of their own."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in sorted(value.items()) if k not in ("version", "data")}
    if isinstance(value, list):
        return sorted((plain(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


def drawn(session: Session, files: rewriting.Files, count: int) -> list[tuple[str, dict]]:
    """Places to ask at: two of three in open documents."""
    out = []
    closed = [p for p in files.paths() if p not in session.texts]
    for n in range(count):
        path = files.random.choice(sorted(session.texts) if n % 3 or not closed else closed)
        found = names(session.texts.get(path) or files.read(path))
        if found:
            out.append((path, files.random.choice(found)))
    return out


def played(corpus: str, folder: str, seed: str, edits: int, count: int, hash_seed: int) -> tuple[int, list[str]]:
    """One round: how many answers were compared, and the differences."""
    chance = random.Random(seed)
    root, shadow, aside = (os.path.join(folder, n, "project") for n in ("live", "shadow", "cold"))
    ignored = shutil.ignore_patterns(".project", ".git", "__pycache__")
    shutil.copytree(corpus, root, ignore=ignored)
    shutil.copytree(root, shadow)
    files = rewriting.Files(shadow, chance, {})
    log = os.path.join(folder, "log")
    session = Session(root, os.path.join(folder, "user"), hash_seed, log)
    small = [p for p in files.paths() if 500 < len(files.read(p)) < 60_000]
    for path in chance.sample(small, min(_MOST_OPEN, len(small))):
        session.open(path, files.read(path))
    done = 0
    said: list[str] = []
    while done < edits:
        files.changed.clear()
        told = rewriting.edit(files)
        if not told:
            continue
        done += 1
        said.append(told)
        for path in dict.fromkeys(files.changed):
            _sent(session, files, path, chance)
        if chance.random() < 0.3:
            answers(session, drawn(session, files, 1))
    session.settle()
    questions = drawn(session, files, count)
    live = twice(session, questions)
    texts = dict(session.texts)
    session.client.end()
    shutil.copytree(root, aside, ignore=ignored)
    other = Session(aside, os.path.join(folder, "user"), hash_seed + 1, log)
    for path, text in texts.items():
        other.open(path, text)
    cold = twice(other, questions)
    other.client.end()
    out = []
    for key, value in live.items():
        a, b = plain(value), plain(cold[key])
        if a != b:
            out.append(f"{key}\n    live {json.dumps(a)[:600]}\n    cold {json.dumps(b)[:600]}")
    if out:
        out.append("after: " + "; ".join(said))
    return len(live), out


def _sent(session: Session, files: rewriting.Files, path: str, chance: random.Random) -> None:
    """Let the server have what happened to a file of the shadow."""
    exists = os.path.exists(os.path.join(files.root, path))
    real = os.path.join(session.root, path)
    if path in session.texts and exists:
        session.change(path, files.read(path))
        if chance.random() < 0.5:
            session.save(path)
        return
    if path in session.texts:
        del session.texts[path]
        session.client.close(path)
    if exists:
        os.makedirs(os.path.dirname(real), exist_ok=True)
        with open(real, "w", encoding="utf-8", newline="") as f:
            f.write(files.read(path))
    elif os.path.exists(real):
        os.unlink(real)
    session.client.changed([path])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    compared = differing = 0
    began = time.perf_counter()
    for corpus in options.corpora:
        for number in range(options.rounds):
            seed = f"{options.seed}:{os.path.basename(os.path.normpath(corpus))}:{number}"
            with tempfile.TemporaryDirectory() as folder:
                count, found = played(
                    os.path.abspath(corpus), folder, seed, options.edits, options.questions, 1 + 2 * number
                )
            compared += count
            differing += len([f for f in found if not f.startswith("after: ")])
            print(f"{seed}: {count} answers, {len(found)} lines of differences", flush=True)
            for line in found:
                print(f"  {line}", flush=True)
    print(f"{compared} answers compared, {differing} differ, {time.perf_counter() - began:.0f} s")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
