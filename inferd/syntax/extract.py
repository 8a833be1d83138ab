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

Where what stands
    `walk` has the state and the tables; `statements`, `definitions`, `parameters`, `expressions`, `stores`, `patterns`
    and `strings` the walkers; `canonical` the texts that are hashed; here is what goes from block to block.

What docstrings and type comments tell of types is read by `hints` and goes with the blocks.
"""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
from bisect import bisect_right

from inferd.syntax import expressions, stores  # noqa: F401 - they fill the tables
from inferd.syntax import facts as F
from inferd.syntax import statements as _statements  # noqa: F401
from inferd.syntax.canonical import CODE_KEPT, FUNCTIONS, LITERAL_KEPT, class_header
from inferd.syntax.definitions import base_of, class_bases, defined_name, function_definition, metaclass_of
from inferd.syntax.facts import Broken, ClassFacts, FileFacts
from inferd.syntax.hints import has_type_comments, type_comments
from inferd.syntax.locate import Lines
from inferd.syntax.parameters import decorated_with, type_parameters
from inferd.syntax.walk import STATEMENTS, Walk, has_private_name, mangling_prefix, note_docstring, to_json


def extract(text: str, source_lines: list[str], tree: ast.Module, broken: list[Broken] | None = None) -> FileFacts:
    """The facts of a module.

    *text* is the decoded source, *source_lines* its lines as CPython counts them, *tree* what `ast.parse(text)` gave;
    *broken* are the parts that `recover` blanked out of it.
    """
    lines = Lines(text, source_lines)
    w = Walk(lines, not lines.ascii or has_private_name(text) is not None)
    w.kept = CODE_KEPT if "exec(" in text or "eval(" in text else LITERAL_KEPT
    if has_type_comments(text):
        told, w.comments = type_comments(tree, source_lines)
        w.hints = [("t", hint) for hint in told]
    index = w.begin_scope("", "module")
    _body(w, tree.body)
    interface = to_json([_entries(w.module_binds), w.stars, w.dunder_all])
    w.end_scope(index, -1, 1, 1, max(len(source_lines), 1), "", interface)
    if w.hints:
        _keep_hints(w)
    namespace: dict = {"b": w.module_binds}
    if w.stars:
        namespace["s"] = w.stars
    if w.dunder_all is not None:
        namespace["a"] = w.dunder_all
    return FileFacts(w.blocks, w.scope_facts, w.classes, to_json(namespace), broken or [], _postings(w))


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
        w.blocks[index] = block._replace(more=more + to_json(data)[1:])


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
            function_definition(w, n, t is ast.AsyncFunctionDef)
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
    decorators = decorated_with(w, n)
    outer_types = w.owner_types
    outer_klass = w.klass
    scope = type_parameters(w, n)
    own_types = frozenset(w.binds[scope]) if scope >= 0 else frozenset()
    step = class_bases(w, n)
    w.klass = outer_klass
    if scope >= 0:
        w.sc, w.cur, w.refs = -1, w.owner_binds, w.outer
    name = defined_name(w, n, 6, F.DEFINITION | F.IS_CLASS, "c")
    w.emit(f"k {child} {n.name}{decorators}{step}")
    w.emit(f"s {name} {len(w.ops) - 1}")
    w.asg.add(name)
    header_end = n.lineno
    for x in (*n.bases, *n.keywords):
        header_end = max(header_end, x.end_lineno)  # type: ignore[type-var]
    body_line = n.body[0].lineno
    if type(n.body[0]) is ast.ClassDef or type(n.body[0]) in FUNCTIONS:
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
    w.classes.append(ClassFacts(key, [base_of(w, b) for b in n.bases], metaclass_of(n)))
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
    w.klass = mangling_prefix(n.name)
    if type(n.body[0]) is ast.Expr:
        note_docstring(w, first, n.body[0])
    _body(w, n.body)
    for raw in w.held:
        w.finish(raw, w.owner_binds)
    if saved[5] is not None:
        w.sorted = False  # blocks of the class around this one are finished later, but come first
    header = class_header(n)
    interface = n.name + to_json(_entries(w.owner_binds))
    w.end_scope(index, block, first, first, n.end_lineno, header, interface)  # type: ignore[arg-type]
    (
        w.owner, w.qual, w.cur, w.owner_binds, w.owner_globals, w.held, w.ops, w.emit, w.child, w.asg, w.nested,
        w.klass, w.selfattrs, w.selfname, w.flag,
    ) = saved  # fmt: skip
    w.owner_types = outer_types
    w.own = F.OWNER if w.owner else F.GLOBAL
    w.nested.append((first, n.end_lineno))  # type: ignore[arg-type]
