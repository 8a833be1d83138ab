"""One file in, its facts out: scopes, occurrences, call sites, imports, hashes and flow programs, in one pass over
`ast`.

Why one pass
    Parsing is half of what a cold index may cost, so the tree is walked once, by functions chosen by node type from two
    dictionaries, and everything that anybody needs from it is written down on the way.  No IO and no project knowledge.

How names are bound
    While a block (see `facts`) is walked, each scope in it collects the names that it binds and each name occurrence
    notes the scope it stands in.  When the block ends, every name is resolved once per (scope, name): outward through
    the scopes of the block, past classes, by Python's rules for `global`, `nonlocal`, comprehensions and type
    parameters. A name that no scope of the block binds is `GLOBAL` (module or builtin); one that stands directly in a
    class body and is bound there is `OWNER`.  Class bodies are held back until they end, because their last statement
    may bind a name that their first one reads.

    Names that are read get a key per (scope, name) in the place of their link, and the keys are replaced at the end of
    the block; what binds knows its link at once.  Blocks with `global` and `nonlocal` are resolved occurrence by
    occurrence. What an occurrence adds to the postings of the file is collected by role in sets, as it is written.

How flow programs are written
    One text per scope that owns facts (module, class, function), one step a line; a step's number is its line, from
    0, and steps name earlier steps by number.  It is lossless up to layout, comments and docstrings, so its hash is
    the body hash (with the header of a function added: decorators, defaults, annotations).  `docs/flow-programs.md`
    is the reference.

What it costs
    About 1.3 times the CPU of `ast.parse` itself.  The time goes into Python calls per node, so the walkers read
    attributes of one state object and append to flat lists, and names, attributes, calls and constants have no helper
    calls.  Beyond that a function costs some ten microseconds and a class twenty, however small it is: hashes, packing.

What docstrings and type comments tell of types is read by `hints` and goes with the blocks.
"""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from itertools import count
from json import JSONEncoder
from json.encoder import c_make_encoder
from json.encoder import encode_basestring_ascii as quote

from inferd.source.text import blake2b
from inferd.syntax import facts as F
from inferd.syntax.facts import BlockFacts, Broken, ClassFacts, FileFacts, ScopeFacts
from inferd.syntax.hints import Hint, docstring_types, has_type_comments, type_comments
from inferd.syntax.locate import Lines

if c_make_encoder is not None:  # made once: `JSONEncoder.encode` makes one for each text
    _encoder = c_make_encoder(None, None, quote, None, ":", ",", False, False, True)

    def _json(data) -> str:
        return "".join(_encoder(data, 0))
else:
    _json = JSONEncoder(separators=(",", ":")).encode
_dotted = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?::[^\W\d]\w*(?:\.[^\W\d]\w*)*)?|[^\W\d]\w*:[^\W\d]\w*").fullmatch
_plain_literal = re.compile(r"[rRuU]?('''|\"\"\"|'|\")")
_private = re.compile(r"__(?<!\w__)(?!\w*__\b)\w").search  # what may be a private name
_IMPLICIT_CLASSMETHODS = frozenset(("__init_subclass__", "__class_getitem__"))
_MAX_STRING = 200  # longer strings name nothing
_LITERAL_KEPT = 40  # longer constants stand in flow programs by their digest

#: the name under which texts are compiled: no file's, so that warnings about them can be told apart
FILENAME = "<inferd>"

_Name, _Attribute, _Call, _Constant = ast.Name, ast.Attribute, ast.Call, ast.Constant
_GENERIC = sys.version_info >= (3, 12)  # `def f[T]` exists

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
            more = _json(data)
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
                    self.bits[text] |= _VISIBLE
            elif code & 31 == F.IMPORT | F.BINDS and text in (owner_globals if sc < 0 else globals_[sc] or ()):
                self.bits[text] |= _VISIBLE
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
                bits |= _VISIBLE
        elif bits & _BINDING:
            if sc < 0:
                bits |= _VISIBLE
                link = self.own
            else:
                link = sc
            if role == 7 and code & 16:
                bits |= F.POSTED_CLASS
        elif role == 8:
            link = sc if sc >= 0 else self.own
        elif role == 4 and code & 32:
            bits |= _VISIBLE
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


_VISIBLE = F.VISIBLE
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


# ---------------------------------------------------------------------------------------------------------------------
# The driver


def extract(text: str, source_lines: list[str], tree: ast.Module, broken: list[Broken] | None = None) -> FileFacts:
    """The facts of a module.

    *text* is the decoded source, *source_lines* its lines as CPython counts them, *tree* what `ast.parse(text)` gave;
    *broken* are the parts that `recover` blanked out of it.
    """
    lines = Lines(text, source_lines)
    w = Walk(lines, not lines.ascii or _private(text) is not None)
    index = w.begin_scope("", "module")
    _body(w, tree.body)
    interface = _json([_entries(w.module_binds), w.stars, w.dunder_all])
    w.end_scope(index, -1, 1, 1, max(len(source_lines), 1), "", interface)
    if has_type_comments(text):
        w.hints += [("t", hint) for hint in type_comments(tree, source_lines)]
    if w.hints:
        _keep_hints(w)
    namespace: dict = {"b": w.module_binds}
    if w.stars:
        namespace["s"] = w.stars
    if w.dunder_all is not None:
        namespace["a"] = w.dunder_all
    return FileFacts(w.blocks, w.scope_facts, w.classes, _json(namespace), broken or [], _postings(w))


def _documented(w: Walk, first: int, n: ast.Expr) -> None:
    """Take what the docstring of a function or class tells of types."""
    value = n.value
    if type(value) is ast.Constant and type(value.value) is str:
        types = docstring_types(value.value)
        if types:
            w.hints.append(("d", Hint(first, n.lineno, types)))


def _keep_hints(w: Walk) -> None:
    """Write the hints into the blocks that they stand in, as `facts` has it."""
    starts = [b.line for b in w.blocks]
    order = sorted(range(len(starts)), key=starts.__getitem__)
    lines = [starts[i] for i in order]
    ordinals: dict[tuple[int, int], int] = {}
    begun = [0] * len(starts)
    for s in w.scope_facts:
        if s.block >= 0:
            ordinals[s.block, starts[s.block] + s.line] = begun[s.block]
            begun[s.block] += 1
    found: dict[int, dict[str, dict[str, dict[str, str]]]] = {}
    for key, hint in w.hints:
        index = order[bisect_right(lines, hint.line) - 1]
        scope = ordinals.get((index, hint.scope), -1)
        known = found.setdefault(index, {}).setdefault(key, {}).setdefault(str(scope), {})
        for name, text in hint.types.items():
            known.setdefault(name, text)
    for index, data in found.items():
        block = w.blocks[index]
        more = block.more[:-1] + "," if block.more else "{"
        w.blocks[index] = block._replace(more=more + _json(data)[1:])


def _postings(w: Walk) -> dict[str, tuple[int, list[int]]]:
    """What the walk collected by role, by name."""
    bits = w.bits
    for role, names in (
        (F.READ, w.loads), (F.CALL, w.calls), (F.ATTRIBUTE, w.attributes), (F.KEYWORD, w.keywords),
        (F.PARAMETER, w.parameters), (F.STRING, w.strings), (F.WRITE, w.writes),
    ):  # fmt: skip
        bit = 1 << role
        for name in names:
            bits[name] |= bit
    if not w.sorted:
        for blocks in w.where.values():
            blocks.sort()
    return {name: (bits[name], blocks) for name, blocks in w.where.items()}


def _entries(binds: dict) -> list:
    return sorted((name, kinds) for name, kinds in binds.items())


def _body(w: Walk, body: list) -> None:
    """The statements of a module or of a class that is an owner: cut into blocks."""
    run_end = 0
    statements = STATEMENTS
    for n in body:
        t = type(n)
        if t is ast.FunctionDef or t is ast.AsyncFunctionDef:
            if run_end:
                w.close("run", "", run_end)
                run_end = 0
            first = n.decorator_list[0].lineno if n.decorator_list else n.lineno
            w.open(first)
            _function(w, n, t is ast.AsyncFunctionDef)
            w.close("def", n.name, n.end_lineno)
        elif t is ast.ClassDef:
            if run_end:
                w.close("run", "", run_end)
                run_end = 0
            _owner_class(w, n)
        else:
            if not run_end:
                w.open(n.lineno)
            statements[t](w, n)
            run_end = n.end_lineno
    if run_end:
        w.close("run", "", run_end)


def _owner_class(w: Walk, n: ast.ClassDef) -> None:
    """A class in a module or in another owner class: a header block, then the blocks of its body."""
    first = n.decorator_list[0].lineno if n.decorator_list else n.lineno
    w.open(first)
    block = len(w.blocks)
    child = w.child
    w.child = child + 1
    decorators = _decorators(w, n)
    outer_types = w.owner_types
    outer_klass = w.klass
    scope = _type_parameters(w, n)
    own_types = frozenset(w.binds[scope]) if scope >= 0 else frozenset()
    step = _bases(w, n)
    w.klass = outer_klass
    if scope >= 0:
        w.sc, w.cur, w.refs = -1, w.owner_binds, w.outer
    name = _definition(w, n, 6, F.DEFINITION | F.IS_CLASS, "c")
    w.emit(f"k {child} {n.name}{decorators}{step}")
    w.emit(f"s {name} {len(w.ops) - 1}")
    w.asg.add(name)
    header_end = n.lineno
    for x in (*n.bases, *n.keywords):
        header_end = max(header_end, x.end_lineno)  # type: ignore[type-var]
    body_line = n.body[0].lineno
    if type(n.body[0]) is ast.ClassDef or type(n.body[0]) in _FUNCTIONS:
        body_line = min([body_line, *(d.lineno for d in n.body[0].decorator_list)])  # type: ignore[attr-defined]
    if body_line > header_end:
        header_end = w.lines.colon_line(header_end, body_line)
    w.close("class", n.name, header_end)

    saved = (
        w.owner, w.qual, w.cur, w.owner_binds, w.owner_globals, w.held, w.ops, w.emit, w.child, w.asg, w.nested,
        w.klass, w.selfattrs, w.selfname, w.flag,
    )  # fmt: skip
    qualname = w.qual + n.name
    index = w.begin_scope(qualname, "class")
    nth = w.nths[qualname]
    key = (f"{w.owner}.{n.name}" if w.owner else n.name) + (f"#{nth}" if nth > 1 else "")
    w.classes.append(ClassFacts(key, [base_of(w, b) for b in n.bases], _metaclass(n)))
    w.owner, w.qual, w.own = key, qualname + ".", F.OWNER
    w.cur = w.owner_binds = {}
    w.owner_globals = set()
    w.owner_types = outer_types | own_types
    w.held = []
    w.ops = []
    w.emit = w.ops.append
    w.child = 0
    w.asg, w.nested, w.selfattrs = set(), [], set()
    w.selfname = None
    w.klass = _mangling(n.name)
    if type(n.body[0]) is ast.Expr:
        _documented(w, first, n.body[0])
    _body(w, n.body)
    for raw in w.held:
        w.finish(raw, w.owner_binds)
    if saved[5] is not None:
        w.sorted = False  # blocks of the class around this one are finished later, but come first
    header = _class_header(n)
    interface = n.name + _json(_entries(w.owner_binds))
    w.end_scope(index, block, first, first, n.end_lineno, header, interface)  # type: ignore[arg-type]
    (
        w.owner, w.qual, w.cur, w.owner_binds, w.owner_globals, w.held, w.ops, w.emit, w.child, w.asg, w.nested,
        w.klass, w.selfattrs, w.selfname, w.flag,
    ) = saved  # fmt: skip
    w.owner_types = outer_types
    w.own = F.OWNER if w.owner else F.GLOBAL
    w.nested.append((first, n.end_lineno))  # type: ignore[arg-type]


def _mangling(class_name: str) -> str:
    stripped = class_name.lstrip("_")
    return "_" + stripped if stripped else ""


def base_of(w: Walk, n: ast.expr) -> list[str]:
    """A base class expression as [kind, dotted name]: 'n' a plain dotted name (subscripts dropped), '?' anything
    else.
    """
    while type(n) is ast.Subscript:
        n = n.value
    parts = []
    while type(n) is ast.Attribute:
        parts.append(n.attr)
        n = n.value
    if type(n) is ast.Name:
        parts.append(w.mangle(n.id) if n.id[:2] == "__" else n.id)
        return ["n", ".".join(reversed(parts))]
    return ["?", ""]


def _metaclass(n: ast.ClassDef) -> str:
    for k in n.keywords:
        if k.arg == "metaclass":
            return ast.unparse(k.value)
    return ""


_FUNCTIONS = frozenset((ast.FunctionDef, ast.AsyncFunctionDef))


# ---------------------------------------------------------------------------------------------------------------------
# Canonical text of header expressions, for hashes


_SKIPPED_FIELDS = frozenset(("ctx", "kind", "type_comment", "default_value"))


def ser(n) -> str:
    """A canonical text of an expression (or list of them): no layout, and the same under every Python version.

    Different expressions have different texts: constants are told from names, absent parts from present ones.
    """
    t = type(n)
    if t is ast.Name:
        return n.id
    if t is ast.Attribute:
        return f"{ser(n.value)}.{n.attr}"
    if t is ast.Constant:
        return f"'{_constant(n.value)}"
    if t is list:
        text = "["
        for e in n:  # no `map`: calls from Python to Python take no C stack
            text += ser(e) + ","
        return text + "]"
    if n is None:
        return "-"
    if t is ast.JoinedStr:
        return "f" + ser(_joined(n.values))
    if t is ast.FormattedValue:
        spec = _joined(n.format_spec.values) if n.format_spec is not None else []
        return f"fm({ser(n.value)},{n.conversion},{ser(spec)})"
    if isinstance(n, ast.AST):
        text = t.__name__ + "("
        for f in n._fields:
            if f not in _SKIPPED_FIELDS:
                text += ser(getattr(n, f, None)) + ","
        default = getattr(n, "default_value", None)  # of a type parameter, from 3.13 on
        return f"{text}={ser(default)})" if default is not None else text + ")"
    return str(n)


def _class_header(n: ast.ClassDef) -> str:
    text = f"{ser(n.decorator_list)}{ser(n.bases)}{ser(n.keywords)}"
    return f"{text}T{ser(n.type_params)}" if getattr(n, "type_params", None) else text


def _joined(values: list) -> list:
    """The parts of an f-string with neighbouring constants merged and empty ones dropped (versions differ in that)."""
    out: list = []
    for v in values:
        if type(v) is ast.Constant:
            if not v.value:
                continue
            if out and type(out[-1]) is ast.Constant:
                out[-1] = ast.Constant(out[-1].value + v.value)
                continue
        out.append(v)
    return out


def _constant(value) -> str:
    t = type(value)
    if t is str:
        return (
            's"' + quote(value)[1:]
            if len(value) <= _LITERAL_KEPT
            else "S" + blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        )
    if value is None:
        return "N"
    if t is bool:
        return "T" if value else "F"
    if t is int:
        return f"i{value}" if value.bit_length() < 512 else f"i{value:#x}"
    if t is float:
        return f"f{value!r}"
    if t is bytes:
        return f"b{value.hex()}" if len(value) <= _LITERAL_KEPT else f"B{blake2b(value, digest_size=8).hexdigest()}"
    if t is complex:
        return f"j{value.real!r},{value.imag!r}"
    return "E"  # Ellipsis


# ---------------------------------------------------------------------------------------------------------------------
# Definitions


def _definition(w: Walk, n, offset: int, code: int, kind: str) -> str:
    """The occurrence of a defined name, behind those of its header; returns the (mangled) name, and binds it here."""
    text = n.name
    name = w.mangle(text) if w.private and text[:2] == "__" else text
    line, col = n.lineno, n.col_offset
    if not w.lines.lines[line - 1].startswith(text, col + offset):
        line, col = w.lines.definition(n)
        offset = 0
    w.record(name, line, col + offset, code)
    if name is not text:
        w.width(text, name)
    w.bind(name, kind)
    return name


def _decorators(w: Walk, n) -> str:
    if not n.decorator_list:
        return ""
    saved, w.flag = w.flag, w.flag | F.DECORATOR
    text = "".join([f" @{expression(w, d)}" for d in n.decorator_list])
    w.flag = saved
    return text


def _type_parameters(w: Walk, n) -> int:
    """Enter the scope of `[T, *Ts, **P]` if there is one; returns it or -1.  The caller leaves it."""
    parameters = getattr(n, "type_params", None)
    if not parameters:
        return -1
    scope = w.push(F.TYPE_SCOPE, -1, n.lineno, n.end_lineno)
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    if type(n) is ast.ClassDef and any(p.name[:2] == "__" for p in parameters):
        w.klass = _mangling(n.name)  # the parameters of a class are private to it; the caller restores
    for p in parameters:
        t = type(p).__name__
        col = p.col_offset + (0 if t == "TypeVar" else 1 if t == "TypeVarTuple" else 2)
        line = p.lineno
        if t != "TypeVar":
            line, col = (w.lines.names_after(line, p.col_offset, p.end_lineno, [p.name]) or [(line, col)])[0]
        bound = getattr(p, "bound", None)
        default = getattr(p, "default_value", None)
        operands = f" :{_annotation(w, bound)}" if bound is not None else ""
        if default is not None:
            operands += f" ={_annotation(w, default)}"
        name = w.mangle(p.name)
        w.record(name, line, col, F.DEFINITION | F.TYPE_PARAMETER)
        if name is not p.name:
            w.width(p.name, name)
        w.cur[name] = "v"
        w.emit(f"tp {name} {t}{operands}")
    return scope


def _bases(w: Walk, n: ast.ClassDef) -> str:
    text = ""
    begin = len(w.o)
    for b in n.bases:
        star = type(b) is ast.Starred
        saved = w.flag
        w.flag |= F.BASE if not star else 0
        inner = b.value if star else b
        if type(inner) is ast.Subscript:
            v = expression(w, inner.value)
            w.flag = saved | F.ANNOTATION
            i = expression(w, inner.slice)
            w.emit(f"i {v} {i}")
            v = len(w.ops) - 1
        else:
            v = expression(w, inner)
        w.flag = saved
        text += f" *{v}" if star else f" {v}"
    if n.bases:
        o = w.o
        names = list(w.names)
        for i in range(begin, len(o), 6):
            if o[i + 3] & 512:
                w.bits[names[o[i]]] |= F.POSTED_BASE
    for k in n.keywords:
        if k.arg:
            w.record(k.arg, k.lineno, k.col_offset, F.KEYWORD, -1)
        text += f" {k.arg or '**'}={expression(w, k.value)}"
    return text


def _class(w: Walk, n: ast.ClassDef) -> None:
    """A class inside a function or a compound statement: part of the block around it."""
    first = n.decorator_list[0].lineno if n.decorator_list else n.lineno
    child = w.child
    w.child = child + 1
    decorators = _decorators(w, n)
    outer_sc, outer_cur, outer_refs, outer_klass = w.sc, w.cur, w.refs, w.klass
    _type_parameters(w, n)
    step = _bases(w, n)
    w.klass = outer_klass
    inner = w.sc, w.cur, w.refs
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    record = len(w.o) // 6
    name = _definition(w, n, 6, F.DEFINITION | F.IS_CLASS, "c")
    w.sc, w.cur, w.refs = inner
    w.emit(f"k {child} {n.name}{decorators}{step}")
    value = len(w.ops) - 1
    scope = w.push(F.CLASS, record, first, n.end_lineno)  # type: ignore[arg-type]
    saved = (
        w.qual, w.ops, w.emit, w.child, w.asg, w.nested, w.klass, w.selfattrs, w.selfname, w.function, w.flag,
    )  # fmt: skip
    qualname = w.qual + n.name
    index = w.begin_scope(qualname, "class")
    nth = w.nths[qualname]
    key = qualname + (f"#{nth}" if nth > 1 else "")
    w.classes.append(ClassFacts(key, [base_of(w, b) for b in n.bases], _metaclass(n)))
    w.qual = qualname + "."
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    w.ops = []
    w.emit = w.ops.append
    w.child = 0
    w.asg, w.nested, w.selfattrs = set(), [], set()
    w.selfname, w.function = None, -1
    w.klass = _mangling(n.name)
    if type(n.body[0]) is ast.Expr:
        _documented(w, first, n.body[0])
    statements(w, n.body)
    header = _class_header(n)
    w.end_scope(
        index,
        len(w.blocks),
        w.base,
        first,
        n.end_lineno,
        header,
        n.name + _json(sorted(w.binds[scope])),  # type: ignore[arg-type]
    )
    (
        w.qual, w.ops, w.emit, w.child, w.asg, w.nested, w.klass, w.selfattrs, w.selfname, w.function, w.flag,
    ) = saved  # fmt: skip
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    w.nested.append((first, n.end_lineno))  # type: ignore[arg-type]
    w.emit(f"s {name} {value}")
    w.asg.add(name)


_DECORATOR_FLAGS = {
    "staticmethod": F.S_STATIC, "classmethod": F.S_CLASSMETHOD, "property": F.S_PROPERTY,
    "cached_property": F.S_PROPERTY,
    "overload": F.S_OVERLOAD, "abstractmethod": F.S_ABSTRACT, "setter": F.S_SETTER, "getter": F.S_SETTER,
    "deleter": F.S_SETTER, "abstractproperty": F.S_PROPERTY | F.S_ABSTRACT,
}  # fmt: skip


def _function(w: Walk, n, is_async: bool) -> None:
    decorators_list = n.decorator_list
    first = decorators_list[0].lineno if decorators_list else n.lineno
    end = n.end_lineno
    child = w.child
    w.child = child + 1
    step = _decorators(w, n) if decorators_list else ""
    arguments = n.args
    for d in arguments.defaults:
        step += f" ={expression(w, d)}"
    for d in arguments.kw_defaults:
        step += " =-" if d is None else f" ={expression(w, d)}"

    in_class = w.scopes[w.sc * 7] == 1 if w.sc >= 0 else w.owner != ""
    flags = F.S_ASYNC if is_async else 0
    if in_class:
        flags |= F.S_METHOD
        if n.name in _IMPLICIT_CLASSMETHODS:
            flags |= F.S_CLASSMETHOD
    for d in decorators_list:
        while type(d) is _Call:
            d = d.func
        last = d.id if type(d) is _Name else d.attr if type(d) is _Attribute else ""
        flags |= _DECORATOR_FLAGS.get(last, F.S_DECORATED)

    outer_sc, outer_cur, outer_refs, outer_flag = w.sc, w.cur, w.refs, w.flag
    if _GENERIC:
        _type_parameters(w, n)
    scope = w.push(F.FUNCTION, -1, first, end)
    positional = arguments.posonlyargs + arguments.args if arguments.posonlyargs else arguments.args
    annotated = []
    for a in positional:
        if a.annotation is not None:
            annotated.append(a)  # noqa: PERF401
    if arguments.kwonlyargs:
        annotated += [a for a in arguments.kwonlyargs if a.annotation is not None]
    if arguments.vararg is not None and arguments.vararg.annotation is not None:
        annotated.append(arguments.vararg)
    if arguments.kwarg is not None and arguments.kwarg.annotation is not None:
        annotated.append(arguments.kwarg)
    for a in annotated:
        step += f" :{a.arg}:{_annotation(w, a.annotation)}"
    if n.returns is not None:
        step += f" >{_annotation(w, n.returns)}"
    inner_sc, inner_cur, inner_refs = w.sc, w.cur, w.refs
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    w.scopes[scope * 7 + 1] = len(w.o) // 6
    name = _definition(w, n, 10 if is_async else 4, F.DEFINITION, "d")
    w.sc, w.cur, w.refs = inner_sc, inner_cur, inner_refs
    w.emit(f"{'fa' if is_async else 'f'} {child} {n.name}{step}")
    value = len(w.ops) - 1

    saved = (
        w.qual, w.ops, w.emit, w.child, w.asg, w.nested, w.selfattrs, w.selfname, w.function, w.generator,
    )  # fmt: skip
    qualname = w.qual + n.name
    index = w.begin_scope(qualname, "function")
    w.qual = qualname + ".<locals>."
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    w.ops = []
    w.emit = w.ops.append
    w.child = 0
    w.asg, w.nested, w.generator = set(), [], False
    w.function = scope
    w.flag = 0
    if in_class:
        w.selfattrs = set()
        w.selfname = positional[0].arg if positional and not flags & F.S_STATIC else None
        if w.selfname is not None:
            w.scopes[scope * 7 + 5] = w.names[w.mangle(w.selfname)]
    interface = _parameters(w, arguments)
    if type(n.body[0]) is ast.Expr:
        _documented(w, first, n.body[0])
    statements(w, n.body)
    if w.generator:
        flags |= F.S_GENERATOR
    w.scopes[scope * 7 + 6] |= flags
    header = "async" if is_async else ""
    if decorators_list:
        header += f"@{ser(decorators_list)}"
    if _GENERIC and n.type_params:
        header += f"T{ser(n.type_params)}"
    if arguments.defaults:
        header += f"={ser(arguments.defaults)}"
    if arguments.kw_defaults:
        header += f"k{ser(arguments.kw_defaults)}"
    for a in annotated:
        header += f":{a.arg}:{ser(a.annotation)}"
    if n.returns is not None:
        header += f">{ser(n.returns)}"
    if in_class and w.selfattrs:
        interface += ". " + " ".join(sorted(w.selfattrs))
    w.end_scope(index, len(w.blocks), w.base, first, end, header, f"{n.name} {flags} {interface}")
    (
        w.qual, w.ops, w.emit, w.child, w.asg, w.nested, w.selfattrs, w.selfname, w.function, w.generator,
    ) = saved  # fmt: skip
    w.sc, w.cur, w.refs, w.flag = outer_sc, outer_cur, outer_refs, outer_flag
    w.nested.append((first, end))
    w.emit(f"s {name} {value}")
    w.asg.add(name)


def _parameters(w: Walk, arguments: ast.arguments) -> str:
    """The parameters as occurrences and steps, in the order in which they stand; returns their interface."""
    interface = ""
    if arguments.posonlyargs:
        interface = _group(w, arguments.posonlyargs, "/")
    if arguments.args:
        interface += _group(w, arguments.args, "p")
    if arguments.vararg is not None:
        interface += _group(w, [arguments.vararg], "*")
    if arguments.kwonlyargs:
        interface += _group(w, arguments.kwonlyargs, "k")
    if arguments.kwarg is not None:
        interface += _group(w, [arguments.kwarg], "**")
    return interface


def _group(w: Walk, group: list[ast.arg], kind: str) -> str:
    """Parameters of one kind."""
    o, names, ops, cur, base, sc, private = w.o, w.names, w.ops, w.cur, w.base, w.sc, w.private
    interface = ""
    for a in group:
        name = a.arg
        if private and name[:2] == "__":
            name = _private_name(w, name)
        o += (names[name], a.lineno - base, a.col_offset, 6, sc, sc)
        cur[name] = "v"
        w.parameters.add(name)
        ops.append(f"p {name} {kind}")
        interface += f"{kind}{name} "
    return interface


def _annotation(w: Walk, n: ast.expr) -> int:
    saved, w.flag = w.flag, w.flag | F.ANNOTATION
    v = expression(w, n)
    w.flag = saved
    return v


# ---------------------------------------------------------------------------------------------------------------------
# Statements


def statements(w: Walk, body: list) -> None:
    """Walk statements in their order."""
    table = STATEMENTS
    for n in body:
        table[type(n)](w, n)


def _expr_statement(w: Walk, n: ast.Expr) -> None:
    v = n.value
    t = type(v)
    if t is ast.Constant:
        return
    if t is ast.Call and w.sc < 0 and not w.owner and _is_all(getattr(v.func, "value", None)):  # type: ignore[attr-defined]
        saved, w.flag = w.flag, w.flag | F.IN_ALL
        EXPRESSIONS[t](w, v)
        w.flag = saved
        method = v.func.attr  # type: ignore[attr-defined]
        if method == "extend" and v.args:  # type: ignore[attr-defined]
            _exports(w, v.args[0], False)  # type: ignore[attr-defined]
        elif method == "append" and v.args:  # type: ignore[attr-defined]
            _exports(w, ast.List(v.args), False)  # type: ignore[attr-defined]
        else:
            _exports(w, v, False)
        return
    EXPRESSIONS[t](w, v)


def _is_all(n) -> bool:
    return type(n) is ast.Name and n.id == "__all__"


def _exports(w: Walk, n, fresh: bool) -> None:
    """Collect what `__all__` lists: names, ["@", module name] for `module.__all__`, ["?"] for what cannot be read."""
    if fresh or w.dunder_all is None:
        w.dunder_all = []
    out = w.dunder_all
    t = type(n)
    if t in (ast.List, ast.Tuple, ast.Set):
        for e in n.elts:
            if type(e) is ast.Constant and type(e.value) is str:
                if e.value not in out:
                    out.append(e.value)
            elif type(e) is ast.Starred:
                _exports(w, e.value, False)
            elif type(e) is ast.Attribute and e.attr == "__name__" and type(e.value) is ast.Name:
                out.append(e.value.id)
            else:
                out.append(["?"])
    elif t is ast.BinOp and type(n.op) is ast.Add:
        _exports(w, n.left, False)
        _exports(w, n.right, False)
    elif t is ast.Attribute and n.attr == "__all__":
        kind, dotted = base_of(w, n.value)
        out.append(["@", dotted] if kind == "n" else ["?"])
    elif t is ast.Call and type(n.func) is ast.Name and n.func.id in ("list", "tuple", "sorted") and len(n.args) == 1:
        _exports(w, n.args[0], False)
    elif t is ast.Name and n.id == "__all__":
        return
    else:
        out.append(["?"])


def _assign(w: Walk, n: ast.Assign) -> None:
    targets = n.targets
    if w.sc < 0 and not w.owner and any(map(_is_all, targets)):
        saved, w.flag = w.flag, w.flag | F.IN_ALL
        v = expression(w, n.value)
        w.flag = saved
        _exports(w, n.value, True)
    else:
        value = n.value
        v = EXPRESSIONS[type(value)](w, value)
    for t in targets:
        STORES[type(t)](w, t, v)


def _augmented(w: Walk, n: ast.AugAssign) -> None:
    target = n.target
    op = type(n.op).__name__
    t = type(target)
    if t is ast.Name:
        name = w.mangle(target.id) if target.id[:2] == "__" else target.id  # type: ignore[union-attr]
        if w.sc < 0 and not w.owner and name == "__all__":
            saved, w.flag = w.flag, w.flag | F.IN_ALL
            v = expression(w, n.value)
            w.flag = saved
            _exports(w, n.value, False)
        else:
            v = -1
        w.record(name, target.lineno, target.col_offset, F.WRITE | F.AUGMENTED)
        if name is not target.id:  # type: ignore[union-attr]
            w.width(target.id, name)  # type: ignore[union-attr]
        w.bind(name, "v")
        w.emit(f"l {name}")
        old = len(w.ops) - 1
        if v < 0:
            v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"S {name} {len(w.ops) - 1}")
        w.asg.add(name)
    elif t is ast.Attribute:
        base, link = _receiver(w, target.value)  # type: ignore[union-attr]
        name = _attribute_record(w, target, F.ATTRIBUTE | F.STORE | F.AUGMENTED, link)
        w.emit(f"a {base} {name}")
        old = len(w.ops) - 1
        v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"AS {base} {name} {len(w.ops) - 1}")
    else:
        base = expression(w, target.value)  # type: ignore[union-attr]
        key = expression(w, target.slice)  # type: ignore[union-attr]
        w.emit(f"i {base} {key}")
        old = len(w.ops) - 1
        v = expression(w, n.value)
        w.emit(f"B {op} {old} {v}")
        w.emit(f"I {base} {key} {len(w.ops) - 1}")


def _annotated(w: Walk, n: ast.AnnAssign) -> None:
    target = n.target
    is_all = w.sc < 0 and not w.owner and _is_all(target)
    annotation = _annotation(w, n.annotation)
    v: int | str = "-"
    if n.value is not None:
        saved = w.flag
        if is_all:
            w.flag |= F.IN_ALL
            _exports(w, n.value, True)
        elif type(n.annotation) in (ast.Name, ast.Attribute) and base_of(w, n.annotation)[1].endswith("TypeAlias"):
            w.flag |= F.ANNOTATION
        v = expression(w, n.value)
        w.flag = saved
    t = type(target)
    if t is ast.Name:
        text = target.id  # type: ignore[union-attr]
        name = w.mangle(text) if text[:2] == "__" else text
        w.record(name, target.lineno, target.col_offset, F.WRITE)
        if name is not text:
            w.width(text, name)
        if n.simple or n.value is not None:
            w.bind(name, "v")
        else:
            w.odd = True
        w.emit(f"{'sa' if n.simple else 'sp'} {name} {annotation} {v}")
        w.asg.add(name)
    elif t is ast.Attribute:
        base, link = _receiver(w, target.value)  # type: ignore[union-attr]
        name = _attribute_record(w, target, F.ATTRIBUTE | F.STORE, link)
        if type(target.value) is ast.Name and target.value.id == w.selfname:  # type: ignore[union-attr]
            w.selfattrs.add(name)
        w.emit(f"Aa {base} {name} {annotation} {v}")
    else:
        base = expression(w, target.value)  # type: ignore[union-attr]
        key = expression(w, target.slice)  # type: ignore[union-attr]
        w.emit(f"Ia {base} {key} {annotation} {v}")


def _delete(w: Walk, n: ast.Delete) -> None:
    for t in n.targets:
        _delete_target(w, t)


def _delete_target(w: Walk, t) -> None:
    kind = type(t)
    if kind is ast.Name:
        name = w.mangle(t.id) if t.id[:2] == "__" else t.id
        w.record(name, t.lineno, t.col_offset, F.DELETE)
        if name is not t.id:
            w.width(t.id, name)
        w.bind(name, "v")
        w.emit(f"x {name}")
        w.asg.add(name)
    elif kind is ast.Attribute:
        base, link = _receiver(w, t.value)
        name = _attribute_record(w, t, F.ATTRIBUTE | F.DELETED, link)
        w.emit(f"X {base} {name}")
    elif kind is ast.Subscript:
        base = expression(w, t.value)
        w.emit(f"Y {base} {expression(w, t.slice)}")
    else:
        for e in t.elts:
            _delete_target(w, e)


def _return(w: Walk, n: ast.Return) -> None:
    if n.value is None:
        w.emit("r -")
    else:
        v = EXPRESSIONS[type(n.value)](w, n.value)
        w.emit(f"r {v}")


def _raise(w: Walk, n: ast.Raise) -> None:
    e = expression(w, n.exc) if n.exc is not None else "-"
    c = expression(w, n.cause) if n.cause is not None else "-"
    w.emit(f"R {e} {c}")


def _assert(w: Walk, n: ast.Assert) -> None:
    v = expression(w, n.test)
    if n.msg is not None:
        w.emit(f"if {v}")
        w.emit("el")
        w.emit(f"am {expression(w, n.msg)}")
        w.emit("fi")
    w.emit(f"as {v}")


def _region(w: Walk) -> set[str]:
    """Begin to collect the names stored in a region; returns the set to give to `_join`."""
    outer = w.asg
    w.asg = set()
    return outer


def _join(w: Walk, outer: set[str]) -> str:
    inner = w.asg
    outer |= inner
    w.asg = outer
    return " " + " ".join(sorted(inner)) if inner else ""


def _if(w: Walk, n: ast.If) -> None:
    test = n.test
    v = EXPRESSIONS[type(test)](w, test)
    w.emit(f"if {v}")
    outer = _region(w)
    statements(w, n.body)
    if n.orelse:
        w.emit("el")
        statements(w, n.orelse)
    w.emit("fi" + _join(w, outer))


def _loop(w: Walk, n, at: int, outer: set[str]) -> None:
    statements(w, n.body)
    w.emit("pl")
    if n.orelse:
        w.emit("le")
        statements(w, n.orelse)
    names = _join(w, outer)
    w.ops[at] = "lp" + names
    w.emit("lf" + names)


def _while(w: Walk, n: ast.While) -> None:
    at = len(w.ops)
    w.emit("lp")
    outer = _region(w)
    w.emit(f"wh {expression(w, n.test)}")
    _loop(w, n, at, outer)


def _for(w: Walk, n) -> None:
    v = expression(w, n.iter)
    w.emit(f"it {v}" if type(n) is ast.For else f"ai {v}")
    iterator = len(w.ops) - 1
    at = iterator + 1
    w.emit("lp")
    outer = _region(w)
    w.emit(f"nx {iterator}")
    STORES[type(n.target)](w, n.target, len(w.ops) - 1)
    _loop(w, n, at, outer)


def _with(w: Walk, n) -> None:
    op = "en" if type(n) is ast.With else "ae"
    for item in n.items:
        v = expression(w, item.context_expr)
        w.emit(f"{op} {v}")
        if item.optional_vars is not None:
            STORES[type(item.optional_vars)](w, item.optional_vars, len(w.ops) - 1)
    statements(w, n.body)
    w.emit(f"ex {len(n.items)}")


def _try(w: Walk, n) -> None:
    w.emit("try" if type(n) is ast.Try else "try*")
    outer = _region(w)
    statements(w, n.body)
    for h in n.handlers:
        kind = expression(w, h.type) if h.type is not None else "-"
        w.emit(f"exc {kind}")
        if h.name:
            value = len(w.ops) - 1
            name = w.mangle(h.name)
            place = w.lines.as_name(h.type.end_lineno, h.type.end_col_offset, h.body[0].lineno) or (
                h.lineno,
                h.col_offset,
            )
            w.record(name, *place, F.WRITE)
            if name is not h.name:
                w.width(h.name, name)
            w.bind(name, "v")
            w.emit(f"s {name} {value}")
            w.asg.add(name)
        statements(w, h.body)
    if n.orelse:
        w.emit("tel")
        statements(w, n.orelse)
    if n.finalbody:
        w.emit("fin")
        statements(w, n.finalbody)
    w.emit("yrt" + _join(w, outer))


def _global(w: Walk, n) -> None:
    is_global = type(n) is ast.Global
    col = n.col_offset + (6 if is_global else 8)
    places = w.lines.names_after(n.lineno, col, n.end_lineno, n.names)
    declared = []
    for text, (line, c) in zip(n.names, places, strict=False):
        name = w.mangle(text)
        declared.append(name)
        w.record(name, line, c, F.GLOBAL_STATEMENT)
        if name is not text:
            w.width(text, name)
    w.emit(("g " if is_global else "n ") + " ".join(declared))
    if w.sc < 0:
        if is_global:
            w.owner_globals.update(declared)
        return
    table = w.globals_ if is_global else w.nonlocals
    if table[w.sc] is None:
        table[w.sc] = set()
    table[w.sc].update(declared)


def _import(w: Walk, n: ast.Import) -> None:
    for a in n.names:
        dotted, asname = a.name, a.asname
        entry = len(w.imports)
        w.imports.append([0, dotted, None, asname])
        parts = dotted.split(".")
        places = _parts(w, a.lineno, a.col_offset, a.end_lineno, dotted, parts)
        for i, (part, place) in enumerate(zip(parts, places, strict=False)):
            binds = F.BINDS if i == 0 and asname is None else 0
            name = w.mangle(part) if binds else part
            w.record(name, *place, F.IMPORT | F.MODULE_PART | binds, entry)
            if name is not part:
                w.width(part, name)
        if asname is None:
            bound, target = w.mangle(parts[0]), parts[0]
        else:
            bound, target = w.mangle(asname), dotted
            w.record(
                bound, a.end_lineno, w.lines.start_of(asname, a.end_lineno, a.end_col_offset), F.IMPORT | F.BINDS, entry
            )
            if bound is not asname:
                w.width(asname, bound)
        w.bind(bound, ["m", target])
        w.emit(f"im 0 {dotted}")
        w.emit(f"s {bound} {len(w.ops) - 1}" if asname else f"sm {bound} {dotted}")
        w.asg.add(bound)


def _parts(w: Walk, line: int, col: int, end_line: int, dotted: str, parts: list[str]) -> list[tuple[int, int]]:
    if w.lines.at(line, col, len(dotted)) == dotted:
        places = []
        for part in parts:
            places.append((line, col))
            col += len(part.encode()) + 1
        return places
    return w.lines.names_after(line, col, end_line, parts)


def _import_from(w: Walk, n: ast.ImportFrom) -> None:
    module = n.module or ""
    level = n.level
    entry = len(w.imports)
    if module:
        if level == 0 and w.lines.at(n.lineno, n.col_offset, 5) == "from " and w.lines.ascii:
            place = (n.lineno, n.col_offset + 5)
        else:
            place = w.lines.module_of_from(n) or (n.lineno, n.col_offset)
        parts = module.split(".")
        for part, at in zip(parts, _parts(w, *place, n.end_lineno, module, parts), strict=False):  # type: ignore[arg-type]
            w.record(part, *at, F.IMPORT | F.MODULE_PART, entry)
    for a in n.names:
        text, asname = a.name, a.asname
        entry = len(w.imports)
        w.imports.append([level, module, text, asname])
        if text == "*":
            w.record("*", a.lineno, a.col_offset, F.IMPORT, entry)
            if w.sc < 0 and not w.owner:
                w.stars.append([level, module])
            w.emit(f"i* {level} {module}")
            continue
        w.emit(f"fr {level} {module} {text}")
        value = len(w.ops) - 1
        if asname is None:
            bound = w.mangle(text)
            w.record(bound, a.lineno, a.col_offset, F.IMPORT | F.BINDS, entry)
            if bound is not text:
                w.width(text, bound)
        else:
            w.record(text, a.lineno, a.col_offset, F.IMPORT, entry)
            bound = w.mangle(asname)
            w.record(
                bound, a.end_lineno, w.lines.start_of(asname, a.end_lineno, a.end_col_offset), F.IMPORT | F.BINDS, entry
            )
            if bound is not asname:
                w.width(asname, bound)
        w.bind(bound, ["i", level, module, text])
        w.emit(f"s {bound} {value}")
        w.asg.add(bound)


def _type_alias(w: Walk, n) -> None:
    name = w.mangle(n.name.id)
    outer_sc, outer_cur, outer_refs = w.sc, w.cur, w.refs
    _type_parameters(w, n)
    v = _annotation(w, n.value)
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    w.record(name, n.name.lineno, n.name.col_offset, F.WRITE)
    w.bind(name, "v")
    w.emit(f"ta {name} {v}")
    w.asg.add(name)


def _match(w: Walk, n: ast.Match) -> None:
    subject = expression(w, n.subject)
    w.emit(f"mt {subject}")
    outer = _region(w)
    for case in n.cases:
        w.emit("cs")
        PATTERNS[type(case.pattern)](w, case.pattern, subject)
        if case.guard is not None:
            w.emit(f"gd {expression(w, case.guard)}")
        statements(w, case.body)
    w.emit("tm" + _join(w, outer))


def _simple(word: str):
    def step(w: Walk, n) -> None:  # noqa: ARG001
        w.emit(word)

    return step


def _nothing(w: Walk, n) -> None:  # noqa: ARG001
    return


STATEMENTS.update(
    {
        ast.Expr: _expr_statement, ast.Assign: _assign, ast.AugAssign: _augmented, ast.AnnAssign: _annotated,
        ast.Delete: _delete, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert, ast.If: _if,
        ast.While: _while,
        ast.For: _for, ast.AsyncFor: _for, ast.With: _with, ast.AsyncWith: _with, ast.Try: _try, ast.Global: _global,
        ast.Nonlocal: _global, ast.Import: _import, ast.ImportFrom: _import_from, ast.Match: _match,
        ast.Pass: _nothing, ast.Break: _simple("br"), ast.Continue: _simple("co"), ast.TryStar: _try,
        ast.FunctionDef: lambda w, n: _function(w, n, False), ast.AsyncFunctionDef: lambda w, n: _function(w, n, True),
        ast.ClassDef: _class,
    }
)  # fmt: skip
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _type_alias


# ---------------------------------------------------------------------------------------------------------------------
# Patterns


def _capture(w: Walk, text: str, line: int, col: int, value: int) -> None:
    name = w.mangle(text)
    w.record(name, line, col, F.CAPTURE)
    if name is not text:
        w.width(text, name)
    w.bind(name, "v")
    w.emit(f"s {name} {value}")
    w.asg.add(name)


def _pattern(w: Walk, n, value: int) -> None:
    PATTERNS[type(n)](w, n, value)


def _match_value(w: Walk, n, value: int) -> None:
    w.emit(f"pv {value} {expression(w, n.value)}")


def _match_singleton(w: Walk, n, value: int) -> None:
    w.emit(f"ps {value} {_constant(n.value)}")


def _match_sequence(w: Walk, n, value: int) -> None:
    star = next((i for i, p in enumerate(n.patterns) if type(p) is ast.MatchStar), -1)
    w.emit(f"pq {value} {len(n.patterns)} {star}")
    for i, p in enumerate(n.patterns):
        w.emit(f"pe {value} {i} {len(n.patterns)} {star}")
        _pattern(w, p, len(w.ops) - 1)


def _match_star(w: Walk, n, value: int) -> None:
    if n.name is not None:
        _capture(w, n.name, n.end_lineno, w.lines.start_of(n.name, n.end_lineno, n.end_col_offset), value)


def _match_mapping(w: Walk, n, value: int) -> None:
    w.emit(f"pm {value} {len(n.keys)}")
    for k, p in zip(n.keys, n.patterns, strict=False):
        w.emit(f"pk {value} {expression(w, k)}")
        _pattern(w, p, len(w.ops) - 1)
    if n.rest is not None:
        last = n.patterns[-1] if n.patterns else n
        line, col = (last.end_lineno, last.end_col_offset) if n.patterns else (n.lineno, n.col_offset)
        places = w.lines.names_after(line, col, n.end_lineno, [n.rest])
        w.emit(f"pr {value}")
        _capture(w, n.rest, *(places[0] if places else (n.lineno, n.col_offset)), len(w.ops) - 1)


def _match_class(w: Walk, n, value: int) -> None:
    w.emit(f"pc {value} {expression(w, n.cls)}")
    for i, p in enumerate(n.patterns):
        w.emit(f"pi {value} {i}")
        _pattern(w, p, len(w.ops) - 1)
    before = n.patterns[-1] if n.patterns else n.cls
    for text, p in zip(n.kwd_attrs, n.kwd_patterns, strict=False):
        places = w.lines.names_after(before.end_lineno, before.end_col_offset, p.lineno, [text])
        place = places[0] if places else (p.lineno, p.col_offset)
        before = p
        w.record(text, *place, F.ATTRIBUTE, F.NO_RECEIVER)  # never mangled
        w.emit(f"pa {value} {text}")
        _pattern(w, p, len(w.ops) - 1)


def _match_as(w: Walk, n, value: int) -> None:
    if n.pattern is not None:
        _pattern(w, n.pattern, value)
    if n.name is not None:
        if n.pattern is None:
            _capture(w, n.name, n.lineno, n.col_offset, value)
        else:
            _capture(w, n.name, n.end_lineno, w.lines.start_of(n.name, n.end_lineno, n.end_col_offset), value)


def _match_or(w: Walk, n, value: int) -> None:
    w.emit(f"po {value}")
    for p in n.patterns:
        w.emit("p|")
        _pattern(w, p, value)
    w.emit("op")


PATTERNS = {
    ast.MatchValue: _match_value, ast.MatchSingleton: _match_singleton, ast.MatchSequence: _match_sequence,
    ast.MatchStar: _match_star, ast.MatchMapping: _match_mapping, ast.MatchClass: _match_class, ast.MatchAs: _match_as,
    ast.MatchOr: _match_or,
}  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# Stores


def _store_name(w: Walk, n: ast.Name, v: int) -> None:
    name = text = n.id
    if w.private and name[:2] == "__":
        name = w.mangle(name)
        if name is not text:
            w.private_width(text)
    o = w.o
    sc = w.sc
    o += (w.names[name], n.lineno - w.base, n.col_offset, 1 | w.flag, sc, sc if sc >= 0 else w.own)
    w.ops.append(f"s {name} {v}")
    w.asg.add(name)
    if sc >= 0:
        w.writes.add(name)
        w.cur[name] = "v"
        if text == w.selfname and sc == w.function:
            w.scopes[sc * 7 + 6] |= F.S_REBOUND
    else:
        w.bits[name] |= _VISIBLE | 2
        w.bind(name, "v")


def _store_attribute(w: Walk, n: ast.Attribute, v: int) -> None:
    value = n.value
    base, link = _receiver(w, value)
    name = _attribute_record(w, n, 36, link)
    if type(value) is _Name and value.id == w.selfname:
        w.selfattrs.add(name)
    w.emit(f"A {base} {name} {v}")


def _store_subscript(w: Walk, n: ast.Subscript, v: int) -> None:
    base = expression(w, n.value)
    key = expression(w, n.slice)
    w.emit(f"I {base} {key} {v}")


def _store_sequence(w: Walk, n, v: int) -> None:
    elts = n.elts
    star = next((i for i, e in enumerate(elts) if type(e) is ast.Starred), -1)
    for i, e in enumerate(elts):
        w.emit(f"un {v} {i} {len(elts)} {star}")
        STORES[type(e)](w, e, len(w.ops) - 1)


def _store_starred(w: Walk, n: ast.Starred, v: int) -> None:
    STORES[type(n.value)](w, n.value, v)


STORES.update(
    {
        ast.Name: _store_name, ast.Attribute: _store_attribute, ast.Subscript: _store_subscript,
        ast.Tuple: _store_sequence,
        ast.List: _store_sequence, ast.Starred: _store_starred,
    }
)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# Expressions: each writes its steps and returns the number of the one that holds its value


def expression(w: Walk, n) -> int:
    """Walk an expression; the number of the step that holds its value."""
    return EXPRESSIONS[type(n)](w, n)


def _name(w: Walk, n: ast.Name) -> int:
    name = n.id
    if w.private and name[:2] == "__":
        name = _private_name(w, name)
    o = w.o
    o += (w.names[name], n.lineno - w.base, n.col_offset, w.flag, w.sc, w.refs[name])
    ops = w.ops
    v = len(ops)
    ops.append(w.loads[name])
    return v


def _receiver(w: Walk, n) -> tuple[int, int]:
    """Evaluate a receiver: its step, and the link that an attribute of it carries."""
    t = type(n)
    v = EXPRESSIONS[t](w, n)
    if t is ast.Name or t is ast.Attribute:
        return v, len(w.o) // 6 - 1
    if t is ast.Call:
        return v, w.callrec
    return v, -1


def _attribute_record(w: Walk, n: ast.Attribute, code: int, link: int) -> str:
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
    w.bits[name] |= 16 | _VISIBLE if code & 32 else 16
    return name


def _attribute(w: Walk, n: ast.Attribute) -> int:
    value = n.value
    t = type(value)
    o = w.o
    ops = w.ops
    flag = w.flag
    if t is _Name:  # as `_name` does it
        name = value.id
        if w.private and name[:2] == "__":
            name = _private_name(w, name)
        names = w.names
        sc = w.sc
        base = w.base
        link = len(o) // 6
        v = len(ops)
        o += (names[name], value.lineno - base, value.col_offset, flag, sc, w.refs[name])
        ops.append(w.loads[name])
    else:
        v = EXPRESSIONS[t](w, value)
        if t is _Attribute:
            link = len(o) // 6 - 1
        elif t is _Call:
            link = w.callrec
        else:
            link = -1
        names = w.names
        sc = w.sc
        base = w.base
    name = text = n.attr
    if w.private and name[:2] == "__":
        name = _private_name(w, name)
    end = n.end_lineno
    if w.ascii:
        col = n.end_col_offset - len(text)  # type: ignore[operator]
    else:
        col = w.lines.start_of(text, end, n.end_col_offset)  # type: ignore[arg-type]
    o += (names[name], end - base, col, 4 | flag, sc, link)  # type: ignore[operator]
    w.attributes.add(name)
    v = f"a {v} {name}"
    i = len(ops)
    ops.append(v)
    return i


def _private_name(w: Walk, text: str) -> str:
    """A name with its class in front, if it is private; the next occurrence is its."""
    name = w.mangle(text)
    if name is not text:
        w.private_width(text)
    return name


def _call(w: Walk, n: ast.Call) -> int:
    func = n.func
    t = type(func)
    expressions = EXPRESSIONS
    ops = w.ops
    o = w.o
    names = w.names
    sc = w.sc
    base = w.base
    flag = w.flag
    private = w.private
    if t is _Name:
        name = text = func.id  # type: ignore[attr-defined]
        if private and name[:2] == "__":
            name = _private_name(w, name)
        callee = len(o) // 6
        o += (names[name], func.lineno - base, func.col_offset, 2 | flag, sc, w.refs[name])
        f = len(ops)
        ops.append(w.calls[name])
        result = -10 - callee
        special = _SPECIAL.get(text)
        if text == "super":
            result = -2
    elif t is _Attribute:
        value = func.value  # type: ignore[attr-defined]
        kind = type(value)
        if kind is _Name:
            name = value.id
            if private and name[:2] == "__":
                name = _private_name(w, name)
            link = len(o) // 6
            v = len(ops)
            o += (names[name], value.lineno - base, value.col_offset, flag, sc, w.refs[name])
            ops.append(w.loads[name])
        else:
            v = expressions[kind](w, value)
            if kind is _Attribute:
                link = len(o) // 6 - 1
            elif kind is _Call:
                link = w.callrec
            else:
                link = -1
        name = text = func.attr  # type: ignore[attr-defined]
        if private and name[:2] == "__":
            name = _private_name(w, name)
        end = func.end_lineno
        if w.ascii:
            col = func.end_col_offset - len(text)  # type: ignore[operator]
        else:
            col = w.lines.start_of(text, end, func.end_col_offset)  # type: ignore[arg-type]
        callee = len(o) // 6
        result = -10 - callee
        o += (names[name], end - base, col, 20 | flag, sc, link)  # type: ignore[operator]
        w.attributes.add(name)
        f = len(ops)
        ops.append(f"a {v} {name}")
        special = _SPECIAL_METHODS.get(text)
    else:
        f = expressions[t](w, func)
        callee = result = -1
        special = None
    step = f"( {f}"
    if flag:
        saved = flag
        w.flag = flag = flag & ~(F.BASE | F.ANNOTATION | F.DECORATOR)
    else:
        saved = 0
    for a in n.args:
        kind = type(a)
        if kind is _Name:
            name = a.id
            if private and name[:2] == "__":
                name = _private_name(w, name)
            o += (names[name], a.lineno - base, a.col_offset, flag, sc, w.refs[name])
            step += f" {len(ops)}"
            ops.append(w.loads[name])
        elif kind is ast.Starred:
            a = a.value
            step += f" *{expressions[type(a)](w, a)}"
        elif special is not None and kind is _Constant:
            step += f" {_special_argument(w, n, a, special, callee)}"
        else:
            step += f" {expressions[kind](w, a)}"
    for k in n.keywords:
        name = k.arg  # never mangled
        value = k.value
        kind = type(value)
        if name is None:
            step += f" **{expressions[kind](w, value)}"
            continue
        o += (names[name], k.lineno - base, k.col_offset, 5 | flag, sc, callee)
        w.keywords.add(name)
        if special == "TypeVar" and name == "bound":
            step += f" {name}={_annotation(w, value)}"
        else:
            step += f" {name}={expressions[kind](w, value)}"
    if saved:
        w.flag = saved
    w.callrec = result
    f = len(ops)
    ops.append(step)
    return f


_SPECIAL = {
    "getattr": "getattr", "setattr": "getattr", "hasattr": "getattr", "delattr": "getattr", "cast": "cast",
    "TypeVar": "TypeVar", "attrgetter": "named", "methodcaller": "named",
}  # fmt: skip
#: `monkeypatch.setattr(cart, "total", ...)`, `mock.patch.object(cart, "total")`, `object.__setattr__(cart, "total", 1)`
_SPECIAL_METHODS = {
    "setattr": "getattr", "delattr": "getattr", "object": "getattr", "cast": "cast",
    "TypeVar": "TypeVar", "attrgetter": "named", "methodcaller": "named", "__getattribute__": "own",
    "__setattr__": "own", "__delattr__": "own", "__getattr__": "own",
}  # fmt: skip


def _special_argument(w: Walk, n: ast.Call, a: ast.Constant, special: str, callee: int) -> int:
    """A constant given to a function that takes names of attributes or types."""
    if special in ("getattr", "own") and len(n.args) > 1 and a is n.args[1] and type(a.value) is str:
        return _getattr_string(w, a, n.args[0])
    if special == "named" and a is n.args[0] and type(a.value) is str and a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, -1)  # of whatever it is called with later
        w.emit("c " + _constant(a.value))
        return len(w.ops) - 1
    if special == "own" and a is n.args[0] and type(a.value) is str and a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, max(w.o[callee * 6 + 5], -1))
        w.emit("c " + _constant(a.value))
        return len(w.ops) - 1
    if special == "cast" and a is n.args[0]:
        return _annotation(w, a)
    return _constant_expression(w, a)


def _getattr_string(w: Walk, a: ast.Constant, receiver) -> int:
    link = len(w.o) // 6 - 1 if type(receiver) in (ast.Name, ast.Attribute) else -1
    if a.value.isidentifier():
        _string_record(w, a, a.value, F.STRING | F.BY_GETATTR, link)
    w.emit("c " + _constant(a.value))
    return len(w.ops) - 1


def _constant_expression(w: Walk, n: ast.Constant) -> int:
    value = n.value
    ops = w.ops
    if type(value) is str:
        size = len(value)
        if w.flag & 128:
            if size:
                v = _string_annotation(w, n)
                if v >= 0:
                    return v
        elif size <= _MAX_STRING:
            if value.isidentifier():
                line = n.lineno
                col = n.col_offset
                if n.end_col_offset - col == size + 2 and line == n.end_lineno and w.ascii:
                    # One literal, written plainly: the two characters around the value can only be its quotes.
                    flag = w.flag
                    o = w.o
                    o += (w.names[value], line - w.base, col + 1, 11 | flag, w.sc, -1)
                    w.strings.add(value)
                    if flag & 2048:
                        w.bits[value] |= F.POSTED_ALL
                else:
                    _string_record(w, n, value, 11, -1)
                if size <= _LITERAL_KEPT and value.isascii():
                    v = len(ops)
                    ops.append(f'c s"{value}"')
                    return v
            elif " " not in value and ("." in value or ":" in value) and _dotted(value):
                _dotted_record(w, n, value)
        if size <= _LITERAL_KEPT:
            v = len(ops)
            ops.append("c s" + quote(value))
            return v
    v = len(ops)
    ops.append("c " + _constant(value))
    return v


def _inner(w: Walk, n: ast.Constant, value: str) -> tuple[int, int] | None:
    """Where the content of a string literal stands, if it is written as it reads, on one line: its line and byte
    column.
    """
    line, col = n.lineno, n.col_offset
    if line != n.end_lineno:
        return None
    text = w.lines.lines[line - 1]
    if text.isascii():
        start, end = col, n.end_col_offset
    else:
        start, end = w.lines.char(line, col), w.lines.char(line, n.end_col_offset)  # type: ignore[arg-type]
    if text[start + 1 : end - 1] == value:  # type: ignore[operator]
        return line, col + 1
    m = _plain_literal.match(text, start)
    if m and text[m.end() : end - len(m.group(1))] == value:  # type: ignore[operator]
        return line, col + m.end() - start
    return None


def _string_record(w: Walk, n: ast.Constant, value: str, code: int, link: int) -> None:
    place = _inner(w, n, value)
    if place is None:
        w.record(value, n.lineno, n.col_offset, code, link)
        w.widths[len(w.o) // 6 - 1] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
    else:
        w.record(value, *place, code, link)


def _dotted_record(w: Walk, n: ast.Constant, value: str) -> None:
    place = _inner(w, n, value)
    line, col = place or (n.lineno, n.col_offset)
    link = -1
    for part in value.replace(":", ".").split("."):
        w.record(part, line, col, F.STRING | F.DOTTED, link)
        link = len(w.o) // 6 - 1
        if place is None:
            w.widths[link] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
        else:
            col += len(part.encode()) + 1


def _string_annotation(w: Walk, n: ast.Constant) -> int:
    """The names in a string annotation, as code; -1 where the string is no expression.

    Where the literal is not written as it reads (escapes, several lines), the whole of it is each name's place.
    """
    value = n.value
    code = value.strip(" \t")
    if len(value) > 2000:
        return -1
    try:
        tree = ast.parse(code, FILENAME, "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return -1
    place = _inner(w, n, value)
    line, col = place or (n.lineno, n.col_offset)
    if place is not None:
        col += len(value) - len(value.lstrip(" \t"))
    for x in ast.walk(tree):
        if hasattr(x, "lineno"):
            x.lineno = x.end_lineno = line
            x.col_offset += col
            x.end_col_offset += col  # type: ignore[operator]
    begin = len(w.o)
    saved, w.flag = w.flag, w.flag | F.IN_STRING
    v = expression(w, tree)
    w.flag = saved
    if place is None:
        for i in range(begin, len(w.o), 6):
            w.o[i + 1 : i + 3] = n.lineno - w.base, n.col_offset
            w.widths[i // 6] = [n.end_lineno - w.base, n.end_col_offset]  # type: ignore[operator]
    w.emit(f"q {v} {_constant(value)}")
    return len(w.ops) - 1


def _subscript(w: Walk, n: ast.Subscript) -> int:
    v = expression(w, n.value)
    flag = w.flag
    if flag & F.ANNOTATION:
        value = n.value
        last = value.id if type(value) is ast.Name else value.attr if type(value) is ast.Attribute else ""
        if last == "Literal":
            w.flag = flag & ~F.ANNOTATION
        elif last == "Annotated" and type(n.slice) is ast.Tuple and n.slice.elts:
            first = expression(w, n.slice.elts[0])
            w.flag = flag & ~F.ANNOTATION
            rest = "".join([f" {expression(w, e)}" for e in n.slice.elts[1:]])
            w.flag = flag
            w.emit(f"t tuple {first}{rest}")
            w.emit(f"i {v} {len(w.ops) - 1}")
            return len(w.ops) - 1
    if flag & F.BASE:
        w.flag = flag & ~F.BASE
    elif _has_quoted_type(n):
        w.flag = flag | F.ANNOTATION
    key = expression(w, n.slice)
    w.flag = flag
    w.emit(f"i {v} {key}")
    return len(w.ops) - 1


_TYPE_FORMS = frozenset(
    (
        "Optional", "Union", "List", "Dict", "Type", "Tuple", "Set", "FrozenSet", "Callable", "Sequence", "Iterable",
        "Iterator", "Mapping", "MutableMapping", "ClassVar", "Final", "DefaultDict", "Deque", "Awaitable", "Coroutine",
    )
)  # fmt: skip


def _has_quoted_type(n: ast.Subscript) -> bool:
    """Whether a subscript outside of annotations is a type whose names may be in quotes: `Carts = List["Cart"]`."""
    value = n.value
    name = value.id if type(value) is ast.Name else value.attr if type(value) is ast.Attribute else ""
    if name not in _TYPE_FORMS:
        return False
    parts = n.slice.elts if type(n.slice) is ast.Tuple else [n.slice]
    return any(type(p) is ast.Constant and type(p.value) is str for p in parts)


def _slice(w: Walk, n: ast.Slice) -> int:
    parts = [str(expression(w, e)) if e is not None else "-" for e in (n.lower, n.upper, n.step)]
    w.emit("sl " + " ".join(parts))
    return len(w.ops) - 1


def _binary(w: Walk, n: ast.BinOp) -> int:
    left, right = n.left, n.right
    a = EXPRESSIONS[type(left)](w, left)
    b = EXPRESSIONS[type(right)](w, right)
    w.emit(f"b {type(n.op).__name__} {a} {b}")
    return len(w.ops) - 1


def _unary(w: Walk, n: ast.UnaryOp) -> int:
    v = expression(w, n.operand)
    w.emit(f"u {type(n.op).__name__} {v}")
    return len(w.ops) - 1


def _boolean(w: Walk, n: ast.BoolOp) -> int:
    word = "and" if type(n.op) is ast.And else "or"
    assume = "T" if word == "and" else "F"
    w.emit(word)
    values = [expression(w, n.values[0])]
    for e in n.values[1:]:
        w.emit(f"{assume} {values[-1]}")
        values.append(expression(w, e))
    w.emit(f"; {word} {' '.join(map(str, values))}")
    return len(w.ops) - 1


def _compare(w: Walk, n: ast.Compare) -> int:
    expressions = EXPRESSIONS
    left = n.left
    step = f"C {expressions[type(left)](w, left)}"
    for op, e in zip(n.ops, n.comparators, strict=False):
        step += f" {type(op).__name__} {expressions[type(e)](w, e)}"
    w.emit(step)
    return len(w.ops) - 1


def _conditional(w: Walk, n: ast.IfExp) -> int:
    v = expression(w, n.test)
    w.emit(f"if {v}")
    outer = _region(w)
    a = expression(w, n.body)
    w.emit("el")
    b = expression(w, n.orelse)
    w.emit("fi" + _join(w, outer))
    w.emit(f"ph {a} {b}")
    return len(w.ops) - 1


def _sequence(word: str):
    def step(w: Walk, n) -> int:
        expressions = EXPRESSIONS
        text = f"t {word}"
        for e in n.elts:
            if type(e) is ast.Starred:
                text += f" *{expression(w, e.value)}"
            else:
                text += f" {expressions[type(e)](w, e)}"
        ops = w.ops
        ops.append(text)
        return len(ops) - 1

    return step


def _dict(w: Walk, n: ast.Dict) -> int:
    expressions = EXPRESSIONS
    step = "h"
    for k, v in zip(n.keys, n.values, strict=False):
        if k is None:
            step += f" **{expressions[type(v)](w, v)}"
        else:
            key = expressions[type(k)](w, k)
            step += f" {key}:{expressions[type(v)](w, v)}"
    w.emit(step)
    return len(w.ops) - 1


def _lambda(w: Walk, n: ast.Lambda) -> int:
    step = ""
    for d in n.args.defaults:
        step += f" ={expression(w, d)}"
    for d in n.args.kw_defaults:
        step += " =-" if d is None else f" ={expression(w, d)}"
    saved = w.sc, w.cur, w.refs, w.flag, w.generator, w.asg
    w.flag = 0
    scope = w.push(F.LAMBDA, -1, n.lineno, n.end_lineno)  # type: ignore[arg-type]
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    w.asg = set()
    w.emit("L" + step)
    _parameters(w, n.args)
    v = expression(w, n.body)
    w.sc, w.cur, w.refs, w.flag, w.generator, w.asg = saved
    w.emit(f"M {v}")
    return len(w.ops) - 1


def _comprehension(word: str):
    def step(w: Walk, n) -> int:
        first = expression(w, n.generators[0].iter)
        saved = w.sc, w.cur, w.refs, w.asg
        scope = w.push(F.COMPREHENSION, -1, n.lineno, n.end_lineno)
        w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
        w.asg = set()
        w.emit(f"[ {word}")
        for i, g in enumerate(n.generators):
            v = first if i == 0 else expression(w, g.iter)
            w.emit(f"{'ai' if g.is_async else 'it'} {v}")
            w.emit(f"nx {len(w.ops) - 1}")
            STORES[type(g.target)](w, g.target, len(w.ops) - 1)
            for test in g.ifs:
                w.emit(f"T {expression(w, test)}")
        if word == "dict":
            k = expression(w, n.key)
            end = f"] dict {k} {expression(w, n.value)}"
        else:
            end = f"] {word} {expression(w, n.elt)}"
        w.sc, w.cur, w.refs, w.asg = saved
        w.emit(end)
        return len(w.ops) - 1

    return step


def _walrus(w: Walk, n: ast.NamedExpr) -> int:
    v = expression(w, n.value)
    text = n.target.id
    name = w.mangle(text)
    sc = w.sc
    while sc >= 0 and w.scopes[sc * 7] == F.COMPREHENSION:
        sc = w.scopes[sc * 7 + 2]
    w.odd = True
    w.record(name, n.target.lineno, n.target.col_offset, F.WRITE)
    if name is not text:
        w.width(text, name)
    saved = w.sc, w.cur
    w.sc = sc
    w.cur = w.binds[sc] if sc >= 0 else w.owner_binds
    w.bind(name, "v")
    w.sc, w.cur = saved
    w.emit(f"w {name} {v}")
    w.asg.add(name)
    return v


def _yield(w: Walk, n: ast.Yield) -> int:
    v = expression(w, n.value) if n.value is not None else "-"
    w.generator = True
    w.emit(f"y {v}")
    return len(w.ops) - 1


def _yield_from(w: Walk, n: ast.YieldFrom) -> int:
    v = expression(w, n.value)
    w.generator = True
    w.emit(f"yf {v}")
    return len(w.ops) - 1


def _await(w: Walk, n: ast.Await) -> int:
    v = expression(w, n.value)
    w.emit(f"aw {v}")
    return len(w.ops) - 1


def _starred(w: Walk, n: ast.Starred) -> int:
    v = expression(w, n.value)
    w.emit(f"st {v}")
    return len(w.ops) - 1


def _joined_string(w: Walk, n: ast.JoinedStr) -> int:
    step = "J"
    for v in _joined(n.values):
        if type(v) is ast.Constant:
            w.emit("c " + _constant(v.value))
            step += f" {len(w.ops) - 1}"
        else:
            step += f" {expression(w, v)}"
    w.emit(step)
    return len(w.ops) - 1


def _joined_string_before_312(w: Walk, n: ast.JoinedStr) -> int:
    """The same, where Python takes f-strings for strings that it parses apart.

    It gets the places in an f-string that spans lines and stands in another one wrong: names that do not stand where it
    says are looked for.
    """
    if w.in_joined or n.lineno == n.end_lineno:
        return _joined_string(w, n)
    w.in_joined = True
    begin = len(w.o)
    v = _joined_string(w, n)
    w.in_joined = False
    w.lines.replace(w.o, begin, w.base, list(w.names), n)
    return v


def _formatted(w: Walk, n: ast.FormattedValue) -> int:
    v = expression(w, n.value)
    spec = n.format_spec
    s = f" {expression(w, spec)}" if spec is not None and _joined(spec.values) else ""  # type: ignore[attr-defined]
    w.emit(f"fm {v} {n.conversion}{s}")
    return len(w.ops) - 1


EXPRESSIONS.update(
    {
        ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.Constant: _constant_expression,
        ast.Subscript: _subscript, ast.Slice: _slice, ast.BinOp: _binary, ast.UnaryOp: _unary, ast.BoolOp: _boolean,
        ast.Compare: _compare, ast.IfExp: _conditional, ast.List: _sequence("list"), ast.Tuple: _sequence("tuple"),
        ast.Set: _sequence("set"), ast.Dict: _dict, ast.Lambda: _lambda, ast.ListComp: _comprehension("list"),
        ast.SetComp: _comprehension("set"), ast.GeneratorExp: _comprehension("generator"),
        ast.DictComp: _comprehension("dict"), ast.NamedExpr: _walrus, ast.Yield: _yield, ast.YieldFrom: _yield_from,
        ast.Await: _await, ast.Starred: _starred, ast.JoinedStr: _joined_string, ast.FormattedValue: _formatted,
    }
)  # fmt: skip
if sys.version_info < (3, 12):
    EXPRESSIONS[ast.JoinedStr] = _joined_string_before_312
