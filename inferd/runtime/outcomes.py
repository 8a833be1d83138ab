"""pytest: run chosen tests only, and write down how each ended (see `inferd.refactor.verify`).

This file is copied into a folder of its own and loaded there with `-p`, by whatever pytest the project uses: it needs
nothing but the standard library.  INFERD_OUTCOMES names a folder: `wanted.json` in it says which tests are to run, as
{"tests": [ids] or null for all, "files": {path: [ids that are known]}, "root": the original's root, "roots": ...};
`outcomes.jsonl` is written, a line for each thing that happened.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST = 4_000  # characters of a failure that are kept


class Outcomes:
    """The hooks."""

    def __init__(self, folder: str, is_worker: bool) -> None:
        with open(os.path.join(folder, "wanted.json"), encoding="utf-8") as file:
            self.wanted = json.load(file)
        self.place = os.path.join(folder, "outcomes.jsonl")
        self.is_worker = is_worker
        self.seen: dict[str, str] = {}

    def write(self, **said: Any) -> None:
        with open(self.place, "a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def pytest_collection_modifyitems(self, config: Any, items: list[Any]) -> None:
        known = self.wanted["known"]
        if not self.is_worker:
            self.write(collected=[item.nodeid for item in items])
        if self.wanted["tests"] is None:
            return
        tests = set(self.wanted["tests"])
        known = None if known is None else set(known)
        kept: list[Any] = []
        others: list[Any] = []
        for item in items:
            is_new = known is not None and item.nodeid not in known
            (kept if is_new or _is_wanted(item.nodeid, tests) else others).append(item)
        if others:
            items[:] = kept
            config.hook.pytest_deselected(items=others)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.is_worker:
            self.write(broken=report.nodeid or ".", why=_said(report))

    def pytest_runtest_logreport(self, report: Any) -> None:
        if self.is_worker or (report.when != "call" and report.outcome == "passed"):
            return
        outcome = report.outcome
        if hasattr(report, "wasxfail"):
            outcome = "xfailed" if outcome == "skipped" else "xpassed"
        elif outcome == "failed" and report.when != "call":
            outcome = "error"
        if self.seen.get(report.nodeid) in ("failed", "error"):
            return
        self.seen[report.nodeid] = outcome
        why = _said(report) if outcome in ("failed", "error", "skipped") else ""
        self.write(test=report.nodeid, outcome=outcome, why=why)

    def pytest_sessionfinish(self) -> None:
        """Say which modules came from where they should not have come from."""
        root = os.path.join(os.path.realpath(self.wanted["root"]), "")
        strangers = []
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if not isinstance(path, str):
                continue
            path = os.path.realpath(path)
            if path.startswith(root) and not any(path.startswith(p) for p in self.wanted["apart"]):
                strangers.append([name, path[len(root) :]])
        if strangers:
            self.write(strangers=sorted(strangers)[:20])


def _is_wanted(nodeid: str, tests: set[str]) -> bool:
    if nodeid in tests:
        return True
    node = nodeid.partition("[")[0]
    while node:
        if node in tests:
            return True
        node = node.rpartition("::")[0]
    return False


def _said(report: Any) -> str:
    """The last lines of what a report says."""
    text = getattr(report, "longrepr", None)
    if isinstance(text, tuple):  # a skip: path, line, reason
        text = text[-1]
    crash = getattr(getattr(text, "reprcrash", None), "message", None)
    text = str(crash or text or "")
    return text[-_MOST:]


def pytest_configure(config: Any) -> None:
    folder = os.environ.get("INFERD_OUTCOMES")
    if folder and not config.pluginmanager.hasplugin("inferd-outcomes-hooks"):
        config.pluginmanager.register(Outcomes(folder, hasattr(config, "workerinput")), "inferd-outcomes-hooks")
