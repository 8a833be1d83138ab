"""Room for calls within calls.

CPython (3.11 and later) keeps the frames of Python functions in chunks of 16 KB.  The call that does not fit into a
chunk any more maps another one, and its return unmaps it: inference, hundreds of calls deep, goes to and fro over such
a border millions of times, each time with fresh pages from the system.  A function whose own frame is very large gets a
chunk that is large as well, and what it calls finds room in the rest of that.  Nothing of it is written to before it is
used.

Deeper calls than fit into it are as slow as before, and as right.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SLOTS = 300_000  # of 8 bytes, that the frame claims: its chunk is the next power of two, 4 MB


def roomy(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function, with room for what it calls."""

    def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=_SLOTS)
    return wraps(function)(call)
