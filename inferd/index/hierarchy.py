"""The class hierarchy, read from the stored base classes: linearisation (MRO), ancestors, descendants.

Classes are named by symbol, `(module, qualname)`; several definitions of one name are one class with the bases of all.
A base outside the project, or one that could not be resolved, stands in the MRO as an `Opaque` node: what it defines is
not known here, so a member found behind it is not certain.
"""

import builtins
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from inferd.model import plain


class Class(NamedTuple):
    """A class of the project, by its module and its qualified name without ordinals."""

    module: str
    name: str

    @property
    def symbol(self) -> str:
        return f"{self.module}:{self.name}"


class Opaque(NamedTuple):
    """A base that is outside the project (`symbol`) or unknown (`symbol` is None)."""

    expression: str
    symbol: str | None

    def lacks(self, member: str) -> bool:
        """Whether it is known not to define a member; only builtin classes are looked at (our own interpreter's)."""
        if self.symbol and self.symbol.startswith("builtins:"):
            cls = getattr(builtins, self.symbol[9:], None)
            return isinstance(cls, type) and not hasattr(cls, member)
        return self.symbol in _EMPTY

    def has(self, member: str) -> bool:
        """Whether it is known to define a member."""
        if self.symbol and self.symbol.startswith("builtins:"):
            cls = getattr(builtins, self.symbol[9:], None)
            return isinstance(cls, type) and hasattr(cls, member) and not hasattr(object, member)
        return False


_EMPTY = frozenset(("abc:ABC", "typing:Generic", "typing:Protocol", "typing_extensions:Protocol"))

Node = Class | Opaque
_NOBODY: frozenset[Class] = frozenset()


class _Bases(Protocol):
    def bases_in(self, module: str) -> list[tuple[str, str, str | None, str]]: ...
    def classes_below(self, target: str) -> list[tuple[str, str]]: ...
    def joins_below(self, target: str) -> list[tuple[str, str]]: ...
    def subclasses_of(self, target: str) -> list[tuple[str, str]]: ...


def class_of(symbol: str) -> Class:
    """The class that a symbol, `module:Qual.Name`, names."""
    module, _, name = symbol.partition(":")
    return Class(module, name)


_MOST = 1000  # a class with more ancestors is nobody's, and not worth the square of that: depth first, too


class Hierarchy:
    """Questions over one snapshot; remembers what it has read."""

    def __init__(self, facts: _Bases):
        self.facts = facts
        self._rows: dict[tuple[str, str], list[tuple[str, str, str, str | None, str]]] = {}  # of classes, as stored
        self._bases: dict[Class, tuple[Node, ...]] = {}
        self._mro: dict[Class, tuple[Node, ...]] = {}
        self._modules: set[str] = set()
        self._above: dict[Class, frozenset[Node]] = {}
        self._classes: dict[str, Class] = {}
        self._all_below: dict[Class, tuple[Class, ...]] = {}
        self._below: dict[Class, tuple[Class, ...]] = {}

    def bases(self, cls: Class) -> tuple[Node, ...]:
        known = self._bases.get(cls)
        if known is None:
            if cls.module not in self._modules:
                self._read(cls.module)
            known = self._bases[cls] = self._told(cls)
        return known

    def _read(self, module: str) -> None:
        """The bases of all classes of a module: one look-up, because they are asked for together."""
        self.learn((module,), ((module, *row) for row in self.facts.bases_in(module)))

    def learn(self, modules: Iterable[str], rows: Iterable[tuple[str, str, str, str | None, str]]) -> None:
        """Take the bases of all classes of modules, (module, class, expression, target, status), read elsewhere."""
        self._modules.update(modules)
        known = self._rows
        for row in rows:
            name = row[1]
            key = (row[0], plain(name) if "#" in name else name)
            if key in known:
                known[key].append(row)
            else:
                known[key] = [row]

    def _told(self, cls: Class) -> tuple[Node, ...]:
        """The bases that the rows of a class tell."""
        nodes: dict[Node, None] = {}
        for _, _, expression, target, status in self._rows.get(cls, ()):
            if status == "project" and target is not None:
                node = self._classes.get(target)
                if node is None:
                    node = self._classes[target] = class_of(target)
                nodes[node] = None
            elif status != "none":
                nodes[Opaque(expression, target)] = None
        nodes.pop(cls, None)
        return tuple(nodes)

    def unread(self, classes: Iterable[Class]) -> set[str]:
        """The modules in which what is above some classes goes on and which were not read yet."""
        out: set[str] = set()
        seen: set[Class] = set()
        stack = list(classes)
        while stack:
            cls = stack.pop()
            if cls in seen:
                continue
            seen.add(cls)
            if cls.module in self._modules:
                stack += [b for b in self.bases(cls) if type(b) is Class]
            else:
                out.add(cls.module)
        return out

    def above(self, cls: Class) -> frozenset[Node]:
        """All that a class inherits from, at any depth, without an order: what `mro` holds, at less of a cost."""
        known = self._above.get(cls)
        if known is not None:
            return known
        found: set[Node] = set()
        stack: list[Node] = list(self.bases(cls))
        while stack:
            node = stack.pop()
            if node in found:
                continue
            found.add(node)
            if type(node) is Class:
                further = self._above.get(node)
                if further is None:
                    stack += self.bases(node)
                else:
                    found |= further
        found.discard(cls)
        out = self._above[cls] = frozenset(found) if found else _NOBODY
        return out

    def mro(self, cls: Class) -> tuple[Node, ...]:
        """The linearisation that Python would use.

        Where there is none (an inconsistent hierarchy, or a class that inherits from itself), depth first; which of the
        two depends on the class alone, not on what was asked before.
        """
        known = self._mro.get(cls)
        if known is None:
            known = self._depth_first(cls)
            if len(known) > _MOST:
                self._mro[cls] = known
            else:
                self._linearise(cls)
                known = self._mro[cls]
        return known

    def _linearise(self, cls: Class) -> None:
        """The lines of a class and of all above it, those above first; without recursion, however deep they are."""
        waiting: dict[Class, int] = {}
        users: dict[Class, list[Class]] = {}
        found = [cls]
        for c in found:
            if c in waiting:
                continue
            above = [b for b in self.bases(c) if isinstance(b, Class) and b not in self._mro]
            waiting[c] = len(above)
            for b in above:
                users.setdefault(b, []).append(c)
            found += above
        ready = [c for c, n in waiting.items() if not n]
        while waiting:
            if not ready:  # what is left inherits from itself, or from a class that does
                ready = [c for c in waiting if self._is_cyclic(c)]
            c = ready.pop()
            if waiting.pop(c, None) is None:
                continue
            self._mro[c] = self._line(c)
            for user in users.get(c, ()):
                if user in waiting:
                    waiting[user] -= 1
                    if not waiting[user]:
                        ready.append(user)

    def _line(self, cls: Class) -> tuple[Node, ...]:
        bases = self.bases(cls)
        if not bases:
            return (cls,)
        if all(not isinstance(b, Class) or b in self._mro for b in bases):
            lines: list[list[Node]] = [list(self._mro[b]) if isinstance(b, Class) else [b] for b in bases]
            merged = lines[0] if len(lines) == 1 else _merge([*lines, list(bases)])
            if merged is not None and cls not in merged:
                return (cls, *merged)
        return self._depth_first(cls)

    def _depth_first(self, *nodes: Node) -> tuple[Node, ...]:
        out: dict[Node, None] = {}
        stack: list[Node] = list(reversed(nodes))
        while stack:
            node = stack.pop()
            if node not in out:
                out[node] = None
                if isinstance(node, Class):
                    stack += reversed(self.bases(node))
        return tuple(out)

    def _is_cyclic(self, cls: Class) -> bool:
        return cls in self._depth_first(*self.bases(cls))

    def subclasses(self, cls: Class) -> tuple[Class, ...]:
        known = self._below.get(cls)
        if known is None:
            found = dict.fromkeys(Class(m, plain(c)) for m, c in self.facts.subclasses_of(cls.symbol))
            found.pop(cls, None)
            known = self._below[cls] = tuple(found)
        return known

    def ancestors(self, cls: Class) -> tuple[Class, ...]:
        return tuple(n for n in self.mro(cls)[1:] if isinstance(n, Class))

    def descendants(self, cls: Class) -> tuple[Class, ...]:
        """All classes below, in order of their symbols."""
        known = self._all_below.get(cls)
        if known is None:
            found = dict.fromkeys(Class(m, plain(c)) for m, c in self.facts.classes_below(cls.symbol))
            found.pop(cls, None)
            known = self._all_below[cls] = tuple(found)
        return known

    def joins(self, cls: Class) -> tuple[Class, ...]:
        """The classes below that have several bases: where two lines of inheritance meet."""
        found = dict.fromkeys(Class(m, plain(c)) for m, c in self.facts.joins_below(cls.symbol))
        return tuple(c for c in found if c != cls)


def _merge(sequences: list[list[Node]]) -> list[Node] | None:
    """C3; None where there is no consistent order."""
    sequences = [s for s in sequences if s]
    behind: dict[Node, int] = {}  # in how many sequences a node stands behind the first that is left
    for s in sequences:
        for node in s[1:]:
            behind[node] = behind.get(node, 0) + 1
    out: list[Node] = []
    at = [0] * len(sequences)
    left = len(sequences)
    while left:
        for s, first in zip(sequences, at, strict=True):
            if first < len(s) and not behind.get(s[first]):
                break
        else:
            return None
        head = s[first]
        out.append(head)
        for k, s in enumerate(sequences):
            first = at[k]
            if first < len(s) and s[first] == head:
                at[k] = first = first + 1
                if first == len(s):
                    left -= 1
                else:
                    behind[s[first]] -= 1
    return out
