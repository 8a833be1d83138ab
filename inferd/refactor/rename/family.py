"""What else belongs to a rename: parameters of overriding methods, keyword arguments, private names written out."""

import ast
import re
from collections.abc import Callable, Collection, Set

from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside, Symbol
from inferd.model import INFERRED, POSSIBLE, plain
from inferd.query import receivers
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.called import callees, class_symbol, named
from inferd.query.kin import Kin, Use
from inferd.query.receiver_shapes import is_only_name_of
from inferd.query.rows import row
from inferd.query.view import Block, Entity, Local, Member, View, some_roles
from inferd.refactor.rename.task import Task, mangled
from inferd.refactor.rename.trees import nodes
from inferd.syntax import facts as F


def parameters_together(view: View, ties: Kin) -> list[T.Subject]:
    """For a parameter of a method that somebody passes by keyword: the parameter of that name in the rest of the
    family, since such a call may reach any of them; and in the methods of other classes that one of these calls
    reaches by what its receiver is known to be (an implicit interface).
    """
    out: list[T.Subject] = []
    keywords = [u for u in (*ties.sure.values(), *ties.possible.values()) if u.role == F.KEYWORD]
    if keywords:
        for s in ties.subjects:
            if isinstance(s, T.Variable):
                out += [T.Variable(b.row.id, scope, s.name) for b, scope in siblings(view, s)]
                out += [T.Variable(*at, s.name) for u in keywords for at in _reached_with(view, s, u)]
    return [s for s in dict.fromkeys(out) if s not in ties.subjects]


def _reached_with(view: View, subject: T.Variable, use: Use) -> list["Scope"]:
    """The methods with a parameter of the name that a call reaches beside the one whose parameter is *subject*; none
    where it does not reach that one.
    """
    link = use.block.o[use.k * 6 + 5]
    if use.row.confidence == POSSIBLE or link < 0 or use.block.o[link * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
        return []
    called = use.block.names[use.block.o[link * 6]]
    members = view.members(called)
    reached: dict[Scope, None] = {}
    for cls in sorted(receivers.owners(view, use.block, link, called).classes):
        for b, k in members.get(cls, ()):
            scope = T.scope_defined(b, k)
            if scope >= 0 and T.parameter_in(b, scope, subject.name):
                reached[b.row.id, scope] = None
    return [at for at in reached if at != subject[:2]] if subject[:2] in reached else []


def siblings(view: View, subject: T.Variable) -> list[tuple[Block, int]]:
    """The other methods of the family of a parameter's method that have a parameter of the same name; of a function,
    its other definitions (in another branch, in a stub, overloads).
    """
    record = view.reader.block(subject.block)
    assert record is not None
    block = view.wrap(record)
    method = method_of(block, subject)
    if method is None:
        return _other_definitions(view, block, subject)
    members = view.members(method[1])
    out = []
    classes = [method[0]] if method[1] in ("__init__", "__new__") else R.family(view, *method).reasons
    for cls in classes:
        for b, k in members.get(cls, ()):
            scope = T.scope_defined(b, k)
            is_other = scope >= 0 and (b.row.id, scope) != (subject.block, subject.scope)
            if is_other and T.parameter_in(b, scope, subject.name):
                out.append((b, scope))
    return out


def _other_definitions(view: View, block: Block, subject: T.Variable) -> list[tuple[Block, int]]:
    if block.s[subject.scope * 7] != F.FUNCTION or not T.parameter_in(block, subject.scope, subject.name):
        return []
    module, _, name = symbol_at(block, subject.scope).partition(":")
    scopes = [(b, T.scope_defined(b, k)) for b, k in view.definitions(module, name)]
    return [
        (b, scope) for b, scope in scopes
        if scope >= 0 and (b.row.id, scope) != subject[:2] and T.parameter_in(b, scope, subject.name)
    ]  # fmt: skip


def method_of(block: Block, subject: T.Variable) -> tuple[Class, str] | None:
    """The class and name of the method whose parameter a variable is."""
    s = block.s
    at = subject.scope * 7
    if s[at] != F.FUNCTION or not s[at + 6] & F.S_METHOD or not T.parameter_in(block, subject.scope, subject.name):
        return None
    owner = block.class_around(subject.scope)
    return (Class(block.file.module, plain(owner)), block.names[block.o[s[at + 1] * 6]]) if owner else None


ONLY_ONE = ({"kind": "static", "why": "a private name, and no other class has it"},)


def private_written_out(task: Task) -> set[tuple[int, int]]:
    """Attributes that write a private name out (`cart._Cart__secret`): the class stands in them."""
    name = task.kin.name
    classes = set(task.kin.classes)
    if not any(name == mangled(c.name, "__" + name.partition("__")[2]) for c in classes) or "__" not in name:
        return set()
    if set(task.view.members(name)) - classes:
        return set()
    return {key for key, u in task.kin.possible.items() if u.role == F.ATTRIBUTE and not u.block.row.stale}


_BY_TYPE = ({"kind": "static", "why": "what is called is known by its type"},)


def called_by_type(view: View, block: Block, callee: int) -> tuple[set[str], bool]:
    """The functions that a callee may run by its types, as symbols, and whether these are all."""
    if view.typing is None:
        return set(), False
    called: set[str] = set()
    is_known = True
    for v in view.typing.at(block, callee):
        found = [named(view.typing, callee) for callee in callees(view.typing, v)]
        made = [v.cls] if v[-1] == "class" else []
        if v[-1] == "class of":
            made = [b.cls for b in view.typing.engine.bound(v.variable) if b[-1] == "instance"]
        for cls in made:
            if not cls.space:
                functions = T.functions_called(view, Symbol(cls.module, cls.name))
                found = [symbol_at(*at) for at in functions] or [class_symbol(cls)]
        called.update(found)
        is_known = is_known and bool(found)
    return called, is_known and bool(called)


def symbol_at(block: Block, scope: int) -> str:
    """A function as a symbol, without the number of its definition."""
    return f"{block.file.module}:{plain(block.scope_name(scope))}"


def _calls_by_type(view: View, block: Block, callee: int, wanted: Collection[tuple[int, int]]) -> bool | None:
    """Whether a callee, by its types, is one of the functions whose parameter is renamed, or a class that they make;
    None where its types do not tell.
    """
    called, is_known = called_by_type(view, block, callee)
    asked = {symbol_at(view.wrap(b), scope) for at, scope in wanted if (b := view.reader.block(at)) is not None}
    if not asked.isdisjoint(called):
        return True
    return False if is_known else None


Scope = tuple[int, int]  # block, scope


def forwarders(task: Task) -> set[Scope]:
    """The functions that hand what they do not name themselves (`**kwargs`) on to a function whose parameter is
    renamed; and so on, from function to function.
    """
    view = task.view
    reached: dict[Scope, None] = {}
    for s in task.kin.subjects:
        if isinstance(s, T.Variable):
            record = view.reader.block(s.block)
            assert record is not None
            if T.parameter_in(view.wrap(record), s.scope, s.name):
                reached[s.block, s.scope] = None
    own = set(reached)
    queue = list(reached)
    for target in queue:
        for scope in _handing_on(task, target):
            if scope not in reached:
                reached[scope] = None
                queue.append(scope)
    return reached.keys() - own


def forwarded_keywords(task: Task, forwarders: Set[Scope]) -> list[Use]:
    """The keyword arguments of calls of these functions."""
    view, name = task.view, task.kin.name
    out: list[Use] = []
    for block in view.blocks_of_name(name, 1 << F.KEYWORD) if forwarders else ():
        for k, role, code, _, link in block.mentions(name):
            if role != F.KEYWORD or link < 0 or code & F.BASE:
                continue
            called = {f for e in T.called_as(view, block, link) for f in _scopes_called(view, e)}
            if called & forwarders:
                out.append(Use(block, k, row(block, k, "", INFERRED, _HANDED_ON)))
    return out


_HANDED_ON = ({"kind": "static", "why": "handed on with ** to the function whose parameter it is, or set on it"},)


def _scopes_called(view: View, e: Entity) -> list[Scope]:
    return [(block.row.id, scope) for block, scope in T.functions_called(view, e)]


def _handing_on(task: Task, target: Scope) -> list[Scope]:
    """The functions that call *target* with a `**kwargs` of theirs, and have no parameter of the renamed name."""
    view = task.view
    record = view.reader.block(target[0])
    assert record is not None
    block = view.wrap(record)
    called = block.names[block.o[block.s[target[1] * 7 + 1] * 6]]
    symbol = symbol_at(block, target[1])
    words = {called}
    near: set[Class] = set()  # for a constructor: the classes whose `super().__init__` may lead to it
    if called in ("__init__", "__new__"):
        owner = block.class_around(target[1])
        words = {owner.rpartition(".")[2]}
        below = [cls := Class(block.file.module, plain(owner)), *view.hierarchy.descendants(cls)]
        near = {*below, *(a for c in below for a in view.hierarchy.ancestors(c))}
    out = []
    inner: dict[str, bool] = {}  # other names -> whether an attribute of one may hold a function
    used = 1 << F.READ | 1 << F.CALL | 1 << F.ATTRIBUTE | 1 << F.IMPORT
    files = {f for w in words for f, bits, _ in view.reader.postings(w) if bits & used}
    files.update(f.id for m in {c.module for c in near} for f in view.reader.files_of_module(m))
    others = {f for w in (called, "cls") for f, bits, _ in view.reader.postings(w) if near and bits & used}
    if len(others) <= _MOST_FILES:  # where something that holds the class may be called, without its name
        files |= others
    for file_id in sorted(files):
        file = view.file(file_id)
        lines = task.texts.lines(file.path) if file.status != "skipped" else []
        if not _hands_on("".join(lines)):
            continue
        renamed = _aliases(view, file_id, words)

        def may_call(b: Block, words: set[str] = words | renamed) -> bool:
            if not words.isdisjoint(b.names):
                return True
            if near and Class(b.file.module, plain(b.row.owner)) in near:
                return called in b.names or "cls" in b.names
            return _calls_variables(view, b, inner)

        for definition, callee in _star_calls(view, file_id, lines, may_call):
            at = T.at_position(view, file.path, *callee)
            if at is None:
                continue
            written = at[0].names[at[0].o[at[1] * 6]]
            is_attribute = at[0].o[at[1] * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE
            if is_attribute and written not in {called, "cls", *words} and not _may_hold(view, written, inner):
                continue
            found = T.called_as(view, *at)
            if not any(target in _scopes_called(view, e) for e in found) and (
                (found and not any(_is_variable(view, e) for e in found))
                or symbol not in called_by_type(view, *at)[0]
            ):
                continue
            made = T.at_position(view, file.path, *definition)
            scope = T.scope_defined(*made) if made is not None else -1
            if made is not None and scope >= 0 and not T.parameter_in(made[0], scope, task.kin.name):
                out.append((made[0].row.id, scope))
    return out


_MOST_FILES = 100


def _may_hold(view: View, name: str, known: dict[str, bool]) -> bool:
    """Whether an attribute of this name may be something else than a plain method of that name: a variable, a
    property.
    """
    if name not in known:
        places = [p for found in view.members(name).values() for p in found]
        scopes = [(block, T.scope_defined(block, k)) for block, k in places]
        known[name] = any(at < 0 or block.s[at * 7 + 6] & F.S_DECORATED for block, at in scopes)
    return known[name]


def _calls_variables(view: View, block: Block, known: dict[str, bool]) -> bool:
    """Whether something is called in a block that a variable or an attribute holds, so that its name says nothing."""
    for k, name, role, code, _, link in block.having(_CALLED):
        del k
        if role == F.CALL and link >= 0:
            return True
        if role == F.ATTRIBUTE and code & F.CALLED and _may_hold(view, name, known):
            return True
    return False


_CALLED = some_roles(F.CALL, F.ATTRIBUTE)


def _aliases(view: View, file_id: int, words: Collection[str]) -> set[str]:
    """The other names that a file imports some names under."""
    out = set()
    for word in words:
        for record in view.reader.blocks_of_name_in(word, (file_id,)):
            block = view.wrap(record)
            for k in block.positions(word):
                link = block.o[k * 6 + 5]
                if block.o[k * 6 + 3] & F.ROLE_MASK == F.IMPORT and link >= 0 and block.i[link][3]:
                    out.add(block.i[link][3])
    return out


_STARRED = re.compile(r"\*\*\s*(\w+)")


def _hands_on(text: str) -> bool:
    """Whether some `**name` stands in a text twice: as a parameter, and in a call."""
    found = _STARRED.findall(text) if "**" in text else ()
    return len(set(found)) < len(found)


def _star_calls(
    view: View, file_id: int, lines: list[str], may_call: Callable[[Block], bool]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The places (line and column from 1) of the name of each function of a file with a `**kwargs`, and of what it
    calls with it.  Only the blocks that may hold one are parsed.
    """
    out = []
    for record in view.reader.blocks_of_file(file_id):
        own = lines[record.line - 1 : record.line - 1 + record.lines]
        text = "".join(own)
        if not _hands_on(text) or not may_call(view.wrap(record)):
            continue
        head = "if 1:\n" if text[:1] in (" ", "\t") else ""
        try:
            tree = ast.parse(head + text, "<inferd>")
        except (SyntaxError, ValueError, RecursionError):
            continue
        for definition, callee in _calls_with_stars(tree, own, 1 if head else 0):
            out.append(((definition[0] + record.line - 1, definition[1]), (callee[0] + record.line - 1, callee[1])))
    return out


def _calls_with_stars(tree: ast.Module, lines: list[str], more: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The same of one tree, which has *more* lines before those of the text."""

    def place(line: int, column: int, back: int = 0) -> tuple[int, int]:
        line -= more
        return line, len(lines[line - 1].encode()[:column].decode()) - back + 1

    out = []
    for function in nodes(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or function.args.kwarg is None:
            continue
        start = lines[function.lineno - more - 1].find(function.name, function.col_offset)
        for call in nodes(function):
            if not isinstance(call, ast.Call) or not any(
                k.arg is None and isinstance(k.value, ast.Name) and k.value.id == function.args.kwarg.arg
                for k in call.keywords
            ):
                continue
            if isinstance(call.func, ast.Name):
                callee = place(call.func.lineno, call.func.col_offset)
            elif isinstance(call.func, ast.Attribute) and call.func.end_lineno is not None:
                end = call.func.end_col_offset or 0
                callee = place(call.func.end_lineno, end, len(call.func.attr))
            else:
                continue
            out.append(((function.lineno - more, start + 1), callee))
    return out


def names_parameter(task: Task, use: Use) -> bool:
    """Whether a keyword argument of a call whose receiver is not known can only be the parameter that is renamed."""
    link = use.block.o[use.k * 6 + 5]
    if use.role != F.KEYWORD or link < 0 or use.block.o[link * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
        return False
    classes: dict[str, set[Class]] = {}
    for s in task.kin.subjects:
        if isinstance(s, T.Variable):
            record = task.view.reader.block(s.block)
            assert record is not None
            method = method_of(task.view.wrap(record), s)
            if method is not None:
                classes.setdefault(method[1], set()).add(method[0])
    called = use.block.names[use.block.o[link * 6]]
    return called in classes and is_only_name_of(task.view, called, classes[called])


_PARTIAL = Outside("functools", "partial")


def open_keywords(task: Task) -> list[Use]:
    """The keyword arguments of the name, in files that mention the function or class, at calls of nobody knows what."""
    view, name = task.view, task.kin.name
    near = files_that_call(task)
    for s in task.kin.subjects:
        if isinstance(s, T.Attribute) and any(
            b.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE for b, k in view.members(name).get(s.cls, ())
        ):
            near.update(f for f, _, _ in view.reader.postings(s.cls.name.rpartition(".")[2]))
    out: list[Use] = []
    if not near:
        return out
    wanted = {(s.block, s.scope) for s in task.kin.subjects if isinstance(s, T.Variable)}
    why = ({"kind": "static", "why": "a keyword argument of a call whose callee is not known"},)
    for block in view.blocks_of_name(name, 1 << F.KEYWORD):
        if block.row.file_id not in near:
            continue
        for k in block.positions(name):
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.KEYWORD or block.o[k * 6 + 3] & F.BASE:
                continue
            link = block.o[k * 6 + 5]
            called = T.called_as(view, block, link) if link >= 0 else ()
            if all(e == _PARTIAL or _is_variable(view, e) for e in called):
                calls = _calls_by_type(view, block, link, wanted) if link >= 0 else None
                if calls or (calls is None and all(isinstance(e, Local) or e == _PARTIAL for e in called)):
                    grade, told = (INFERRED, _BY_TYPE) if calls else (POSSIBLE, why)
                    out.append(Use(block, k, row(block, k, "", grade, told)))
    return out


def _is_variable(view: View, e: Entity) -> bool:
    """Whether an entity is bound by something else than a definition, so that its types tell what it is."""
    if isinstance(e, Symbol):
        places = view.definitions(e.module, e.name)
    elif isinstance(e, Member):
        places = view.members(e.name).get(e.cls, []) if e.certain else []
    else:
        return isinstance(e, Local)
    return all(b.o[k * 6 + 3] & F.ROLE_MASK not in (F.DEFINITION, F.IMPORT) for b, k in places)


def files_that_call(task: Task) -> set[int]:
    """For parameters: the files that mention the function (a dictionary passed with `**` there may hold the name)."""
    out: set[int] = set()
    for s in task.kin.subjects:
        if isinstance(s, T.Variable):
            record = task.view.reader.block(s.block)
            assert record is not None
            block = task.view.wrap(record)
            if T.parameter_in(block, s.scope, s.name) and block.s[s.scope * 7] == F.FUNCTION:
                called = block.names[block.o[block.s[s.scope * 7 + 1] * 6]]
                if called in ("__init__", "__new__", "__call__"):
                    called = block.class_around(s.scope).rpartition(".")[2]
                out.update(f for f, _, _ in task.view.reader.postings(called))
    return out
