"""Does a class outside the project define a member?  Three answers: yes, no, and nobody here can know.

Builtin classes are looked up in the interpreter that inferd itself runs on.  Classes of the standard library are
looked up in typeshed's stubs and, because stubs leave out what is private, in the library's own source where it is
written in Python; those of installed packages in the libraries that the caller hands in.  All of these are facts like
the project's (see `libraries`): imports and bases are followed from module to module, nothing is imported and nothing
of a project is run.
"""

import builtins
import os
import sys

from inferd.index.hierarchy import Class, Node, Opaque, class_of
from inferd.index.libraries import Libraries, is_class
from inferd.index.resolve import Symbol
from inferd.source.environment import Environment

#: classes that only the type checker sees as such
_EMPTY = frozenset(
    ("typing:Generic", "typing:Protocol", "typing_extensions:Generic", "typing_extensions:Protocol", "abc:ABC")
)
_DICTIONARIES = frozenset(("typing:TypedDict", "typing_extensions:TypedDict"))
_SEPARATELY_SHIPPED = frozenset(("typing_extensions", "_typeshed", "mypy_extensions"))

_standard: list[Libraries] = []


def outside_member(symbol: str, name: str, libraries: Libraries | None = None) -> bool | None:
    """Whether the class *symbol* (`module:Class`, outside the project) has a member *name*, inherited ones included.

    *libraries*: those of the project's environment.
    """
    module, _, qualname = symbol.partition(":")
    if not qualname:
        return None
    known = _without_a_look(module, qualname, name)
    if known is not _UNKNOWN:
        return known  # type: ignore[return-value]
    answers: list[bool | None] = []
    if _is_standard(module):
        answers = [_has(texts, module, qualname, name) for texts in _standard_texts()]
    elif libraries is not None:
        answers = [_has(libraries, module, qualname, name)]
    if True in answers:
        return True
    # one text that knows every base is enough: the other one may have a base that only it calls by a name
    return False if False in answers else None


_UNKNOWN = object()


def _without_a_look(module: str, qualname: str, name: str) -> object:
    """What is known of a class and a member without reading anything."""
    if hasattr(object, name):
        return True
    if module == "builtins":
        cls = getattr(builtins, qualname, None)
        return hasattr(cls, name) if isinstance(cls, type) else None
    if f"{module}:{qualname}" in _EMPTY:
        return False
    if f"{module}:{qualname}" in _DICTIONARIES:
        return hasattr(dict, name)
    return _UNKNOWN


def _has(libraries: Libraries, module: str, qualname: str, name: str) -> bool | None:
    """Whether a class has a member by what these libraries say of it and of its bases; None where it is not known."""
    answers: list[bool | None] = []
    for library, target in libraries.lookup(module, qualname, _is_standard(module)):
        if isinstance(target, Symbol) and is_class(library, target):
            line = libraries.hierarchy.mro(Class(target.module, target.name))
            answers += [_defines(libraries, node, name) for node in line]
    return _together(answers)


def _together(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return False if answers and None not in answers else None


def _defines(libraries: Libraries, node: Node, name: str) -> bool | None:
    """Whether a class in an MRO defines a member itself."""
    if isinstance(node, Opaque):
        if node.symbol is None:
            return None
        node = class_of(node.symbol)
    known = _without_a_look(node.module, node.name, name)
    if known is not _UNKNOWN:
        return known  # type: ignore[return-value]
    if _is_standard(node.module) and libraries not in _standard:
        return outside_member(node.symbol, name)
    library = libraries.home(node.module)
    if library is None:
        return None
    if name in library.members_of(node):
        return True
    # stubs leave out what is private; of the standard library there is the source
    return None if name.startswith("_") and library.prefix and library.is_stub(node.module) else False


def _is_standard(module: str) -> bool:
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or top in _SEPARATELY_SHIPPED


def _standard_texts() -> list[Libraries]:
    """The standard library of the Python that inferd runs on: its stubs, and its sources, package by package."""
    if not _standard:
        version = (sys.version_info[0], sys.version_info[1])
        source = os.path.dirname(os.path.realpath(os.__file__))
        _standard.append(Libraries(Environment("", "", version, (), (), ())))
        _standard.append(Libraries(Environment("", "", version, (source,), (), ()), standard=False))
    return _standard
