"""What stubs of the standard library leave out: the source beside the interpreter that runs this knows more.

typeshed tells what is documented.  `timeit.default_number` and `distutils.versionpredicate` are there all the same.  So
before a finding says that the standard library lacks something, what binds the name is looked for in the module's own
source.  The project may run on another version of Python; that makes a finding less likely, never more.  Modules that
are written in C have no source to look at.
"""

import os
import re
from functools import lru_cache

_KEPT = 16  # texts of modules


@lru_cache(_KEPT)
def _source(module: str) -> str | None:
    """The text of a module of the standard library; '' for a folder without `__init__`, None where there is neither."""
    stem = os.path.join(os.path.dirname(os.__file__), *module.split("."))
    for path in (f"{stem}.py", os.path.join(stem, "__init__.py")):
        try:
            with open(path, encoding="utf-8", errors="replace") as f:
                return f.read()
        except OSError:
            continue
    return "" if os.path.isdir(stem) else None


def has_module(module: str) -> bool:
    """Whether the standard library has a module, whatever its stubs say."""
    return module.replace(".", "").isidentifier() and _source(module) is not None


def may_have(module: str, name: str) -> bool:
    """Whether the source of a module of the standard library binds a name anywhere, or has it for a string."""
    text = _source(module) if module.replace(".", "").isidentifier() else None
    return text is not None and re.search(_BINDS.replace("NAME", re.escape(name)), text, re.MULTILINE) is not None


def may_take_any(module: str, name: str) -> bool:
    """Whether a function of that name in the source of a module of the standard library takes any keyword."""
    text = _source(module) if module.replace(".", "").isidentifier() else None
    return text is not None and re.search(rf"\bdef {re.escape(name)}\([^)]*\*\*", text) is not None


_BINDS = (
    r"\b(?:def|class) NAME\b|\b(?:self|cls)\.NAME\b|[\"']NAME[\"']"
    r"|^[ \t]*(?:[\w.]+ ?[=,] ?)*NAME ?[=:,]|\bimport\b[^\n]*\bNAME\b|^ +NAME,?$"
)
