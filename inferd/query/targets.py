"""From what a person or an editor names to a subject that queries can answer about.

A *subject* is one of `Global(module, name)`, `Attribute(cls, name)`, `Variable(block, scope, name)` (a local or a
parameter), `ModuleSubject(module)` and `External(module, name)`.
"""

import os
from typing import NamedTuple

from inferd.errors import AmbiguousTarget, TargetNotFound
from inferd.index.hierarchy import Class
from inferd.index.resolve import Module, Outside, Symbol
from inferd.model import plain
from inferd.query.view import Block, Dangling, Entity, Local, Member, View
from inferd.syntax import facts as F


class Global(NamedTuple):
    """A module-level name, or one inside a function: `name` is qualified."""

    module: str
    name: str


class Attribute(NamedTuple):
    """A member of a class."""

    cls: Class
    name: str


class Variable(NamedTuple):
    """A local or a parameter: the row id of its block, its scope there, and its name."""

    block: int
    scope: int
    name: str


class ModuleSubject(NamedTuple):
    """A module of the project."""

    module: str


class External(NamedTuple):
    """Something outside the project; `name` is '' for a module."""

    module: str
    name: str


Subject = Global | Attribute | Variable | ModuleSubject | External


def symbol_of(view: View, subject: Subject) -> str:
    """A subject's symbol, as it is shown and can be given again."""
    if isinstance(subject, Global):
        return f"{subject.module}:{subject.name}"
    if isinstance(subject, Attribute):
        return f"{subject.cls.symbol}.{subject.name}"
    if isinstance(subject, Variable):
        row = view.reader.block(subject.block)
        assert row is not None
        return view.wrap(row).symbol_in(subject.scope, subject.name)
    if isinstance(subject, ModuleSubject):
        return subject.module
    return f"{subject.module}:{subject.name}" if subject.name else subject.module


def subject_of(view: View, entity: Entity) -> Subject:
    """What a question about an entity is about."""
    if isinstance(entity, Member):
        return Attribute(entity.cls, entity.name)
    if isinstance(entity, Dangling):
        return Attribute(entity.seen, entity.name)
    if isinstance(entity, Local):
        return Variable(*entity)
    if isinstance(entity, Module):
        return ModuleSubject(entity.name)
    if isinstance(entity, Outside):
        return External(*entity)
    module, name = entity
    owner, _, last = name.rpartition(".")
    if not owner:
        return Global(module, name)
    if owner.endswith("<locals>"):
        places = view.definitions(module, name)
        if places:
            block, k = places[0]
            j = k * 6
            scope = block.o[j + 4] if block.o[j + 3] & F.ROLE_MASK == F.IMPORT else block.o[j + 5]
            return Variable(block.row.id, scope, last)
    return Attribute(Class(module, owner), last)


def at_position(view: View, path: str, line: int, column: int) -> tuple[Block, int] | None:
    """The occurrence at a place (from 1): the one that the column lies in, or that ends there."""
    file = view.reader.file_at(path)
    if file is None:
        return None
    best = None
    for row in view.reader.blocks_at(file.id, line):
        block = view.wrap(row)
        relative = line - row.line
        o = block.o
        for j in range(1, len(o), 6):
            if o[j] <= relative:
                k = j // 6
                first, start, last, end = block.place(k)
                if (first, start) <= (line, column) <= (last, end):
                    inside = column < end or line < last
                    rank = (inside, not row.stale, -(end - start))
                    if best is None or rank > best[0]:
                        best = (rank, block, k)
    return (best[1], best[2]) if best else None


def entities_at(view: View, block: Block, k: int) -> tuple[Entity, ...]:
    """What an occurrence denotes, definitions and parameters by keyword included."""
    role = block.o[k * 6 + 3] & F.ROLE_MASK
    if role == F.KEYWORD:
        from inferd.query import keywords

        return keywords.named(view, block, k).entities
    found = view.meaning(block, k)
    name = block.names[block.o[k * 6]]
    slot_of = slot_class(block, k) if role == F.STRING else None
    if slot_of is not None:
        member = view.lookup(slot_of, name)
        return (member,) if isinstance(member, Member) and member.certain else found
    if view.typing is None or any(isinstance(e, (Member, Symbol, Module)) for e in found):
        return found
    from inferd.query import receivers

    if role == F.STRING:
        from inferd.query import named_keys

        if not block.o[k * 6 + 3] & F.BY_GETATTR:
            return named_keys.named(view, block, k) or found or _handed_on(view, block, k)
        given = named_keys.given(view, block, k)
        return receivers.members_of(view, block, k, name, given) or found if given is not None else found
    return receivers.members_of(view, block, k, name) or found if role == F.ATTRIBUTE else found


def _handed_on(view: View, block: Block, k: int) -> tuple[Entity, ...]:
    """What a string names that is a key of keywords, or asks pytest for a fixture."""
    from inferd.query import given, keywords

    return keywords.by_key(view, block, k) or given.at_string(view, block, k)


_SLOTS = frozenset(("__slots__", "__match_args__"))


def slot_class(block: Block, k: int) -> Class | None:
    """The class in whose `__slots__` or `__match_args__` string *k* stands, which is a name of a member by Python's own
    rules.  What is stored is noted before the name that it is stored under.
    """
    o = block.o
    scope = o[k * 6 + 4]
    if o[k * 6 + 3] & (F.DOTTED | F.BY_GETATTR):
        return None
    at = k * 6
    while at < len(o) and o[at + 3] & F.ROLE_MASK in (F.STRING, F.READ) and o[at + 4] == scope:
        at += 6
    if at >= len(o) or o[at + 3] & F.ROLE_MASK != F.WRITE or o[at + 4] != scope or block.names[o[at]] not in _SLOTS:
        return None
    if block.place(k) < block.place(at // 6):
        return None  # it ends the statement before
    if scope < 0:
        owner = block.row.owner
    else:
        owner = block.scope_name(scope) if block.s[scope * 7] == F.CLASS else ""
    return Class(block.file.module, plain(owner)) if owner else None


def keyword_targets(view: View, block: Block, k: int) -> tuple[Entity, ...]:
    """The parameters that a keyword argument of a plain call names."""
    j = k * 6
    link = block.o[j + 5]
    name = block.names[block.o[j]]
    if link < 0:
        return ()
    out: dict[Entity, None] = {}
    for e in called_as(view, block, link):
        for function, scope in functions_called(view, e):
            if takes_keyword(view, function, scope, name):
                out[Local(function.row.id, scope, name)] = None
    return tuple(out)


def called_as(view: View, block: Block, callee: int) -> tuple[Entity, ...]:
    """What a callee denotes; `cls` in a class method is its class."""
    if block.o[callee * 6 + 3] & F.ROLE_MASK == F.CALL:
        owner = view.self_class(block, callee)
        scope = block.o[callee * 6 + 5]
        method = block.names[block.o[block.s[scope * 7 + 1] * 6]] if owner else ""
        if owner and (block.s[scope * 7 + 6] & F.S_CLASSMETHOD or method == "__new__"):
            return (Symbol(block.file.module, plain(owner)),)
    return view.meaning(*called_place(view, block, callee))


def called_place(view: View, block: Block, callee: int) -> tuple[Block, int]:
    """The occurrence that says what is called: the callee, or the argument that it calls."""
    found = view.meaning(block, callee)
    at = HAND_ON.get(block.names[block.o[callee * 6]])
    is_ours = any(isinstance(e, (Symbol, Local)) or (isinstance(e, Member) and e.certain) for e in found)
    if at is not None and not is_ours:
        return nth_argument(view, block, callee, at) or (block, callee)
    if PARTIALS.isdisjoint(found):
        return block, callee
    first = first_argument(block, callee)
    return block, first if first >= 0 else callee


#: what calls one of its arguments with those behind it, and which: of unittest, pytest, executors, asyncio, contextlib
HAND_ON = {
    "assertRaises": 1, "assertRaisesRegex": 2, "assertWarns": 1, "assertWarnsRegex": 2, "addCleanup": 0,
    "addClassCleanup": 0, "raises": 1, "warns": 1, "deprecated_call": 0, "submit": 0, "to_thread": 0, "callback": 0,
}  # fmt: skip


def nth_argument(view: View, block: Block, callee: int, number: int) -> tuple[Block, int] | None:
    """The occurrence that the n-th positional argument (from 0) of a call ends with: of a name, or an attribute."""
    step = view.typing.step_of(block, callee) if view.typing is not None else None
    if step is None or view.typing is None:
        return None
    steps = view.typing.engine.program(step.where).steps
    call = next((w for w in steps[step.number + 1 :] if w[0] == "(" and w[1] == str(step.number)), [])
    given = call[2 : 3 + number]
    if len(given) <= number or not all(w.isdigit() for w in given) or steps[int(given[number])][0] not in ("l", "a"):
        return None
    return view.typing.ties(block.row.file_id).place_of(step.where.scope, int(given[number]))


PARTIALS = frozenset(Outside("functools", n) for n in ("partial", "partialmethod"))


def first_argument(block: Block, callee: int) -> int:
    """The occurrence that the first argument of a call ends with, where it is a name or a chain of attributes of one;
    -1 for none.
    """
    k, o = callee + 1, block.o
    if k * 6 >= len(o) or o[k * 6 + 3] & F.ROLE_MASK != F.READ:
        return -1
    while (k + 1) * 6 < len(o) and o[k * 6 + 9] & F.ROLE_MASK == F.ATTRIBUTE and o[k * 6 + 11] == k:
        k += 1
    return k


def functions_called(view: View, e: Entity) -> list[tuple[Block, int]]:
    """The functions (block, scope) that a call of an entity runs, where it is a function, a method or a class."""
    if isinstance(e, Symbol):
        places = view.definitions(e.module, e.name)
    elif isinstance(e, Member) and e.certain:
        places = view.members_of(e.cls, e.name)
    else:
        return []
    out = []
    for block, k in places:
        code = block.o[k * 6 + 3]
        if code & F.ROLE_MASK != F.DEFINITION:
            continue
        if code & F.IS_CLASS:
            qualname = e.name if isinstance(e, Symbol) else f"{e.cls.name}.{e.name}"
            module = e.module if isinstance(e, Symbol) else e.cls.module
            for constructor in ("__init__", "__new__"):
                found = view.lookup(Class(module, qualname), constructor)
                if isinstance(found, Member):
                    if found.certain:
                        out += functions_called(view, found)
                    break
            continue
        scope = scope_defined(block, k)
        if scope >= 0:
            out.append((block, scope))
    return out


def scope_defined(block: Block, k: int) -> int:
    """The scope of a block that the definition at occurrence *k* opens; -1 for none."""
    s = block.s
    for i in range(0, len(s), 7):
        if s[i + 1] == k and s[i] in (F.FUNCTION, F.CLASS):
            return i // 7
    return -1


def parameter_in(block: Block, scope: int, name: str) -> bool:
    """Whether a scope of a block has a parameter of that name."""
    o = block.o
    return any(
        o[k * 6 + 3] & F.ROLE_MASK == F.PARAMETER and o[k * 6 + 4] == scope for k in block.positions(name)
    )


def takes_keyword(view: View, block: Block, scope: int, name: str) -> bool:
    """Whether a scope of a block has a parameter that a keyword of that name gives its value: one that does not stand
    before `/`, and is neither `*args` nor `**more`.
    """
    o = block.o
    for k in block.positions(name):
        if o[k * 6 + 3] & F.ROLE_MASK == F.PARAMETER and o[k * 6 + 4] == scope:
            step = view.typing.step_of(block, k) if view.typing is not None else None
            if step is None or view.typing is None:
                return True
            words = view.typing.engine.program(step.where).steps[step.number]
            return words[0] != "p" or words[2] in "pk"
    return False


# ---------------------------------------------------------------------------------------------------------------------
# What people write


def parse(view: View, target: str, root: str = "") -> list[Subject]:
    """The subjects that a TARGET names: `module:Qual.name`, `path:LINE:COL`, `path`, a dotted or a bare name.

    Raises TargetNotFound with the nearest known symbols, AmbiguousTarget with the candidates of a bare name.
    """
    head, _, tail = target.rpartition(":")
    path, _, line = head.rpartition(":")
    if tail.isdigit() and line.isdigit() and path:
        return _at(view, target, relative(path, root), int(line), int(tail), root)
    if tail.isdigit() and view.reader.file_at(relative(head, root)) is not None:
        raise _nothing_at(view, target, relative(head, root), int(tail), -1, root)
    if ":" in target:
        module, _, qualname = target.partition(":")
        if "/" in module or module.endswith((".py", ".pyi")):
            raise _no_place(view, target, relative(module, root), qualname)
        return _symbol(view, target, module, qualname)
    if "/" in target or os.sep in target or target.endswith((".py", ".pyi")):
        file = view.reader.file_at(relative(target, root))
        if file is not None:
            return [ModuleSubject(file.module)]
        package = _package(view, relative(target, root))
        if package is not None:
            return [package]
        if "/" in target or os.sep in target:
            raise _no_file(view, target, relative(target, root))
    if not target:
        raise TargetNotFound(target, (), "an empty target names nothing")
    if view.resolver.is_module(target):
        return [ModuleSubject(target)]
    if "." in target:
        found = _dotted(view, target)
        if found:
            return found
        if target.endswith((".py", ".pyi")):
            raise _no_file(view, target, relative(target, root))
        raise TargetNotFound(target, nearest(view, target))
    return _bare(view, target)


def file_of(view: View, target: str, root: str = "") -> int | None:
    """The file that a TARGET names by its path; None for any other target."""
    if ":" in target or not target.endswith((".py", ".pyi")):
        return None
    file = view.reader.file_at(relative(target, root))
    return file.id if file is not None else None


def place(view: View, target: str, root: str = "") -> tuple[Block, int]:
    """The occurrence at `path:LINE:COL`.  Raises TargetNotFound."""
    head, _, column = target.rpartition(":")
    path, _, line = head.rpartition(":")
    if not (column.isdigit() and line.isdigit() and path):
        raise TargetNotFound(target, ())
    path = relative(path, root)
    if view.reader.file_at(path) is None:
        raise _no_file(view, target, path)
    found = at_position(view, path, int(line), int(column))
    if found is None or found[0].o[found[1] * 6 + 3] & F.ROLE_MASK == F.STRING:
        raise _nothing_at(view, target, path, int(line), int(column), root)
    return found


def line(view: View, target: str, root: str = "") -> tuple[str, int]:
    """The path, as the index knows it, and the line of `path:LINE` (or `path:LINE:COL`).  Raises TargetNotFound."""
    path, _, number = target.rpartition(":")
    head, _, before = path.rpartition(":")
    if head and before.isdigit() and number.isdigit():
        path, number = head, before
    if not path or not number.isdigit():
        hint = "give the line that the expression is to stand after, as in path/file.py:7"
        raise TargetNotFound(target, (), f"{target} is no line of a file", hint)
    path = relative(path, root)
    if view.reader.file_at(path) is None:
        raise _no_file(view, target, path)
    return path, int(number)


def _nothing_at(view: View, target: str, path: str, line: int, column: int, root: str) -> TargetNotFound:
    from inferd.query import standing

    return standing.nothing_at(view, target, path, line, column, root)


def relative(path: str, root: str) -> str:
    """A path as the index knows it: relative to the project, with `/`."""
    if root and os.path.isabs(path):
        path = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    path = path.replace(os.sep, "/")
    while path.startswith("./"):
        path = path[2:]
    return path


def _at(view: View, target: str, path: str, line: int, column: int, root: str) -> list[Subject]:
    if view.reader.file_at(path) is None:
        raise _no_file(view, target, path)
    found = at_position(view, path, line, column)
    if found is None:
        raise _nothing_at(view, target, path, line, column, root)
    entities = entities_at(view, *found)
    if not entities:
        block, k = found
        name = block.names[block.o[k * 6]]
        hint = f"inferd query type {target} says what is known of it, inferd query strings {name} where the word stands"
        raise TargetNotFound(target, (), f"{target}: what {name} stands for is not decided here", hint)
    return list(dict.fromkeys(subject_of(view, e) for e in entities))


def _symbol(view: View, target: str, module: str, qualname: str) -> list[Subject]:
    qualname = plain(qualname)
    known = module
    if not view.resolver.namespaces(module):
        found = _module_alias(view, module)
        if found is None:
            return _outside(view, target, module, qualname)
        known = found
    owner, _, name = qualname.rpartition(".")
    if not owner:
        targets = view.resolver.resolve(known, name)
        if not targets:
            raise TargetNotFound(target, nearest(view, target))
        return list(dict.fromkeys(subject_of(view, t) for t in targets))
    if owner.endswith("<locals>"):
        if not view.definitions(known, qualname):
            raise TargetNotFound(target, nearest(view, target))
        return [subject_of(view, Symbol(known, qualname))]
    if "<locals>" in owner:
        around = Class(known, owner)
        if not view.members_of(around, name):
            raise TargetNotFound(target, nearest(view, target))
        return [Attribute(around, name)]
    first, *rest = owner.split(".")
    entities: tuple[Entity, ...] = view.resolver.resolve(known, first)
    for part in (*rest, name):
        following: dict[Entity, None] = {}
        for e in entities:
            if isinstance(e, Module):
                following.update(dict.fromkeys(view.resolver.resolve(e.name, part)))
            elif isinstance(e, Outside):
                following[Outside(e.module, f"{e.name}.{part}" if e.name else part)] = None
            else:
                cls = view.as_class(e)
                if cls is None and isinstance(e, Symbol) and "c" in view.definition_kinds(e.module, e.name):
                    # Sometimes something else, too: the one that is defined here is meant.
                    cls = Class(e.module, e.name)
                elif (
                    cls is None and isinstance(e, Member)
                    and "c" in view.definition_kinds(e.cls.module, f"{e.cls.name}.{e.name}")
                ):  # fmt: skip
                    cls = Class(e.cls.module, f"{e.cls.name}.{e.name}")
                if cls is not None:
                    member = view.lookup(cls, _mangled(cls, part))
                    if isinstance(member, Dangling) and _is_made_field(view, cls, part):
                        member = Member(cls, part, cls, True)
                    following[member] = None
                elif isinstance(e, Symbol) and view.definitions(e.module, f"{e.name}.<locals>.{part}"):
                    following[Symbol(e.module, f"{e.name}.<locals>.{part}")] = None
                elif isinstance(e, Symbol) and _is_made_field(view, Class(*e), part):
                    following[Member(Class(*e), part, Class(*e), True)] = None
                elif isinstance(e, Member):
                    inner = Symbol(e.cls.module, f"{e.cls.name}.{e.name}.<locals>.{part}")
                    following.update({inner: None} if view.definitions(*inner) else {})
        entities = tuple(following)
    inside = [e for e in entities if not isinstance(e, (Dangling, Outside))]
    subjects = [subject_of(view, e) for e in inside or entities if not isinstance(e, Dangling)]
    if not subjects:
        raise TargetNotFound(target, nearest(view, target))
    return list(dict.fromkeys(subjects))


def _is_made_field(view: View, cls: Class, name: str) -> bool:
    """Whether a class is one that a call makes, or below one, with such a field."""
    from inferd.query import fields

    return fields.owner(view, cls, name) is not None


def _mangled(cls: Class, name: str) -> str:
    if name.startswith("__") and not name.endswith("__"):
        bare = cls.name.rpartition(".")[2].lstrip("_")
        return f"_{bare}{name}" if bare else name
    return name


def _module_alias(view: View, dotted: str) -> str | None:
    """The canonical name of a module given by a path from the project's root or from another root."""
    tail = dotted.replace(".", "/")
    for suffix in (".py", "/__init__.py", ".pyi", "/__init__.pyi"):
        file = view.reader.file_at(tail + suffix)
        if file is not None:
            return file.module
    return None


def _no_place(view: View, target: str, path: str, rest: str) -> TargetNotFound:
    """The error for a path that something follows which is no line and column."""
    file = view.reader.file_at(path)
    if file is None:
        return _no_file(view, target, path)
    name = plain(rest)
    if name and view.resolver.resolve(file.module, name.partition(".")[0]):
        return TargetNotFound(target, (f"{file.module}:{name}",), f"{target}: a path is followed by LINE:COL")
    hint = f"a name follows the module, as in {file.module}:Class.method"
    return TargetNotFound(target, (), f"{target}: a path is followed by LINE:COL, two numbers", hint)


def _outside(view: View, target: str, module: str, qualname: str) -> list[Subject]:
    name = qualname.rpartition(".")[2]
    top = module.partition(".")[0]
    if top != module and view.resolver.is_module(top):  # a package of the project, which has no such module
        raise TargetNotFound(target, nearest(view, target), f"{target}: there is no module {module}")
    if view.blocks_of_name(name, 1 << F.IMPORT | 1 << F.ATTRIBUTE) or (
        module == "builtins" and view.blocks_of_name(name)
    ):
        return [External(module, qualname)]
    said = ""
    if view.explains and view.shelf is not None and view.shelf.libraries().find(module) is not None:
        said = f"{target} is outside this project, and not used in it"
    raise TargetNotFound(target, nearest(view, target), said)


def _dotted(view: View, target: str) -> list[Subject]:
    """`package.module.Class.name`, with dots only; or `Class.name` where that class is unique."""
    parts = target.split(".")
    for i in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:i])
        if view.resolver.is_module(module):
            return _symbol(view, target, module, ".".join(parts[i:]))
    out: list[Subject] = []
    for subject in _named(view, parts[0]):
        if isinstance(subject, Global):
            try:
                out += _symbol(view, target, subject.module, ".".join((subject.name, *parts[1:])))
            except TargetNotFound:
                continue
    if len(out) > 1:
        raise AmbiguousTarget(target, sorted(symbol_of(view, s) for s in out))
    return out


def _named(view: View, name: str) -> list[Subject]:
    """Everything that defines a name where others can see it."""
    out: dict[Subject, None] = {}
    for block in view.blocks_of_name(name, F.VISIBLE):
        o = block.o
        for k in block.positions(name):
            j = k * 6
            code = o[j + 3]
            role = code & F.ROLE_MASK
            if role in (F.WRITE, F.DEFINITION, F.CAPTURE) and o[j + 5] == F.GLOBAL:
                out[Global(block.file.module, name)] = None
    for cls in view.members(name):
        out[Attribute(cls, name)] = None
    return list(out)


def _bare(view: View, target: str) -> list[Subject]:
    found = _named(view, target)
    if len(found) == 1:
        return found
    if not found:
        if not view.reader.file_ids():
            raise TargetNotFound(target, (), "no Python file was found in this project", "--project names another one")
        raise TargetNotFound(target, nearest(view, target))
    raise AmbiguousTarget(target, sorted(symbol_of(view, s) for s in found))


def nearest(view: View, target: str, limit: int = 3) -> list[str]:
    """Known symbols that look like *target*, best first; none where nobody explains anything to a person."""
    if not view.explains:  # a program asks, to which they would be of no use
        return []
    import difflib

    name = target.rpartition(":")[2].rpartition(".")[2]
    known = view.reader.visible_names(F.VISIBLE)
    out: list[str] = []
    for close in dict.fromkeys([name, *difflib.get_close_matches(name, known, limit * 2, 0.7)]):
        out += [symbol_of(view, s) for s in _named(view, close)[:20]]
    out = list(dict.fromkeys(out))
    return difflib.get_close_matches(target, out, limit, 0.3) or out[:limit]


def _package(view: View, folder: str) -> ModuleSubject | None:
    """The package whose folder that is, with an `__init__` or without."""
    folder = folder.rstrip("/")
    for name in ("__init__.py", "__init__.pyi"):
        file = view.reader.file_at(f"{folder}/{name}")
        if file is not None:
            return ModuleSubject(file.module)
    for file in view.reader.files():
        if file.path.startswith(f"{folder}/"):
            tail = os.path.splitext(file.path[len(folder) + 1 :])[0].removesuffix("/__init__").replace("/", ".")
            name = file.module.removesuffix(f".{tail}")
            return ModuleSubject(name) if name != file.module and view.resolver.is_module(name) else None
    return None


def _no_file(view: View, target: str, path: str) -> TargetNotFound:
    """The error for a path that the index does not have."""
    if path.startswith("../") or os.path.isabs(path):
        return TargetNotFound(target, (), f"{path} is not in this project", "--project names another one")
    import difflib

    near = difflib.get_close_matches(path, [f.path for f in view.reader.files()], 3, 0.6)
    hint = "only Python files are; `inferd status` says which of them could not be analysed"
    return TargetNotFound(target, near, f"{path or target} is not in the index", hint)
