"""What flows, as a round of `flows` leaves it: its data, how it is made of what the round has told, and made again.

Terms
-----
gathered  What a round's entries have told: the units that were called, and what was stored.
joined    Where a function has more than `MOST` contexts that are kin, they are one.  What was joined in the round
          before stays so.

What two rounds have gathered alike is the same object in what they leave, where one is made from the other: states are
compared, and looked through for differences, many times over.
"""

from collections.abc import Callable, Collection, Container, Iterable
from typing import Any, NamedTuple

from inferd.inference.definitions import keys
from inferd.inference.engine import Engine, Where
from inferd.inference.keeping.entries import Node, Nodes
from inferd.inference.operations.byname import Asked
from inferd.inference.types import NOTHING, UNKNOWN, Cls, Instance, Types, Value, join

from inferd.inference.flow.contexts import (  # isort:skip
    HEIRS, MOST, Context, Joined, Kin, Place, joined, kin, ordered,
)  # fmt: skip

CONSTANTS = 24  # groups of kin contexts with constants, before these are not told apart
CLASSES = 128  # groups of kin contexts, before the classes that are called are not told apart
KINS = 2_000  # groups of kin contexts of a function, before all are joined
Attribute = tuple[Cls, str]
Made = tuple[Cls, str, tuple[Value, ...]]  # an attribute of the instances of a class that were made with some functions


class State:
    """What flows, as one round left it."""

    __slots__ = ("asked", "attributes", "contexts", "joined", "looked", "made", "names", "on_class")

    def __init__(self) -> None:
        self.looked: dict[Place, frozenset[int]] = {}  # the files in whose classes joins of a function looked
        self.contexts: dict[Place, tuple[Context, ...]] = {}
        self.joined: dict[Place, Joined] = {}  # of those with too many
        self.attributes: dict[Attribute, Types] = {}  # stored into instances
        self.made: dict[Made, Types] = {}  # of them, stored into instances that stand for functions
        self.on_class: dict[Attribute, Types] = {}  # stored into the class, from outside of its body
        self.names: dict[tuple[str, str], Types] = {}  # what functions put into containers of a module
        self.asked: dict[Asked, Types] = {}  # passed to methods that are called by name alone

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State) and self.contexts == other.contexts and self.attributes == other.attributes
            and self.on_class == other.on_class and self.names == other.names and self.made == other.made
            and self.asked == other.asked
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def joining(self, joins: "dict[Place, Joined]") -> "State":
        """The same with other joins of some functions."""
        out = State()
        for kind in PARTS:
            setattr(out, kind, getattr(self, kind))
        out.looked = self.looked
        out.joined = {**self.joined, **joins}
        return out

    def is_all(self, other: "State") -> bool:
        """Whether it is the same, with what contexts are joined in."""
        return self is other or (self == other and self.joined == other.joined)


class _Part:
    """A part of a state, as it is read while it is recorded what answers are found from."""

    __slots__ = ("engine", "kind", "known", "nodes")

    def __init__(self, engine: Engine, nodes: Nodes, kind: str, known: "dict[Any, Any]"):
        self.engine = engine
        self.nodes = nodes
        self.kind = kind
        self.known = known

    def _note(self, key: Any) -> None:
        record = self.engine.record
        if record is not None:
            record.read[self.nodes.part(self.kind, key)] = None

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        return self.known.get(key, default)

    def __contains__(self, key: Any) -> bool:
        self._note(key)
        return key in self.known


PARTS = ("asked", "attributes", "contexts", "joined", "made", "names", "on_class")


class Watched:
    """A state whose readers are noted."""

    __slots__ = PARTS

    def __init__(self, engine: Engine, nodes: Nodes, state: State):
        def part(kind: str, known: "dict[Any, Any]") -> _Part:
            return _Part(engine, nodes, kind, known)

        self.asked = part("asked", state.asked)
        self.attributes = part("attributes", state.attributes)
        self.contexts = part("contexts", state.contexts)
        self.joined = part("joined", state.joined)
        self.made = part("made", state.made)
        self.names = part("names", state.names)
        self.on_class = part("on_class", state.on_class)


def differences(nodes: Nodes, state: State, other: State) -> "set[Node]":
    """The parts in which two states differ, of those that anything was ever found from."""
    out: set[Node] = set()
    if state is other:
        return out
    for kind in PARTS:
        one, two, parts = getattr(state, kind), getattr(other, kind), nodes.parts_of(kind)
        keys_of_it = [k for k, v in one.items() if (known := two.get(k)) is not v and known != v]
        keys_of_it += two.keys() - one.keys()
        out.update(node for key in keys_of_it if (node := parts.get(key)) is not None)
    return out


class Gathered(NamedTuple):
    """What a round's entries have told: the units that were called, and what was stored, by part of the state."""

    reached: dict[Place, tuple[Node, ...]]
    stored: dict[str, dict[Any, Types]]


class Like(NamedTuple):
    """A round that is gone through again: what it left, and what joins there were *before* it; *files*: those all of
    whose functions may be other ones now; *functions*: others that are; *taken*: the files in whose classes joins of
    receivers would see other names.
    """

    left: State
    before: State
    files: frozenset[int]
    functions: frozenset[Where]
    taken: frozenset[int]


STORED = ("asked", "attributes", "made", "names", "on_class")


class Making(NamedTuple):
    """How a state is made of what a round has gathered.

    *before*: the state of the round before, whose joins last.  *early*: without what is not known in it, as yet
    perhaps.  Else what is copied from instance to instance (`new.x = self.x`) stays unknown for no other reason than
    that it was.  *inherited*: tests that classes inherit.
    """

    engine: Engine
    before: State
    early: bool
    inherited: Container[Where]

    def left(self, gathered: Gathered) -> State:
        """What a round leaves."""
        out = State()
        out.contexts, out.joined, out.looked = self._called(gathered, {*gathered.reached, *self.before.joined})
        for kind in STORED:
            setattr(out, kind, self._stored(gathered, kind, gathered.stored[kind]))
        return out

    def left_again(
        self, gathered: Gathered, like: Like, places: set[Place], stored: dict[str, set[Any]]
    ) -> State:
        """The same of a round that has gathered what another one had, but at some places and of some parts."""
        one, two = self.before.joined, like.before.joined
        left = like.left
        places = places | {
            place for place in gathered.reached if place[0].file in like.files or place[0] in like.functions
        }
        places |= {place for place, files in left.looked.items() if not files.isdisjoint(like.taken)}
        if one is not two:
            places |= {place for place in {*one, *two} if one.get(place) != two.get(place)}
        contexts, joined_in, looked = self._called(gathered, places)
        out = State()
        out.looked = {**{place: files for place, files in left.looked.items() if place not in places}, **looked}
        out.contexts = _replaced(left.contexts, contexts, places, _by_itself)
        out.joined = _replaced(left.joined, joined_in, places, _by_itself)
        for kind in STORED:
            other = self._stored(gathered, kind, stored[kind])
            setattr(out, kind, _replaced(getattr(left, kind), other, stored[kind], _of_part))
        if all(getattr(out, kind) is getattr(left, kind) for kind in PARTS):
            left.looked = out.looked
            return left
        return out

    def _called(
        self, gathered: Gathered, places: Iterable[Place]
    ) -> tuple[dict[Place, tuple[Context, ...]], dict[Place, Joined], dict[Place, frozenset[int]]]:
        """The contexts of some functions, what they are joined in, and the files in whose classes that looked."""
        out, before = State(), self.before
        for place in sorted(places):
            nodes = gathered.reached.get(place)
            if nodes:
                found = [node.key[1].context for node in nodes]
                kept = tuple(sorted(found, key=repr)) if len(found) > 1 else tuple(found)
                most = HEIRS if place[0] in self.inherited else MOST
                out.contexts[place] = _join(self.engine, out, place, kept, before, most)
            known = before.joined.get(place)
            if known is not None:
                of_place = out.joined.setdefault(place, {})
                for group, one in known.items():
                    of_place.setdefault(group, one)
        if self.early:
            for groups in out.joined.values():
                for group, one in groups.items():
                    given = [(name, _known(types) or types) for name, types in one.given]
                    groups[group] = one._replace(given=tuple(given))
        return out.contexts, out.joined, out.looked

    def _stored(self, gathered: Gathered, kind: str, wanted: Iterable[Any]) -> dict[Any, Types]:
        """What was stored in some parts, as the state has it."""
        out: dict[Any, Types] = {}
        part = gathered.stored[kind]
        for key in sorted([key for key in wanted if key in part], key=_of_part):
            types = part[key]
            rest = _known(types) if self.early else types
            if rest or not self.early:
                out[key] = ordered(self.engine, rest)
        return out


def _replaced(
    before: dict[Any, Any], other: dict[Any, Any], keys_of_it: Collection[Any], order: Callable[[Any], Any]
) -> dict[Any, Any]:
    """What was known, with what is known of some keys now; the same object where nothing is another thing."""
    if all(before.get(key) == other.get(key) for key in keys_of_it):
        return before
    if other.keys() <= before.keys():
        out = dict(before)
        for key in keys_of_it:
            if key not in other:
                out.pop(key, None)
            elif out[key] != other[key]:
                out[key] = other[key]
        return out
    kept = {key: known for key, known in before.items() if key not in keys_of_it}
    return {key: kept[key] if key in kept else other[key] for key in sorted((*kept, *other), key=order)}


def _by_itself(key: Any) -> Any:
    return key


def _known(types: Types) -> Types:
    """What is known of a set, and of what the containers in it hold."""
    if any(v[-1] == "instance" and any(len(a) > 1 and UNKNOWN in a for a in v.args) for v in types):
        types = tuple([_holding_known(v) if v[-1] == "instance" else v for v in types])
    return tuple([v for v in types if v != UNKNOWN]) if UNKNOWN in types else types


def _holding_known(v: Instance) -> Instance:
    """An instance whose type arguments are not partly unknown."""
    return v._replace(args=tuple([tuple([x for x in a if x != UNKNOWN]) or a for a in v.args]))


def _of_part(key: Any) -> Any:
    return key if len(key) == 2 else (*key[:2], repr(key[2]))


def _join(
    engine: Engine, out: State, place: Place, contexts: tuple[Context, ...], before: State, most: int
) -> tuple[Context, ...]:
    """Join the contexts of a place where more than *most* are kin, or were in the round *before*; those as kept."""
    known = before.joined.get(place, {})
    if len(contexts) <= most and not known:
        return contexts
    constants = {kin(c) for c in contexts if keys.has_constants(c)}
    if len(constants) > CONSTANTS or None in known:
        contexts = tuple(sorted(dict.fromkeys(keys.plain(engine, c) for c in contexts), key=repr))
    groups: dict[Kin, list[Context]] = {}
    called = keys.called(engine, *place)
    if called and len({kin(one, called) for one in contexts}) > CLASSES:
        called = frozenset()
    for one in contexts:
        groups.setdefault(kin(one, called), []).append(one)
    looked: set[int] = set()
    if len(groups) > KINS or None in known:
        out.joined[place] = {None: joined(engine, place[0], contexts, known.get(None), looked)}
        groups = {}
    for group, found in groups.items():
        if len(found) > most or group in known:
            one = joined(engine, place[0], found, known.get(group), looked)
            out.joined.setdefault(place, {})[group] = one
    if looked:
        out.looked[place] = frozenset(looked)
    return contexts


def either(engine: Engine, one: State, other: State) -> State:
    """What is in one of two states, or in both."""
    out = State()
    for place in sorted({*one.contexts, *other.contexts}):
        known, more = one.contexts.get(place, ()), other.contexts.get(place, ())
        out.contexts[place] = known if known == more else tuple(sorted({*known, *more}, key=repr))
    for place in sorted({*one.joined, *other.joined}):
        out.joined[place] = {**one.joined.get(place, {}), **other.joined.get(place, {})}
    for kind in STORED:
        parts, more_parts = getattr(one, kind), getattr(other, kind)
        both = {key: parts.get(key, NOTHING) for key in (*parts, *more_parts)}
        for key, types in more_parts.items():
            if both[key] != types:
                both[key] = ordered(engine, join(both[key], types))
        setattr(out, kind, {key: both[key] for key in sorted(both, key=_of_part)})
    return out
