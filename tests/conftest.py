"""What all tests need: no test reads or writes the user's own inferd directory, project directory or settings."""

import os
import sys

import pytest

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), "property")]


@pytest.fixture(autouse=True)
def user_dir(tmp_path_factory, monkeypatch):
    """An inferd user directory of the test's own."""
    directory = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("INFERD_USER_DIR", str(directory))
    monkeypatch.delenv("INFERD_PROJECT_DIR", raising=False)
    return directory
