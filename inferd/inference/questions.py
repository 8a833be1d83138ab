"""Questions, their answers, and the cycles that they ask each other in.

The algorithm
-------------
Everything is computed when it is first asked for and remembered.  Frames ask for lazy values and for what other
functions give (`flows`), and so there are cycles (`self.x = self.x.next`, recursion).  A question that comes back to
itself is answered with what is assumed (at first nothing).  The outermost question of a cycle is repeated until nothing
that was assumed inside of it changes; then all its questions are answered.  What was computed under an assumption that
is still open is not remembered.  So an answer does not depend on what was asked before it.  While it is recorded what
answers are found from, a question that is asked again, as its cycle is repeated, is computed again only if one of the
answers is another one that it was found from: these are asked again in the same order.

The same holds between rounds of what flows.  A cycle in which something is another thing is gone round again as a
whole, from nothing, as it was before; but of most of its questions all that they are computed from, on one of the ways
round, is what it was on one of the ways round then, and so is what is found (`Run`).
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any, Literal, TypeVar

from inferd.inference.reading import Reading
from inferd.inference.spaces import Space, Where

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, Cls, Summary, Types, Variable, bounded, clipped, coarse, join, settled,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.definitions.classes import Info
    from inferd.inference.flow.contexts import Unit
    from inferd.inference.flow.flows import Collector
    from inferd.inference.keeping.entries import Base, Node, Run
    from inferd.inference.keeping.trace import Found, Trace
    from inferd.inference.scopes.frames import Frame

_T = TypeVar("_T")
Key = tuple[Any, ...]  # what is asked: the kind of question, and what it is about
_MOST = 100_000
_DEEPEST = 400  # questions within questions, of about eight calls each
_STACK = 8_000  # calls within calls
_MOST_ASKED = 2_000
CHECKED = 63  # whether somebody still waits is asked once in so many questions, and one
_CIRCLES = 12  # times that one question of a circle is cut, before many of it are
_LOOKED_AT = 64  # questions that hang on each other, before it is looked at their circle, each time
MOST_IN_CIRCLE = 8_000  # questions that hang on each other, before it is given up to find out what flows
FOR_GOOD = frozenset(("frame", "info"))  # kinds of questions that are not noted before they are answered for good
_ROUNDS = 40
_JOINED = 6  # times that an assumption may turn out to be another, before a result only grows
_DEEPEST_TYPE = 4  # arguments within arguments, of what is found in a cycle
_DEEPEST_WIDENED = 2  # the same, of what is found there again and again
_LARGE = 24  # values in a set, before their arguments are not told any more there


class Record:
    """What was read and told while one question was answered: other questions, parts of the state, calls and stores."""

    __slots__ = ("asked", "files", "found", "read", "told")

    def __init__(self) -> None:
        self.asked: dict[Node, Any] = {}  # with the answers, of questions that `solve` has answered
        self.found: Any = None  # what was computed, before it was made smaller for a cycle
        self.read: dict[Node, None] = {}
        self.told: dict[Any, None] = {}
        self.files = 0  # bits, by id

    def answered(self, node: "Node", answer: Any) -> None:
        """Note an answer; one that was another before is known no more."""
        known = self.asked.get(node)
        self.asked[node] = answer if known is None or known is answer or known == answer else SEVERAL

    def add(self, other: "Record") -> None:
        for node, answer in other.asked.items():
            if answer is None:
                self.asked.setdefault(node, None)
            else:
                self.answered(node, answer)
        self.read.update(other.read)
        self.told.update(other.told)
        self.files |= other.files


ALONE: AbstractContextManager[None] = nullcontext()  # what runs no function
SEVERAL = object()  # in place of an answer that was not one and the same, or of a class that was half read


class EntangledError(Exception):
    """So many functions hang on each other in one circle that it would take too long to find out what flows.

    *spread*: functions of the circle that are run in very many contexts there; without these it may end.
    """

    def __init__(self, spread: "tuple[Where, ...]" = ()):
        super().__init__()
        self.spread = spread


class _TooDeepError(Exception):
    """More questions are open than the stack has room for."""


def _bounded(types: Types) -> Types:
    return bounded(types, _DEEPEST_TYPE)


def _widened(types: Types) -> Types:
    """A set that grows in a cycle, without what could make it grow for ever."""
    from inferd.inference.operations.containers import merged

    types = merged(types)
    return coarse(types, _DEEPEST_WIDENED if len(types) <= _LARGE else 0)


def _calmed(before: Types, now: Types, turns: int) -> Types:
    """What is found in a cycle, without what lies too deep; from some turn on it only grows."""
    now = clipped(now, _DEEPEST_TYPE)
    return _widened(join(before, now)) if turns > _JOINED and now != before else now


def _calmed_member(before: Any, now: Any, turns: int) -> Any:
    """The same of what a class says of an attribute."""
    parts = {
        name: _calmed(getattr(before, name, NOTHING), types, turns)
        for name in ("types", "on_class", "own") if (types := getattr(now, name))
    }  # fmt: skip
    return now._replace(**parts) if parts else now


def _calmed_found(before: Any, now: Any, turns: int) -> Any:
    """The same of what a class and those above it say."""
    return now._replace(member=_calmed_member(getattr(before, "member", NOTHING), now.member, turns))


def _unanswered(key: Key) -> Any:
    """What stands for the answer to a question that is deeper than the stack, of the kind that it asks for."""
    if key[0] in ("unit", "call"):
        return Summary(ANY, ANY, (), ())
    if key[0] == "unknown":
        from inferd.inference.flow.contexts import Context

        return Context(())
    return ANY


class Questions:
    """What was asked over one snapshot of a project and its libraries, and answered.

    *root*: the project.
    """

    def __init__(self, root: Space) -> None:
        self.root = root
        self.infos: dict[Cls, tuple[Info, int]] = {}  # class -> (its Info, files read)
        self.bounds: dict[Variable, tuple[Types, Types]] = {}  # of type variables: (bound, constraints)
        self.comparing: set[tuple[Cls, Cls]] = set()  # pairs of classes that are being matched
        self.reading = Reading()  # classes that are being read
        self.found_in: dict[Cls, tuple[Info, dict[str, tuple[Any, int]]]] = {}
        # class -> what is known of it, and what was looked up in its line, with the files that it was read from
        self.frames: dict[Where, Frame] = {}
        self.unit_frames: dict[Unit, tuple[Frame, int]] = {}  # with the files that each was read from
        self.half_frames: dict[Where, tuple[Frame, int, Record]] = {}  # in the same way as `_provisional`
        self.running: Frame | None = None  # whose calls those are that are made now
        self.found: Collector | None = None  # while it is being found out what flows
        self.trace: Trace | None = None  # what earlier rounds of that have answered, and from what
        self.record: Record | None = None  # of the question that is being answered, where there is a trace
        self.check: Callable[[], None] | None = None  # called all the time; raises where nobody wants the answer
        self._memo: dict[Key, Any] = {}
        self._busy: dict[Key, list[Any]] = {}  # key -> [assumed result, whether it was used, depth, how to compute it]
        self._read: dict[Key, int] = {}  # key -> the files of the project that a result was read from, if any
        self._kept: Key | None = None  # the last key that `forget_values` has seen
        self._provisional: dict[Key, tuple[Any, int, int, Record | None]] = {}
        # key -> (result, outermost open question it rests on, files read, what else was)
        self._pending: list[Key] = []  # the keys of `_provisional`, in the order in which they were found
        self._assumed: dict[Key, Any] = {}  # of questions within an open cycle: what the next round starts from
        self._last: dict[Key, Record] = {}  # of them, what they were found from in the last round
        self._runs: dict[Key, list[Record | Run]] = {}  # of an open cycle: each time that one was computed
        self._changes = 0  # counts assumptions that did not hold
        self._turns: dict[Key, int] = {}  # how often, of one that is assumed now
        self._lowest = 1 << 30  # the outermost open question that was met while computing
        self._asked = 0
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _STACK))
    def solve(self, key: Key, compute: Callable[[], Any]) -> Any:
        """The result for *key*, computed once; see the module's docstring for cycles.

        Mostly `Types`; () for every kind of question where a cycle has not come to an answer yet.
        """
        known = self._memo.get(key)
        record = self.record
        if record is not None:
            assert self.trace is not None
            node = self.trace.node(key)
            before = record.asked.setdefault(node, known)
            answer = known if known is not None else self._answer(key, compute)
            if before is not answer:
                record.answered(node, answer)
            if known is None:
                return answer
        if known is not None:
            read = self._read.get(key)
            if read is not None:
                self.root.touched |= read
            return known
        return self._answer(key, compute)

    def _answer(self, key: Key, compute: Callable[[], Any]) -> Any:
        """The same, of what is not remembered."""
        root = self.root
        open_ = self._busy.get(key)
        if open_ is not None:
            open_[1] = True
            if open_[2] < self._lowest:
                self._lowest = open_[2]
            return open_[0]
        if self.trace is not None and key not in self._provisional:
            revived = self.trace.revived(key)
            if revived is not None:
                return revived
            known = self._memo.get(key)  # it may have been answered while it was looked at
            if known is not None:
                return known
        held = self._provisional.get(key)
        if held is not None:
            if held[1] < self._lowest:
                self._lowest = held[1]
            root.touched |= held[2]
            return held[0]
        if not self._busy:
            return self._solve_first(key, compute)
        if len(self._busy) > _DEEPEST:
            raise _TooDeepError
        return self._solve(key, compute)

    def _solve_first(self, key: Key, compute: Callable[[], Any]) -> Any:
        """The result of a question that no other waits for.

        Where questions go deeper than the stack, all are given up but the deepest, which is answered first, from the
        top; then the one before it is asked again, and finds the answer.
        """
        root = self.root
        touched, comparing, kept = root.touched, set(self.comparing), (len(self.infos), len(self.bounds))
        record = self.record
        asked = [(key, compute)]
        circles = 0
        while True:
            try:
                result = self._solve(*asked[-1])
            except (_TooDeepError, RecursionError):
                deepest = next(reversed(self._busy), key)
                runs = [k for k in self._busy if k[0] in ("unit", "call")]
                spread = self._spread(self._busy) if self.found is not None else ()
                again: Callable[[], Any] = self._busy[deepest][3] if deepest in self._busy else compute
                self._give_up(*kept)
                root.touched, self.comparing, self.record = touched, set(comparing), record
                if spread:
                    raise EntangledError(spread) from None
                if len(asked) > _MOST_ASKED or any(k == deepest for k, _ in asked):
                    # a circle, or one question, that is deeper than the stack: it is cut there, and if that has not
                    # helped some times, as a circle of hundreds has very many ways round, in its whole second half
                    circles += 1
                    cut = [deepest, *(runs[len(runs) // 2 :] if circles > _CIRCLES else ())]
                    for one in dict.fromkeys(cut):
                        unanswered = self._memo[one] = _unanswered(one)
                        if self.trace is not None:
                            self.trace.keep([(one, unanswered, Record(), ())])
                else:
                    asked.append((deepest, again))
                continue
            except BaseException:
                self._give_up(*kept)
                root.touched, self.comparing, self.record = touched, comparing, record
                raise
            asked.pop()
            if not asked:
                return result

    def _give_up(self, infos: int, bounds: int) -> None:
        """Forget what is half known: of classes and type variables, all but so many, which were known before."""
        self.running = None
        self.half_frames.clear()
        self._busy.clear()
        self._provisional.clear()
        self._assumed.clear()
        self._last.clear()
        self._runs.clear()
        self.reading.give_up()
        self._turns.clear()
        self._pending.clear()
        self.found_in.clear()
        self.unit_frames.clear()
        self._lowest = 1 << 30
        for cls in list(self.infos)[infos:] if self.trace is None else [c for c in self.infos if not c.space]:
            del self.infos[cls]
        for variable in list(self.bounds)[bounds:]:
            del self.bounds[variable]

    def _solve(self, key: Key, compute: Callable[[], Any]) -> Any:
        root = self.root
        depth = len(self._busy)
        self._asked += 1
        if self._asked & CHECKED == 0 and self.check is not None:
            self.check()
        entry = self._busy[key] = [self._assumed.get(key, NOTHING), False, depth, compute]
        outer = self._lowest
        touched = root.touched
        root.touched = 0
        pending, frames = len(self._pending), len(self.half_frames)
        rounds = 0
        running, self.running = self.running, None
        trace, around, record = self.trace, self.record, None
        while True:
            if trace is not None:
                record = self.record = Record()
            self._lowest = 1 << 30
            entry[1] = False
            changes = self._changes
            last = self._last.pop(key, None) if not rounds else None
            result: Any
            if last is not None and self._is_found_again(last):
                result = last.found
            elif trace is None:
                result = compute()
            else:
                if last is not None:
                    self.record = Record()
                    root.touched = 0
                with self._running(key):
                    run = self._run_before(trace, key)
                    assert self.record is not None
                    record = self.record
                    result = compute() if run is None else run.found
                if entry[1] or self._lowest < depth:
                    self._runs.setdefault(key, []).append(run or record)
            if record is not None:
                record.found = result
            if not entry[1]:
                break
            turns = self._turns.get(key, 0)
            if type(result) is tuple:
                result = _calmed(entry[0], result, turns)
            elif key[0] == "member":
                result = _calmed_member(entry[0], result, turns)
            elif key[0] == "find":
                result = _calmed_found(entry[0], result, turns)
            elif type(result) is Summary:
                before, cut = (entry[0], _widened) if turns > _JOINED else (NOTHING, _bounded)
                result = settled(before, result, cut)
            if result != entry[0]:
                self._changes += 1
                self._turns[key] = turns + 1
            if self._lowest < depth:  # a part of a larger cycle, whose head repeats it
                self._assumed[key] = result
                break
            if self._changes == changes or rounds > _ROUNDS:
                break
            rounds += 1
            entry[0] = result
            for other in self._pending[pending:]:  # what rests on this assumption; what was found before does not
                found_from = self._provisional.pop(other)[3]
                if found_from is not None:
                    self._last[other] = found_from
            del self._pending[pending:]
            self._drop_frames(frames)
        self.running = running
        self.record = around
        del self._busy[key]
        lowest = self._lowest
        if lowest >= depth:
            self._turns.pop(key, None)
        mine = root.touched
        if record is None:
            root.touched = touched | mine
        else:
            root.touched = touched
            record.files = mine
            mine = 0
        if lowest < depth:
            if entry[1]:
                self._lower(pending, frames, depth, lowest)
            if key not in self._provisional:
                self._pending.append(key)
                if self.found is not None and len(self._pending) % _LOOKED_AT == 0:
                    self._look_at_circle()
            self._provisional[key] = (result, lowest, mine, record)
            if outer < lowest:
                self._lowest = outer
            return result
        self._memo[key] = result
        if mine:
            self._read[key] = mine
        self._lowest = outer
        closed = self._close(pending, mine) if len(self._pending) > pending else []
        if self._last and not self._pending:
            self._last.clear()
        self._drop_frames(frames)  # the next who asks can keep them
        if trace is not None and record is not None:
            trace.keep([(key, result, record, self._runs.pop(key, ())), *closed])
            if not self._busy:
                self._runs.clear()  # of what was asked on a way round and is asked no more: the state may change now
        return result

    def _look_at_circle(self) -> None:
        """Raise EntangledError where a circle is too large, or functions of it spread: each time that it is gone round,
        they are given larger sets, which are other contexts.
        """
        spread = self._spread(self._pending)
        if spread or len(self._pending) > MOST_IN_CIRCLE:
            raise EntangledError(spread)

    def _spread(self, questions: Iterable[Key]) -> tuple[Where, ...]:
        """The functions of a circle that are run in ever more contexts there, see `EntangledError`."""
        raise NotImplementedError

    def _running(self, key: Key) -> AbstractContextManager[None]:
        """While a question is computed, or all is asked that it was computed from."""
        raise NotImplementedError

    def _is_found_again(self, last: Record) -> bool:
        """Whether all that an answer was found from, in the last round of its cycle, is as it was; it is asked anew.

        The record of what is answered now is that one then.
        """
        return self._are_answered_so(last.asked.items(), None) and self._is_that(
            last, last.asked, dict(last.read), dict(last.told)
        )

    def _run_before(self, trace: "Trace", key: Key) -> "Run | None":
        """What a question of a cycle was computed from in an earlier round, if all of that is as it was then.

        The record of what is answered now is that one then; else it is an empty one.
        """
        for base, run in trace.runs(key):
            if self._are_answered_so(zip(run.asked, run.answers, strict=True), base):
                asked = dict(zip(run.asked, run.answers, strict=True))
                self._is_that(run, asked, dict.fromkeys(run.read), dict.fromkeys(run.told))
                return run
            self.record = Record()
            self.root.touched = 0
        return None

    def _is_that(
        self, found: "Record | Run", asked: dict["Node", Any], read: dict["Node", None], told: dict[Any, None]
    ) -> Literal[True]:
        record = self.record
        assert record is not None
        record.asked, record.read, record.told = asked, read, told
        self.root.touched = found.files
        return True

    def _are_answered_so(self, asked: "Iterable[tuple[Node, Any]]", base: "Base | None") -> bool:
        """Whether questions have the answers that they had, in the last round of a cycle or when a base was made; they
        are asked in turn, as each is asked because of the answers before it.
        """
        from inferd.inference.keeping.asking import answering

        record, trace, asks = self.record, self.trace, answering()
        assert record is not None and trace is not None
        table = trace.now
        for node, answer in asked:
            known = table.get(node)
            if known is not None and known.result is answer and answer is not None:
                continue  # most of them
            key = node.key
            if answer is None and key[0] in FOR_GOOD:
                if base is None:
                    continue
                if known is None:
                    if not trace.stands(key):
                        return False
                    asks[key[0]](self, *key[1:])
                if not trace.is_same(node, base):
                    return False
                continue
            if answer is None or answer is SEVERAL:
                return False
            if known is not None:
                now = known.result
            else:
                held = self._provisional.get(key)
                if held is not None:
                    now = held[0]
                    self._lowest = min(self._lowest, held[1])
                else:
                    if base is not None and not trace.stands(key):
                        return False
                    asks[key[0]](self, *key[1:])
                    now = record.asked.get(node)
            if now is not answer and now != answer:
                return False
        return True

    def _lower(self, start: int, frames: int, depth: int, lowest: int) -> None:
        """What was found on the assumption of a question that is over, and part of a larger cycle, rests on that."""
        for key in self._pending[start:]:
            result, rests_on, read, record = self._provisional[key]
            if rests_on >= depth:
                self._provisional[key] = (result, lowest, read, record)
        for where in list(islice(reversed(self.half_frames), len(self.half_frames) - frames)):
            frame, rests_on, own = self.half_frames[where]
            if rests_on >= depth:
                self.half_frames[where] = (frame, lowest, own)

    def _drop_frames(self, start: int) -> None:
        """Forget the frames that rest on open questions, all but the first so many."""
        while len(self.half_frames) > start:
            self.half_frames.popitem()

    def _close(self, start: int, read: int) -> "list[Found]":
        """A cycle's head agrees with itself: so does all that was asked on the way, in the last round."""
        closed: list[Found] = []
        for key in self._pending[start:]:
            result, _, _, record = self._provisional.pop(key)
            self._memo[key] = result
            if read:
                self._read[key] = read
            if record is not None:
                closed.append((key, result, record, self._runs.pop(key, ())))
            self._assumed.pop(key, None)
            self._turns.pop(key, None)
        del self._pending[start:]
        return closed

    def recorded(self, compute: Callable[[], Any]) -> tuple[Any, Record, int]:
        """What is computed, what it was computed from, and the outermost open question among that."""
        root = self.root
        around, touched, lowest = self.record, root.touched, self._lowest
        record = self.record = Record()
        root.touched = 0
        self._lowest = 1 << 30
        try:
            result = compute()
        finally:
            rests_on = self._lowest
            record.files = root.touched
            self.record, root.touched, self._lowest = around, touched, min(lowest, rests_on)
        return result, record, rests_on

    def apart(self, compute: Callable[[], _T]) -> tuple[_T, int, bool]:
        """What is computed, the files of the project that it was read from (bits), and whether that is final: it rests
        on no open question, and no class is half known.
        """
        root = self.root
        touched, lowest = root.touched, self._lowest
        root.touched, self._lowest = 0, 1 << 30
        result = compute()
        read, rests_on = root.touched, self._lowest
        root.touched, self._lowest = touched | read, min(lowest, rests_on)
        return result, read, rests_on == 1 << 30 and not self.reading.open

    def aside(self) -> tuple[Record | None, int, int, Any]:
        """Begin something that is no part of what is computed now; `resume` takes what this gives."""
        before = self.record, self.root.touched, self._lowest, self.running
        self.running = None
        return before

    def resume(self, record: Record | None, touched: int, lowest: int, running: Any) -> None:
        self.record, self.root.touched, self._lowest, self.running = record, touched, lowest, running

    def is_known(self, key: Key) -> bool:
        """Whether a question has been answered."""
        return key in self._memo

    def rest_on(self, lowest: int) -> None:
        """What is computed now rests on an open question."""
        self._lowest = min(self._lowest, lowest)

    def is_large(self) -> bool:
        """Whether it remembers more than one should keep."""
        return len(self._memo) > _MOST or len(self.frames) > _MOST // 100

    def answers(self) -> tuple[dict[Key, Any], dict[Key, int]]:
        """What was answered for good, and the files of the project (bits) that it was read from, if any."""
        return self._memo, self._read

    def start_from(self, answers: tuple[dict[Key, Any], dict[Key, int]]) -> None:
        """Begin with what another engine has answered, and keep the rest in the same place."""
        self.found_in.clear()
        self._memo, self._read = answers

    def remember(self, key: Key, result: Any) -> None:
        """Take an answer for that of a question."""
        self._memo[key] = result

    def forget_classes(self) -> None:
        """Forget what is known of the project's classes."""
        for cls in [c for c in self.infos if not c.space]:
            del self.infos[cls]

    def forget(self, keys: Iterable[Key]) -> None:
        """Forget the answers to questions, and all frames."""
        for key in keys:
            self._memo.pop(key, None)
            self._read.pop(key, None)
        self.found_in.clear()
        self.frames.clear()
        self.unit_frames.clear()
        self.half_frames.clear()

    def forget_values(self) -> None:
        """Forget frames, and values of single steps of the project."""
        self.frames.clear()
        self.unit_frames.clear()
        memo = self._memo
        gone: list[Key] = []
        for key in reversed(memo):
            if len(gone) > 1 << 20 or key == self._kept:
                break
            if key[0] == "value" and not key[1].space:
                gone.append(key)
        for key in gone:
            del memo[key]
            self._read.pop(key, None)
        self._kept = next(reversed(memo), None)
