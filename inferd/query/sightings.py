"""What recorded runs saw of one thing, in few words: how often it was called, by how many tests, with which types."""

from collections.abc import Sequence
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference.types import Value
from inferd.model import TypeRow
from inferd.query import runtime
from inferd.query import targets as T
from inferd.query.contradictions import contradictions
from inferd.query.view import Block, Member, View


class Sightings(NamedTuple):
    """`calls` and `tests` count what ran the body that stands there now; `rows` are the types that it was seen with,
    `against` what was seen that does not fit what is declared or inferred.
    """

    calls: int
    tests: int
    rows: list[TypeRow]
    against: list[TypeRow]

    @property
    def text(self) -> str:
        """`seen in 124 calls, 12 tests`; '' where nothing was seen."""
        parts = [f"{self.calls:,} {'call' if self.calls == 1 else 'calls'}"] if self.calls else []
        if self.tests:
            parts.append(f"{self.tests:,} {'test' if self.tests == 1 else 'tests'}")
        return f"seen in {', '.join(parts)}" if parts else ""


NOTHING = Sightings(0, 0, [], [])


def of(view: View, subjects: Sequence[T.Subject], compare: bool = True) -> Sightings:
    """What was seen of subjects, as far as it is current; *compare* it with what is declared, too."""
    seen = runtime.of(view) if view.reader.is_recorded() else None
    if seen is None:
        return NOTHING
    rows = [r for s in subjects for r in runtime.types(view, s) if r.evidence[0]["status"] == runtime.CURRENT]
    bodies = [b for s in subjects for b in seen.bodies_named(s) if b.kind in ("function", "lambda")]
    calls = 0
    for signature in seen.o.signatures_of(b.id for b in bodies):
        body = seen.body(signature.body)
        ended = signature.outcome in ("return", "raise")
        if ended and body is not None and seen.status(body, signature.run) == runtime.CURRENT:
            calls += signature.times
    tests = 0
    against: list[TypeRow] = []
    if bodies:
        tests = sum(1 for r in runtime.tests_of(view, subjects) if r.status == runtime.CURRENT)
        against = [r for s in subjects for r in contradictions(view, s)] if compare else []
    return Sightings(calls, tests, rows, against)


def receivers(view: View, block: Block, k: int) -> tuple[Value, ...]:
    """The classes of the project, or instances of them, that runs saw as the receiver of attribute *k* as it stands."""
    seen = runtime.of(view) if view.reader.is_recorded() else None
    if seen is None:
        return ()
    found = [*seen.receivers.at(block, k), *seen.receivers.behind(block, k)]
    values = [runtime.project_value(view, s.term) for s in found if s.status == runtime.CURRENT]
    return tuple(dict.fromkeys(v for v in values if v is not None))


def members(view: View, block: Block, k: int) -> list[T.Subject]:
    """What attribute *k* was on the receivers that runs saw there."""
    name = block.names[block.record(k)[0]]
    out: dict[T.Subject, None] = {}
    for value in receivers(view, block, k):
        entity = view.lookup(Class(value.cls.module, value.cls.name), name)
        if isinstance(entity, Member):
            out[T.subject_of(view, entity)] = None
    return list(out)
