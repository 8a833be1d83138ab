"""A race of language servers: inferd and its peers are asked the same questions over LSP, interleaved, in one run.

    python benchmarks/race.py --corpus PROJECT [--servers NAME,NAME] [--bin DIR] [--symbols 48] [--out FILE]

Example (the peers in an environment of their own: `python -m venv peers; peers/bin/pip install ty pyrefly pyright`;
pyright's own program, `npm install pyright`, starts faster than its Python package):

    python benchmarks/race.py --corpus ../django-5.2.19 --bin peers/bin --out django

writes django.md and django.json.  Other servers that it knows: basedpyright, zuban, jedi; any other by
`--command NAME="program --option"`.  inferd runs twice, as `inferd lsp` (through the daemon) and standalone.

What is done, and how to read it
* Each server has its own copy of the project (without the checkers' own settings) and its own cache folders; nothing
  outside is read or written.  All servers live at the same time, and take turns question by question, in rotating
  order; a turn begins when the server before has come to rest, so that they do not disturb each other.
* Symbols are drawn by `ast` and a seed (race_corpus.py).  "sure" ones have a set of references that is known;
  only with those an answer is called right.
* `starts`: process start to the first answer that holds every true place, asked again and again until then.
  *cold*: empty caches, no daemon.  *second*: caches kept (inferd: and its daemon running).  *stopped*: index kept, the
  daemon not running.  In the first cold start the drawn symbols are asked as well, right after the first right answer,
  while whatever the server does in the background goes on: are those answers the ones it gives later?
* `references`: each symbol once (documents opened before), and a second time.  Times are those of an answer's last
  byte; a server that begs to be asked again ("content modified") is, and the time is that of the last answer.
* `load`: the same, while a thread rewrites files of the server's copy (a new function at the end and away again, atomic
  saves, --rate a second) and tells the servers that asked an editor to watch.
* `edits`: a new line above the definition in an unsaved buffer, then references; a new call in another open buffer.
* `disk`: a new call in a file on disk, then references.  `switch`: 500 files rewritten at once (10 with a new call),
  then references at once, and again after switching back.
* `navigation`: hover, documentSymbol, definition, rename (not applied), workspace/symbol, subtypes.
* `features`: everything else that an editor asks (race_features.py), of the servers that offer it; and the table of who
  offers what.
* A question is given up after 15 s (60 s after a start), and the server started anew (it may hang); after 3 in a row
  its phase ends.
* inferd's programs should not change while it runs: use an installed copy (--command), not a tree that somebody edits.
* CPU and memory are of all the server's processes, daemons included; 10 ms is the clock's grain.
* The majority is more than half of the engines that answered, inferd not counted.  It is no truth.
"""

import argparse
import collections
import contextlib
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import race_client as lsp
import race_corpus as corpora
import race_features
import race_report

PHASES = ("starts", "references", "navigation", "features", "edits", "disk", "load", "switch", "idle")
GIVE_UP = 3


class Racer:
    """One server, its copy of the project, and what was measured."""

    def __init__(self, server: lsp.Server, source: str, scratch: str, sampler: lsp.Sampler, limit: float):
        self.server, self.name, self.limit, self.sampler = server, server.name, limit, sampler
        self.home = os.path.join(scratch, server.name, "home")
        self.root = os.path.join(scratch, server.name, os.path.basename(os.path.normpath(source)))
        self.log = os.path.join(scratch, server.name, "log")
        self.mark = uuid.uuid4().hex
        os.makedirs(self.home)
        corpora.copy(source, self.root)
        sampler.marks.add(self.mark)
        self.client: lsp.Client | None = None
        self.silent: collections.Counter = collections.Counter()  # questions in a row without answer, by phase
        self.data: dict = {"version": lsp.version(server), "restarts": 0, "cpu": {}, "errors": {}}
        self.sets: list[frozenset | None] = []

    # -- life

    def begin(self) -> lsp.Client:
        self.client = lsp.Client(self.server, self.root, lsp.environment(self.home, self.mark), self.log)
        self.client.initialize()
        return self.client

    def finish(self) -> None:
        if self.client is not None:
            self.client.end()
            self.client = None

    def stop(self) -> None:
        """End what outlives the server's session."""
        if self.server.stop:
            environment = lsp.environment(self.home, "")
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    self.server.stop, cwd=self.root, env=environment, capture_output=True, timeout=20, check=False
                )
        lsp.kill_marked(self.mark)

    def wipe(self) -> None:
        """As if the server had never run."""
        self.finish()
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(os.path.join(self.root, ".project"), ignore_errors=True)
        os.makedirs(self.home)

    def again(self) -> None:
        """A server that does not answer, or died, is started anew; what it was doing must not slow the others."""
        self.data["restarts"] += 1
        if self.client is not None:
            self.client.process.kill()
            self.client.process.wait()
        if not self.server.stop:
            lsp.kill_marked(self.mark)
        self.begin()
        lsp.settle(self.mark, 60.0)

    # -- questions

    def asked(self, phase: str, question: Callable[[lsp.Client], object]) -> object:
        """The answer, or None where there was none; failures are counted."""
        if self.silent[phase] >= GIVE_UP:
            return None
        try:
            assert self.client is not None
            found = question(self.client)
            self.silent[phase] = 0
            return found
        except lsp.Refused as error:
            self._failed(phase, f"error: {error}")
            self.silent[phase] += error.code in lsp.AGAIN  # it begged to be asked again until the time was up
        except (lsp.TimedOut, lsp.Died) as error:
            self._failed(phase, f"{type(error).__name__}: {error}")
            self.silent[phase] += 1
            try:
                self.again()
            except (lsp.TimedOut, lsp.Died, lsp.Refused) as fatal:
                self._failed(phase, f"does not start again: {type(fatal).__name__}")
                self.silent.update(dict.fromkeys(PHASES, GIVE_UP))
        return None

    def _failed(self, phase: str, why: str) -> None:
        self.data["errors"].setdefault(phase, []).append(why)

    def note(self, key: str, row: object) -> None:
        self.data.setdefault(key, []).append(row)


@contextlib.contextmanager
def turn(racer: Racer, phase: str) -> Iterator[None]:
    """A server's turn: its CPU time goes on its account, and it ends when the server is at rest."""
    before = lsp.usage(racer.mark).cpu
    yield
    lsp.settle(racer.mark, 10.0, quiet=0.05, share=0.3, step=0.025)
    spent = lsp.usage(racer.mark).cpu - before
    racer.data["cpu"][phase] = racer.data["cpu"].get(phase, 0.0) + max(spent, 0.0)


def rounds(racers: list[Racer], items: list) -> Iterator[tuple[int, object, Racer]]:
    """(number, item, racer): each item for all, who begins changes."""
    for number, item in enumerate(items):
        k = number % len(racers)
        for racer in racers[k:] + racers[:k]:
            yield number, item, racer


def said(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


# -- starts


def first_right(racer: Racer, sure: corpora.Sure) -> dict:
    """From process start to the first answer that holds every true place."""
    before = lsp.usage(racer.mark).cpu
    client = racer.begin()
    ready = (time.perf_counter() - client.began) * 1000
    client.open(sure.symbol.path)
    row: dict = {"symbol": sure.symbol.name, "initialize": ready, "tries": 0, "ms": None}
    while time.perf_counter() - client.began < 60.0:
        asked = time.perf_counter()
        ms, found = client.references(*sure.symbol.place, 60.0 - (asked - client.began))
        row["tries"] += 1
        at = (asked - client.began) * 1000 + ms
        if row["tries"] == 1:
            row["first"] = at
            row["first recall"] = len(found & sure.places) / len(sure.places)
        if sure.places <= found:
            row["ms"] = at
            break
        time.sleep(0.02)
    row["cpu"] = lsp.usage(racer.mark).cpu - before
    client.close(sure.symbol.path)
    return row


def starts(racers: list[Racer], sure: list, count: int, symbols: list) -> None:
    for number, known, racer in rounds(racers, [sure[i % len(sure)] for i in range(count)]):
        kinds = ["cold", "second", *(["stopped"] if racer.server.stop else [])]
        for kind in kinds:
            if kind == "cold":
                racer.wipe()
            elif kind == "stopped":
                racer.stop()
            row: dict = {}
            try:
                row = first_right(racer, known)
                if kind == "cold" and number == 0:
                    early(racer, symbols)
            except (lsp.TimedOut, lsp.Died, lsp.Refused) as error:
                row["error"] = f"{type(error).__name__}: {error}"
                racer.data["errors"].setdefault("starts", []).append(row["error"])
            if kind == "cold":
                row["settled"] = lsp.settle(racer.mark, 180.0)
            racer.note(f"start {kind}", row)
            racer.finish()
        said(f"  starts {number + 1}/{count} {racer.name}: " + ", ".join(_start_said(racer, k) for k in kinds))


def _start_said(racer: Racer, kind: str) -> str:
    ms = racer.data[f"start {kind}"][-1].get("ms")
    return f"{kind} {ms:.0f} ms" if ms is not None else f"{kind} never"


def early(racer: Racer, symbols: list) -> None:
    """Questions while a cold server still works in the background."""
    for symbol in symbols:
        ms, found = ask_references(racer.client, symbol, racer.limit)
        racer.note("early", {"ms": ms, "n": len(found), "place": symbol.place, "found": sorted(found)})


# -- references


def ask_references(client: lsp.Client, symbol: corpora.Symbol, limit: float) -> tuple[float, set]:
    """The document is open, and known to the server (it has said its symbols), before the clock runs."""
    client.open(symbol.path)
    with contextlib.suppress(lsp.Refused):
        client.ask("textDocument/documentSymbol", {"textDocument": {"uri": client.uri(symbol.path)}}, limit)
    try:
        return client.references(*symbol.place, limit)
    finally:
        with contextlib.suppress(lsp.Died):
            client.close(symbol.path)


def references(racers: list[Racer], symbols: list, passes: int = 2) -> None:
    for which in range(passes):
        for _, symbol, racer in rounds(racers, symbols):
            with turn(racer, "references"):
                found = racer.asked("references", lambda c, s=symbol, r=racer: ask_references(c, s, r.limit))
            ms, places = found or (None, None)
            racer.note("references" if which == 0 else "references again", ms)
            if which == 0:
                racer.sets.append(None if places is None else frozenset(places))


class Writer(threading.Thread):
    """Rewrites files of a copy all the time, as an editor saves them; says so to a server that asked to be told."""

    def __init__(self, racer: Racer, files: list[str], rate: float):
        super().__init__(daemon=True)
        self.racer, self.files, self.period = racer, files, 1 / rate
        self.originals: dict[str, bytes] = {}
        self.written = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(self.period):
            path = self.files[self.written % len(self.files)]
            self.written += 1
            if path in self.originals:
                self._put(path, self.originals.pop(path))
            else:
                with open(os.path.join(self.racer.root, path), "rb") as f:
                    self.originals[path] = f.read()
                more = f"\n\ndef race_{self.written}():\n    return race_{self.written}\n"
                self._put(path, self.originals[path] + more.encode())

    def _put(self, path: str, data: bytes) -> None:
        put(os.path.join(self.racer.root, path), data)
        if self.racer.client is not None:
            with contextlib.suppress(lsp.Died):
                self.racer.client.changed([path])

    def end(self) -> None:
        self.over.set()
        self.join()
        for path, data in self.originals.items():
            self._put(path, data)


def put(path: str, data: bytes) -> None:
    with open(path + ".race-tmp", "wb") as f:
        f.write(data)
    os.replace(path + ".race-tmp", path)


def load(racers: list[Racer], symbols: list, files: list[str], rate: float, block: int = 12) -> None:
    blocks = [list(range(i, min(i + block, len(symbols)))) for i in range(0, len(symbols), block)]
    for _, numbers, racer in rounds(racers, blocks):
        writer = Writer(racer, files, rate)
        with turn(racer, "load"):
            writer.start()
            time.sleep(0.5)
            for n in numbers:
                found = racer.asked("load", lambda c, n=n, r=racer: ask_references(c, symbols[n], r.limit))
                ms, places = found or (None, None)
                same = None if places is None or racer.sets[n : n + 1] in ([], [None]) else places == racer.sets[n]
                racer.note("load", {"ms": ms, "same": same})
                time.sleep(0.05)
            writer.end()
        racer.note("load writes", writer.written)
        lsp.settle(racer.mark, 30.0)


# -- changes


def added(text: str, sure: corpora.Sure, path: str) -> tuple[str, set]:
    """A file's text with a new call at the end, and the new places."""
    name = sure.symbol.name
    text += "" if text.endswith("\n") else "\n"
    line = len(corpora.lines(text)) - 1
    head = f"    from {sure.module} import "
    more = f"\n\ndef race_new_call():\n{head}{name}\n    return {name}\n"
    return text + more, {(path, line + 3, len(head)), (path, line + 4, len("    return "))}


def edits(racers: list[Racer], corpus: corpora.Corpus, sure: list, files: list[str]) -> None:
    for number, known, racer in rounds(racers, sure):
        path, line, character = known.symbol.place
        wanted = {(p, n + (p == path), c) for p, n, c in known.places}
        stale = {p for p in known.places if p[0] == path} - wanted
        size = len(corpora.lines(corpus.texts[path]))
        other = files[number % len(files)]
        text, new = added(corpus.texts[other], known, other)
        more = text[len(corpus.texts[other]) :]

        def above(client, path=path, line=line, character=character, known=known, limit=racer.limit):
            client.open(path)
            client.references(*known.symbol.place, limit)
            begin = time.perf_counter()
            client.insert(path, 0, "# one line more\n")
            spent = (time.perf_counter() - begin) * 1000
            ms, found = client.references(path, line + 1, character, limit)
            return spent + ms, found

        with turn(racer, "edits"):
            answer = racer.asked("edits", above)
            if answer:
                ms, found = answer
                right = wanted <= found and not stale & found
                racer.note("edit above", {"ms": ms, "right": right, "lines": size, "symbol": known.symbol.name})
            racer.asked("edits", lambda c, path=path: c.close(path) if path in c.versions else None)

        def elsewhere(client, other=other, more=more, known=known, limit=racer.limit):
            client.open(known.symbol.path)
            client.open(other)
            client.references(*known.symbol.place, limit)
            begin = time.perf_counter()
            client.insert(other, len(corpora.lines(corpus.texts[other])) - 1, more)
            spent = (time.perf_counter() - begin) * 1000
            ms, found = client.references(*known.symbol.place, limit)
            return spent + ms, found

        if corpus.texts[other].endswith("\n") and "\r" not in corpus.texts[other]:
            with turn(racer, "edits"):
                answer = racer.asked("edits", elsewhere)
                if answer:
                    ms, found = answer
                    racer.note("edit elsewhere", {"ms": ms, "right": known.places | new <= found})
                for p in (known.symbol.path, other):
                    racer.asked("edits", lambda c, p=p: c.close(p) if p in c.versions else None)


def switches(racers: list[Racer], corpus: corpora.Corpus, sure: list, files: list[str], phase: str, size: int,
             callers: int, symbols: list) -> None:  # fmt: skip
    """Rewrite *size* files at once, *callers* of them with a new call; ask; switch back; ask."""
    for number, known, racer in rounds(racers, sure):
        first = number * size
        names = [files[(first + i) % len(files)] for i in range(min(size, len(files)))]
        names.sort(key=lambda p: "/." in f"/{p}")  # what is hidden gets no call: not every server looks there
        there, back, new = {}, {}, set()
        for i, path in enumerate(names):
            with open(os.path.join(racer.root, path), "rb") as f:
                back[path] = f.read()
            if i < callers:
                text, places = added(corpus.texts[path], known, path)
                new |= places
                there[path] = text.encode()
            else:
                there[path] = back[path] + b"\n\ndef race_switched():\n    return race_switched\n"
        with turn(racer, phase):
            racer.asked(phase, lambda c, k=known: c.open(k.symbol.path))
            racer.asked(phase, lambda c, k=known, r=racer: c.references(*k.symbol.place, r.limit))
            for files_now, wanted, unwanted in ((there, known.places | new, set()), (back, known.places, new)):
                row = switched(racer, phase, known, files_now, wanted, unwanted)
                if files_now is there:
                    for s in symbols:
                        if s.path != known.symbol.path:
                            answer = racer.asked(phase, lambda c, s=s, r=racer: ask_references(c, s, r.limit))
                            racer.note(f"{phase} others", answer[0] if answer else None)
                racer.note(phase, {**row, "back": files_now is back})
            racer.asked(phase, lambda c, k=known: c.close(k.symbol.path) if k.symbol.path in c.versions else None)
        lsp.settle(racer.mark, 60.0)


def switched(racer: Racer, phase: str, known: corpora.Sure, files: dict[str, bytes], wanted, unwanted) -> dict:
    begin = time.perf_counter()
    for path, data in files.items():
        full = os.path.join(racer.root, path)
        if len(files) > 1:  # as git does: away, and a new file
            os.unlink(full)
            with open(full, "wb") as f:
                f.write(data)
        else:
            put(full, data)
    wrote = time.perf_counter()
    row: dict = {"write": (wrote - begin) * 1000, "tries": 0, "ms": None, "first right": False}
    racer.asked(phase, lambda c: c.changed(list(files)))
    while time.perf_counter() - wrote < 15.0:
        asked = time.perf_counter()
        answer = racer.asked(phase, lambda c: c.references(*known.symbol.place, racer.limit))
        row["tries"] += 1
        if answer is None:
            break
        ms, found = answer
        at = (asked - wrote) * 1000 + ms
        row.setdefault("first", at)
        if wanted <= found and not unwanted & found:
            row["ms"] = at
            row["first right"] = row["tries"] == 1
            break
        time.sleep(0.05)
    return row


# -- navigation


def navigation(racers: list[Racer], corpus: corpora.Corpus, symbols: list, sure: list, parents: list) -> None:
    def timed(method: str, params: object, racer: Racer, phase: str):
        return racer.asked(phase, lambda c: c.ask(method, params(c), racer.limit))

    for _, s, racer in rounds(racers, symbols):
        with turn(racer, "navigation"):
            racer.asked("navigation", lambda c, s=s: c.open(s.path))
            document = lambda c, s=s: {"textDocument": {"uri": c.uri(s.path)}}  # noqa: E731
            here = lambda c, s=s: c.at(*s.place)  # noqa: E731
            for key, method, params in (
                ("documentSymbol", "textDocument/documentSymbol", document),
                ("hover", "textDocument/hover", here),
                ("definition", "textDocument/definition", here),
            ):
                reply = timed(method, params, racer, key)
                racer.note(key, {"ms": reply.ms, "empty": not reply.result} if reply else None)
            racer.asked("navigation", lambda c, s=s: c.close(s.path) if s.path in c.versions else None)
    for _, known, racer in rounds(racers, sure):
        s = known.symbol
        uses = sorted(p for p in known.places if p[0] != s.path)
        use = uses[-1] if uses else s.place
        with turn(racer, "navigation"):
            racer.asked("navigation", lambda c, use=use: c.open(use[0]))
            reply = timed("textDocument/definition", lambda c, use=use: c.at(*use), racer, "definition of a use")
            if reply:
                found = racer.client.places(reply.result) if racer.client else set()
                racer.note("definition of a use", {"ms": reply.ms, "right": (s.path, s.line) in {p[:2] for p in found}})
            new = {"newName": s.name + "_renamed"}
            reply = timed("textDocument/rename", lambda c, use=use, new=new: {**c.at(*use), **new}, racer, "rename")
            if reply:
                found = racer.client.edited(reply.result) if racer.client else []
                right = sorted(found) == sorted(known.places)
                racer.note("rename", {"ms": reply.ms, "right": right, "n": len(found), "true": len(known.places)})
            racer.asked("navigation", lambda c, use=use: c.close(use[0]) if use[0] in c.versions else None)
            reply = timed("workspace/symbol", lambda _, s=s: {"query": s.name}, racer, "workspace/symbol")
            if reply:
                hits = [h for h in reply.result or () if h["name"].split("(")[0] == s.name]
                found = any(racer.client and racer.client.relative(h["location"]["uri"]) == s.path for h in hits)
                racer.note("workspace/symbol", {"ms": reply.ms, "right": found})
    for _, s, racer in rounds(racers, parents):
        if not (racer.client and racer.client.capabilities.get("typeHierarchyProvider")):
            continue
        with turn(racer, "navigation"):
            racer.asked("navigation", lambda c, s=s: c.open(s.path))
            reply = timed("textDocument/prepareTypeHierarchy", lambda c, s=s: c.at(*s.place), racer, "subtypes")
            if reply and reply.result:
                item = {"item": reply.result[0]}
                below = timed("typeHierarchy/subtypes", lambda _, item=item: item, racer, "subtypes")
                above = timed("typeHierarchy/supertypes", lambda _, item=item: item, racer, "subtypes")
                if below and above:
                    row = {"ms": reply.ms + below.ms, "supertypes": reply.ms + above.ms, "n": len(below.result or ())}
                    racer.note("subtypes", {**row, "true": corpus.bases[s.name]})
            elif reply:
                racer.note("subtypes", {"ms": reply.ms, "supertypes": reply.ms, "n": 0, "true": corpus.bases[s.name]})
            racer.asked("navigation", lambda c, s=s: c.close(s.path) if s.path in c.versions else None)


def idle(racers: list[Racer], seconds: float = 10.0) -> None:
    for racer in racers:
        lsp.settle(racer.mark, 30.0)
    before = {r.name: lsp.usage(r.mark).cpu for r in racers}
    time.sleep(seconds)
    for racer in racers:
        racer.data["idle cpu share"] = (lsp.usage(racer.mark).cpu - before[racer.name]) / seconds


# -- the floor, agreement, and the whole


def floor(corpus: corpora.Corpus, symbols: list) -> dict:
    """What nobody can do without: parsing once, and grep."""
    out: dict = {"ast.parse CPU s": corpus.floor, "files": len(corpus.texts)}
    out["lines"] = sum(t.count("\n") for t in corpus.texts.values())
    if shutil.which("git"):
        times = []
        for s in symbols:
            begin = time.perf_counter()
            subprocess.run(
                ["git", "grep", "--no-index", "-nwF", s.name, "--", "*.py"],
                cwd=corpus.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip
            times.append((time.perf_counter() - begin) * 1000)
        out["git grep ms"] = times
    return out


def agreement(racers: list[Racer], symbols: list) -> list[dict]:
    """For each symbol the majority's set, and each server's beside it."""
    engines = [r for r in racers if not r.name.startswith("inferd")]
    if any(r.name == "pyright" for r in engines):
        engines = [r for r in engines if r.name != "basedpyright"]
    out = []
    for n, s in enumerate(symbols):
        row: dict = {"kind": s.kind, "name": s.name, "place": s.place, "servers": {}}
        for key, voters in (("majority", engines), ("of three", [r for r in engines if r.name in lsp.PEERS])):
            sets = [r.sets[n] for r in voters if n < len(r.sets) and r.sets[n] is not None]
            votes = collections.Counter(p for found in sets for p in found)
            row[key] = {p for p, v in votes.items() if v * 2 > len(sets)} if len(sets) > 1 else None
        for r in racers:
            found = r.sets[n] if n < len(r.sets) else None
            if found is None:
                continue
            row["servers"][r.name] = {"n": len(found)}
            for key in ("majority", "of three"):
                if row[key]:
                    common = len(found & row[key])
                    precision = common / len(found) if found else None
                    row["servers"][r.name][key] = [precision, common / len(row[key]), found == row[key]]
        for r in racers:
            found = r.sets[n] if n < len(r.sets) else None
            if r.name.startswith("inferd") and found is not None and row["majority"]:
                row["servers"][r.name]["missing"] = sorted(row["majority"] - found)[:20]
                row["servers"][r.name]["extra"] = sorted(found - row["majority"])[:20]
        for key in ("majority", "of three"):
            row[key] = None if row[key] is None else len(row[key])
        out.append(row)
    return out


def run(options: argparse.Namespace, scratch: str, result: dict, save: Callable[[], None]) -> None:
    overrides = dict(c.split("=", 1) for c in options.command)
    sampler = lsp.Sampler()
    racers = []
    for name in options.servers.split(","):
        server = lsp.find(name, options.bin, overrides)
        if server is None:
            said(f"{name} is not installed: left out")
            continue
        racers.append(Racer(server, options.corpus, scratch, sampler, options.timeout))
    if not racers:
        raise SystemExit("no server was found")
    corpus = corpora.load(racers[0].root)
    symbols = corpora.sample(corpus, options.symbols, options.seed)
    pool = corpora.sure(corpus, 60, options.seed)
    if not pool:
        raise SystemExit("the corpus has no symbol whose references are known for sure")
    sure = pool[:10]
    by_size = sorted(pool, key=lambda k: -len(corpus.texts[k.symbol.path]))
    parents = corpora.parents(corpus, 6, options.seed)
    held = {p[0] for k in pool[:20] for p in k.places} | {k.symbol.path for k in by_size[:3]}
    held |= {s.path for s in symbols}
    files = sorted(p for p in corpus.texts if p not in held and p not in corpus.broken)
    if len(files) < 5:  # a small project: only what is open must keep still
        held = {s.path for s in symbols[:12]} | {k.symbol.path for k in sure[:3]}
        files = sorted(p for p in corpus.texts if p not in held and p not in corpus.broken) or sorted(corpus.texts)[:1]
    random.Random(options.seed).shuffle(files)
    few = symbols[:: max(1, len(symbols) // 12)][:12]
    result.update(
        corpus=os.path.basename(os.path.normpath(options.corpus)), seed=options.seed, python=platform.python_version(),
        cpus=os.cpu_count(), date=time.strftime("%Y-%m-%d %H:%M"), floor=floor(corpus, symbols), symbols=symbols,
        sure=[[*k.symbol, len(k.places)] for k in sure], phases={}, servers={r.name: r.data for r in racers},
    )  # fmt: skip
    phases = options.phases.split(",")

    def phase(name: str, act: Callable[[], None]) -> None:
        if name in phases:
            begin, before = time.time(), os.getloadavg()[0]
            said(f"{name} (load {before:.1f})")
            act()
            result["phases"][name] = {"seconds": time.time() - begin, "load before": before}
            for r in racers:
                r.data["peak"] = max(sampler.peak[r.mark], lsp.usage(r.mark).memory)
            result["agreement"] = agreement(racers, symbols)
            save()

    try:
        phase("starts", lambda: starts(racers, sure, options.starts, few))
        said("all servers start")
        for r in racers:
            r.finish()
            client = r.begin()
            client.open(sure[0].symbol.path)
            lsp.settle(r.mark, 240.0, quiet=2.0)
            client.close(sure[0].symbol.path)
            r.data["capabilities"] = sorted(k for k, v in client.capabilities.items() if v)
        phase("references", lambda: references(racers, symbols))
        for r in racers:
            later = dict(zip([s.place for s in symbols], r.sets, strict=False))
            for row in r.data.get("early", ()):
                found = frozenset(map(tuple, row.pop("found")))
                row["same"] = None if later.get(row["place"]) is None else found == later[row["place"]]
        phase("navigation", lambda: navigation(racers, corpus, symbols, sure, parents))
        phase("features", lambda: race_features.features(racers, corpus, symbols, parents, options.seed, rounds, turn))
        phase("edits", lambda: edits(racers, corpus, [*sure[:6], *by_size[:3]], files))
        phase("disk", lambda: switches(racers, corpus, sure[:5], files, "disk", 1, 1, []))
        phase("load", lambda: load(racers, symbols, files, options.rate))
        size = result["switched"] = min(options.switch, max(1, len(files)))
        phase("switch", lambda: switches(racers, corpus, sure[:3], files, "switch", size, min(10, size), few))
        phase("idle", lambda: idle(racers))
        for r in racers:
            spent = lsp.usage(r.mark)
            r.data["processes"] = [{"command": c, "MB": now, "peak MB": most} for c, _, now, most in spent.processes]
            r.data["resident"] = spent.memory
    finally:
        for r in racers:
            r.finish()
            r.stop()
        save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", required=True, help="a project's folder; it is copied and never changed")
    parser.add_argument("--servers", default=lsp.DEFAULT, help=f"with commas ({lsp.DEFAULT})")
    parser.add_argument("--bin", action="append", default=[], help="a folder to look for servers in, before PATH")
    parser.add_argument(
        "--command", action="append", default=[], metavar="NAME=COMMAND",
        help="how a server is started (NAME:stop=COMMAND: how its daemon is stopped)",
    )  # fmt: skip
    parser.add_argument("--symbols", type=int, default=48, help="drawn symbols (48)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--starts", type=int, default=5, help="starts of each sort (5)")
    parser.add_argument("--rate", type=float, default=20.0, help="files rewritten a second under load (20)")
    parser.add_argument("--switch", type=int, default=500, help="files rewritten at once (500)")
    parser.add_argument("--timeout", type=float, default=15.0, help="seconds for a question (15)")
    parser.add_argument("--phases", default=",".join(PHASES), help="with commas: " + ", ".join(PHASES))
    parser.add_argument("--out", help="write FILE.md and FILE.json, after each phase")
    parser.add_argument("--scratch", help="an empty or new folder for copies and caches, which is kept")
    options = parser.parse_args()
    scratch = os.path.realpath(options.scratch or tempfile.mkdtemp(prefix="race-"))
    os.makedirs(scratch, exist_ok=True)
    result: dict = {}

    def save() -> None:
        if options.out:
            with open(options.out + ".json", "w", encoding="utf-8") as f:
                json.dump(result, f, indent=1)
            with open(options.out + ".md", "w", encoding="utf-8") as f:
                f.write(race_report.report(result))

    def over(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, over)  # so that the servers are ended
    signal.signal(signal.SIGINT, over)
    try:
        run(options, scratch, result, save)
    finally:
        if not options.scratch:
            shutil.rmtree(scratch, ignore_errors=True)
    print(race_report.report(result))


if __name__ == "__main__":
    main()
