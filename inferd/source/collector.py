"""Python's garbage collector, kept away from work that makes many objects and hardly any cycle.

It walks all objects again and again as their number grows: a quarter of the time of parsing, a third of that of
inference.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (200_000, 30, 30)  # what mypy's authors have settled on; Python begins with 700, 10, 10


@contextmanager
def uncollected() -> Iterator[None]:
    """A stretch without the collector, in all threads of this process; afterwards it is as it was."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def collect_seldom() -> None:
    """Let the collector walk young objects seldom, for good: for a process that is inferd's own, or stays to ask.

    A seventh of what a question costs that has to infer: most of what it makes goes with the view it was asked in.
    """
    gc.set_threshold(*_SELDOM)


def stays() -> None:
    """What there is now stays for long: it is not walked again.  What is garbage is taken away before."""
    gc.collect()
    gc.freeze()
