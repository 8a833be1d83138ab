"""What is asked in a race: a copy of a project without the checkers' settings, and symbols that `ast` draws from it.

Two kinds of symbols are drawn, both from the files in order and a seed, so that every run asks the same:

* *any* symbols: so many of each kind (function, class, import, method, attribute, parameter, variable).  What their
  references are nobody knows for sure; the servers are compared with the majority.
* *sure* symbols: module-level functions and classes whose set of references is known without type inference, since
  the name has one definition in the whole project and otherwise only plain `from m import name` at module level
  and loads of the name: no attribute, keyword, parameter, string or other binding of that name anywhere.

Places are `(path, line, character)` from 0, in UTF-16 units, as LSP has them.
"""

import ast
import collections
import hashlib
import os
import random
import re
import shutil
import time
import tokenize
import warnings
from typing import NamedTuple

KINDS = ("function", "class", "import", "method", "attribute", "parameter", "variable")
SKIPPED = {".git", ".hg", ".project", "__pycache__", "node_modules", ".venv", "venv", ".tox", ".mypy_cache"}
SETTINGS = {"pyrightconfig.json", "ty.toml", "pyrefly.toml", "mypy.ini", ".mypy.ini"}
_SECTION = re.compile(r"^\s*\[+\s*tool\.(ty|pyright|basedpyright|pyrefly|mypy|zuban|jedi)\b")
_WORD = re.compile(r"[^\W\d]\w*")


class Symbol(NamedTuple):
    kind: str
    name: str
    path: str
    line: int
    character: int

    @property
    def place(self) -> tuple[str, int, int]:
        return self[2:]


class Sure(NamedTuple):
    """A symbol with all its references, and the module that defines it as an import names it."""

    symbol: Symbol
    places: frozenset
    module: str


class Corpus(NamedTuple):
    root: str
    texts: dict[str, str]
    symbols: dict[str, list[Symbol]]  # by kind, in order of path and place
    words: collections.Counter
    typed: frozenset  # files that annotate at least half of their functions
    defs: dict[str, list[Symbol]]  # module-level functions and classes by name
    unsure: set[str]  # names that occur as something else than a plain definition, import or load
    imports: dict[str, list[tuple[str, str, int, int, int]]]  # name: (path, module, level, line, character)
    bases: collections.Counter  # how often a class of this name is a base
    broken: frozenset
    floor: float  # CPU seconds of ast.parse of all files


def copy(source: str, target: str) -> None:
    """A copy for one server: no caches, no other tool's database, no settings of type checkers."""

    def skipped(folder: str, names: list[str]) -> list[str]:
        return [n for n in names if n in SKIPPED or n in SETTINGS or os.path.islink(os.path.join(folder, n))]

    shutil.copytree(source, target, ignore=skipped)
    path = os.path.join(target, "pyproject.toml")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            lines = f.readlines()
        kept, drop = [], False
        for line in lines:
            if line.lstrip().startswith("["):
                # a line that starts with a bracket inside a list is not a section: those have no `tool.` either
                drop = bool(_SECTION.match(line)) or (drop and not re.match(r"^\[+[\w.\"' -]+\]+\s*(#.*)?$", line))
            if not drop:
                kept.append(line)
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(kept)
    path = os.path.join(target, "setup.cfg")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(re.sub(r"(?ms)^\[mypy.*?(?=^\[|\Z)", "", text))


def python_files(root: str) -> list[str]:
    out = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        base = os.path.relpath(folder, root)
        out += [n if base == "." else f"{base}/{n}" for n in names if n.endswith(".py")]
    return sorted(out)


def lines(text: str) -> list[str]:
    """Lines as LSP counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_bytes(line: str, column: int) -> int:
    """LSP's character of an offset in UTF-8 bytes."""
    return column if line.isascii() else units(line.encode()[:column].decode(errors="replace"))


def digest(root: str) -> str:
    """What identifies a corpus: paths and contents of its Python files."""
    found = hashlib.sha256()
    for path in python_files(root):
        with open(os.path.join(root, path), "rb") as f:
            found.update(path.encode() + b"\0" + hashlib.sha256(f.read()).digest())
    return found.hexdigest()[:16]


def load(root: str) -> Corpus:
    """Read and parse everything once; keeps no tree."""
    warnings.simplefilter("ignore")
    corpus = Corpus(
        root, {}, {k: [] for k in KINDS}, collections.Counter(), frozenset(), collections.defaultdict(list), set(),
        collections.defaultdict(list), collections.Counter(), frozenset(), 0.0,
    )  # fmt: skip
    typed, broken, floor = set(), set(), 0.0
    for path in python_files(root):
        try:
            with tokenize.open(os.path.join(root, path)) as f:
                text = f.read()
            with open(os.path.join(root, path), "rb") as f:
                data = f.read()
            begin = time.process_time()
            tree = ast.parse(data)
            floor += time.process_time() - begin
        except (SyntaxError, ValueError, UnicodeDecodeError):
            with open(os.path.join(root, path), "rb") as f:
                corpus.texts[path] = f.read().decode(errors="replace")
            broken.add(path)
            continue
        corpus.texts[path] = text
        corpus.words.update(_WORD.findall(text))
        if _Visitor(corpus, path, text).read(tree):
            typed.add(path)
    return corpus._replace(typed=frozenset(typed), broken=frozenset(broken), floor=floor)


class _Visitor:
    """What one file holds, into the corpus."""

    def __init__(self, corpus: Corpus, path: str, text: str):
        self.corpus, self.path = corpus, path
        self.lines = lines(text)
        self.seen: set[tuple] = set()
        self.functions = self.annotated = 0

    def add(self, kind: str, name: str, row: int, column: int) -> Symbol | None:
        """A symbol at a place from ast (line from 1, column in bytes)."""
        if row > len(self.lines):
            return None
        line = self.lines[row - 1]
        character = from_bytes(line, column)
        if name.startswith("__") or name == "_" or not line.encode()[column:].startswith(name.encode()):
            return None
        symbol = Symbol(kind, name, self.path, row - 1, character)
        self.corpus.symbols[kind].append(symbol)
        return symbol

    def named(self, node: ast.AST, kind: str) -> Symbol | None:
        """The symbol of a def or class: its name stands behind the keyword, on the same line or not at all."""
        line = self.lines[node.lineno - 1].encode()
        found = re.compile(rb"(?:async\s+)?(?:def|class)\s+").match(line, node.col_offset)
        return self.add(kind, node.name, node.lineno, found.end()) if found else None

    def read(self, tree: ast.Module) -> bool:
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                kind = "class" if isinstance(node, ast.ClassDef) else "function"
                if symbol := self.named(node, kind):
                    self.corpus.defs[node.name].append(symbol)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.asname is None and alias.name != "*":
                        if symbol := self.add("import", alias.name, alias.lineno, alias.col_offset):
                            place = (symbol.line, symbol.character)
                            self.corpus.imports[alias.name].append((self.path, node.module or "", node.level, *place))
                        else:
                            self.corpus.unsure.add(alias.name)
                    else:
                        self.corpus.unsure.update((alias.name, alias.asname or ""))
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name) and (target.id,) not in self.seen:
                        self.seen.add((target.id,))
                        self.add("variable", target.id, target.lineno, target.col_offset)
        top = {id(n) for n in tree.body}
        stack: list[tuple[ast.AST, ast.ClassDef | None]] = [(tree, None)]
        while stack:
            node, owner = stack.pop()
            inner = node if isinstance(node, ast.ClassDef) else owner
            self._visit(node, owner, id(node) in top)
            stack += [(child, inner) for child in ast.iter_child_nodes(node)]
        for pool in self.corpus.symbols.values():
            # those of this file are at the end; walks leave them unordered
            first = next((i for i in range(len(pool) - 1, -1, -1) if pool[i].path != self.path), -1) + 1
            pool[first:] = sorted(pool[first:])
        return self.functions > 0 and self.annotated * 2 >= self.functions

    def _visit(self, node: ast.AST, owner: ast.ClassDef | None, top: bool) -> None:
        unsure = self.corpus.unsure
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            self.functions += 1
            self.annotated += node.returns is not None or any(a.annotation for a in arguments)
            if not top:
                unsure.add(node.name)
            if owner is not None and node in owner.body and not node.name.startswith("test"):
                self.named(node, "method")
            for a in arguments:
                unsure.add(a.arg)
                if a.arg not in ("self", "cls"):
                    self.add("parameter", a.arg, a.lineno, a.col_offset)
            unsure.update(a.arg for a in (node.args.vararg, node.args.kwarg) if a)
        elif isinstance(node, ast.ClassDef):
            if not top:
                unsure.add(node.name)
            for base in node.bases:
                name = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
                self.corpus.bases[name] += 1
        elif isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                unsure.add(node.id)
        elif isinstance(node, ast.Attribute):
            unsure.add(node.attr)
            if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == "self":
                key = (owner.name if owner else "", owner.lineno if owner else 0, node.attr)
                if key not in self.seen and node.end_lineno == node.lineno and node.end_col_offset:
                    self.seen.add(key)
                    self.add("attribute", node.attr, node.lineno, node.end_col_offset - len(node.attr.encode()))
        elif isinstance(node, ast.ImportFrom):
            if not top:
                unsure.update(a.name for a in node.names)
                unsure.update(a.asname or "" for a in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                unsure.update(_WORD.findall(alias.name))
                unsure.add(alias.asname or "")
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and len(node.value) < 200:
                unsure.update(_WORD.findall(node.value))
        elif not isinstance(node, (ast.alias, ast.arg)):
            for _, value in ast.iter_fields(node):
                if isinstance(value, str):
                    unsure.add(value)
                elif isinstance(value, list):
                    unsure.update(v for v in value if isinstance(v, str))


# -- the draws


def sample(corpus: Corpus, count: int, seed: int, kinds: tuple[str, ...] = KINDS, within=None) -> list[Symbol]:
    """*count* symbols, as many of each kind; their names occur more than once.  *within*: only in these files."""
    out = []
    for number, kind in enumerate(kinds):
        rng = random.Random(f"{seed}-{kind}")
        pool = [
            s
            for s in dict.fromkeys(corpus.symbols[kind])
            if corpus.words[s.name] > 1
            and not (kind in ("function", "class") and s.name.lower().startswith("test"))
            and (within is None or s.path in within)
        ]
        share = count // len(kinds) + (number < count % len(kinds))
        out += rng.sample(pool, min(share, len(pool)))
    return out


def is_test(path: str) -> bool:
    return any(part in ("tests", "test", "testing") or part.startswith("test_") for part in path.split("/"))


def module_name(path: str) -> str:
    """A path as an import names it, of packages at the root or in `src`."""
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def sure(corpus: Corpus, count: int, seed: int, least: int = 3, most: int = 100) -> list[Sure]:
    """Up to *count* sure symbols used in *least* to *most* files; fewer files are accepted where there are none."""
    names = sorted(
        n
        for n, found in corpus.defs.items()
        if len(found) == 1
        and n not in corpus.unsure
        and len(n) > 3
        and not n.lower().startswith("test")
        and corpus.imports.get(n)
    )
    random.Random(f"{seed}-sure").shuffle(names)
    names.sort(key=lambda n: is_test(corpus.defs[n][0].path))  # those of tests last: their modules have odd names
    by_module = {module_name(p): p for p in corpus.texts}
    out: list[Sure] = []
    few: list[Sure] = []
    for name in names:
        if found := _known(corpus, by_module, name, most):
            (out if len({p for p, _, _ in found.places}) >= least else few).append(found)
        if len(out) == count:
            break
    return (out + few)[:count]


def _known(corpus: Corpus, by_module: dict[str, str], name: str, most: int) -> Sure | None:
    symbol = corpus.defs[name][0]
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    holding = [p for p, text in corpus.texts.items() if name in text and word.search(text)]
    if not 2 <= len(holding) <= most or any(p in corpus.broken for p in holding):
        return None
    imports: dict[str, list] = collections.defaultdict(list)
    for path, module, level, line, character in corpus.imports[name]:
        imports[path].append((_source(by_module, path, module, level), line, character))

    def leads(path: str, depth: int = 0) -> bool:
        """Whether the name of a file is the symbol."""
        if path == symbol.path:
            return path not in imports
        sources = [s for s, _, _ in imports.get(path, ())]
        return depth < 10 and bool(sources) and all(s is not None and leads(s, depth + 1) for s in sources)

    places = {symbol.place}
    for path in holding:
        here = _loads(corpus.texts[path], name)
        if not here and path not in imports and path != symbol.path:
            continue  # only in comments and long strings
        if not leads(path):
            return None
        places |= {(path, line, character) for _, line, character in imports.get(path, ())}
        places |= {(path, *place) for place in here}
    if len({p for p, _, _ in places}) < 2:
        return None
    return Sure(symbol, frozenset(places), module_name(symbol.path))


def _source(by_module: dict[str, str], path: str, module: str, level: int) -> str | None:
    """The file that an import names, where it is in the project."""
    if level:
        package = path.split("/")[:-1]
        package = package[: len(package) - (level - 1)]
        wanted = "/".join([*package, *(module.split(".") if module else ())])
        module = module_name(f"{wanted}.py")
    return by_module.get(module)


def _loads(text: str, name: str) -> list[tuple[int, int]]:
    rows = lines(text)
    return [
        (n.lineno - 1, from_bytes(rows[n.lineno - 1], n.col_offset))
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.Name) and n.id == name
    ]


def parents(corpus: Corpus, count: int, seed: int) -> list[Symbol]:
    """Classes that have subclasses, the only ones of their name."""
    pool = [
        found[0]
        for name, found in sorted(corpus.defs.items())
        if len(found) == 1 and found[0].kind == "class" and corpus.bases[name]
    ]
    return random.Random(f"{seed}-parents").sample(pool, min(count, len(pool)))
