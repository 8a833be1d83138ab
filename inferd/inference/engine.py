"""Types from declarations and constructors, and what follows from them down and between functions.

Why
---
`cart.total()` is a use of `Cart.total` only if the receiver is a `Cart`.  Python's binding rules do not say so;
annotations, stubs and constructor calls do, and a reader who wants to know whether to trust the answer can look at
them.

Terms
-----
space       The project or a library: files with scopes, each with its flow program, and a resolver for names.
lazy value  The value of a step, or of a name, taken over the whole scope without regard to order: the union of
            everything that is stored.  What one scope tells others (an attribute, a module's variable, an unannotated
            result) is lazy.
frame       One scope run forward, in order, with narrowing: what the occurrences *inside* it are (see `frames`).
member      What a class says of an attribute, in terms of its own type variables; bound to a receiver when it is looked
            up.

The algorithm
-------------
Everything is computed when it is first asked for and remembered.  Frames ask for lazy values and for what other
functions give (`flows`), and so there are cycles (`self.x = self.x.next`, recursion).  A question that comes back to
itself is answered with what is assumed (at first nothing).  The outermost question of a cycle is repeated until nothing
that was assumed inside of it changes; then all its questions are answered.  What was computed under an assumption that
is still open is not remembered.  So an answer does not depend on what was asked before it.  While it is recorded what
answers are found from, a question that is asked again, as its cycle is repeated, is computed again only if one of the
answers is another one that it was found from: these are asked again in the same order.

What it does not do
-------------------
Where what flows between functions is not known (`flow` is None), an unannotated parameter is unknown, and so is what
`**kwargs` passes.  No attribute hooks beyond `__getattr__`.
"""

import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from inferd.inference.program import Head, Program, ScopeText, Tree
from inferd.inference.reading import Reading

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, SELF, ClassObject, Cls, Function, Instance, Module, Special, Summary, Tuple, Types, Value, Variable,
    bounded, clipped, coarse, join, literal_class, settled, union,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.classes import Ancestor, Info
    from inferd.inference.contexts import Unit
    from inferd.inference.flows import Collector
    from inferd.inference.frames import Frame
    from inferd.inference.keeping.entries import Node
    from inferd.inference.keeping.trace import Trace
    from inferd.inference.lazy import Lazy
    from inferd.inference.roots import Mentions
    from inferd.inference.signatures import Signature


class Told(NamedTuple):
    """What a scope's type comments and docstring tell of parameters, variables, attributes, `return` and `yield`."""

    commented: dict[str, str]
    documented: dict[str, str]


class Space(Protocol):
    """The project or a library, as inference reads it."""

    key: str
    touched: int

    def files_of(self, module: str) -> list[int]: ...
    def module_of(self, file: int) -> str: ...
    def path_of(self, file: int) -> str: ...
    def file_at(self, path: str) -> int | None: ...
    def is_stub(self, file: int) -> bool: ...
    def has(self, file: int) -> bool: ...
    def tree(self, file: int) -> Tree: ...
    def text(self, file: int) -> Tree: ...
    def entry(self, module: str, name: str) -> int: ...
    def resolve(self, module: str, name: str) -> list[tuple[str, str, str]]: ...
    def imported(self, file: int, level: int, module: str, name: str | None) -> list[tuple[str, str, str]]: ...
    def starred(self, file: int, level: int, module: str) -> tuple[str, bool]: ...
    def exports(self, module: str, name: str) -> bool: ...
    def told(self, file: int, scope: int) -> Told: ...
    def said(self, file: int, text: str, scopes: list[ScopeText]) -> int: ...
    def forget_functions(self) -> None: ...


class Outcome(Protocol):
    """A `Summary`, or one that is read as far as it is asked for."""

    @property
    def returned(self) -> Types: ...
    @property
    def yielded(self) -> Types: ...
    @property
    def stored(self) -> tuple[tuple[str, Types], ...]: ...
    def cell(self, name: str) -> Types | None: ...


class Stored(Protocol):
    """What running functions gives, by unit."""

    def get(self, unit: "Unit") -> Outcome | None: ...


class World(Protocol):
    """The project and its libraries: spaces by key ('' for the project), and the one that has a module."""

    def space(self, key: str) -> Space: ...
    def outside(self, module: str) -> Space | None: ...


class Where(NamedTuple):
    """A scope."""

    space: str
    file: int
    scope: int


FORMS = frozenset(
    (
        "Any", "Optional", "Union", "Literal", "Final", "ClassVar", "Annotated", "Callable", "Generic", "Protocol",
        "Tuple", "Type", "NoReturn", "Never", "Self", "Concatenate", "TypeGuard", "TypeIs", "Required", "NotRequired",
        "ReadOnly", "Unpack", "LiteralString", "TypeAlias", "TypedDict",
    )
)  # fmt: skip
#: what `typing` calls classes that it does not define
CLASSES = {
    "List": ("builtins", "list"), "Dict": ("builtins", "dict"), "Set": ("builtins", "set"),
    "FrozenSet": ("builtins", "frozenset"), "DefaultDict": ("collections", "defaultdict"),
    "OrderedDict": ("collections", "OrderedDict"), "Counter": ("collections", "Counter"),
    "ChainMap": ("collections", "ChainMap"), "Deque": ("collections", "deque"),
}  # fmt: skip
TYPING = frozenset(("typing", "typing_extensions", "_typeshed"))
INFERENCE_VERSION = 35  # raised when the same code gets other types
_NONE: dict[str, Variable] = {}
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
_FOR_GOOD = frozenset(("frame", "info"))  # kinds of questions that are not noted before they are answered for good
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
    from inferd.inference.containers import merged

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
        from inferd.inference.contexts import Context

        return Context(())
    return ANY


class Engine:
    """Questions about types over one snapshot of a project and its libraries."""

    def __init__(self, world: World):
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _STACK))
        self.world = world
        self.root = world.space("")
        self.bounds: dict[Variable, tuple[Types, Types]] = {}  # of type variables: (bound, constraints)
        self.defaults: dict[Variable, Types] = {}  # of type variables that have one
        self.infos: dict[Cls, tuple[Info, int]] = {}  # class -> (its Info, files read)
        self.made_classes: dict[Cls, tuple[Where, int, tuple[Ancestor, ...]]] = {}  # of calls: (where, step, bases)
        self.comparing: set[tuple[Cls, Cls]] = set()  # pairs of classes that are being matched
        self.made_fields: dict[Cls, dict[str, Types]] = {}
        self.mentions: dict[int, Mentions] = {}  # of files of the project
        self.reading = Reading()  # classes that are being read
        self.found_in: dict[Cls, tuple[Info, dict[str, tuple[Any, int]]]] = {}
        # class -> what is known of it, and what was looked up in its line, with the files that it was read from
        self.signatures: dict[tuple[Where, int], Signature] = {}
        self.defined: dict[tuple[str, int, int, str], list[tuple[Where, int]]] = {}
        self.lazies: dict[Where, Lazy] = {}
        self.frames: dict[Where, Frame] = {}
        self.programs: dict[Where, Program] = {}  # those that were read since `forget_steps`
        self._heads: dict[Where, tuple[Head, int, Node | Literal[False]]] = {}  # with what is noted of who reads it
        self._noted: dict[Key, tuple[Node, ...]] = {}  # see `note`
        self.class_nodes: dict[Cls, Node] = {}  # of the questions about classes
        self.unit_frames: dict[Unit, tuple[Frame, int]] = {}  # with the files that each was read from
        self._memo: dict[Key, Types] = {}
        self._busy: dict[Key, list[Any]] = {}  # key -> [assumed result, whether it was used, depth, how to compute it]
        self._read: dict[Key, int] = {}  # key -> the files of the project that a result was read from, if any
        self._kept: Key | None = None  # the last key that `forget_steps` has seen
        self._provisional: dict[Key, tuple[Types, int, int, Record | None]] = {}
        # key -> (result, outermost open question it rests on, files read, what else was)
        self._pending: list[Key] = []  # the keys of `_provisional`, in the order in which they were found
        self._assumed: dict[Key, Types] = {}  # of questions within an open cycle: what the next round starts from
        self._last: dict[Key, Record] = {}  # of them, what they were found from in the last round
        self._changes = 0  # counts assumptions that did not hold
        self._turns: dict[Key, int] = {}  # how often, of one that is assumed now
        self._lowest = 1 << 30  # the outermost open question that was met while computing
        self._builtins: dict[str, Cls] = {}
        self.flow: Any = None  # a `states.State`: what flows between the project's functions, where that is known
        self.told: Stored | None = None  # what running functions gives, where that is stored
        self.running: Frame | None = None  # whose calls those are that are made now
        self.found: Collector | None = None  # while that is being found out
        self.trace: Trace | None = None  # what earlier rounds of that have answered, and from what
        self.record: Record | None = None  # of the question that is being answered, where there is a trace
        self.notes = False  # whether it is noted, too, what is read of the project's text
        self.half_frames: dict[Where, tuple[Frame, int, Record]] = {}  # in the same way as `_provisional`
        self.check: Callable[[], None] | None = None  # called all the time; raises where nobody wants the answer
        self._asked = 0

    # -- remembering ----------------------------------------------------------------------------------------------

    def solve(self, key: Key, compute: Callable[[], Types]) -> Types:
        """The result for *key*, computed once; see the module's docstring for cycles."""
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

    def _answer(self, key: Key, compute: Callable[[], Types]) -> Types:
        """The same, of what is not remembered."""
        root = self.root
        open_ = self._busy.get(key)
        if open_ is not None:
            open_[1] = True
            if open_[2] < self._lowest:
                self._lowest = open_[2]
            assumed: Types = open_[0]
            return assumed
        if self.trace is not None and key not in self._provisional:
            revived = self.trace.revived(key)
            if revived is not None:
                return revived  # type: ignore[no-any-return]
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

    def _solve_first(self, key: Key, compute: Callable[[], Types]) -> Types:
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
                again: Callable[[], Types] = self._busy[deepest][3] if deepest in self._busy else compute
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
                            self.trace.keep([(one, unanswered, Record())])
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

    def _solve(self, key: Key, compute: Callable[[], Types]) -> Types:
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
            result: Types
            if last is not None and self._is_found_again(last):
                result = last.found
            else:
                if last is not None:
                    record = self.record = Record()
                    root.touched = 0
                result = compute()
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
            trace.keep([(key, result, record), *closed])
        return result

    def _look_at_circle(self) -> None:
        """Raise EntangledError where a circle is too large, or functions of it spread: each time that it is gone round,
        they are given larger sets, which are other contexts.
        """
        spread = self._spread(self._pending)
        if spread or len(self._pending) > MOST_IN_CIRCLE:
            raise EntangledError(spread)

    def _spread(self, questions: Iterable[Key]) -> tuple[Where, ...]:
        from inferd.inference import contexts

        return contexts.spread(self, [key[1] for key in questions if key[0] == "unit"])

    def _is_found_again(self, last: Record) -> bool:
        """Whether all that an answer was found from, in the last round of its cycle, is as it was; it is asked anew.

        The record of what is answered now is that one then.
        """
        from inferd.inference.keeping.asking import answering

        record, asks = self.record, answering()
        assert record is not None
        for node, answer in last.asked.items():
            kind = node.key[0]
            if answer is None and kind in _FOR_GOOD:
                continue
            if answer is None or answer is SEVERAL:
                return False
            asks[kind](self, *node.key[1:])
            now = record.asked.get(node)
            if now is not answer and now != answer:
                return False
        record.asked, record.read, record.told = dict(last.asked), dict(last.read), dict(last.told)
        self.root.touched = last.files
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

    def _close(self, start: int, read: int) -> list[tuple[Key, Types, Record]]:
        """A cycle's head agrees with itself: so does all that was asked on the way, in the last round."""
        closed: list[tuple[Key, Types, Record]] = []
        for key in self._pending[start:]:
            result, _, _, record = self._provisional.pop(key)
            self._memo[key] = result
            if read:
                self._read[key] = read
            if record is not None:
                closed.append((key, result, record))
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

    def answers(self) -> tuple[dict[Key, Types], dict[Key, int]]:
        """What was answered for good, and the files of the project (bits) that it was read from, if any."""
        return self._memo, self._read

    def start_from(self, answers: tuple[dict[Key, Types], dict[Key, int]]) -> None:
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

    def forget_steps(self) -> None:
        """Forget frames, programs of functions and values of single steps, of the project: what other scopes ask for is
        kept by name.
        """
        self.frames.clear()
        self.unit_frames.clear()
        self.programs.clear()
        self._heads.clear()
        self.lazies.clear()
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
        self.root.forget_functions()

    # -- scopes and names -----------------------------------------------------------------------------------------

    def tree(self, space: str, file: int) -> Tree:
        return self.world.space(space).tree(file)

    def program(self, where: Where) -> Program:
        program = self.programs.get(where)
        if program is None:
            program = self.programs[where] = self.world.space(where.space).tree(where.file).program(where.scope)
        elif not where.space:
            self.root.touched |= program.bit
        if self.notes and self.record is not None and where.scope and not where.space:
            node = program.body_node
            if node is None and self.trace is not None:
                node = program.body_node = self.trace.source("body", where)
            if node:
                self.record.read[node] = None
        return program

    def head(self, where: Where) -> Head:
        """What a caller sees of a function; it does not rest on the rest of its body."""
        known = self._heads.get(where)
        if known is None:
            program = self.world.space(where.space).tree(where.file).program(where.scope)
            is_part = self.notes and self.trace is not None and bool(where.scope) and not where.space
            node = self.trace.source("head", where) if is_part and self.trace is not None else False
            known = program.head, program.bit, node
            if self.trace is not None or not self.notes:
                self._heads[where] = known
        if not where.space:
            self.root.touched |= known[1]
            if known[2] and self.record is not None:
                self.record.read[known[2]] = None
        return known[0]

    def read_assigned(self, where: Where) -> Tree:
        """The scopes of a file, to look at what the methods of a class assign to attributes, and at nothing else."""
        if self.notes and self.record is not None and self.trace is not None and not where.space:
            node = self.trace.source("assigns", where)
            if node:
                self.record.read[node] = None
        return self.world.space(where.space).text(where.file)

    def rests_on(self, where: Where, step: int = -1, is_part: bool = True) -> None:
        """What is computed now was found out from a scope, if not just now; *is_part*: from its program, too, which in
        a module or a class is what the *step* is in.
        """
        if where.space:
            return
        self.root.touched |= 1 << max(where.file, 0)
        if is_part and self.notes and self.record is not None:
            self.note((where, step), self._note_part, where, step)

    def _note_part(self, where: Where, step: int) -> None:
        self.program(where)
        if step >= 0:
            self.root.tree(where.file).note_unit(where.scope, step)

    def note(self, key: Key, noting: Callable[..., None], *about: Any) -> None:
        """Note what something rests on that is remembered under a key; what that is, is looked at once."""
        record = self.record
        assert record is not None
        known = self._noted.get(key)
        if known is None:
            mine = self.record = Record()
            try:
                noting(*about)
            finally:
                self.record = record
            known = tuple(mine.read)
            if self.trace is not None:
                self._noted[key] = known
        for node in known:
            record.read[node] = None

    def told_of(self, where: Where) -> Told:
        """What a scope's type comments and docstring tell."""
        if self.notes and not where.space:
            self.root.tree(where.file).note_told(where.scope)
        return self.world.space(where.space).told(where.file, where.scope)

    def unrecorded(self, compute: Callable[[], Any]) -> Any:
        """What is computed, which is not noted: who asks notes what it rests on."""
        record, self.record = self.record, None
        try:
            return compute()
        finally:
            self.record = record

    def module_of(self, where: Where) -> str:
        return self.world.space(where.space).module_of(where.file)

    def kind(self, where: Where) -> str:
        return self.tree(where.space, where.file).scopes[where.scope].kind

    def qualname(self, where: Where) -> str:
        return self.tree(where.space, where.file).scopes[where.scope].qualname

    def parent(self, where: Where) -> Where | None:
        parent = self.tree(where.space, where.file).parents[where.scope]
        return Where(where.space, where.file, parent) if parent >= 0 else None

    def made_at(self, where: Where) -> tuple[Where, int] | None:
        """The step that makes a scope: (the scope around, step); None for a module."""
        around = self.parent(where)
        if around is None:
            return None
        number = self.tree(where.space, where.file).numbers[where.scope]
        step = self.program(around).children.get(number)
        return (around, step) if step is not None else None

    def builtin(self, name: str) -> Cls:
        """A class of `builtins`."""
        known = self._builtins.get(name)
        if known is None:
            space = self.world.outside("builtins")
            known = self._builtins[name] = Cls(space.key if space is not None else "builtins", "builtins", name)
        return known

    def instance(self, name: str, *args: Types) -> Types:
        return (Instance(self.builtin(name), tuple(args)),)

    def outside_class(self, module: str, name: str) -> Cls:
        space = self.world.outside(module)
        return Cls(space.key if space is not None else module, module, name)

    def widened(self, types: Types) -> Types:
        """Constants as instances of their classes, those in tuples too."""
        for v in types:
            tag = v[-1]
            if tag == "literal" or tag == "tuple":
                break
        else:
            return types
        out: dict[Value, None] = {}
        for v in types:
            tag = v[-1]
            if tag == "literal":
                v = Instance(self.builtin(literal_class(v.text)))
            elif tag == "tuple":
                items = tuple([self.widened(i) for i in v.items])
                if items != v.items:
                    v = Tuple(items)
            out[v] = None
        return tuple(out)

    def name(self, where: Where, name: str) -> Types:
        """What a name read in a scope may be, by the stores of the scope that binds it (a lazy value)."""
        at: Where | None = where
        first = True
        while at is not None:
            params = self.type_parameters(at)
            if name in params:
                return (params[name],)
            if at.scope == 0:
                break
            if first or self.kind(at) != "class":
                program = self.program(at)
                if program.outer.get(name) == "g":
                    break
                if name in program.stores and name not in program.outer:
                    return self.stored(at, name)
            first = False
            at = self.parent(at)
        return self.global_(where.space, self.module_of(where), name)

    def stored(self, where: Where, name: str) -> Types:
        """The lazy value of a name that a scope binds: what it is declared to be, else the union of its stores."""
        from inferd.inference import lazy

        return self.solve(("name", where, name), lambda: lazy.stored(self, where, name))

    def global_(self, space: str, module: str, name: str) -> Types:
        """What a module's name is; a builtin where the module does not bind it."""

        def compute() -> Types:
            found = self.world.space(space).resolve(module, name)
            if not found:
                from inferd.inference import lazy

                brought = lazy.starred(self, space, module, name, set())
                if brought:
                    return brought
                builtins = self.world.outside("builtins")
                if builtins is None or (builtins.key == space and module == "builtins"):
                    return ANY
                if name in ("__file__", "__name__") and self.flow is not None:
                    return self.instance("str")
                found = builtins.resolve("builtins", name)
                if not found and self.flow is not None and not space:
                    put: Types = self.flow.names.get((module, name), NOTHING)  # what `exec` binds
                    return put or (NOTHING if self._is_gone(module, name) else ANY)
                return union(self.target(builtins.key, t) for t in found) if found else ANY
            if len(found) > 1 and not space and self.flow is not None:
                from inferd.inference import versions

                for f in self.root.files_of(module):
                    stores = self.program(Where("", f, 0)).stores.get(name, [])
                    if len(versions.live(self, Where("", f, 0), stores)) < len(stores):
                        return self.stored(Where("", f, 0), name)
            return union(self.target(space, t) for t in found)

        return self.solve(("global", space, module, name), compute)

    def _is_gone(self, module: str, name: str) -> bool:
        """Whether a name that nothing binds is a builtin of Python 2, so that reading it raises an exception."""
        from inferd.inference import versions

        if name not in versions.GONE:
            return False
        return all(versions.is_gone(self.program(Where("", f, 0)), name) for f in self.root.files_of(module))

    def target(self, space: str, target: tuple[str, str, str]) -> Types:
        """The value of what a resolver found: ("symbol" | "module" | "outside", module, name)."""
        kind, module, name = target
        if kind == "module":
            return (Module(space, module),)
        if kind == "symbol":
            return self.symbol(space, module, name)
        library = self.world.outside(module)
        if library is None or library.key == space:
            return self._form(module, name) or (NOTHING if not space and self._lacks(module, name) else ANY)
        if not name:
            return (Module(library.key, module),)
        if not space and self._lacks(module, name):
            return NOTHING
        return self.dotted(library.key, module, name)

    def _lacks(self, module: str, name: str) -> bool:
        """Whether an import asks for what only Python 2 has, so that it raises an exception."""
        from inferd.inference import versions

        return self.flow is not None and versions.is_gone_import(module, name)

    def dotted(self, space: str, module: str, name: str) -> Types:
        """`module.name` where the name may be dotted."""
        first, _, rest = name.partition(".")
        found = self.world.space(space).resolve(module, first)
        types = union(self.target(space, t) for t in found) if found else ANY
        while rest and types:
            first, _, rest = rest.partition(".")
            from inferd.inference import attributes

            types = attributes.attribute_of(self, types, first)
        return types

    def _form(self, module: str, name: str) -> Types:
        if module not in TYPING:
            return NOTHING
        if name in FORMS:
            return (Special(name),)
        return (ClassObject(self.outside_class(*CLASSES[name])),) if name in CLASSES else NOTHING

    def symbol(self, space: str, module: str, name: str) -> Types:
        """The value of a name that a module itself binds."""
        form = self._form(module, name)
        if form:
            return form
        spaces = self.world.space(space)
        files = spaces.files_of(module)
        if any(spaces.is_stub(f) for f in files):
            stubs = [f for f in files if spaces.is_stub(f) and name in spaces.tree(f).program(0).stores]
            files = stubs or files
        out: list[Types] = []
        for f in files:
            tree = spaces.tree(f)
            if name in tree.program(0).stores:
                out.append(self.stored(Where(space, f, 0), name))
            out += [
                self.stored(Where(space, f, i), name)
                for i in tree.declaring_globals() if tree.program(i).outer.get(name) == "g"
            ]  # fmt: skip
        types = union(out)
        if types == (("none",),) and not spaces.is_stub(files[0]):
            return join(types, ANY)  # a place for something that is put there from elsewhere
        return types if out else ANY

    # -- type variables -------------------------------------------------------------------------------------------

    def type_parameters(self, where: Where) -> dict[str, Variable]:
        """The `[T]` parameters of the definition that makes a scope."""
        tree = self.world.space(where.space).text(where.file)
        parent = tree.parents[where.scope]
        if parent < 0:
            return _NONE
        if tree.scopes[where.scope].kind == "function":  # whose body rests on whether it may have some
            if not tree.program(parent).generic:
                return _NONE
        elif not self.program(Where(where.space, where.file, parent)).generic:
            return _NONE
        made = self.made_at(where)
        return self.parameters_at(*made) if made is not None else _NONE

    def parameters_at(self, around: Where, step: int) -> dict[str, Variable]:
        """The `[T]` parameters that stand before the definition at a step."""
        program = self.program(around)
        if not program.generic:
            return _NONE
        out: dict[str, Variable] = {}
        module = self.module_of(around)
        for n in range(step - 1, -1, -1):
            words = program.steps[n]
            if words[0] in ("f", "fa", "k", "ta"):
                break
            if words[0] == "tp":
                variable = Variable(around.space, f"{module}:{self.qualname(around)}@{step}", words[1])
                out[words[1]] = variable
                if variable not in self.bounds:
                    self.bounds[variable] = (NOTHING, NOTHING)
                    bound = next((int(w[1:]) for w in words[3:] if w[0] == ":"), None)
                    if bound is not None:
                        from inferd.inference import annotations

                        if program.steps[bound][0] == "t":  # constraints
                            parts = [annotations.read(self, around, int(w), out) for w in program.steps[bound][2:]]
                            self.bounds[variable] = (NOTHING, union(parts))
                        else:
                            self.bounds[variable] = (annotations.read(self, around, bound, out), NOTHING)
        return out

    def bound(self, variable: Variable) -> Types:
        """What a type variable may be at least: its bound or its constraints; unknown without one."""
        bound, constraints = self.limits(variable)
        return bound or constraints or ANY

    def limits(self, variable: Variable) -> tuple[Types, Types]:
        """The bound of a type variable, and its constraints."""
        self._meet(variable)
        return self.bounds.get(variable, (NOTHING, NOTHING))

    def default(self, variable: Variable) -> Types | None:
        """What a type variable is where it is not given; None where it has no default."""
        self._meet(variable)
        return self.defaults.get(variable)

    def _meet(self, variable: Variable) -> None:
        """What is computed now rests on where a type variable is made; which is read there, if nobody has yet."""
        is_known = variable in self.bounds
        if variable.space or (is_known and not self.notes):
            return
        from inferd.inference import lazy

        around, mark, at = variable.module.rpartition("@")
        module, _, inner = (around if mark else variable.module).partition(":")
        for f in self.root.files_of(module):
            for i in self.root.tree(f).by_name.get(inner, ()):
                where = Where("", f, i)
                program = self.program(where)
                for n in [int(at)] if mark else program.stores.get(variable.name, ()):
                    if mark and self.root.text(f).has_step(i, n):
                        self.rests_on(where, n)
                        if not is_known:
                            self.parameters_at(where, n)
                    elif not mark and program.steps[n][0] == "s" and program.steps[int(program.steps[n][2])][0] == "(":
                        self.rests_on(where, n)
                        if not is_known:
                            lazy.made_by_call(self, where, variable.name, int(program.steps[n][2]))

    def fields_of(self, cls: Cls) -> dict[str, Types] | None:
        """The fields of a class that a call makes; None for any other."""
        made = self.made_classes.get(cls) if self.notes else None
        if made is not None:
            self.rests_on(*made[:2])
        return self.made_fields.get(cls)

    def class_around(self, where: Where) -> Cls | None:
        """The class in whose body a function is defined."""
        tree = self.tree(where.space, where.file)
        around = tree.parents[where.scope]
        if around < 0 or tree.scopes[around].kind != "class":
            return None
        return Cls(where.space, self.module_of(where), tree.scopes[around].qualname)

    def class_at(self, where: Where) -> Cls:
        return Cls(where.space, self.module_of(where), self.qualname(where))

    def own_instance(self, cls: Cls) -> Value:
        """An instance of a class in terms of its own type parameters."""
        from inferd.inference import classes

        info = classes.info(self, cls)
        return Instance(cls, tuple([(p,) for p in info.params]))


__all__ = ["ANY", "SELF", "ClassObject", "Engine", "Function", "Space", "Where", "World"]
