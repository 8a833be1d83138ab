"""How a request is answered: which root it is for, the wait for the index, one snapshot under the open documents.

Before an answer about the whole of something, `services.sync` makes sure that what was written before the question
counts; other answers do that unless it was done a moment ago.  Where files turn out to have changed, the index is
brought up to date and the question asked once more.  Where there is no index yet, see `_without_index` and `first`.
"""

import json
import logging
import os
import time
from collections.abc import Callable
from typing import Any

from inferd.config import MAX_FILE_SIZE
from inferd.errors import InferdError, StoreForeign, StoreOutdated
from inferd_lsp import convert
from inferd_lsp.documents import Document
from inferd_lsp.jobs import CONTENT_MODIFIED, INVALID_PARAMS, REQUEST_FAILED, Cancelled, Params, Refusal, Request
from inferd_lsp.limits import longer
from inferd_lsp.mending import Mended, mend
from inferd_lsp.methods import COMMAND, EVERYWHERE, FILES, ITEM, TEXT, Method
from inferd_lsp.roots import NeedsUpdate
from inferd_lsp.spots import Call, Invalid, position_of, text_of
from inferd_lsp.talk import Track
from inferd_lsp.workspace import Workspace

log = logging.getLogger("inferd.lsp")

NOBODY = ""  # the id of a request that is asked again in the background
_PART = 200  # items of a list that are sent at once, to clients that take parts
_SHARE = 10  # what is not about the whole: make sure again after ten times what it took last


class Parked:
    """The request waits; it is answered later."""


PARKED = Parked()


def member(params: Any, name: str) -> Params:
    """A parameter that is an object."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, dict):
        raise Invalid(f"{name} is missing")
    return value


class Answers(Workspace):
    """See the module's docstring."""

    def result(self, request: Request, method: Method) -> Any:
        """The answer to a request, or `PARKED`."""
        if method.about == EVERYWHERE:
            return self._everywhere(request, method)
        if method.about == FILES:
            return self._in_all_files(request, method)
        if method.about == COMMAND:
            return self._command(request)
        if method.about == ITEM:
            if request.method == "completionItem/resolve" and request.params.get("data") is None:
                return request.params  # a keyword argument, for instance: there is no more to it
            uri = _uri_of_item(request.params)
        else:
            uri = text_of(member(request.params, "textDocument"), "uri")
        document = request.documents.get(uri)
        if document is not None and self.documents.get(uri) is not document:
            raise Refusal(CONTENT_MODIFIED, "the text has changed since")
        if method.about == TEXT:
            if document is None or not document.is_python or len(document.text) > MAX_FILE_SIZE:
                return None
            return method.answer()(document.index, self.settings, request.params, request.check)
        place = self.place(uri, document)
        return self.ask(request, *place, method) if place is not None else None

    def _everywhere(self, request: Request, method: Method) -> Any:
        """The answers of all roots, one after the other, as one list."""
        parts = []
        send = self._part(request)
        for track in list(self.tracks.values()):
            found = self.ask(request, track, "", method)
            if found is PARKED:
                return PARKED
            text = convert.written(found)
            if text not in ("null", "[]"):
                parts.append(text[1:-1])
        if send is not None and len(parts) > 1:
            for part in parts:
                send(convert.Written(f"[{part}]"))
            return []
        return convert.Written(f"[{','.join(parts)}]")

    def _in_all_files(self, request: Request, method: Method) -> Any:
        """The workspace edits of all roots as one."""
        out: dict[str, Any] = {}
        for track in list(self.tracks.values()):
            if track.root.loose:
                continue
            found = self.ask(request, track, "", method)
            if found is PARKED:
                return PARKED
            for key, value in (found or {}).items():
                if isinstance(value, list):
                    out.setdefault(key, []).extend(value)
                else:
                    out.setdefault(key, {}).update(value)
        return out or None

    def _command(self, request: Request) -> Any:
        """What a command answers, about the document that its first argument names or, without one, the first root."""
        from inferd_lsp.commands import COMMANDS, argument_of

        name = text_of(request.params, "command")
        command = COMMANDS.get(name)
        if command is None:
            raise Refusal(INVALID_PARAMS, f"there is no command {name}; there are {', '.join(COMMANDS)}")
        uri = argument_of(request.params).get("uri")
        if isinstance(uri, str):
            place = self.place(uri, request.documents.get(uri))
        else:
            place = next(((track, "") for track in self.tracks.values()), None)
        if place is None:
            raise Refusal(INVALID_PARAMS, f"{uri or 'nothing'} is in no project that is open")
        return self.ask(request, *place, command)

    def ask(self, request: Request, track: Track, path: str, method: Method) -> Any:
        """Wait for the index, then ask; where files turn out to have changed, update and ask once more."""
        updated = False
        while True:
            track = self.current(track)
            if not track.ready and not self.is_ready(track):
                return self._without_index(request, track, path, method)
            part = self._part(request)
            try:
                if not track.root.loose and not updated:
                    self._sync(track, method.whole)
                request.check()
                shown = self._shown(request, track)
                mended = self._mended(request, track, path, shown) if method.mends else None
                asked = track.root.ask(shown, self.settings.encoding, updated or bool(track.failure), request.check)
                with asked as (view, texts):
                    call = Call(
                        self.settings, track.root, view, texts, path, self, request.check, part, limit=request.limit,
                        later=lambda: self._again_later(request, method), mended=mended,
                        for_nobody=request.id == NOBODY,
                    )  # fmt: skip
                    return method.answer()(call, request.params)
            except NeedsUpdate as error:
                self.services.changed(track.root.folder, error.paths)
            except (StoreForeign, StoreOutdated):
                if updated:
                    raise
                track.ready = False  # it is not for us to read any more
                self.services.changed(track.root.folder, ())
                continue
            except (Cancelled, Invalid, InferdError):
                raise
            except Exception as error:
                request.check()
                if not track.root.loose and not os.path.isdir(track.root.folder):
                    raise Refusal(REQUEST_FAILED, f"{track.root.folder} is not there any more") from None
                if updated or track.root.loose or track.root.project.is_ready():
                    raise
                log.info("%s: the database has gone under %s (%s)", track.root.folder, request.method, error)
                track.ready = False
                self.services.changed(track.root.folder, ())
                continue
            self._sync(track, True)
            updated = True

    def _again_later(self, request: Request, method: Method) -> None:
        """Ask the same for nobody, so that who asks next is answered from what was found out; longer each time."""
        limit = longer(request.limit)
        params = {k: v for k, v in request.params.items() if k not in ("partialResultToken", "workDoneToken")}
        again = Request(NOBODY, request.method, params, request.documents)
        again.limit = limit

        def job() -> None:
            try:
                self.result(again, method)
            except (Cancelled, Refusal, Invalid, InferdError) as error:
                log.debug("%s, in the background: %s", request.method, error)

        if limit:
            self.later(job)

    def _part(self, request: Request) -> Callable[[convert.Written], None] | None:
        token = request.params.get("partialResultToken")
        if token is None or not isinstance(token, int | str):
            return None

        def send(part: convert.Written) -> None:
            request.check()
            self.notify("$/progress", convert.Written(f'{{"token":{json.dumps(token)},"value":{part}}}'))

        return send

    def in_parts(self, request: Request, result: Any) -> Any:
        """The answer itself, or what is left of it when a long list has been sent in parts."""
        if not isinstance(result, list) or len(result) <= _PART:
            return result
        send = self._part(request)
        if send is None:
            return result
        for i in range(0, len(result), _PART):
            send(convert.Written(convert.written(result[i : i + _PART])))
        return []

    def _sync(self, track: Track, whole: bool) -> None:
        """Make sure that what was written before now counts."""
        started = time.monotonic()
        if not whole and started - track.synced < _SHARE * track.sync_cost:
            return
        track.waiting_since = started
        root = track.root
        try:
            if self.services.state(root.folder).get("ready") is False and root.project.is_fresh():
                return  # who keeps the index is just starting, and has nothing to do
            if self.services.sync(root.folder) is False:
                fresh = root.project.is_fresh()
                root.behind = "" if fresh else track.failure or "changes on disk are not in it yet"
        finally:
            track.waiting_since = 0.0
        track.synced = time.monotonic()
        track.sync_cost = track.synced - started

    def _without_index(self, request: Request, track: Track, path: str, method: Method) -> Any:
        """There is no index yet: answer from the files themselves what can be, and let the rest wait for it."""
        if method.early:
            from inferd_lsp.first import MOST

            first = self.first(track)
            for _ in range(2):
                try:
                    shown = self._shown(request, track)
                    mended = self._mended(request, track, path, shown) if method.mends else None
                    with first.ask(shown, self.settings.encoding, request.check, method.few or MOST) as (view, texts):
                        call = Call(
                            self.settings, track.root, view, texts, path, self, request.check,
                            self._part(request), indexed=False, mended=mended,
                        )  # fmt: skip
                        return method.answer()(call, request.params)
                except NeedsUpdate:
                    continue  # a file changed meanwhile
                except _needs_index():
                    break
            if self.is_ready(track):
                return self.ask(request, track, path, method._replace(whole=True))
        if track.failure:
            self.services.changed(track.root.folder, ())  # it may be possible by now
            raise InferdError(track.failure)
        track.parked.append(request)
        return PARKED

    def _mended(self, request: Request, track: Track, path: str, shown: dict[str, Document]) -> Mended | None:
        """The text at the request's position made whole; it takes the document's place in *shown*."""
        known = shown.get(path)
        lines = known.index if known is not None else track.root.lines_now(path)
        if lines is None or len(lines.text) > track.root.project.config.max_file_size:
            return None
        writes = request.method != "textDocument/signatureHelp"
        mended = mend(lines, position_of(request.params.get("position")), self.settings.encoding, writes)
        if mended.whole.text is lines.text:
            return mended
        uri = text_of(member(request.params, "textDocument"), "uri")
        shown[path] = mended.document(uri, known.version if known is not None else 0, "python")
        return mended

    def _shown(self, request: Request, track: Track) -> dict[str, Document]:
        """The open documents of a root, by path."""
        out = {}
        for uri, document in request.documents.items():
            place = self.place(uri, document)
            if place is not None and place[0] is track:
                out[place[1]] = document
        return out


def _uri_of_item(params: Params) -> str:
    """The document that an item belongs to: the one that it was asked for in, or its own."""
    item = params.get("item", params)
    data = item.get("data") if isinstance(item, dict) else None
    if isinstance(data, dict) and isinstance(data.get("uri"), str):
        return str(data["uri"])
    return text_of(item, "uri")


def _needs_index() -> type[Exception]:
    from inferd_lsp.first import NeedsIndex

    return NeedsIndex
