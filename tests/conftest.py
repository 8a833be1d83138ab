"""What all tests need: no test reads or writes the user's own inferd directory, project directory or settings."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), "property")]


from user_dirs import furnish, shared  # noqa: E402

# no test is a timed one: on a busy machine drawing numbers takes seconds
settings.register_profile("inferd", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("inferd")


@pytest.fixture(scope="session")
def shared_libraries(tmp_path_factory):
    """Where the libraries are that all tests share."""
    return shared(tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def user_dir(tmp_path_factory, monkeypatch, shared_libraries):
    """An inferd user directory of the test's own, but for the libraries."""
    directory = furnish(tmp_path_factory.mktemp("user"), shared_libraries)
    monkeypatch.setenv("INFERD_USER_DIR", str(directory))
    monkeypatch.delenv("INFERD_PROJECT_DIR", raising=False)
    return directory
