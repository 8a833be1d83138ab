"""Daemons of the tests' own: real processes, a short directory for their sockets, and nothing left behind."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inferd.project import Project

sys.path[:0] = [os.path.dirname(__file__)]

from helpers_daemon import SHOP, Service  # noqa: E402
from user_dirs import furnish  # noqa: E402


@pytest.fixture(autouse=True)
def user_dir(monkeypatch, shared_libraries) -> Iterator[Path]:
    """An inferd directory whose path fits into a socket's address."""
    directory = tempfile.mkdtemp(prefix="inferd-")
    furnish(Path(directory), shared_libraries)
    monkeypatch.setenv("INFERD_USER_DIR", directory)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")
    monkeypatch.setenv("INFERD_DAEMON_IDLE", "120")  # one that a test loses sight of, because of a change of the code
    for name in ("INFERD_PROJECT_DIR", "INFERD_NO_DAEMON", "INFERD_WATCH", "INFERD_DAEMON_TCP", "INFERD_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    yield Path(directory)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def service(user_dir) -> Iterator[Service]:
    found = Service()
    yield found
    found.end()


@pytest.fixture
def shop(tmp_path) -> Path:
    """A small project with an index."""
    root = (tmp_path / "project").resolve()
    for path, text in SHOP.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with Project(str(root)) as project:
        project.update()
    return root


@pytest.fixture
def daemon(service, shop, monkeypatch) -> Service:
    """A daemon that keeps the shop."""
    service.start()
    service.host(shop)
    return service
