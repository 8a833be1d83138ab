"""inferd: what is defined, where it is used, and what a change would touch, for whole Python projects.

The public names are loaded when they are first asked for, so that `import inferd` costs nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Project": "inferd.project", "Status": "inferd.project", "open": "inferd.project",
    "Answer": "inferd.model", "Definition": "inferd.model", "Location": "inferd.model", "Reference": "inferd.model",
    "Undecided": "inferd.model", "InferdError": "inferd.errors",
}  # fmt: skip

__all__ = [*_PUBLIC, "__version__"]  # noqa: PLE0604 - the keys are strings


def __getattr__(name: str) -> "Any":
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'inferd' has no attribute {name!r}")
