"""User directories of inferd for tests: each its own, but for the libraries, which cost more than most tests."""

import os
import shutil
from pathlib import Path


def shared(base: Path, user: str = "k") -> Path:
    """A key, and the libraries that were indexed under it, for all tests of a run, those in other workers of
    pytest-xdist too.  *base*: pytest's directory of this process; *user*: who differs has another key.
    """
    directory = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"libraries-of-{user}"
    (directory / "libraries").mkdir(parents=True, exist_ok=True)
    if not (directory / "key").exists():
        own = directory / f"key.{os.getpid()}"
        own.write_bytes(user.encode().ljust(32, b"-"))
        own.chmod(0o600)
        own.replace(directory / "key")
    return directory


def furnish(directory: Path, libraries: Path) -> Path:
    """Let a user directory have the key and the libraries of all tests."""
    shutil.copy(libraries / "key", directory)
    (directory / "cache").mkdir()
    (directory / "cache" / "libraries").symlink_to(libraries / "libraries")
    return directory
