"""A round that is gone through again after an edit: what it tells otherwise than it did.

Why
---
Of some hundred thousand entries of a round an edit changes a few.  Going through all that can be got to from the roots,
to collect what it tells, takes a microsecond or two for each; in large projects that is more than answering what does
not hold.

Terms
-----
before   The same round before the edit, the first base of the round's trace.  All of its entries could be got to.
unsure   What does not plainly hold, see `trace`.  What is *sure* asks nothing that is unsure, but may have told it.
edge     From a question to one that it asked, and to a unit that it told to be called.

The algorithm
-------------
What is unsure is asked, from roots and from what sure entries tell.  What has another entry than before, or none, may
have lost edges.  Each question to which one was lost proves by a way up, over those who ask or tell it now, that it can
still be got to from a root; where all ways end, all questions on them are gone, and have lost their edges, too.  (A
question that could be got to before and cannot now has a first one like it on its way from a root: that one has lost an
edge.)

For each unit that gained or lost an entry which tells it, it is looked whether any tells it now, and what is stored in
a part of the state of which an entry tells otherwise is put together anew, of all who tell it.

What it costs
-------------
A walk over what is unsure, and for each lost edge a way up, which ends at the first root.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from inferd.inference.flow.contexts import Place, Unit
from inferd.inference.flow.states import STORED, Gathered
from inferd.inference.keeping.entries import Entry, Node
from inferd.inference.keeping.trace import Trace
from inferd.inference.types import Types, join

_FEW = 4  # entries of the round, for one that is unsure, before it is gone through all of them


def is_worth_it(trace: Trace) -> bool:
    """Whether little enough is unsure."""
    return trace.nodes.knows_users and len(trace.unsure) * _FEW < len(trace.bases[0].table)


class Again:
    """See the module's docstring.  The table of the round is complete after `ask`."""

    def __init__(self, trace: Trace, begins: dict[Node, bool], before: dict[Node, bool]):
        self.trace = trace
        self.begins = begins  # the questions that the round begins with: question -> whether it is a call
        self.before = before  # the same before the edit
        self.table = trace.bases[0].table
        self.seen: dict[Node, Entry] = {}  # what is unsure, as it is now
        self.gone: set[Node] = set()
        self._proven: set[Node] = set()  # what can be got to

    def ask(self) -> None:
        """Ask what is unsure, and forget what cannot be got to any more."""
        trace, table = self.trace, self.table
        first = {
            node for node in trace.unsure if node in table and (node in self.begins or trace.is_told(node, table))
        }
        waiting = [n for n in table if n in first] if len(first) > 1 else list(first)  # in an order of their own
        # a root of before that had no entry was told by libraries alone, and is so now
        waiting += [n for n in self.begins if n not in first and n not in self.before and not trace.is_sure(n)]
        asked: set[Node] = set()
        unsure = trace.unsure
        while waiting:
            node = waiting.pop()
            if node in asked:
                continue
            asked.add(node)
            own = trace.answered(node)
            if own is not None:
                self.seen[node] = own
                waiting += [n for n in _edges(own) if n in unsure or n not in table]  # the others are sure
        if self.begins is not self.before:
            self._lose([node for node in self.before if node not in self.begins])
        for node in trace.unsure:
            held = table.get(node)
            if held is not None and (own := self.seen.get(node)) is not held:
                kept = set(_edges(own)) if own is not None else ()
                self._lose([n for n in _edges(held) if n not in kept])
        trace.complete(self.seen, self.gone)

    def _is_there(self, node: Node) -> bool:
        return node not in self.gone and (node in self.seen or self.trace.is_sure(node))

    def _lose(self, nodes: list[Node]) -> None:
        """Some questions have lost an edge to them."""
        while nodes:
            node = nodes.pop()
            if self._is_there(node):
                for dead in self._above(node):
                    self.gone.add(dead)
                    nodes += _edges(self.trace.now[dead])

    def _above(self, node: Node) -> set[Node]:
        """A question and all above it, if it cannot be got to from a root; else nothing."""
        if node in self.begins or node in self._proven:
            return set()
        way = [node]
        ways = [self._up(node)]
        visited = {node}
        while ways:
            for other in ways[-1]:
                if other in visited:
                    continue
                visited.add(other)
                if other in self.begins or other in self._proven:
                    self._proven.update(way)
                    return set()
                way.append(other)
                ways.append(self._up(other))
                break
            else:
                ways.pop()
                way.pop()
        return visited

    def _up(self, node: Node) -> Iterator[Node]:
        """The questions that ask or tell another one now."""
        now = self.trace.now
        for user in node.users or ():
            if self._is_there(user) and node in now[user].asked:
                yield user
        for teller in node.tellers or ():
            if self._is_there(teller) and node in now[teller].told:
                yield teller

    def gathered(self, before: Gathered) -> tuple[Gathered, set[Place], dict[str, set[Any]]]:
        """What the round has gathered, with the functions and the parts of the state of which that is another thing."""
        now = self.trace.now
        calls = {node for node, _ in self.begins.items() ^ self.before.items()}
        parts: set[tuple[str, Any]] = set()
        for node in {*self.seen, *self.gone, *self.trace.unsure}:
            held, own = self.table.get(node), now.get(node)
            if held is own:
                continue
            for what in set(held.told if held is not None else ()).symmetric_difference(own.told if own else ()):
                if type(what) is Node:
                    calls.add(what)
                else:
                    parts.add(what[:2])
        reached, places = dict(before.reached), set[Place]()
        for node in calls:
            unit: Unit = node.key[1]
            if node.key[0] != "call":
                continue
            place = unit.where, unit.at
            known = reached.get(place, ())
            is_called = self.begins.get(node, False) or any(
                node in entry.told for teller in node.tellers or () if (entry := now.get(teller)) is not None
            )
            if is_called and node not in known:
                reached[place] = (*known, node)
            elif not is_called and node in known:
                reached[place] = tuple([n for n in known if n is not node])
            else:
                continue
            places.add(place)
        stored, changed = {kind: dict(before.stored[kind]) for kind in STORED}, {kind: set[Any]() for kind in STORED}
        for kind, key in parts:
            types = self._stored(kind, key)
            if types is None:
                stored[kind].pop(key, None)
            else:
                stored[kind][key] = types
            changed[kind].add(key)
        return Gathered({place: nodes for place, nodes in reached.items() if nodes}, stored), places, changed

    def _stored(self, kind: str, key: Any) -> Types | None:
        """What is stored in a part of the state; None: nobody stores there."""
        now = self.trace.now
        found = [
            what[2]
            for teller in dict.fromkeys(self.trace.nodes.storing.get((kind, key), ()))
            if (entry := now.get(teller)) is not None
            for what in entry.told if type(what) is not Node and what[0] == kind and what[1] == key
        ]  # fmt: skip
        return join(*found) if found else None


def _edges(entry: Entry) -> Iterator[Node]:
    return chain(entry.asked, [what for what in entry.told if type(what) is Node])
