"""Strings that are names because of where they stand: keys of namespaces, of keyword arguments, of classes.

Each is found in the tree of its file, by what is around it, and is decided by what it is a key of:

    f(1, **{"depth": 3})            the parameter of what is called; also where the dictionary, or `dict(depth=3)`, is
                                    in a variable of the function that is unpacked there
    Page(options={"depth": 3})      where **self.options is unpacked in calls of what is renamed, and in no others
    Cart(depth=3)                   where its **given is set on it: `self.__dict__.update(given)`, `setattr` in a loop
    more.setdefault("depth", 3)     where `more` is the `**more` of a function that hands it on to what is renamed
    self.__dict__["total"]          the attribute, by what is known of the receiver; also of `vars(self)`, by `.get`
    globals()["total"]              the variable of the module
    Color["RED"]                    the member of the Enum
    type("Low", (Base,), {"cap": 5})  the attribute of the class that is made
    if name == "total":             in `__getattr__` and its like of a class that has it
    "{0.total}".format(cart)        and `"%(total)s" % vars(cart)`
    for n in ["total", "tax"]: getattr(cart, n)   where nothing but such a table gives the names
    alias("total")                  where that is looked up: `def alias(name): ... getattr(cart, name)`
    exported = ["total", "Tax", ...]  where all are names of that module
    def __reduce__(self): return "total"   by which pickle finds the variable of the module
    shown = ("total",)              in a class, where some loop over x.shown gets or sets them of x

What is in a string that nothing of this explains stays (`strings.unbound_strings`).
"""

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.index.resolve import Module, Symbol
from inferd.inference.types import UNKNOWN
from inferd.model import POSSIBLE, plain
from inferd.query import receivers
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.receiver_shapes import Shapes
from inferd.query.rows import row
from inferd.query.view import Block, Member
from inferd.refactor.rename.family import called_by_type, symbol_at
from inferd.refactor.rename.task import Task
from inferd.refactor.rename.trees import last_name, line_of, may_compute, nodes
from inferd.syntax import facts as F

_GETTERS = frozenset(("get", "pop", "setdefault", "__getitem__", "__contains__"))
_BY_NAME = frozenset(("getattr", "setattr", "hasattr", "delattr"))
_HOOKS = frozenset(("__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__dir__"))

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = tuple[int, int]


class _Tree(NamedTuple):
    """A file, and what each node of it stands in."""

    path: str
    lines: list[str]
    root: ast.Module
    parents: dict[ast.AST, ast.AST]
    at: dict[tuple[int, int], ast.AST]  # strings and keywords by line and column from 1
    asking: list[ast.Call]  # calls of `getattr` and its like with a name that is not written out
    starred: list[ast.Call]  # calls with `**`

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        while (above := self.parents.get(node)) is not None:
            yield above
            node = above

    def function(self, node: ast.AST) -> Function | None:
        return next((n for n in self.around(node) if isinstance(n, Function)), None)

    def within(self, node: ast.AST, calls: list[ast.Call]) -> list[ast.Call]:
        """Those of some calls that stand in a node."""
        return [c for c in calls if node is self.root or any(n is node for n in self.around(c))]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """(line, column from 1, in characters) of a place that `ast` gives."""
        text = self.lines[line - 1]
        return line, (column if text.isascii() else len(text.encode()[:column].decode())) + 1


class Keys:
    """Finds out what strings and keywords of the renamed name are keys of; reads each file once."""

    def __init__(self, task: Task, forwarders: Collection[Scope]):
        self.task, self.view = task, task.view
        self.name = task.kin.name
        self.classes = frozenset(task.kin.classes)
        self.parameters = {(s.block, s.scope) for s in task.kin.subjects if isinstance(s, T.Variable)}
        self.forwarders = set(forwarders)
        self.globals = {Symbol(s.module, s.name) for s in task.kin.subjects if isinstance(s, T.Global)}
        below = {d for c in self.classes for d in self.view.hierarchy.descendants(c)}
        self.is_enum = any(self._is_enum(c) for c in self.classes | below)
        self._trees: dict[str | int, _Tree | None] = {}
        self.shapes = Shapes(self.view, self.name)
        self.has_few_strings = len(self.view.blocks_of_name(self.name, 1 << F.STRING)) <= _FEW
        self._gone_through: dict[str, list[tuple[_Tree, ast.For | ast.comprehension]]] = {}
        self._hints: dict[int, frozenset[str]] = {}
        self._unpacked_as: dict[str, bool] = {}
        self._computing: dict[int, list[Block]] = {}

    def why(self, use: Use) -> str:
        """Why a string, or a keyword of `dict(...)`, names what is renamed; "" where it does not."""
        if use.role not in (F.STRING, F.KEYWORD):
            return ""
        link = use.block.o[use.k * 6 + 5]
        if use.role == F.KEYWORD and (link < 0 or use.block.names[use.block.o[link * 6]] != "dict"):
            return ""
        line, column = use.block.place(use.k)[:2]
        path = use.block.file.path
        needed = self._needed(use, line, column)
        tree = self._tree(path) if needed == _FILE else self._tree(path, use.block) if needed else None
        if tree is None:
            return ""
        node = tree.at.get((line, column))
        if node is None:
            return ""
        above = tree.parents[node]
        if isinstance(node, ast.keyword):
            return self._unpacked(tree, above) if isinstance(above, ast.Call) and _called(above) == "dict" else ""
        for find in (self._key_of_dict, self._key, self._asked, self._table, self._passed, self._pickled):
            if why := find(tree, node, above):
                return why
        return ""

    def keywords_of_dict(self) -> list[Use]:
        """The keywords of the name in calls of `dict`."""
        out = []
        for block in self.view.blocks_of_name(self.name, 1 << F.KEYWORD):
            for k, role, _, _, link in block.mentions(self.name):
                if role == F.KEYWORD and link >= 0 and block.names[block.o[link * 6]] == "dict" and not block.row.stale:
                    out.append(Use(block, k, row(block, k, "", POSSIBLE, ())))
        return out

    def _needed(self, use: Use, line: int, column: int) -> int:
        """How much has to be parsed to tell what a string is a key of: nothing, where what stands in the function and
        behind the string leaves room for none of the rules, its block, or the file.
        """
        block = use.block
        lines = self.task.texts.lines(block.file.path)
        hints = self._hints_in(block, lines)
        block_or_file = _BLOCK if block.row.kind == "def" else _FILE
        if use.role == F.KEYWORD:
            return _NOTHING if hints.isdisjoint(("stars", "sets")) else block_or_file
        if self.globals and block.row.kind == "def" and block.row.name in _REDUCE:
            return _BLOCK
        is_key = _COLON.match("".join(lines[line - 1 : line + 1]), column - 1 + len(self.name))
        if (not is_key and "hook" in hints) or self._is_table_near(block) or self._is_list_of_ours(block):
            return _FILE
        if is_key:
            if self.parameters and "passed" in hints:
                return block_or_file
            return _NOTHING if hints.isdisjoint(("stars", "class", "sets")) else block_or_file
        if self.classes and self.has_few_strings:
            return _FILE if block.row.owner else block_or_file  # it may be handed to somebody who looks it up
        is_forwarding = any(f[0] == block.row.id for f in self.forwarders)
        return block_or_file if self.is_enum or is_forwarding or "space" in hints else _NOTHING

    def _is_list_of_ours(self, block: Block) -> bool:
        """Whether a block is of the body of a class that has the name, or of a module whose name it is."""
        if block.row.kind == "def":
            return False
        if block.row.owner:
            return self._is_ours(Class(block.file.module, plain(block.row.owner)))
        found = self.view.resolver.resolve(block.file.module, self.name) if self.globals else ()
        return not self.globals.isdisjoint(found)

    def _hints_in(self, block: Block, lines: list[str]) -> frozenset[str]:
        """What the text of a function holds; of a module, that of the file."""
        own = block.row
        key = own.id if own.kind == "def" else -own.file_id
        hints = self._hints.get(key)
        if hints is None:
            text = "".join(lines[own.line - 1 : own.line - 1 + own.lines] if key > 0 else lines)
            hints = self._hints[key] = frozenset(h for h, pattern in _HINTS.items() if pattern.search(text))
        return hints

    def _is_table_near(self, block: Block) -> bool:
        """Whether names are looked up that are not written out, in the function or the class that a block is, or for a
        module anywhere in the file: there a table of names may be one.
        """
        file_id = block.row.file_id
        known = self._computing.get(file_id)
        if known is None:
            posted = {i for name in _BY_NAME for i in self.view.reader.posted_blocks(name, file_id)}
            found = self.view.blocks_by_id(sorted(posted))
            known = self._computing[file_id] = [b for b in found if may_compute(b, _BY_NAME)]
        owner = block.row.owner
        if owner:
            return any(b.row.owner == owner or b.row.owner.startswith(owner + ".") for b in known)
        return any(b.row.id == block.row.id for b in known) if block.row.kind == "def" else bool(known)

    # -- what stands around ---------------------------------------------------------------------------------------

    def _key_of_dict(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        if not isinstance(above, ast.Dict) or node not in above.keys:
            return ""
        call = tree.parents.get(above)
        if self.classes and isinstance(call, ast.Call) and _called(call) == "type" and len(call.args) == 3:
            bases = call.args[1].elts if isinstance(call.args[1], ast.Tuple) else ()
            if call.args[2] is above and any(self._is_ours(c) for b in bases for c in self._classes_of(tree, b)):
                return "an attribute of the class that is made here"
        return self._unpacked(tree, above)

    def _unpacked(self, tree: _Tree, given: ast.AST) -> str:
        """Of a dictionary: whether it is unpacked where the name is a parameter of what is called, or a field."""
        above = tree.parents.get(given)
        if isinstance(above, ast.keyword) and above.arg is None:
            call = tree.parents[above]
            return _UNPACKED if isinstance(call, ast.Call) and self._calls(tree, call) else ""
        if isinstance(above, ast.keyword):
            return self._kept(str(above.arg)) if self.parameters else ""
        if isinstance(above, ast.Assign) and len(above.targets) == 1 and isinstance(above.targets[0], ast.Name):
            name = above.targets[0].id
        elif isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name):
            name = above.target.id
        else:
            return ""
        within = tree.function(above) or tree.root
        calls = [
            c
            for c in tree.within(within, tree.starred)
            if any(k.arg is None and isinstance(k.value, ast.Name) and k.value.id == name for k in c.keywords)
        ]
        if calls and any(self._calls(tree, c) for c in calls):
            return _UNPACKED
        return _SET if self.classes and self._is_set(tree, within, name) else ""

    def _kept(self, name: str) -> str:
        """Of a dictionary that is passed as *name*: whether what has this name is unpacked in calls of what is renamed,
        and in no others: `Page(options={"depth": 3})`, `self.writer(**self.options)`.
        """
        if name not in self._unpacked_as:
            calls = [
                (tree, call)
                for file_id in sorted({f for f, _, _ in self.view.postings(name)})
                if (tree := self._tree(self.view.file(file_id).path)) is not None
                for call in tree.starred
                if any(k.arg is None and last_name(k.value) == name for k in call.keywords)
            ]
            self._unpacked_as[name] = bool(calls) and all(self._calls(*c) for c in calls)
        return f"a key of what is unpacked as **{name}" if self._unpacked_as[name] else ""

    def _is_set(self, tree: _Tree, within: ast.AST, name: str) -> bool:
        """Whether what a dictionary holds is set on an object that has the renamed one: `for key, value in
        given.items(): setattr(self, key, value)`, `self.__dict__.update(given)`.
        """
        for n in ast.walk(within):
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "update" and n.args:
                space = n.func.value
                owner = space.value if isinstance(space, ast.Attribute) and space.attr == "__dict__" else None
                if isinstance(space, ast.Call) and _called(space) == "vars" and space.args:
                    owner = space.args[0]
                if owner is not None and last_name(n.args[0]) == name and self._has(tree, owner):
                    return True
            if not isinstance(n, ast.For) or not any(last_name(x) == name for x in ast.walk(n.iter)):
                continue
            given = {x.id for x in ast.walk(n.target) if isinstance(x, ast.Name)}
            sets = [c for c in ast.walk(n) if isinstance(c, ast.Call) and _called(c) == "setattr" and len(c.args) == 3]
            if any(last_name(c.args[1]) in given and self._has(tree, c.args[0]) for c in sets):
                return True
        return False

    def setters(self) -> set[Scope]:
        """The methods of classes that have the renamed attribute which set what they are given with `**` on the object;
        so a keyword argument of that name is it.
        """
        out: set[Scope] = set()
        if not self.classes or not self.view.blocks_of_name(self.name, 1 << F.KEYWORD):
            return out
        hierarchy, reader = self.view.hierarchy, self.view.reader
        sets = {f for name in ("setattr", "__dict__", "vars") for f in reader.posting_files(name)}
        classes: dict[str, list[ast.ClassDef]] = {}
        near = {c for own in self.classes for c in (own, *hierarchy.ancestors(own), *hierarchy.descendants(own))}
        for cls in sorted(near)[:_MOST_SETTERS]:
            for file in reader.files_of_module(cls.module):
                tree = self._tree(file.path) if file.id in sets and file.status != "skipped" else None
                if tree is None:
                    continue
                if file.path not in classes:
                    classes[file.path] = [n for n in nodes(tree.root) if isinstance(n, ast.ClassDef)]
                for node in classes[file.path]:
                    if node.name != cls.name.rpartition(".")[2]:
                        continue
                    for f in node.body:
                        if isinstance(f, Function) and f.args.kwarg and self._is_set(tree, f, f.args.kwarg.arg):
                            scope = self._scope_of(tree, f)
                            out |= {scope} if scope is not None else set()
        return out

    def _key(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        if isinstance(above, ast.Subscript) and above.slice is node:
            space = above.value
        elif isinstance(above, ast.Call) and above.args and above.args[0] is node:
            called = above.func
            if not isinstance(called, ast.Attribute) or called.attr not in _GETTERS:
                return ""
            space = called.value
        elif isinstance(above, ast.Compare) and above.left is node and isinstance(above.ops[0], (ast.In, ast.NotIn)):
            space = above.comparators[0]
        else:
            return ""
        return self._key_in(tree, space)

    def _key_in(self, tree: _Tree, space: ast.expr) -> str:
        if isinstance(space, ast.Attribute) and space.attr == "__dict__":
            return _NAMESPACE if self._has(tree, space.value) else ""
        if isinstance(space, ast.Call) and not space.keywords:
            if _called(space) == "vars" and len(space.args) == 1:
                return _NAMESPACE if self._has(tree, space.args[0]) else ""
            if _called(space) == "globals" and not space.args and self.globals:
                file = self.view.reader.file_at(tree.path)
                known = self.view.resolver.resolve(file.module, self.name) if file is not None else ()
                return "a name of the module" if not self.globals.isdisjoint(known) else ""
            return ""
        function = tree.function(space) if self.forwarders and isinstance(space, ast.Name) else None
        if function is not None and function.args.kwarg is not None and isinstance(space, ast.Name):
            if function.args.kwarg.arg != space.id or self._scope_of(tree, function) not in self.forwarders:
                return ""
            return "handed on with ** to the function whose parameter it is"
        if isinstance(space, ast.Attribute) and space.attr == "__members__":
            space = space.value
        if isinstance(space, (ast.Name, ast.Attribute)) and self.classes:
            enums = {c for c in self._classes_of(tree, space) if self._is_enum(c)}
            return "the member of an Enum" if any(self._is_ours(c) for c in enums) else ""
        return ""

    def _asked(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        """A name that `__getattr__` and the like are asked for."""
        while isinstance(above, (ast.Tuple, ast.List, ast.Set)):
            above = tree.parents[above]
        function = tree.function(node)
        if not isinstance(above, ast.Compare) or function is None or function.name not in _HOOKS:
            return ""
        owner = tree.parents[function]
        file = self.view.reader.file_at(tree.path)
        if not isinstance(owner, ast.ClassDef) or file is None or len(function.args.args) < 2:
            return ""
        asked = function.args.args[1].arg
        if not any(isinstance(n, ast.Name) and n.id == asked for n in ast.walk(above)):
            return ""
        return f"asked for in {function.name}" if self._is_ours_in(tree, owner) else ""

    def _table(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        """A string in a table of names, with a look-up by a name from it in the same function or class."""
        table = above
        while isinstance(tree.parents.get(table), (ast.Tuple, ast.List, ast.Set, ast.Dict)):
            table = tree.parents[table]
        if not isinstance(table, (ast.Tuple, ast.List, ast.Set, ast.Dict)):
            return ""
        use = tree.parents[table]
        if not isinstance(use, (ast.Assign, ast.AnnAssign, ast.For, ast.AsyncFor, ast.comprehension)):
            return ""
        if isinstance(table, ast.Dict) and node not in table.values and node not in table.keys and above is table:
            return ""
        within: ast.AST | None = next((n for n in tree.around(table) if isinstance(n, (Function, ast.ClassDef))), None)
        if isinstance(within, Function) and isinstance(tree.parents[within], ast.ClassDef):
            within = tree.parents[within]
        for call in tree.within(within or tree.root, tree.asking):
            if self._has(tree, call.args[0]):
                self._refuse_keys(tree, node, tree, use)
                return f"a table of names, looked up in line {call.lineno}"
        return self._table_of_class(tree, node, use) or self._table_of_module(tree, table, use)

    def _table_of_module(self, tree: _Tree, table: ast.AST, use: ast.AST) -> str:
        """A string in a list of names of the module that it stands in: all of them are, and they are no plain words."""
        file = self.view.reader.file_at(tree.path)
        if not self.globals or file is None or not isinstance(use, (ast.Assign, ast.AnnAssign)):
            return ""
        if not isinstance(tree.parents[use], ast.Module) or not isinstance(table, (ast.Tuple, ast.List, ast.Set)):
            return ""
        names = [e.value for e in table.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        resolve = self.view.resolver.resolve
        is_list = len(names) == len(table.elts) >= _A_LIST and any("_" in n or n != n.lower() for n in names)
        if not is_list or not all(n.isidentifier() and resolve(file.module, n) for n in names):
            return ""
        is_it = not self.globals.isdisjoint(resolve(file.module, self.name))
        return "one of a list of names of this module" if is_it else ""

    def _pickled(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        """What `__reduce__` returns as a string names a variable of the module."""
        function = tree.function(node)
        file = self.view.reader.file_at(tree.path)
        if not isinstance(above, ast.Return) or function is None or function.name not in _REDUCE or file is None:
            return ""
        is_ours = not self.globals.isdisjoint(self.view.resolver.resolve(file.module, self.name))
        return "the name by which pickle finds it" if is_ours else ""

    def _passed(self, tree: _Tree, node: ast.AST, above: ast.AST) -> str:
        """A string that is passed to a function which looks it up: `wrapped("total")`, `getattr(cart, name)` there;
        or to a class that keeps it and looks it up, in the body of a class that has it: `sum_of = Alias("total")`.
        """
        call = tree.parents.get(above) if isinstance(above, ast.keyword) else above
        if not isinstance(call, ast.Call) or not self.classes or _called(call) in _BY_NAME:
            return ""
        at = self._occurrence(tree, call.func)
        for e in T.called_as(self.view, *at) if at is not None else ():
            for block, scope in T.functions_called(self.view, e):
                there = self._tree(block.file.path)
                function = self._function_at(there, block, scope) if there is not None else None
                if there is None or function is None:
                    continue
                given = _arguments(function, call, bool(block.s[scope * 7 + 6] & F.S_METHOD))
                name = next((p for p, v in given.items() if v is node), "")
                line = self._looks_up(there, function, name, tree, given) if name else 0
                if line:
                    return f"handed on to {function.name}, which looks it up ({there.path}:{line})"
        return ""

    def _looks_up(self, tree: _Tree, function: Function, name: str, caller: _Tree, given: dict[str, ast.expr]) -> int:
        """The line in which a function gets what its parameter *name* says of an object that has the renamed one."""
        kept = {
            target.attr
            for n in ast.walk(function)
            for target, value in (_pairs(n) if isinstance(n, ast.Assign) else ())
            if isinstance(target, ast.Attribute) and last_name(value) == name
        }
        owner = tree.parents.get(function)
        for c in ast.walk(owner if kept and isinstance(owner, ast.ClassDef) else function):
            if not isinstance(c, ast.Call) or _called(c) not in _BY_NAME or len(c.args) < 2:
                continue
            asked = c.args[1]
            if isinstance(asked, ast.Name) and asked.id == name:
                passed = given.get(last_name(c.args[0])) if isinstance(c.args[0], ast.Name) else None
                if self._has(caller, passed) if passed is not None else self._has(tree, c.args[0]):
                    return line_of(c)
            elif isinstance(asked, ast.Attribute) and asked.attr in kept:
                place = given[name]
                around = [n for n in caller.around(place) if isinstance(n, (ast.ClassDef, Function))]
                if around and isinstance(around[0], Function) and _is_decorator(caller, place, around[0]):
                    del around[0]
                within = around[0] if around else None
                if isinstance(within, ast.ClassDef) and self._is_ours_in(caller, within):
                    return line_of(c)
        return 0

    def _function_at(self, tree: _Tree, block: Block, scope: int) -> Function | None:
        line = block.place(block.s[scope * 7 + 1])[0]
        name = block.names[block.o[block.s[scope * 7 + 1] * 6]]
        return next(
            (
                f for f in ast.walk(tree.root)
                if isinstance(f, Function) and f.name == name and f.lineno <= line <= f.body[0].lineno
            ),
            None,
        )  # fmt: skip

    def _refuse_keys(self, tree: _Tree, node: ast.AST, other: _Tree, table: ast.AST) -> None:
        """Refuse where a name from a table is more than what is looked up by it: in the *other* file, perhaps."""
        line = _used_otherwise(other, table)
        if line:
            why = "the names in this table are keys or parts of other names, too"
            self.task.refuse(tree.path, line_of(node), f"{why} ({other.path}:{line})")

    def _table_of_class(self, tree: _Tree, node: ast.AST, use: ast.AST) -> str:
        """A string in a table that is an attribute of a class which has the name, where that is looked up in the very
        object whose table is gone through: `for name in token.shown: getattr(token, name)`.
        """
        owner = tree.parents[use]
        targets = use.targets if isinstance(use, ast.Assign) else [getattr(use, "target", None)]
        words = {last_name(t) for t in targets} - {""}
        if not isinstance(owner, ast.ClassDef) or len(words) != 1 or not self._is_ours_in(tree, owner):
            return ""
        word = words.pop()
        if word not in self._gone_through:
            self._gone_through[word] = self._loops_over(word)
        for other, loop in self._gone_through[word]:
            self._refuse_keys(tree, node, other, loop)
            return f"a table of names, looked up in {other.path}:{line_of(loop.iter)}"
        return ""

    def _loops_over(self, word: str) -> list[tuple[_Tree, ast.For | ast.comprehension]]:
        """The loops over an attribute of an object that look up its members by what they give; first those that use the
        names for something else, too.
        """
        out: list[tuple[_Tree, ast.For | ast.comprehension]] = []
        reader = self.view.reader
        asking = {f for name in _BY_NAME for f in reader.posting_files(name)}
        for path in sorted(self.view.file(f).path for f in asking.intersection(reader.posting_files(word))):
            tree = self._tree(path)
            for loop in nodes(tree.root) if tree is not None else ():
                if not isinstance(loop, (ast.For, ast.comprehension)):
                    continue
                given = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
                whose = {
                    ast.dump(n.value) for n in ast.walk(loop.iter) if isinstance(n, ast.Attribute) and n.attr == word
                }
                assert tree is not None
                within = tree.parents[loop] if isinstance(loop, ast.comprehension) else loop
                if whose and any(
                    isinstance(c, ast.Call)
                    and _called(c) in _BY_NAME
                    and len(c.args) > 1
                    and last_name(c.args[1]) in given
                    and ast.dump(c.args[0]) in whose
                    for c in ast.walk(within)
                ):
                    out.append((tree, loop))
        return sorted(out, key=lambda found: not _used_otherwise(*found))

    def fields(self, path: str) -> list[tuple[ast.expr, re.Pattern[str]]]:
        """The format strings of a file in which the name is an attribute, each with how it is written there:
        `{0.total}` and `{cart.total}` where that argument has it, `%(total)s` and `{total}` over the `__dict__` of what
        has it.
        """
        out: list[tuple[ast.expr, re.Pattern[str]]] = []
        own = re.escape(self.name)
        written = rf"\{{\w*\.{own}[!:.\[}}]|\{{{own}[!:.\[}}]|%\({own}\)"
        if not self.classes or not re.search(written, "".join(self.task.texts.lines(path))):
            return out
        tree = self._tree(path)
        if tree is None:
            return out
        for node in nodes(tree.root):
            name = re.escape(self.name)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_text(node.left):
                if self._key_in(tree, node.right) == _NAMESPACE:
                    out.append((node.left, re.compile(rf"%\((?P<name>{name})\)")))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_text(node.func.value):
                literal = node.func.value
                if node.func.attr not in ("format", "format_map"):
                    continue
                given = [*(("", a) for a in node.args), *((k.arg, k.value) for k in node.keywords)]
                for i, (word, value) in enumerate(given):
                    if word is None or node.func.attr == "format_map":
                        if self._key_in(tree, value) == _NAMESPACE:
                            out.append((literal, re.compile(rf"{_OPEN}(?P<name>{name})(?=[!:.\[}}])")))
                    elif self._has(tree, value):
                        end = rf"\.(?P<name>{name})(?=[!:.\[}}])"
                        out.append((literal, re.compile(rf"{_OPEN}{re.escape(word) or i}{end}")))
                        if not word:  # the field without a number that is the i-th of them
                            before = rf"(?:{_NUMBERED}*{_UNNUMBERED}){{{i}}}{_NUMBERED}*"
                            out.append((literal, re.compile(rf"\A{before}\{{{end}")))
        return out

    # -- what it means --------------------------------------------------------------------------------------------

    def _calls(self, tree: _Tree, call: ast.Call) -> bool:
        """Whether a call runs a function whose parameter is renamed, or that hands keywords on to one, or makes an
        object whose field it is.
        """
        at = self._occurrence(tree, call.func)
        if at is None:
            return False
        asked = self.parameters | self.forwarders
        symbols = {symbol_at(self.view.wrap(b), s) for i, s in asked if (b := self.view.reader.block(i)) is not None}
        if not symbols.isdisjoint(called_by_type(self.view, *at)[0]):
            return True
        entities = set(T.called_as(self.view, *at))
        for v in self.view.typing.at(*at) if self.view.typing is not None and self.classes else ():
            if v[-1] == "class" and not v.cls.space:
                entities.add(Symbol(v.cls.module, v.cls.name))
        if at[0].o[at[1] * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE:
            called = at[0].names[at[0].o[at[1] * 6]]
            for cls in receivers.owners(self.view, *at, called).classes:
                entities.add(Member(cls, called, cls, True))
        for e in entities:
            for block, scope in T.functions_called(self.view, e):
                if (block.row.id, scope) in asked:
                    return True
            cls_ = self.view.as_class(e)
            if cls_ is not None and self.classes and self._is_ours(cls_):
                made = (self.view.lookup(cls_, m) for m in ("__init__", "__new__"))
                if not any(isinstance(m, Member) for m in made):
                    return True
        return False

    def _has(self, tree: _Tree, receiver: ast.expr) -> bool:
        """Whether what is renamed is an attribute of a receiver: of an object, a class or a module."""
        if isinstance(receiver, ast.Call):
            return self._gives(tree, receiver)
        at = self._occurrence(tree, receiver)
        if at is None:
            return False
        if self.globals and any(isinstance(e, Module) for e in self.view.meaning(*at)):
            modules = [e.name for e in self.view.meaning(*at) if isinstance(e, Module)]
            return any(not self.globals.isdisjoint(self.view.resolver.resolve(m, self.name)) for m in modules)
        if not self.classes:
            return False
        owner = self.view.self_class(*at)
        if owner:
            cls = Class(at[0].file.module, plain(owner))
            below = self.view.hierarchy.descendants(cls)
            return self._is_ours(cls) or any(self._is_ours(c) for c in below)
        if any(self._is_ours(c) for c in self._classes_of(tree, receiver)):
            return True
        if self.view.typing is None:
            return False
        given = self.view.typing.at(*at)
        found = receivers.owners(self.view, *at, self.name, given).classes
        if not found and (not given or UNKNOWN in given):
            found = self.shapes.holders(*at)
        return not self.classes.isdisjoint(found)

    def _gives(self, tree: _Tree, call: ast.Call) -> bool:
        """The same for what a call gives."""
        if any(self._is_ours(c) for c in self._classes_of(tree, call.func)):
            return True
        at, typing = self._occurrence(tree, call.func), self.view.typing
        callee = typing.step_of(*at) if at is not None and typing is not None else None
        if at is None or typing is None or callee is None or not self.classes:
            return False
        for n, words in enumerate(typing.engine.program(callee.where).steps):
            if words[0] == "(" and words[1] == str(callee.number):
                given = typing.of_step(callee._replace(number=n))
                return not self.classes.isdisjoint(receivers.owners(self.view, *at, self.name, given).classes)
        return False

    def _classes_of(self, tree: _Tree, node: ast.expr) -> list[Class]:
        at = self._occurrence(tree, node)
        found = [self.view.as_class(e) for e in self.view.meaning(*at)] if at is not None else []
        return [c for c in found if c is not None]

    def _is_ours(self, cls: Class) -> bool:
        found = self.view.lookup(cls, self.name)
        return isinstance(found, Member) and found.cls in self.classes

    def _is_ours_in(self, tree: _Tree, node: ast.ClassDef) -> bool:
        """The same for a class in a file."""
        file = self.view.reader.file_at(tree.path)
        outer = [n.name for n in tree.around(node) if isinstance(n, ast.ClassDef)]
        return file is not None and self._is_ours(Class(file.module, ".".join([*reversed(outer), node.name])))

    def _is_enum(self, cls: Class) -> bool:
        return any((getattr(n, "symbol", "") or "").startswith("enum:") for n in self.view.hierarchy.mro(cls))

    def _scope_of(self, tree: _Tree, function: Function) -> Scope | None:
        line, column = tree.place(function.lineno, function.col_offset)
        start = tree.lines[line - 1].find(function.name, column - 1)
        at = T.at_position(self.view, tree.path, line, start + 1)
        scope = T.scope_defined(*at) if at is not None else -1
        return (at[0].row.id, scope) if at is not None and scope >= 0 else None

    # -- places ---------------------------------------------------------------------------------------------------

    def _occurrence(self, tree: _Tree, node: ast.expr) -> tuple[Block, int] | None:
        """The occurrence that a name, or the last part of a chain of attributes, is."""
        if not isinstance(node, (ast.Name, ast.Attribute)) or node.end_lineno is None or node.end_col_offset is None:
            return None
        line, column = tree.place(node.end_lineno, node.end_col_offset)
        name = node.id if isinstance(node, ast.Name) else node.attr
        return T.at_position(self.view, tree.path, line, column - len(name))

    def _tree(self, path: str, block: Block | None = None) -> _Tree | None:
        """The tree of a file, or of a block alone."""
        key = path if block is None else block.row.id
        if key not in self._trees:
            self._trees[key] = self._read(path, block)
        return self._trees[key]

    def _read(self, path: str, block: Block | None) -> _Tree | None:
        lines = self.task.texts.lines(path)
        root = self.task.texts.tree(path) if block is None else self.task.texts.part(block, in_place=True)[0]
        if root is None:
            return None
        tree = _Tree(path, lines, root, {}, {}, [], [])
        parents = tree.parents
        queue: list[ast.AST] = [root]
        for node in queue:  # `ast.walk` and `ast.iter_child_nodes` in one, which takes a third of the time
            for field in node._fields:
                value = getattr(node, field, None)
                if isinstance(value, list):
                    below = [v for v in value if isinstance(v, ast.AST)]
                elif isinstance(value, ast.AST) and value._fields:
                    below = [value]
                else:
                    continue
                queue += below
                for child in below:
                    parents[child] = node
            if isinstance(node, ast.Constant) and node.value == self.name:
                line, column = tree.place(node.lineno, node.col_offset)
                text = lines[line - 1]
                tree.at[line, text.find(self.name, column - 1) + 1] = node
            elif isinstance(node, ast.keyword) and node.arg == self.name:
                tree.at[tree.place(node.lineno, node.col_offset)] = node
            elif isinstance(node, ast.Call):
                if any(k.arg is None for k in node.keywords):
                    tree.starred.append(node)
                looked_up = node.args[1] if len(node.args) > 1 and _called(node) in _BY_NAME else None
                if isinstance(looked_up, (ast.Name, ast.Subscript)):
                    tree.asking.append(node)
        return tree


def _used_otherwise(tree: _Tree, table: ast.AST) -> int:
    """The line where a name from a table is a key or a part of another name; 0 for none. *table*: the loop over it, or
    what gives it to a variable or an attribute.
    """
    targets = table.targets if isinstance(table, ast.Assign) else [getattr(table, "target", None)]
    words = {last_name(t) for t in targets} - {""}
    for loop in nodes(tree.root):
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)) or not isinstance(loop.target, ast.Name):
            continue
        if loop is not table and last_name(loop.iter) not in words:
            continue
        v = loop.target.id
        for n in ast.walk(tree.parents[loop] if isinstance(loop, ast.comprehension) else loop):
            parts = [n.slice] if isinstance(n, ast.Subscript) and last_name(n.value) != "__dict__" else []
            parts += n.values if isinstance(n, ast.JoinedStr) and _names_what_is_asked(tree, n) else []
            parts += [n.left, n.right] if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add) else []
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in _GETTERS:
                parts += n.args[:1] if last_name(n.func.value) != "__dict__" else []
            inner = (p.value if isinstance(p, ast.FormattedValue) else p for p in parts)
            if any(isinstance(p, ast.Name) and p.id == v for p in inner):
                return line_of(n)
    return 0


def _names_what_is_asked(tree: _Tree, text: ast.JoinedStr) -> bool:
    above = tree.parents.get(text)
    return isinstance(above, ast.Call) and _called(above) in _BY_NAME


#: what a file holds where a string in it may be the key of something (see `Keys._needed`)
_HINTS = {
    "stars": re.compile(r"\*\*"),
    "class": re.compile(r"\btype\s*\("),
    "space": re.compile(r"__dict__|__members__|\b(?:vars|globals)\s*\("),
    "passed": re.compile(r"[(,]\s*\w+\s*=\s*(?:\w+\()?\{"),
    "sets": re.compile(r"\bsetattr\s*\(|\.update\s*\("),
    "hook": re.compile("|".join(sorted(_HOOKS))),
}
_NOTHING, _BLOCK, _FILE = range(3)  # what `Keys._needed` says
_COLON = re.compile(r"""["']{1,3}\s*(?:#[^\n]*\s*|\\\s*)*:""")  # a key of a dictionary, or so
_UNNUMBERED = r"\{(?=[.!:\[}])"  # the beginning of a field that is counted
_NUMBERED = r"(?:[^{]|\{\{|\{(?=\w))"  # what is none
_OPEN = r"(?<!\{)(?:\{\{)*\{"
_REDUCE = frozenset(("__reduce__", "__reduce_ex__"))
_A_LIST = 4  # so many strings that are all names of a module are a list of these
_FEW = 150  # blocks with a string that reads as the name, in which it is looked at what the string is handed to
_MOST_SETTERS = 60  # classes whose methods are looked through
_SET = "set on an object that has it"
_UNPACKED = "unpacked with ** where it names a parameter or a field"
_NAMESPACE = "a key of the namespace of an object that has it"


def _arguments(function: Function, call: ast.Call, is_method: bool) -> dict[str, ast.expr]:
    """Which parameter of a function takes which argument of a call; *is_method*: its first one takes the object."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][is_method:]
    out = dict(zip(names, call.args, strict=False))
    return {**out, **{k.arg: k.value for k in call.keywords if k.arg is not None}}


def _is_decorator(tree: _Tree, node: ast.AST, function: Function) -> bool:
    """Whether a node is a part of a decorator of the function that it stands in."""
    return any(d is node or d in tree.around(node) for d in function.decorator_list)


def _pairs(assign: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with what it gets; `a, b = c, d` taken apart."""
    target, value = assign.targets[0], assign.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return list(zip(target.elts, value.elts, strict=True))
    return [(t, value) for t in assign.targets]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
