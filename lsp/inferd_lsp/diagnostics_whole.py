"""Diagnostics of whole projects, for clients that pull them (`workspace/diagnostic`) and people who want them.

Looking at every file costs a minute of CPU on a large project, so it is done only with the setting
`inferd.diagnostics.workspace`, a file at a time, behind everything that is asked about an open document, and not while
somebody types.  What was found is kept until the index changes.  A client is told only what is not what it has, in
parts as they are found where it takes parts; one that asks again when nothing has changed is answered at once.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inferd_lsp import convert
from inferd_lsp.documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.jobs import Request
    from inferd_lsp.workspace import Workspace

Params = dict[str, Any]
Look = Callable[[Params], list[Params] | None]

_QUIET = 1.0  # seconds after an edit or a change of the index in which no file is looked at
NOTHING = ""  # the number of a result without items


def number_of(items: list[Params]) -> str:
    """What identifies a result."""
    return hashlib.blake2b(json.dumps(items).encode(), digest_size=8).hexdigest()


class Whole:
    """Who asked, and how far the look at all files is.  But for `ask`, `touch` and `changed`: on the thread of the
    diagnostics alone.
    """

    def __init__(self, session: "Workspace"):
        self.session = session
        self._guard = threading.Lock()
        self._asked: list[Asker] = []
        self._generation = 0  # of the index
        self._at = -1  # the generation that `_found` and `_left` are of
        self._files: list[Params] | None = None  # collected by the worker, to be looked at
        self._is_collecting = False
        self._left: list[Params] = []
        self._found: dict[str, tuple[str, list[Params]]] = {}  # URI -> what was found there, where anything was
        self._quiet_at = 0.0

    # -- from any thread ---------------------------------------------------------------------------------------------

    def ask(self, request: "Request") -> None:
        with self._guard:
            self._asked.append(Asker(request))

    def touch(self) -> None:
        """Somebody types."""
        self._quiet_at = time.monotonic() + _QUIET

    def changed(self) -> None:
        """The index has changed."""
        self._generation += 1
        self._is_collecting = False  # if that waited for an index, there is one now
        self.touch()

    # -- the thread of the diagnostics -------------------------------------------------------------------------------

    def wait(self) -> float | None:
        """Seconds until there is something to do; None where there is nothing."""
        if not self._asked or self._is_collecting:
            return None
        return max(0.0, self._quiet_at - time.monotonic()) if self.session.diagnostics.wanted.workspace else 0.0

    def step(self, look: Look) -> None:
        """Do a little: collect the files, look at one, or answer."""
        with self._guard:
            self._asked = [a for a in self._asked if not a.request.answered]
        if not self._asked:
            return
        wanted = self.session.diagnostics.wanted
        if not wanted.workspace:
            self._found, self._at = {}, -1
            self._answer_all()
        elif self._files is not None:
            self._left, self._files = self._files, None
            self._found = {}
        elif self._at != self._generation:
            self._at = self._generation
            self._is_collecting = True
            self.session.later(self._collect)
        elif self._left:
            job = self._left.pop(0)
            items = look(job)
            shown = [i for i in items or () if wanted.takes(i["code"])]
            if shown:
                self._found[job["uri"]] = (number_of(shown), shown)
                for asker in list(self._asked):
                    if isinstance(asker.request.params.get("partialResultToken"), int | str):
                        self._tell(asker, [job["uri"]])
        else:
            self._answer_all()

    def _collect(self) -> None:
        """The files of all projects, in order; on the session's worker."""
        session = self.session
        files: list[Params] = []
        tracks = [t for t in session.tracks.values() if not t.root.loose]
        if any(not t.ready and not t.failure and not session.is_ready(t) for t in tracks):
            self._at = -1
            return  # `changed` comes when there is an index
        try:
            documents = session.documents.copy()
            for track in tracks:
                root = track.root
                if not track.ready:
                    continue
                shown: dict[str, Document] = {}
                for uri, document in documents.items():
                    at = session.place(uri, document)
                    if at is not None and at[0] is track:
                        shown[at[1]] = document
                texts = {path: [d.version, d.text] for path, d in shown.items()}
                with root.project.snapshot() as view:
                    paths = sorted(f.path for f in view.reader.files() if f.status != "skipped")
                for path in paths:
                    known = shown.get(path)
                    uri = known.uri if known is not None else convert.uri_of(os.path.join(root.folder, path))
                    files.append(
                        {
                            "root": root.folder, "path": path, "uri": uri, "encoding": session.settings.encoding,
                            "documents": texts if not files or files[-1]["root"] != root.folder else None,
                        }
                    )  # fmt: skip
        finally:
            self._files = files
            self._is_collecting = False
            session.diagnostics.wake()

    def _answer_all(self) -> None:
        with self._guard:
            asked, self._asked = self._asked, []
        for asker in asked:
            self._answer(asker)

    # -- answers -----------------------------------------------------------------------------------------------------

    def _entry(self, uri: str, number: str, items: list[Params]) -> Params:
        document = self.session.documents.get(uri)
        version = document.version if document is not None else None
        return {"kind": "full", "uri": uri, "version": version, "resultId": number, "items": items}

    def _tell(self, asker: "Asker", uris: Iterable[str]) -> list[Params]:
        """The entries that a client does not have yet; sent ahead, where it takes parts."""
        items = []
        for uri in uris:
            number, shown = self._found.get(uri, (NOTHING, []))
            if asker.known.get(uri, NOTHING) != number:
                asker.known[uri] = number
                items.append(self._entry(uri, number, shown))
        token = asker.request.params.get("partialResultToken")
        if items and isinstance(token, int | str):
            self.session.notify("$/progress", {"token": token, "value": {"items": items}})
            return []
        return items

    def _answer(self, asker: "Asker") -> None:
        """What is left of the answer: what the client has that is not so any more, and what was not sent in parts."""
        items = self._tell(asker, [*self._found, *(uri for uri in asker.known if uri not in self._found)])
        if self.session.settle(asker.request):
            self.session.answer(asker.request.id, {"items": items})


class Asker:
    """A request, and what its client has: the number of the result of each file."""

    __slots__ = ("known", "request")

    def __init__(self, request: "Request"):
        self.request = request
        self.known: dict[str, str] = {}
        given = request.params.get("previousResultIds")
        for item in given if isinstance(given, list) else ():
            if isinstance(item, dict) and isinstance(item.get("uri"), str) and isinstance(item.get("value"), str):
                self.known[item["uri"]] = item["value"]
