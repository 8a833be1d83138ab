"""What the walkers of `extract` share: the state of one walk, how its names are resolved when a block ends, and the
tables by which a node finds its walker.

`statements`, `expressions` and `stores` fill the tables; whoever walks a node looks it up there, so that no walker
needs to know the others.
"""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
import re
from collections import defaultdict
from itertools import count
from json import JSONEncoder
from json.encoder import c_make_encoder
from json.encoder import encode_basestring_ascii as quote

from inferd.source.text import blake2b
from inferd.syntax import facts as F
from inferd.syntax.facts import BlockFacts, ClassFacts, ScopeFacts
from inferd.syntax.hints import Hint, Written, comment_names, docstring_types
from inferd.syntax.locate import Lines

if c_make_encoder is not None:  # made once: `JSONEncoder.encode` makes one for each text
    _encoder = c_make_encoder(None, None, quote, None, ":", ",", False, False, True)

    def to_json(data) -> str:
        """JSON without spaces."""
        return "".join(_encoder(data, 0))
else:
    to_json = JSONEncoder(separators=(",", ":")).encode
has_private_name = re.compile(r"__(?<!\w__)(?!\w*__\b)\w").search  # what may be a private name

Name, Attribute, Call, Constant = ast.Name, ast.Attribute, ast.Call, ast.Constant

STATEMENTS: dict = {}
EXPRESSIONS: dict = {}
STORES: dict = {}


def _digest(text: str) -> bytes:
    """8 bytes that tell a text (which has no surrogates: Python would not have parsed it)."""
    return blake2b(text.encode(), digest_size=8).digest()


class _Loads(dict):
    """name -> the step that loads it: made once a name, because loads are a quarter of all steps."""

    def __missing__(self, name: str) -> str:
        step = self[name] = f"l {name}"
        return step


class Walk:
    """The state of one walk; what is written where is told in the module's docstring."""

    __slots__ = (
        "ascii",
        "asg",
        "attributes",
        "base",
        "binds",
        "bits",
        "blocks",
        "callrec",
        "calls",
        "child",
        "classes",
        "comments",
        "cur",
        "dunder_all",
        "emit",
        "flag",
        "function",
        "generator",
        "globals_",
        "hashed",
        "held",
        "hints",
        "imports",
        "in_joined",
        "kept",
        "key",
        "keywords",
        "klass",
        "lines",
        "loads",
        "module_binds",
        "names",
        "nested",
        "nonlocals",
        "nths",
        "o",
        "odd",
        "ops",
        "outer",
        "own",
        "owner",
        "owner_binds",
        "owner_globals",
        "owner_types",
        "parameters",
        "private",
        "qual",
        "reads",
        "refs",
        "sc",
        "scope_facts",
        "scopes",
        "selfattrs",
        "selfname",
        "sorted",
        "stars",
        "strings",
        "where",
        "widths",
        "writes",
    )  # fmt: skip

    def __init__(self, lines: Lines, private: bool):
        self.lines = lines
        self.ascii = lines.ascii
        self.blocks: list[BlockFacts] = []
        self.scope_facts: list = []
        self.classes: list[ClassFacts] = []
        self.module_binds: dict[str, list] = {}
        self.stars: list[list] = []
        self.dunder_all: list | None = None
        self.nths: dict[str, int] = {}
        self.klass = ""
        self.flag = 0
        self.callrec = -1
        self.sc = -1
        self.owner = ""
        self.qual = ""
        self.cur: dict = self.module_binds
        self.owner_binds: dict = self.module_binds
        self.owner_types: frozenset[str] = frozenset()
        self.owner_globals: set[str] = set()
        self.held: list | None = None
        self.hashed: tuple = (0, 0), b""
        self.ops: list[str] = []
        self.emit = self.ops.append
        self.child = 0
        self.hints: list[tuple[str, Hint]] = []
        self.comments: Written = {}
        self.loads = _Loads()
        self.calls = _Loads()
        self.attributes: set[str] = set()
        self.keywords: set[str] = set()
        self.parameters: set[str] = set()
        self.strings: set[str] = set()
        self.writes: set[str] = set()
        self.bits: dict[str, int] = defaultdict(int)
        self.where: dict[str, list[int]] = defaultdict(list)
        self.sorted = True
        self.key = count(_UNRESOLVED, -1).__next__
        self.private = private
        self.own = -1
        self.asg: set[str] = set()
        self.nested: list[tuple[int, int]] = []
        self.selfattrs: set[str] = set()
        self.selfname = None
        self.generator = False
        self.in_joined = False
        self.function = -1
        self.base = 1
        self.o: list[int] = []
        self.names: dict[str, int] = defaultdict(count().__next__)

    # -- blocks ---------------------------------------------------------------------------------------------------

    def open(self, line: int) -> None:
        self.base = line
        self.o = []
        self.names = defaultdict(count().__next__)
        self.refs = self.outer = defaultdict(self.key)
        self.reads = []
        self.scopes = []
        self.binds = []
        self.globals_ = []
        self.nonlocals = []
        self.imports = []
        self.widths = {}
        self.odd = False

    def close(self, kind: str, name: str, end: int) -> None:
        raw = (
            self.owner, kind, name, self.base, end, self.o, self.names, self.scopes, self.binds, self.globals_,
            self.nonlocals, self.imports, self.widths, len(self.blocks), self.owner_types, self.owner_globals,
            self.outer, self.reads, self.odd, self.hashed[1] if self.hashed[0] == (self.base, end) else b"",
        )  # fmt: skip
        self.blocks.append(None)  # type: ignore[arg-type]
        if self.held is None:
            self.finish(raw, {})
        else:
            self.held.append(raw)

    def finish(self, raw: tuple, owner_binds: dict) -> None:
        """Resolve the names of a block and write its facts."""
        (
            owner, kind, name, line, end, o, names, scopes, binds, globals_, nonlocals, imports, widths, index, types,
            owner_globals, outer, reads, odd, text_hash,
        ) = raw  # fmt: skip
        texts = list(names)
        where = self.where
        for text in texts:
            where[text].append(index)
        if not self.ascii:
            self.lines.to_characters(o, line, texts, widths)
        if odd or owner_globals or (scopes and (any(globals_) or any(nonlocals))):
            self.resolve_each(raw, texts, owner_binds)
        else:
            links: dict[int, int] = {}
            if owner_binds or types:
                for text, key in outer.items():
                    links[key] = -2 if text in owner_binds else -3 if text in types else -1
            elif outer:
                links = dict.fromkeys(outer.values(), -1)
            for sc, refs in enumerate(reads):
                if refs:
                    bound = binds[sc]
                    if scopes[sc * 7 + 2] < 0 and scopes[sc * 7] == 0 and not types and "__class__" not in refs:
                        for text, key in refs.items():
                            links[key] = sc if text in bound else -1
                    else:
                        for text, key in refs.items():
                            links[key] = (
                                sc if text in bound
                                else _resolve(sc, text, scopes, binds, globals_, nonlocals, owner_binds, types, owner)
                            )  # fmt: skip
            if links:
                column = o[5::6]
                o[5::6] = list(map(links.get, column, column))
        if imports or widths:
            data: dict = {"s": scopes} if scopes else {}
            if imports:
                data["i"] = imports
            if widths:
                data["w"] = widths
            more = to_json(data)
        elif scopes:
            more = f'{{"s":{scopes!r}}}'.replace(" ", "")
        else:
            more = ""
        packed, wide = F.pack(o)
        self.blocks[index] = _new(BlockFacts, (
            owner, kind, name, line, end - line + 1, text_hash or _digest(self.lines.slice(line, end)),
            " ".join(texts), packed, more, wide,
        ))  # fmt: skip

    def resolve_each(self, raw: tuple, texts: list[str], owner_binds: dict) -> None:
        """The links of a block with `global` or `nonlocal` in or around it, or with names bound elsewhere."""
        (
            owner, _, _, _, _, o, _, scopes, binds, globals_, nonlocals, _, _, _, types, owner_globals, _, _, _, _,
        ) = raw  # fmt: skip
        for sc, declared in enumerate(globals_):
            if declared:
                for text in sorted(declared):
                    if text in binds[sc]:
                        _add(self.module_binds, text, binds[sc][text])
        for i in range(0, len(o), 6):
            code, sc = o[i + 3], o[i + 4]
            text = texts[o[i]]
            bits = 1 << (code & 15)
            if bits & _NAMES:
                o[i + 5] = link = _resolve(sc, text, scopes, binds, globals_, nonlocals, owner_binds, types, owner)
                if link < 0 and bits & _BINDING:
                    self.bits[text] |= VISIBLE
            elif code & 31 == F.IMPORT | F.BINDS and text in (owner_globals if sc < 0 else globals_[sc] or ()):
                self.bits[text] |= VISIBLE
                o[i + 3] = code | F.INTO_GLOBAL

    # -- scopes ---------------------------------------------------------------------------------------------------

    def push(self, kind: int, record: int, line: int, end: int, selfname: int = -1, flags: int = 0) -> int:
        index = len(self.binds)
        self.scopes += (kind, record, self.sc, line - self.base, end - self.base, selfname, flags)
        self.binds.append({})
        self.reads.append(defaultdict(self.key))
        self.globals_.append(None)
        self.nonlocals.append(None)
        return index

    def begin_scope(self, qualname: str, kind: str) -> int:
        """Reserve the place of a fact-owning scope, in the order in which scopes begin."""
        nth = self.nths.get(qualname, 0) + 1
        self.nths[qualname] = nth
        self.scope_facts.append((qualname, nth, kind))
        return len(self.scope_facts) - 1

    def end_scope(self, index: int, block: int, base: int, line: int, end: int, header: str, interface: str) -> None:
        qualname, nth, kind = self.scope_facts[index]
        flow = "\n".join(self.ops)
        body_hash = blake2b(f"{flow}\0{header}".encode(), digest_size=8).digest()
        if self.nested:
            text_hash = _digest(self.lines.without(line, end, self.nested))
        else:
            text_hash = blake2b("".join(self.lines.lines[line - 1 : end]).encode(), digest_size=8).digest()
            self.hashed = (line, end), text_hash  # a block with only this scope has the same text
        self.scope_facts[index] = _new(ScopeFacts, (
            qualname, nth, kind, block, line - base, end - line + 1, text_hash, body_hash,
            blake2b(f"{kind} {interface}\0{header}".encode(), digest_size=8).digest(), flow,
        ))  # fmt: skip

    def mangle(self, name: str) -> str:
        if self.klass and name[:2] == "__" and name[-2:] != "__" and "." not in name:
            return self.klass + name
        return name

    def bind(self, name: str, kind) -> None:
        """*name* is bound in the current scope; *kind* as in the namespace: see index.resolve."""
        if self.sc >= 0:
            self.cur[name] = kind
        elif name in self.owner_globals:
            _add(self.module_binds, name, kind)
        else:
            _add(self.cur, name, kind)

    def record(self, name: str, line: int, col: int, code: int, link: int = -1) -> None:
        """Write an occurrence at a byte column and post it; for the roles that are not hot."""
        sc = self.sc
        role = code & 15
        bits = 1 << role
        if role == 3:
            if sc < 0 and code & 16:
                bits |= VISIBLE
        elif bits & _BINDING:
            if sc < 0:
                bits |= VISIBLE
                link = self.own
            else:
                link = sc
            if role == 7 and code & 16:
                bits |= F.POSTED_CLASS
        elif role == 8:
            link = sc if sc >= 0 else self.own
        elif role == 4 and code & 32:
            bits |= VISIBLE
        code |= self.flag
        if code & 2560:
            bits |= _flagged(code)
        self.bits[name] |= bits
        o = self.o
        o += (self.names[name], line - self.base, col, code, sc, link)

    def private_width(self, text: str) -> None:
        """The next occurrence stands in the source as *text*, without the class that its name has in front."""
        self.widths[len(self.o) // 6] = len(text)

    def width(self, text: str, name: str) -> None:
        """The last occurrence stands in the source as *text*, which differs from its *name*."""
        if len(text) != len(name):
            self.widths[len(self.o) // 6 - 1] = len(text)


def _add(binds: dict, name: str, kind) -> None:
    kinds = binds.get(name)
    if kinds is None:
        binds[name] = [kind]
    elif kind not in kinds:
        kinds.append(kind)


VISIBLE = F.VISIBLE
_NAMES = sum(1 << role for role in F.NAME_ROLES)
_BINDING = _NAMES & ~(1 << F.READ | 1 << F.CALL | 1 << F.DELETE)
_UNRESOLVED = -(1 << 40)  # from here downwards: the link of a name that is read, until its block ends
_new = tuple.__new__  # what a NamedTuple calls in the end


def _flagged(code: int) -> int:
    """The posting bits that come from an occurrence's flags."""
    bits = F.POSTED_BASE if code & F.BASE else 0
    return bits | F.POSTED_ALL if code & F.IN_ALL and code & 15 == F.STRING else bits


def _resolve(sc, name, scopes, binds, globals_, nonlocals, owner_binds, types, owner) -> int:
    """What binds *name* as seen from scope *sc* of the block: an index, `GLOBAL`, `OWNER` or `OWNER_TYPE`.

    `__class__` in a function is the cell that every class gives to the functions in it: the class binds it.
    """
    i = sc
    direct = True  # only type parameter scopes lie between the name and scope i
    enclosing = False  # a `nonlocal` was met: only functions count from here
    while i >= 0:
        kind = scopes[i * 7]
        if kind != 1 or (direct and not enclosing):
            if globals_[i] and name in globals_[i]:
                return -1
            if nonlocals[i] and name in nonlocals[i]:
                enclosing = True
            elif name in binds[i]:
                return i
        elif name == "__class__":
            return i
        if kind != 4:
            direct = False
        i = scopes[i * 7 + 2]
    if owner and not direct and name == "__class__":
        return -2
    if direct and name in owner_binds and not enclosing:
        return -2
    if types and name in types:
        return -3
    return -1


def note_docstring(w: Walk, first: int, n: ast.Expr) -> None:
    """Take what the docstring of a function or class tells of types."""
    value = n.value
    if type(value) is ast.Constant and type(value.value) is str:
        types = docstring_types(value.value)
        if types:
            w.hints.append(("d", Hint(first, n.lineno, types)))


def note_comments(w: Walk, n) -> None:
    """Write the occurrences of the names in the type comments of a statement: they have no steps."""
    saved = w.ops, w.emit, w.flag
    for comment in w.comments.get(n, ()):
        for column, tree in comment_names(comment.text):
            col = w.lines.byte(comment.line, comment.column + column)
            for x in ast.walk(tree):
                if hasattr(x, "lineno"):
                    x.lineno = x.end_lineno = comment.line
                    x.col_offset += col
                    x.end_col_offset += col
            w.ops = []
            w.emit = w.ops.append
            w.flag = F.ANNOTATION | F.IN_COMMENT
            EXPRESSIONS[type(tree)](w, tree)
    w.ops, w.emit, w.flag = saved


def mangling_prefix(class_name: str) -> str:
    """What stands before private names in a class."""
    stripped = class_name.lstrip("_")
    return "_" + stripped if stripped else ""


def statements(w: Walk, body: list) -> None:
    """Walk statements in their order."""
    table = STATEMENTS
    for n in body:
        table[type(n)](w, n)


def begin_region(w: Walk) -> set[str]:
    """Begin to collect the names stored in a region; returns the set to give to `end_region`."""
    outer = w.asg
    w.asg = set()
    return outer


def end_region(w: Walk, outer: set[str]) -> str:
    """End it; the names, as the step at its end lists them."""
    inner = w.asg
    outer |= inner
    w.asg = outer
    return " " + " ".join(sorted(inner)) if inner else ""


def expression(w: Walk, n) -> int:
    """Walk an expression; the number of the step that holds its value."""
    return EXPRESSIONS[type(n)](w, n)


def receiver_of(w: Walk, n) -> tuple[int, int]:
    """Evaluate a receiver: its step, and the link that an attribute of it carries."""
    t = type(n)
    v = EXPRESSIONS[t](w, n)
    if t is ast.Name or t is ast.Attribute:
        return v, len(w.o) // 6 - 1
    if t is ast.Call:
        return v, w.callrec
    return v, -1


def attribute_record(w: Walk, n: ast.Attribute, code: int, link: int) -> str:
    """Write the occurrence of an attribute; its name."""
    name = text = n.attr
    if w.private and name[:2] == "__":
        name = w.mangle(name)
        if name is not text:
            w.private_width(text)
    end = n.end_lineno
    if w.ascii:
        col = n.end_col_offset - len(text)  # type: ignore[operator]
    else:
        col = w.lines.start_of(text, end, n.end_col_offset)  # type: ignore[arg-type]
    o = w.o
    o += (w.names[name], end - w.base, col, code | w.flag, w.sc, link)  # type: ignore[operator]
    w.bits[name] |= 16 | VISIBLE if code & 32 else 16
    return name


def private_name(w: Walk, text: str) -> str:
    """A name with its class in front, if it is private; the next occurrence is its."""
    name = w.mangle(text)
    if name is not text:
        w.private_width(text)
    return name
