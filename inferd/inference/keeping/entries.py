"""What was answered in rounds, and what it was found from: the data of `trace`, which has the terms.

A *node* stands for a question or a part of the state, an *entry* is its answer in one round, and a *table* the entries
of one.  `Nodes` has the nodes of all tables that are kept, and forgets what is in none.
"""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from inferd.inference.questions import FOR_GOOD, SEVERAL, Key, Record

_T = TypeVar("_T")
_FEW_USERS = 100_000


class Node:
    """A question, or a part of the state, as what is told apart by identity alone: keys take long to compare.

    Where tables are kept, it knows its *users*, the questions whose entries were found from it, and its *tellers*,
    those on whose way it was told.  Some may be users no more.
    """

    __slots__ = ("key", "tellers", "users")

    def __init__(self, key: Key):
        self.key = key
        self.tellers: list[Node] | None = None
        self.users: list[Node] | None = None


class Nodes:
    """The nodes of all that was ever asked and read; *knows_users*: see `Node`."""

    def __init__(self, knows_users: bool = False) -> None:
        self.knows_users = knows_users
        self._noted = self._noted_at_first = 0  # users, since they were last found from the tables; and then
        self.questions: dict[Key, Node] = {}
        self._parts: dict[str, dict[Any, Node]] = {}
        self.storing: dict[tuple[str, Any], list[Node]] = {}  # part of the state -> those on whose way it was told
        self.files: dict[int, int] = {}  # sets of files that entries were found from, each once
        self.sources: dict[Node, int] = {}  # parts of the project's text -> digest, see `sources`

    def part(self, kind: str, key: Any) -> Node:
        """A part of the state."""
        known = self._parts.setdefault(kind, {})
        found = known.get(key)
        if found is None:
            found = known[key] = Node((kind, key))
        return found

    def parts_of(self, kind: str) -> dict[Any, Node]:
        return self._parts.get(kind, {})

    def shrink(self, tables: "list[Table]", roots: "Iterable[Node]", parts: "Iterable[Node]") -> None:
        """Forget what is in none of some tables, is no root of them and none of some parts, if that is most of it."""
        if self._noted > 2 * self._noted_at_first + _FEW_USERS:
            self._find_users(tables)
        if len(self.questions) <= 2 * len(tables[-1]):
            return
        entries = {entry for table in tables for entry in table.values()}
        live = {node for table in tables for node in table}
        live.update(roots)
        live.update(chain.from_iterable(entry.asked for entry in entries))
        live.update(node for entry in entries for node in entry.told if type(node) is Node)
        read = set(chain.from_iterable(entry.read for entry in entries)).union(parts)
        for run in {run for entry in entries for run in entry.runs}:
            live.update(run.asked)
            live.update(node for node in run.told if type(node) is Node)
            read.update(run.read)
        self.questions = {node.key: node for node in live}
        self.sources = {node: digest for node, digest in self.sources.items() if node in read}
        self._parts = {
            kind: {key: node for key, node in parts.items() if node in read} for kind, parts in self._parts.items()
        }

    def note_users(self, node: Node, entry: "Entry") -> None:
        """Let all that an entry was found from know who uses it."""
        for other in chain(entry.asked, entry.read):
            users = other.users
            if users is None:
                other.users = [node]
            elif users[-1] is not node:
                users.append(node)
        for other in entry.told:
            if type(other) is Node:
                if other.tellers is None:
                    other.tellers = [node]
                elif other.tellers[-1] is not node:
                    other.tellers.append(node)
            else:
                storing = self.storing.setdefault(other[:2], [])
                if not storing or storing[-1] is not node:
                    storing.append(node)
        self._noted += len(entry.asked) + len(entry.read)

    def users_in(self, table: "Table", changed: "Collection[Node]") -> "list[Node]":
        """The questions whose entries in a table were found from some that changed."""
        if not self.knows_users:
            return [node for node, entry in table.items() if any(other in changed for other in entry.asked)]
        users = dict.fromkeys(user for node in changed for user in node.users or ())
        return [user for user in users if user in table and any(other in changed for other in table[user].asked)]

    def _find_users(self, tables: "list[Table]") -> None:
        """Find out anew who uses what, without those who did once."""
        for node in chain(self.questions.values(), *(parts.values() for parts in self._parts.values())):
            node.users = node.tellers = None
        self.storing = {}
        self._noted = 0
        seen: set[Entry] = set()
        for node in {node: None for table in tables for node in table}:
            for table in tables:
                entry = table.get(node)
                if entry is not None and entry not in seen:
                    seen.add(entry)
                    self.note_users(node, entry)
        self._noted_at_first = self._noted


def _one_of(new: _T, known: _T) -> _T:
    """Of two that are the same the known one, so that it is kept once."""
    return known if new == known else new


class Run:
    """What a question of a cycle was computed from, once, as that was gone round: questions with the answers that they
    had then; and what was found.
    """

    __slots__ = ("answers", "asked", "files", "found", "read", "told")

    def __init__(self, record: Record, like: "Entry | Run"):
        self.asked: tuple[Node, ...] = _one_of(tuple(record.asked), like.asked)
        self.answers = tuple(record.asked.values())
        self.read: tuple[Node, ...] = _one_of(tuple(record.read), like.read)
        self.told: tuple[Any, ...] = _one_of(tuple(record.told), like.told)
        self.files = record.files
        self.found = record.found


class Entry:
    """See the module's docstring; *runs*: of a question in a cycle, where they can be of use."""

    __slots__ = ("asked", "files", "group", "read", "result", "runs", "told")

    def __init__(
        self, result: Any, asked: tuple[Node, ...], record: Record, files: int, group: tuple[Node, ...] | None
    ):
        self.result = result
        self.asked = asked
        self.read = tuple(record.read)
        self.told = tuple(record.told)
        self.files = files
        self.group = group
        self.runs: tuple[Run, ...] = ()

    def keep_runs(self, several: Iterable[Record | Run]) -> None:
        """Keep, of what it was computed from in turn, that from which it can be told in another round whether all is
        as it was.
        """
        out: dict[Run, None] = {}
        like: Entry | Run = self
        for one in several:
            if isinstance(one, Run):
                out[one] = None
            elif not any(a is SEVERAL or (a is None and n.key[0] not in FOR_GOOD) for n, a in one.asked.items()):
                like = Run(one, like)
                out[like] = None
        self.runs = tuple(out)


Table = dict[Node, Entry]


class Base(NamedTuple):
    """Entries that may hold in a round: those of another round, with what differs from what they were found from: parts
    of the state and of the text, and files (bits) of which all that was found counts as that.
    """

    table: Table
    loose: frozenset[Node]  # questions that entries of the table were found from and that have no entries there
    changed: set[Node]
    files: int
    broken: set[Node]  # what is known not to hold
