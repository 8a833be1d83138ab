"""What all tests need: no test reads or writes the user's own inferd directory, project directory or settings."""

import os
import shutil
import sys

import pytest

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), "property")]


@pytest.fixture(scope="session")
def shared_libraries(tmp_path_factory):
    """A key, and the libraries that tests index: the standard library costs more than most tests."""
    directory = tmp_path_factory.mktemp("libraries")
    (directory / "key").write_bytes(b"k" * 32)
    (directory / "key").chmod(0o600)
    (directory / "libraries").mkdir()
    return directory


@pytest.fixture(autouse=True)
def user_dir(tmp_path_factory, monkeypatch, shared_libraries):
    """An inferd user directory of the test's own, but for the libraries, which all tests share."""
    directory = tmp_path_factory.mktemp("user")
    shutil.copy(shared_libraries / "key", directory)
    (directory / "cache").mkdir()
    (directory / "cache" / "libraries").symlink_to(shared_libraries / "libraries")
    monkeypatch.setenv("INFERD_USER_DIR", str(directory))
    monkeypatch.delenv("INFERD_PROJECT_DIR", raising=False)
    return directory
