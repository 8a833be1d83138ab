"""inferd: what is defined, where it is used, and what a change would touch, for whole Python projects.

The public names are loaded when they are first asked for, so that `import inferd` costs nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:  # what `__getattr__` does, for type checkers; a test holds the two lists together
    from inferd.errors import InferdError as InferdError
    from inferd.model import Answer as Answer
    from inferd.model import Definition as Definition
    from inferd.model import Location as Location
    from inferd.model import Reference as Reference
    from inferd.model import Undecided as Undecided
    from inferd.project import Project as Project
    from inferd.project import Status as Status
    from inferd.project import open as open  # noqa: A004 - `inferd.open`, as people write it

__version__ = "0.1.0"

_PUBLIC = {
    "Project": "inferd.project", "Status": "inferd.project", "open": "inferd.project",
    "Answer": "inferd.model", "Definition": "inferd.model", "Location": "inferd.model", "Reference": "inferd.model",
    "Undecided": "inferd.model", "InferdError": "inferd.errors",
}  # fmt: skip

__all__ = [*_PUBLIC, "__version__"]  # noqa: PLE0604 - the keys are strings


if not TYPE_CHECKING:

    def __getattr__(name):
        if name in _PUBLIC:
            from importlib import import_module

            return getattr(import_module(_PUBLIC[name]), name)
        raise AttributeError(f"module 'inferd' has no attribute {name!r}")
