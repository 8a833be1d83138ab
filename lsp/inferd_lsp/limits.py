"""How long an answer that is shown beside the text may take to infer types: no longer than a person notices.

Inference may run the bodies of many functions for one type.  What it has answered on the way is kept, whatever becomes
of the question (`inference.engine`), so a question that is given up, and taken up again when nobody waits, goes on
where it was.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.spots import Call

SHORT = 0.1  # seconds of CPU
_LISTS = 2  # times as long may a list of places take
_LONGEST = 2.0  # in the background, at once

T = TypeVar("T")


class OutOfTimeError(Exception):
    """Inference has taken as long as it may."""


class Limit:
    """The time that one answer has for types.  `is_over`: something was given up."""

    def __init__(self, call: "Call", times: int = 1):
        self._call = call
        self._seconds = call.limit * times
        self._stop = 0.0
        self.is_over = False

    def within(self, compute: Callable[[], T], otherwise: T) -> T:
        """What *compute* gives, or *otherwise* where the time is up before that."""
        if self.is_over:
            return otherwise
        typing = self._call.view.typing
        if typing is None:
            return compute()
        engine = typing.engine
        before = engine.check
        if not self._stop:  # here, because modules and databases may just have been opened
            self._stop = time.thread_time() + self._seconds

        def check() -> None:
            if before is not None:
                before()
            if time.thread_time() > self._stop:
                raise OutOfTimeError

        engine.check = check
        try:
            return compute()
        except OutOfTimeError:
            self.is_over = True
            return otherwise
        finally:
            engine.check = before


@contextlib.contextmanager
def receivers(call: "Call") -> Iterator[None]:
    """Within this, the receivers of attributes whose types are not settled are found out as long as anybody waits for
    an answer that lists places; from then on they count as not known, which the answer says (`view.settling`), and
    the rest is found out when nobody waits.
    """
    typing = call.view.typing
    if typing is None:
        yield
        return
    limit = Limit(call, _LISTS)
    typing.within = limit.within
    try:
        yield
    finally:
        typing.within = None
        if limit.is_over and call.later is not None:
            call.later()


def longer(limit: float) -> float:
    """The limit of the next attempt in the background; 0 for none: it is not to be had."""
    return limit * 2 if limit < _LONGEST else 0.0
