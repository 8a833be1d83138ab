"""Names that a person gives to what a refactoring makes."""

import keyword
import unicodedata

from inferd.errors import RefactorRefused


def check_name(name: str) -> str:
    """A name as Python knows it.  Raises RefactorRefused where it is none."""
    name = unicodedata.normalize("NFKC", name)
    if not name.isidentifier():
        raise RefactorRefused([("", 0, f"{name!r} is not a name in Python")])
    if keyword.iskeyword(name) or name == "__debug__":
        raise RefactorRefused([("", 0, f"{name} is a word of the language")])
    return name
