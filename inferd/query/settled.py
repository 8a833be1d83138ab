"""The types of receivers, kept: what `Typing.receiver` finds, for all attributes of a file, small enough to store.

Why
    A method with a frequent name has thousands of candidates, and what their receivers are takes fifty microseconds
    each.  Computed once in the background and stored, they cost a look.

What is stored
    For each attribute whose receiver no rule of the language decides and of which something is known: the project's
    classes that the receiver may be an instance of, or be itself; whether it may be something else that is known and is
    no class of the project; whether anything is unknown.  An attribute that is not listed has an unknown receiver.
    Libraries' classes need no names: what they have is not the project's.

When it dies
    With each file stand the files that its types were read from.  A change of what one of them says, or of the set of
    files, takes the row away (`index.update`), and whoever holds the writer lock makes it again.  While it is not
    there, questions compute what they need: the answer is the same.
"""

from array import array
from collections.abc import Callable, Iterable
from json import dumps, loads

from inferd.inference.engine import INFERENCE_VERSION
from inferd.inference.types import ClassObject, Cls, Instance, Super, Types, Value
from inferd.query import receivers
from inferd.query.types import Typing
from inferd.query.view import Block, View
from inferd.store.rows import Reader, TypedRow
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.index.libraries import Libraries

Find = Callable[[Block, int, int], str]  # (block, occurrence, see `found`) -> its types as text
_OTHER: Value = ("other",)
_UNKNOWN: Value = ("unknown",)
_MODULE: Value = ("module",)


def compute(view: View, typing: Typing, file_id: int) -> TypedRow:
    """What is to be stored of a file."""
    from inferd.query import kept_calls

    root = typing.engine.root
    root.touched = 1 << file_id
    try:
        out, _ = receivers_of(view, file_id, lambda block, k, link: found(typing, block, k, link))
        calls = kept_calls.of_file(typing, file_id)
        reads = root.touched
    finally:
        typing.forget(file_id)
    return TypedRow(file_id, reads.to_bytes((reads.bit_length() + 7) // 8, "little"), out, *calls)


Rows = list[tuple[int, int, str]]  # (block, occurrence, types)


def receivers_of(view: View, file_id: int, find: Find) -> tuple[Rows, list[tuple[int, int]]]:
    """What is to be stored of a file, and (block, occurrence) of what was asked for, but is decided by the language's
    rules.  *find*: see `found`.
    """
    out: Rows = []
    decided: list[tuple[int, int]] = []
    view.follows_all = True  # what is stored depends on no name that the project may or may not have
    try:
        for block in view.blocks_of_file(file_id):
            if block.row.stale:
                continue
            o = block.o
            for k in range(len(o) // 6):
                code, link = o[k * 6 + 3], o[k * 6 + 5]
                role = code & F.ROLE_MASK
                is_given = role == F.STRING and code & F.BY_GETATTR and link >= 0 and not code & F.WORD
                if role != F.ATTRIBUTE and not is_given:
                    continue
                is_own = role == F.ATTRIBUTE and link >= 0 and bool(view.self_class(block, link))
                if is_own and view.meaning(block, k):
                    continue  # `self.x` is decided here, whatever others say
                text = find(block, k, link if is_given else -1)
                if not is_own and view.meaning(block, k):
                    decided.append((block.row.id, k))
                    continue  # the types only told what files the meaning was read from
                if text:
                    out.append((block.row.id, k, text))
    finally:
        view.follows_all = False
    return out, decided


def receivers_at(view: View, places: Iterable[tuple[Block, int]], find: Find) -> list[str]:
    """The types at some occurrences of which `receivers_of` has asked, while all that occurrences mean is as it was."""
    view.follows_all = True
    try:
        return [find(b, k, b.o[k * 6 + 5] if b.o[k * 6 + 3] & F.ROLE_MASK == F.STRING else -1) for b, k in places]
    finally:
        view.follows_all = False


def found(typing: Typing, block: Block, k: int, link: int) -> str:
    """The types of an attribute's receiver as text; of what `getattr` is given with a name, where *link* is that."""
    types = typing.at(block, link) if link >= 0 else typing.computed(block, k)
    return encoded(typing, types, block.names[block.o[k * 6]])


def encoded(typing: Typing, types: Types, name: str) -> str:
    """The types of a receiver, of which attribute *name* is taken, as text; '' where nothing is known."""
    out: dict[str, None] = {}
    known = False
    for v in receivers.values_of(typing, types, name):
        tag = v[-1]
        if receivers.is_unclear(typing, v):
            out["?"] = None
        elif (tag == "instance" or tag == "class") and not v.cls.space:
            out[f"{tag[0]}{v.cls.module}:{v.cls.name}"] = None
            known = True
        elif tag == "module":
            if receivers.has(typing, v, name):
                out["m"] = None
                known = True
        elif tag == "super" and not v.cls.space and not v.receiver.cls.space:
            cls, own = v.cls, v.receiver.cls
            out[f"s{cls.module}:{cls.name} {own.module}:{own.name}"] = None
            known = True
        else:
            if receivers.has(typing, v, name):
                out["-"] = None
                known = True
    return dumps(sorted(out), separators=(",", ":")) if known else ""


def decoded(text: str) -> Types:
    """The types that `encoded` wrote."""
    out: list[Value] = []
    for word in loads(text):
        if word == "?":
            out.append(_UNKNOWN)
        elif word == "-":
            out.append(_OTHER)
        elif word == "m":
            out.append(_MODULE)
        elif word[0] == "s":
            cls, _, own = word[1:].partition(" ")
            out.append(Super(_cls(cls), Instance(_cls(own))))
        else:
            out.append(Instance(_cls(word[1:])) if word[0] == "i" else ClassObject(_cls(word[1:])))
    return tuple(out)


def _cls(symbol: str) -> Cls:
    module, _, name = symbol.partition(":")
    return Cls("", module, name)


def is_of(reader: Reader, libraries: "Libraries") -> bool:
    """Whether what is stored was read in this environment, by this version of inference."""
    stored = reader.meta("libraries")
    return bool(stored) and loads(stored)[:2] == [INFERENCE_VERSION, libraries.stamp]


def packed(rows: list[tuple[int, int, int]]) -> bytes:
    """(block, occurrence, number of the set) as little-endian 32-bit integers."""
    numbers = array("I", [n for row in rows for n in row])
    return numbers.tobytes()


class Settled:
    """What is stored of receivers, as one snapshot has it."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self._texts: dict[int, str] | None = None
        self._sets: dict[int, Types] = {}
        self._files: dict[int, dict[int, dict[int, int]] | None] = {}

    def receiver(self, file_id: int, block: int, k: int) -> Types | None:
        """The stored set; UNKNOWN alone where nothing is known, None where the file is not settled."""
        of_file = self.numbers(file_id)
        if of_file is None:
            return None
        of_block = of_file.get(block)
        number = of_block.get(k) if of_block is not None else None
        if number is None:
            return (_UNKNOWN,)
        known = self._sets.get(number)
        if known is None:
            if self._texts is None:
                self._texts = self.reader.type_sets()
            known = self._sets[number] = decoded(self._texts[number])
        return known

    def numbers(self, file_id: int) -> dict[int, dict[int, int]] | None:
        """Block -> occurrence -> number of the stored set; None where the file is not settled."""
        if file_id not in self._files:
            self._files[file_id] = self._read(file_id)
        return self._files[file_id]

    def _read(self, file_id: int) -> dict[int, dict[int, int]] | None:
        row = self.reader.typed(file_id)
        if row is None:
            return None
        numbers = array("I")
        numbers.frombytes(row[1])
        out: dict[int, dict[int, int]] = {}
        for i in range(0, len(numbers), 3):
            out.setdefault(numbers[i], {})[numbers[i + 1]] = numbers[i + 2]
        return out
