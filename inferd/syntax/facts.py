"""The facts of one file, as plain data: what `extract` returns and what the store keeps.

Everything here is symbolic.  No row ids, no absolute positions inside a block, no knowledge of other files: so a
block that moves keeps its facts, and two machines that read the same bytes write the same text.

Terms
-----
block       The unit of storage and of staleness (DESIGN calls its first line the *anchor*).  At module level and in the
            bodies of classes that sit in modules or classes: every function is a block, counted from its first
            decorator; every class gives a *header* block and then the blocks of its body; each maximal run of other
            statements is one *run* block.  What is nested in functions or compound statements belongs to the block
            around it.
owner       The class that a block sits in, as a qualified name (`Cart.Inner`, `Cart#2` for the second equal one),
            `''` for the module.
occurrence  Six integers: name, line, column, code, scope, link.
            *name* indexes the block's name list; *line* counts from the block's first line, *column* in code points,
            both from 0.  *code* is a role (low four bits) and flags above it.  *scope* indexes the block's own
            scopes, -1 is the owner (class or module).  *link* says what the occurrence hangs on:

            - names: the scope that binds it: an index, `GLOBAL` (module or builtin), `OWNER` (the owner class) or
              `OWNER_TYPE` (a type parameter of an owner class); `__class__` in a function is bound by the class;
            - attributes: the occurrence that is its receiver (`b` of `a.b` points to `a`), or `NO_RECEIVER`, `SUPER`,
              or `CALL_OF - k`: the receiver is the result of a call of occurrence k;
            - keyword arguments: the occurrence of the callee;
            - imports: the entry of the import list;
            - strings: the previous component of a dotted string; the receiver that `getattr` is given; of one
              of several names in a string (`WORD`) the callee; or `NO_RECEIVER`.
widths      What is not as wide in the source as its name: ordinal in the block -> width (a private name without its
            class, an identifier before NFKC), or [end line, end column] where the occurrence is a whole string
            literal, because the name is not written in it as it reads (escapes, several lines).
hints       What docstrings ("d") and type comments ("t") tell of types, see `hints`: which scope -> name -> text.  The
            scope is its ordinal among the functions and classes that begin in the block, or -1 for the owner.
"""

import struct
import sys
from array import array
from json import dumps, loads
from typing import NamedTuple

ANALYSIS_VERSION = 12

READ, WRITE, CALL, IMPORT, ATTRIBUTE, KEYWORD = range(6)
PARAMETER, DEFINITION, DELETE, GLOBAL_STATEMENT, CAPTURE, STRING = range(6, 12)

ROLE_NAMES = (
    "read", "write", "call", "import", "attribute", "keyword argument",
    "parameter", "definition", "delete", "global", "pattern capture", "string",
)  # fmt: skip

# Flags, from bit 4 of the code.  The first three bits mean something else for each role; all codes fit in 15 bits.
CALLED = 1 << 4  # an attribute that is called
STORE = 1 << 5  # an attribute that is assigned
DELETED = 1 << 6  # an attribute that is deleted
IS_CLASS = 1 << 4  # a definition by `class`
TYPE_PARAMETER = 1 << 5  # a definition in `[T]`
BINDS = 1 << 4  # an import that binds this name here
MODULE_PART = 1 << 5  # a component of the module path of an import
INTO_GLOBAL = 1 << 6  # an import in a function that binds a module's name (`global`)
DOTTED = 1 << 4  # a component of a dotted string
BY_GETATTR = 1 << 5  # the name given to getattr, setattr, patch.object and the like; the link is the receiver
WORD = 1 << 6  # one of several names in a string: `namedtuple("P", "w h")`, `attrgetter("a.b")`; the link is the callee
ANNOTATION = 1 << 7  # inside an annotation
IN_STRING = 1 << 8  # inside a string annotation
BASE = 1 << 9  # (part of) a base class expression
DECORATOR = 1 << 10
IN_ALL = 1 << 11  # a string in `__all__`
AUGMENTED = 1 << 12  # read and written by `+=`
IN_COMMENT = 1 << 13  # inside a type comment: it has no step

ROLE_MASK = 15
NAME_ROLES = frozenset((READ, WRITE, CALL, PARAMETER, DEFINITION, DELETE, GLOBAL_STATEMENT, CAPTURE))

#: the roles of what has a step in a flow program, imports that bind a name beside
TIED_ROLES = frozenset((READ, WRITE, CALL, ATTRIBUTE, PARAMETER, DEFINITION, DELETE, CAPTURE))

#: posting bits: 1 << role, and this one where the occurrence binds a name that other blocks can see
VISIBLE = 1 << 12
POSTED_ALL = 1 << 13  # the name stands in `__all__`
POSTED_BASE = 1 << 14
POSTED_CLASS = 1 << 15  # a `class` of this name is defined

GLOBAL, OWNER, OWNER_TYPE = -1, -2, -3
NO_RECEIVER, SUPER, CALL_OF = -1, -2, -10

STRIDE = 6

FUNCTION, CLASS, LAMBDA, COMPREHENSION, TYPE_SCOPE = range(5)
SCOPE_KINDS = ("function", "class", "lambda", "comprehension", "type parameters")

# Flags of a block's scopes.
S_STATIC, S_CLASSMETHOD, S_DECORATED, S_REBOUND, S_ASYNC, S_GENERATOR = (1 << i for i in range(6))
S_METHOD, S_PROPERTY, S_OVERLOAD, S_ABSTRACT, S_SETTER = (1 << i for i in range(6, 11))


class BlockFacts(NamedTuple):
    """A block, see above."""

    owner: str
    kind: str  # 'def' | 'class' | 'run'
    name: str  # '' for a run
    line: int  # first line in the file, from 1
    lines: int
    text_hash: bytes
    names: str  # separated by spaces
    occurrences: bytes  # little-endian integers, STRIDE a record: 16 bits each, or 32 where `wide`
    more: str  # JSON {"s"?: scopes, "i"?: imports, "w"?: widths, "d"?: hints, "t"?: hints}, or ''
    wide: int

    @property
    def facts(self) -> str:
        """Names, occurrences and the rest as one JSON text, for people and tests."""
        data = {"n": self.names.split(), "o": unpack(self.occurrences, self.wide), **loads(self.more or "{}")}
        return dumps(data, separators=(",", ":"))


class ScopeFacts(NamedTuple):
    """A scope that owns facts: its hashes and its flow program."""

    qualname: str  # '' for the module; '<locals>' as in __qualname__
    nth: int  # 1, 2 ... among equal qualified names
    kind: str  # 'module' | 'class' | 'function'
    block: int  # index of the block it begins in; -1 for the module
    line: int  # from the block's first line
    lines: int
    text_hash: bytes
    body_hash: bytes
    interface_hash: bytes
    flow: str


class ClassFacts(NamedTuple):
    """What a class statement says about its bases."""

    qualname: str  # with '#n'
    bases: list[list[str]]  # [['g', 'django.db.models.Model'], ['?', '']]: see extract.base_of
    metaclass: str


class Broken(NamedTuple):
    """Lines that do not parse."""

    line: int  # first line, from 1
    end_line: int
    reason: str


class FileFacts(NamedTuple):
    """Everything about one file."""

    blocks: list[BlockFacts]
    scopes: list[ScopeFacts]
    classes: list[ClassFacts]
    namespace: str  # JSON, see index.resolve
    broken: list[Broken]
    postings: dict[str, tuple[int, list[int]]]  # name -> posting bits, indexes of the blocks that it occurs in


def posting_bits(code: int, link: int) -> int:
    """The posting bits of one occurrence, as `extract` writes them."""
    role = code & ROLE_MASK
    bits = 1 << role
    if role in NAME_ROLES:
        if link < 0 and role not in (READ, CALL, DELETE):
            bits |= VISIBLE
        if role == DEFINITION and code & IS_CLASS:
            bits |= POSTED_CLASS
    elif role == ATTRIBUTE:
        if code & STORE:
            bits |= VISIBLE
    elif role == STRING and code & IN_ALL:
        bits |= POSTED_ALL
    if code & BASE:
        bits |= POSTED_BASE
    return bits


def is_tied(code: int, name: str) -> bool:
    """Whether an occurrence has a step in a flow program."""
    role = code & ROLE_MASK
    if role in TIED_ROLES:
        return not code & IN_COMMENT
    return role == IMPORT and code & BINDS > 0 and name != "*"


def pack(o: list[int]) -> tuple[bytes, int]:
    """Occurrences as bytes, and whether they are wide."""
    try:
        return struct.pack(f"<{len(o)}h", *o), 0
    except struct.error:
        return struct.pack(f"<{len(o)}i", *o), 1


def unpack(data: bytes, wide: int) -> list[int]:
    """Stored occurrences as integers."""
    return unpacked(data, wide).tolist()


def unpacked(data: bytes, wide: int) -> "array[int]":
    """The integers of stored occurrences."""
    out: array[int] = array("i" if wide else "h")
    out.frombytes(data)
    if sys.byteorder == "big":
        out.byteswap()
    return out


def postings_of(names: str, occurrences: bytes, wide: int) -> dict[str, int]:
    """The postings of a stored block: name -> bits."""
    o = unpacked(occurrences, wide)
    texts = names.split()
    out = [0] * len(texts)
    for i in range(0, len(o), STRIDE):
        bits = posting_bits(o[i + 3], o[i + 5])
        if o[i + 3] & ROLE_MASK == IMPORT and o[i + 3] & BINDS and (o[i + 4] < 0 or o[i + 3] & INTO_GLOBAL):
            bits |= VISIBLE
        out[o[i]] |= bits
    return dict(zip(texts, out, strict=False))
