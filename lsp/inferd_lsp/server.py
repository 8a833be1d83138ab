"""What pygls does in a session: settings, folders, watched files, commands, and the types of their parameters.

`session.Session` reads messages and answers the frequent ones itself; it makes a `Server` when the first message comes
that is for it.  The server is told the `initialize` that the session has answered, so that pygls knows its client.
"""

import logging
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter

import inferd
from inferd_lsp.jobs import INVALID_REQUEST
from inferd_lsp.session import Session
from inferd_lsp.wire import Wire

log = logging.getLogger("inferd.lsp")


class Protocol(LanguageServerProtocol):
    """pygls' protocol over the session's wire."""

    silent = True  # the session has answered already

    def _send_data(self, data: Any) -> None:
        if not self.silent:
            super()._send_data(data)


class _Frames:
    """pygls' writer: whole messages, with their header, onto the wire."""

    def __init__(self, wire: Wire):
        self._wire = wire

    def write(self, data: bytes) -> None:
        self._wire.send(data)

    def close(self) -> None:
        pass


class Server(LanguageServer):
    """pygls' server in a session."""

    protocol: Protocol

    def __init__(self, session: Session, initialize: dict[str, Any]):
        super().__init__(
            "inferd", inferd.__version__, protocol_cls=Protocol, converter_factory=default_converter, max_workers=1
        )
        self.session = session
        _register(self, session)
        self.protocol.set_writer(_Frames(session.wire), include_headers=False)
        self.take(initialize)
        self.protocol.silent = False

    def take(self, message: dict[str, Any]) -> None:
        """Handle a message as it was read."""
        from pygls.exceptions import JsonRpcException

        try:
            typed = self.protocol.structure_message(message)
        except JsonRpcException as error:
            log.warning("%s: %s", message.get("method", "an answer"), error)
            if "method" in message and message.get("id") is not None:
                self.protocol._send_response(message["id"], None, error.to_response_error())
            return
        if isinstance(typed, dict):  # it has no `jsonrpc`, or is neither a request nor an answer
            log.warning("not a message of JSON-RPC 2.0: %s", message.get("method", "an answer"))
            if "method" in message and message.get("id") is not None:
                self.session.fail(message["id"], INVALID_REQUEST, "not a message of JSON-RPC 2.0")
            return
        self.protocol.handle_message(typed)

    def report_server_error(self, error: Exception, source: Any) -> None:
        log.error("%s: %s", getattr(source, "__name__", source), error)


def _register(server: Server, session: Session) -> None:
    """The methods that come through pygls; each hands its work to the session's worker, in order."""

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        uris = [change.uri for change in params.changes]
        session.do(lambda: session.files_changed(uris))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        session.do(lambda: session.take_settings(params.settings))
        session.do(session.ask_settings)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_workspace_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            session.do(partial(session.remove_folder, folder.uri))
        for folder in params.event.added:
            session.do(partial(session.add_folder, folder.uri))
