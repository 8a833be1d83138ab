"""The compiled accelerator, if there is one for this interpreter: `_accelerate.c`, built by `build.py`.

It is used only where it was asked for, and found by a name that says all that it depends on: the digest of its source,
the exact version of the interpreter, its ABI.
"""

from __future__ import annotations

import os
import sys

from .spool import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "_inferd_accelerate"
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_accelerate.c")
_stat = os.stat


def digest() -> str:
    with open(SOURCE, "rb") as stream:
        text: str = sha256(stream.read()).hexdigest()
    return text[:16]


def file_name(source: str, version: int, suffix: str) -> str:
    return "accelerate-%s-%x%s" % (source, version, suffix)


def load(directory: str) -> Any:
    """The accelerator from a directory; None where none was built for this interpreter."""
    if not directory or sys.implementation.name != "cpython":
        return None
    from _imp import create_dynamic, exec_dynamic, extension_suffixes

    suffixes = extension_suffixes()
    if not suffixes:
        return None
    try:
        path = os.path.join(directory, file_name(digest(), sys.hexversion, suffixes[0]))
        found = _stat(path)
        if hasattr(os, "getuid") and (found.st_uid not in (os.getuid(), 0) or found.st_mode & 0o022):
            return None  # somebody else may have written it
        spec: Any = _Spec(NAME, path)
        module = create_dynamic(spec)
        exec_dynamic(module)
        return module
    except (ImportError, OSError):
        return None


class _Spec:
    """What `create_dynamic` asks for."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.origin = path
