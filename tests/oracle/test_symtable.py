"""Which scope binds each name: our facts against the interpreter's own `symtable`, over real code.

Both sides become one tree of scopes, a node being (kind, name, line, names, children); *names* maps each name that
occurs in the scope to what binds it: `global`, or how many scopes up the binding one is (0 is the scope itself), and
whether it is a parameter.  The trees must be equal.

What has to be normalised, and why
    - `symtable` lists names that nobody wrote (`.0`, `__classdict__`, `__class__` where `super` is called, ...); see
      IMPLICIT.
    - From 3.12 on, comprehensions are inlined and have no table.  Generator expressions still have one and bind
      alike, so there `symtable` is given the text with all comprehensions written as generator expressions, on the
      same lines.
    - The bounds and defaults of type parameters and the values of `type` statements are tables of their own in
      `symtable` (3.12+); for us they are part of the scope around them.  Their names are counted there.
    - A type parameter scope in a class sees the names of the class, by a look-up at run time that `symtable` calls a
      global.
    - At module level every name is global; `symtable` calls the assigned ones local as well.
    - A name that functions declare global is listed in the module's table, and a free one in every table between its
      use and what binds it, even where that scope itself never says the name: those are left out.
    - A `:=` in a comprehension binds in the function around it, whose table lists the name; so does our tree then.
    - `__class__` in a function inside a class is the class's own cell: bound by the class for us, by an invisible
      cell between the two for `symtable`, which drops it from the class's table.
    - With `from __future__ import annotations`, `symtable` does not look into annotations: what stands in one is left
      out. It never looks into strings.
"""

import ast
import importlib.util
import json
import os
import random
import symtable
import sys
import sysconfig
import warnings

import pytest

from inferd.errors import SourceError
from inferd.source.text import decode, split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import parse

IMPLICIT = frozenset(
    (
        ".0", "__class__", "__classdict__", ".type_params", ".generic_base", ".defaults", ".kwdefaults", ".format",
        "__static_attributes__", "__firstlineno__", "__classcell__", "__type_params__",
        "__conditional_annotations__", "__debug__",
    )
)  # fmt: skip
COMPREHENSIONS = frozenset(("listcomp", "setcomp", "dictcomp", "genexpr"))
MERGED = frozenset(("TypeVar bound", "type alias", "type variable", "TypeVar default"))


class Scope:
    def __init__(self, kind, name, line, parent):
        self.kind, self.name, self.line, self.parent = kind, name, line, parent
        self.names = {}
        self.children = []
        if parent is not None:
            parent.children.append(self)

    def up(self, binder):
        """The number of scopes between this one and *binder*."""
        scope, n = self, 0
        while scope is not binder:
            scope, n = scope.parent, n + 1
            if scope is None:
                return None
        return n

    def text(self):
        children = sorted(c.text() for c in self.children)
        return [f"{self.kind} {self.name} line {self.line}", sorted(self.names.items()), children]


# -- our side


def ours(facts, unseen):
    module = Scope("module", "", 0, None)
    owners = {"": module}
    keys = {
        s.block: s.nth
        for s in facts.scopes
        if s.kind == "class" and facts.blocks[s.block].kind == "class" and s.line == 0
    }
    for index, block in enumerate(facts.blocks):
        data = json.loads(block.facts)
        names, o, records = data["n"], data["o"], data.get("s", ())
        owner = owners[block.owner]
        scopes = []
        for i in range(0, len(records), 7):
            kind, record, parent, line = records[i : i + 4]
            name = ""
            if record >= 0:
                name = names[o[record * 6]]
                line = o[record * 6 + 1]
            kind = F.SCOPE_KINDS[kind]
            scopes.append(Scope(kind, name, block.line + line, scopes[parent] if parent >= 0 else owner))
        if block.kind == "class":
            at = next(
                i
                for i in range(0, len(o), 6)
                if o[i + 3] & 15 == F.DEFINITION and o[i + 3] & F.IS_CLASS and o[i + 4] == -1
            )
            around = next((s for s in scopes if s.kind == "type parameters" and s.parent is owner), owner)
            key = (
                (f"{block.owner}." if block.owner else "") + block.name + (f"#{keys[index]}" if keys[index] > 1 else "")
            )
            owners[key] = Scope("class", names[o[at]], block.line + o[at + 1], around)
        imports = []
        for i in range(0, len(o), 6):
            n, line, col, code, sc, link = o[i : i + 6]
            role = code & 15
            if code & (F.IN_STRING | F.IN_COMMENT) or any(
                a <= (block.line + line, col) < b for a, b in unseen.get(block.line + line, ())
            ):
                continue
            if role == F.GLOBAL_STATEMENT and owner is module and sc < 0:
                continue
            scope = scopes[sc] if sc >= 0 else owner
            if role in F.NAME_ROLES:
                if link >= 0:
                    binder = scope.up(scopes[link])
                elif link == F.GLOBAL:
                    binder = "global"
                else:
                    binder = scope.up(owner)
                    if link == F.OWNER_TYPE:
                        up = owner
                        while up.kind != "type parameters" or names[n] not in up.names:
                            up = up.parent
                        binder = scope.up(up)
                if role == F.WRITE and scope.kind == "comprehension" and link >= 0 and binder:
                    scopes[link].names.setdefault(names[n], "0")
                bound = f"{binder} parameter" if role == F.PARAMETER else f"{binder}"
                before = scope.names.setdefault(names[n], bound)
                if before != bound:
                    assert before.split()[0] == bound.split(maxsplit=1)[0], (block, names[n], before, bound)
                    scope.names[names[n]] = max(before, bound, key=len)
            elif role == F.IMPORT and code & F.BINDS:
                imports.append((scope, names[n], "global" if code & F.INTO_GLOBAL else "0"))
        for scope, name, bound in imports:
            before = scope.names.setdefault(name, "global" if scope is module else bound)
            assert not (bound == "global" and before != "global"), (block, name, before)
    return module


# -- the interpreter's side


def theirs(text, filename):
    if sys.version_info >= (3, 12):
        text = without_inlining(text, ast.parse(text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = symtable.symtable(text, filename, "exec")
    module = Scope("module", "", 0, None)
    _theirs(table, [(table, module)], None)
    return module, {
        s.get_name()
        for s in table.get_symbols()
        if s.is_assigned() or s.is_imported() or s.is_namespace() or s.is_annotated()
    }


def without_inlining(text, tree):
    """The text with its comprehensions as generator expressions: `(x for ...)`, and `(k if 0 else v for ...)` for
    dicts."""
    edits = []
    lines = [line.encode() for line in split_lines(text)]
    for n in ast.walk(tree):
        if isinstance(n, (ast.ListComp, ast.SetComp, ast.DictComp)):
            edits += [(n.lineno, n.col_offset, b"("), (n.end_lineno, n.end_col_offset - 1, b")")]
        if isinstance(n, ast.DictComp):
            line, col = n.key.end_lineno, n.key.end_col_offset
            while lines[line - 1][col : col + 1] != b":":
                col += 1
                if lines[line - 1][col : col + 1] in (b"#", b""):
                    line, col = line + 1, 0
            edits.append((line, col, b" if 0 else "))
    for line, col, new in sorted(edits, reverse=True):
        old = lines[line - 1]
        lines[line - 1] = old[:col] + new + old[col + 1 :]
    return b"".join(lines).decode()


def kind_of(table):
    kind = table.get_type()
    kind = getattr(kind, "value", kind)
    if kind in ("type parameter", "type parameters"):
        return "type parameters"
    if kind == "function":
        name = table.get_name()
        if name == "lambda":
            return "lambda"
        return "comprehension" if name in COMPREHENSIONS and ".0" in table.get_identifiers() else "function"
    return kind


def _theirs(table, chain, merged_into):
    scope = chain[-1][1]
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if not (_said(symbol, table) or symbol.is_parameter()):
            continue
        binder = _binder(symbol, name, table, chain, merged_into is not None)
        if binder != "global":
            binder = scope.up(binder)
        bound = f"{binder} parameter" if symbol.is_parameter() and name != ".0" else f"{binder}"
        scope.names.setdefault(name, bound)
    for child in table.get_children():
        kind = kind_of(child)
        if kind in MERGED:
            _theirs(child, [*chain, (child, scope)], scope)
        elif kind != "annotation":
            name = "" if kind in ("lambda", "comprehension", "type parameters") else _mangled(child.get_name(), chain)
            _theirs(child, [*chain, (child, Scope(kind, name, child.get_lineno(), scope))], None)


def _said(symbol, table):
    """Whether the scope itself has the name, be it read, bound or declared."""
    return (
        symbol.is_referenced() or symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
        or symbol.is_annotated() or symbol.is_nonlocal()
        or (symbol.is_declared_global() and table.get_type() != "module")
    )  # fmt: skip


def _mangled(name, chain):
    """The name of a definition as it is bound (`symtable` gives the tables of definitions their names as written)."""
    if name[:2] == "__" and name[-2:] != "__":
        for table, scope in reversed(chain):
            if scope.kind == "class":
                stripped = table.get_name().lstrip("_")
                return f"_{stripped}{name}" if stripped else name
    return name


def _binder(symbol, name, table, chain, merged):
    if len(chain) == 1:
        return "global"
    if name == "__class__" and (symbol.is_free() or merged):
        for t, s in reversed(chain[:-1]):
            if s.kind == "class":
                return s
            if name in t.get_identifiers() and t.lookup(name).is_local():
                break
    if symbol.is_local():
        return chain[-1][1]
    if symbol.is_free():
        for t, s in reversed(chain[:-1]):
            if kind_of(t) != "class" and name in t.get_identifiers() and t.lookup(name).is_local():
                return s
        if name in IMPLICIT:
            return "global"
        raise AssertionError(f"{name} is free in {table} and bound nowhere")
    if not symbol.is_declared_global() and (chain[-1][1].kind == "type parameters" or merged):
        i = len(chain) - 2
        while kind_of(chain[i][0]) in MERGED or kind_of(chain[i][0]) == "type parameters":
            i -= 1
        around = chain[i][0]
        if kind_of(around) == "class" and name in around.get_identifiers():
            seen = around.lookup(name)
            if seen.is_local():
                return chain[i][1]
    return "global"


def differences(mine, other, path=""):
    """What two trees differ in, after the normalisations above."""
    here = f"{path}/{mine.kind} {mine.name}@{mine.line}"
    out = []
    for name, bound in other.names.items():
        if name not in mine.names and name in IMPLICIT:
            continue
        if mine.names.get(name) != bound:
            out.append(f"{here}: {name}: {mine.names.get(name)}, symtable says {bound}")
    out += [
        f"{here}: {name}: {bound}, symtable has none" for name, bound in mine.names.items() if name not in other.names
    ]
    left = sorted(mine.children, key=_order)
    right = sorted(other.children, key=_order)
    if [(c.kind, c.name, c.line) for c in left] != [(c.kind, c.name, c.line) for c in right]:
        a = {(c.kind, c.name, c.line) for c in left}
        b = {(c.kind, c.name, c.line) for c in right}
        return [*out, f"{here}: scopes {sorted(a - b)}, symtable has {sorted(b - a)}"]
    for c, d in zip(left, right, strict=True):
        out += differences(c, d, here)
    return out


def _order(scope):
    # Equal scopes on one line are told apart by what is in them, without the names that only one side lists.
    own = sorted((n, b) for n, b in scope.names.items() if n not in IMPLICIT)
    return scope.kind, scope.name, scope.line, own, sorted(_order(c) for c in scope.children)


# -- what is compared


def compare(text, filename):
    """The differences for one module, or None where the interpreter itself refuses it."""
    try:
        tree = ast.parse(text)
        module, bound = theirs(text, filename)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    future = any(
        isinstance(n, ast.ImportFrom) and n.module == "__future__" and any(a.name == "annotations" for a in n.names)
        for n in tree.body
    )
    lines = split_lines(text)
    facts = parse(text, lines)
    assert not facts.broken
    namespace = json.loads(facts.namespace)["b"]
    mine = ours(facts, annotations(tree, lines) if future else {})
    for name in namespace:
        mine.names.setdefault(name, "global")
        module.names.setdefault(name, "global")
    out = differences(mine, module)
    missing = bound - set(namespace)
    if missing:
        out.append(f"module binds {sorted(missing)}")
    return out


def annotations(tree, lines):
    """Where annotations stand: line -> [(begin, end)], as (line, column in characters)."""
    out = {}
    for n in ast.walk(tree):
        for field in ("annotation", "returns"):
            a = getattr(n, field, None)
            if a is not None:
                begin = a.lineno, len(lines[a.lineno - 1].encode()[: a.col_offset].decode())
                end = a.end_lineno, len(lines[a.end_lineno - 1].encode()[: a.end_col_offset].decode())
                for line in range(begin[0], end[0] + 1):
                    out.setdefault(line, []).append((begin, end))
    return out


def python_files(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(d for d in folders if d not in ("site-packages", "__pycache__"))
        for file in sorted(files):
            if file.endswith(".py"):
                yield os.path.join(folder, file)


def standard_library():
    return list(python_files(sysconfig.get_path("stdlib")))


def check(paths):
    found, compared, refused = [], 0, []
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            text, _ = decode(data)
        except SourceError as error:
            refused.append((path, error.reason))
            continue
        out = compare(text, path)
        if out is None:
            refused.append((path, "not compiled"))
            continue
        compared += 1
        found += [f"{path}{line}" for line in out]
    return found, compared, refused


def test_a_sample_of_the_standard_library_is_bound_as_symtable_says():
    paths = standard_library()
    sample = random.Random(20).sample(paths, min(150, len(paths)))
    found, compared, _ = check(sample)
    assert found == []
    assert compared > 100


@pytest.mark.slow
def test_the_standard_library_is_bound_as_symtable_says():
    found, compared, refused = check(standard_library())
    assert found == []
    assert compared > 1500
    # What the interpreter refuses is there to be refused: bad encodings and syntax errors of its own test suite.
    assert all(f"{os.sep}test" in path or "lib2to3" in path for path, _ in refused), refused


@pytest.mark.slow
@pytest.mark.parametrize("package", ["rope", "mypy", "pygls"])
def test_an_installed_package_is_bound_as_symtable_says(package):
    spec = importlib.util.find_spec(package)
    if spec is None:
        pytest.skip(f"{package} is not installed under {sys.version.split()[0]}")
    found, compared, refused = check(python_files(spec.submodule_search_locations[0]))
    assert found == []
    assert refused == []
    assert compared > 10


if __name__ == "__main__":
    for root in sys.argv[1:]:
        found, compared, refused = check(python_files(root))
        print(root, "compared", compared, "refused", len(refused), "differences", len(found))
        for line in found[:40]:
            print(" ", line)
