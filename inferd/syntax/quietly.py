"""Parsing other people's texts without the warnings that the compiler has about them (a backslash before a letter)."""

import ast
import warnings

#: the name under which texts are compiled: no file's, so that warnings about them can be told apart
FILENAME = "<inferd>"
_filter: list[tuple[object, ...]] = []


def silence() -> None:
    """Have warnings about texts that are parsed under this name ignored, and no others.

    The compiler warns in the name of the file that it is told; ours is no file's name.  A filter of one's own costs no
    context manager per file and, unlike one, is safe with threads; it is put back where somebody reset the filters.
    """
    filters = warnings.filters
    if not _filter:
        warnings.filterwarnings("ignore", module=FILENAME)
        _filter.append(warnings.filters[0])
    elif not filters or filters[0] is not _filter[0]:
        if _filter[0] in filters:
            filters.remove(_filter[0])  # type: ignore[attr-defined]
        filters.insert(0, _filter[0])  # type: ignore[attr-defined]


def expression(text: str) -> ast.expr:
    """The tree of an expression.  Raises what `ast.parse` raises."""
    silence()
    return ast.parse(text, FILENAME, "eval").body


def module(text: str) -> ast.Module:
    """The tree of a module; its type comments are comments.  Raises what `ast.parse` raises."""
    silence()
    return ast.parse(text, FILENAME)
