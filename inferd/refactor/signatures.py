"""Change what a function takes, in its definition, in those that override it, and in every call.

Terms
    A *change* is one of `Add`, `Remove`, `Order` and `FillIn`; a signature goes through them in turn.  A call is
    *bound* where its first argument is not written: `x.m()`, `super().m()`, a class call for `__init__`.

Steps
    1. The aim: the method's family, and, for `__init__`, the calls of the classes that construct with it.
    2. Each definition of the family is taken apart (`parameters`), changed, checked, and written again.
    3. Each call is mapped to the parameters of the definition that it reaches.  What was positional stays positional as
       long as nothing is missing before it, and is written with its name after that.
    4. What cannot be mapped is left as it is and listed: calls that unpack, references that are no calls (a function
       that is handed on), decorators.

rope has this refactoring, too (`ChangeSignature`).  It drops annotations and defaults of keyword-only parameters, and
finds calls by its own inference; so its place is taken, and its finders and its texts are used.

Tests: tests/refactor/test_signature.py.
"""

import ast
import difflib
from collections.abc import Sequence
from typing import NamedTuple

from inferd.errors import InferdError
from inferd.inference import types as V
from inferd.model import ChangePlan
from inferd.query import targets as T
from inferd.query.kin import Use, kin
from inferd.refactor import parameters as P
from inferd.refactor.parameters import Argument, Definition, Malformed, Parameter, Words
from inferd.refactor.rope_facts import Aim
from inferd.refactor.rope_seam import Work, refused
from inferd.syntax import facts as F


class Add(NamedTuple):
    """A new parameter; *value* is what calls pass for it, if they are to pass anything."""

    parameter: Parameter
    value: str | None = None


class Remove(NamedTuple):
    """A parameter goes, with what calls pass for it."""

    name: str


class Order(NamedTuple):
    """All parameters, in a new order; `/` and `*` stand where they would in Python."""

    names: tuple[str, ...]


class FillIn(NamedTuple):
    """Calls that leave a parameter out pass its default."""

    name: str


class Normalize(NamedTuple):
    """Calls pass by position what can be passed so."""


Change = Add | Remove | Order | FillIn | Normalize


class _Unclear(Exception):
    """Why a call cannot be mapped."""


def signature(
    work: Work, target: str, *, add: Sequence[str] = (), remove: Sequence[str] = (), order: Sequence[str] = (),
    fill_in: Sequence[str] = (), values: Sequence[str] = (), normalize: bool = False, only: bool = False,
) -> ChangePlan:  # fmt: skip
    """Add, remove and reorder parameters.

    *add*: parameters as Python writes them (`name: int = 0`); *values*: `NAME=EXPRESSION`, what calls pass for a new
    one; *order*: all names, `*` and `/` among them; *fill_in*: parameters whose default calls pass from now on.
    *only* this definition, without those that override it or that it overrides.
    """
    passed = _passed(values)
    changes: list[Change] = [FillIn(name) for name in fill_in]
    changes += [Remove(name) for name in remove]
    changes += [_added(text, passed) for text in add]
    if passed:
        raise InferdError(f"nothing is added by the name {next(iter(passed))}", "--value is for what --add brings")
    if order:
        changes.append(Order(tuple(order)))
    if normalize:
        changes.append(Normalize())
    if not changes:
        raise InferdError("no change of the signature is named", "see `inferd refactor signature --help`")
    aim = _aim(work, target, only)
    return change(work, aim, changes, f"change the signature of {_symbol(work, aim)}")


def _passed(values: Sequence[str]) -> dict[str, str]:
    out = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise InferdError(f"--value: {text!r} is not NAME=EXPRESSION", "for example --value tax=0")
        try:
            ast.parse(value.strip(), mode="eval")
        except SyntaxError:
            raise InferdError(f"--value: {value!r} is no expression") from None
        out[name.strip()] = value.strip()
    return out


def _added(text: str, passed: dict[str, str]) -> Add:
    try:
        found = P.parameter(text)
    except Malformed as error:
        raise InferdError(f"--add: {error}", "write it as in a definition: name, name=1, or 'name: int = 1'") from None
    value = passed.pop(found.name, None)
    if found.default is None and value is None and found.kind in (P.NORMAL, P.POSITIONAL, P.KEYWORD):
        raise InferdError(
            f"--add: calls would pass nothing for {found.name}",
            f"give it a default ({found.name}=...), or --value {found.name}=...",
        )
    return Add(found, value)


def _aim(work: Work, target: str, only: bool) -> Aim:
    """The function that is meant; of a class, what constructs it."""
    subjects = work.subjects(target)
    out: list[T.Subject] = []
    for s in subjects:
        if isinstance(s, T.External):
            raise refused(f"{T.symbol_of(work.view, s)} is defined outside the project")
        cls = None
        if isinstance(s, (T.Global, T.Attribute)):
            cls = _class_of(work, s)
        if cls is not None:
            found = [x for x in work.subjects(f"{T.symbol_of(work.view, s)}.__init__") if isinstance(x, T.Attribute)]
            if not found:
                raise refused(f"{T.symbol_of(work.view, s)} has no __init__ in the project")
            out += found
        else:
            out.append(s)
    aim = Aim.at(work.tree, out, work.possible, not only)
    aim.aliases = True
    work.project.aim = aim
    work.left_out += aim.left_out
    for cls, opaque in aim.ties.opaque:
        work.warnings.append(
            f"{cls.symbol} has a base class that is not known ({opaque.expression}): what it asks for is not seen"
        )
    return aim


def _class_of(work: Work, subject: T.Global | T.Attribute) -> object | None:
    symbol = T.symbol_of(work.view, subject)
    module, _, name = symbol.partition(":")
    return symbol if "c" in work.view.definition_kinds(module, name) else None


def _symbol(work: Work, aim: Aim) -> str:
    return T.symbol_of(work.view, next(iter(aim.ties.subjects)))


# ---------------------------------------------------------------------------------------------------------------------


class _File(NamedTuple):
    """A file under change: its tree, definitions by the offset of their name, calls by that of the callee's end."""

    words: Words
    definitions: dict[int, tuple[Definition, bool]]  # with whether a class is around it
    calls: dict[int, ast.Call]
    decorators: frozenset[int]


def change(work: Work, aim: Aim, changes: Sequence[Change], description: str) -> ChangePlan:
    """Make changes in all definitions and calls of an aim."""
    lists: dict[str, tuple[list[Parameter], str]] = {}  # symbol -> its parameters, and how it is bound
    files: dict[str, _File] = {}
    constructed = _constructed(work, aim)
    paths = sorted({*aim.paths, *(u.row.path for u in constructed if u.row.path.endswith(".py"))})
    for path in paths:
        why = work.tree.why_not(path)
        if why:
            work.failures.append((path, why))
            continue
        try:
            files[path] = _read(work, path)
        except (SyntaxError, ValueError, RecursionError) as error:
            work.failures.append((path, str(error)))
    defined = 0
    for path, file in files.items():
        for use in aim.uses_in(path):
            if use.role != F.DEFINITION or use.block.row.stale:
                continue
            found = file.definitions.get(_offset(work, use))
            if found is None:
                raise refused(f"{use.row.symbol} is not a function here", path, use.row.line)
            defined += 1
            _define(work, file, use, found, changes, lists)
    if not defined:
        raise refused(f"no function is defined by the name {aim.name}")
    main = (
        next(iter(lists.values())) if len(lists) == 1 else lists.get(_symbol(work, aim)) or next(iter(lists.values()))
    )
    for path, file in files.items():
        uses = [u for u in aim.uses_in(path) if u.role not in (F.DEFINITION, F.STRING, F.KEYWORD, F.IMPORT)]
        uses += [u for u in constructed if u.row.path == path]
        placed = sorted(((_offset(work, u), u) for u in uses), key=lambda x: -x[0])
        inner_first = sorted(placed, key=lambda x: _depth(file, x))
        for offset, use in inner_first:
            _call(work, file, offset, use, changes, lists.get(use.row.symbol, main), use in constructed)
        text = file.words.whole()
        if text != work.tree.seen(path).text:
            work.texts[path] = text
    return work.plan(description, _symbol(work, aim), [r for r in aim.rows if r.path in work.texts])


def _depth(file: _File, item: tuple[int, Use]) -> tuple[int, int]:
    """Calls that lie in others first: they end earlier, or begin later."""
    offset, use = item
    node = file.calls.get(offset + len(use.row.text))
    if node is None:
        return (0, -offset)
    start, end = file.words.span(node)
    return (end - start, -start)


def _offset(work: Work, use: Use) -> int:
    return work.tree.seen(use.row.path).offset(use.row.line, use.row.column - 1)


def _read(work: Work, path: str) -> _File:
    text = work.tree.seen(path).text
    words = Words(text, {})
    definitions: dict[int, tuple[Definition, bool]] = {}
    calls: dict[int, ast.Call] = {}
    decorators = set()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise refused("the file does not parse at present", path, getattr(error, "lineno", 0) or 0) from None
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                head = words.span(child)[0]
                at = text.index("def", head) + 3
                at += len(text[at:]) - len(text[at:].lstrip(" \t\\\n"))
                definitions[at] = (child, isinstance(node, ast.ClassDef))
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            calls[words.span(node.func)[1]] = node
        for decorator in getattr(node, "decorator_list", ()):
            decorators.add(words.span(decorator)[1])
            if isinstance(decorator, ast.Call):
                decorators.add(words.span(decorator.func)[1])
    return _File(words, definitions, calls, frozenset(decorators))


def _constructed(work: Work, aim: Aim) -> list[Use]:
    """The calls of classes that reach an `__init__` or `__new__` of the aim."""
    if aim.name not in ("__init__", "__new__"):
        return []
    out: dict[tuple[str, int, int], Use] = {}
    holders = dict.fromkeys(s.cls for s in aim.ties.subjects if isinstance(s, T.Attribute))
    classes = dict(holders)
    for cls in holders:
        classes.update(dict.fromkeys(work.view.hierarchy.descendants(cls)))
    for cls in classes:
        found = T.subject_of(work.view, work.view.lookup(cls, aim.name))
        if not (isinstance(found, T.Attribute) and found.cls in holders):
            continue
        try:
            subjects = work.subjects(cls.symbol)
        except InferdError:
            continue  # a class inside of a function: its calls are there
        for use in kin(work.view, subjects, follow=False).sure.values():
            if use.is_call and not use.block.row.stale:
                row = use.row._replace(symbol=f"{found.cls.symbol}.{aim.name}")
                out[row.path, row.line, row.column] = use._replace(row=row)
    return list(out.values())


# ---------------------------------------------------------------------------------------------------------------------
# Definitions


def _define(
    work: Work, file: _File, use: Use, found: tuple[Definition, bool], changes: Sequence[Change],
    lists: dict[str, tuple[list[Parameter], str]],
) -> None:  # fmt: skip
    node, in_class = found
    path, line = use.row.path, use.row.line
    kind = _kind(node, in_class)
    if kind == "property":
        raise refused(f"{use.row.symbol} is a property: it takes nothing", path, line)
    try:
        old = P.parameters(file.words.text, node)
        inside = P.brackets(file.words.text, _offset(work, use) + len(use.row.text))
    except Malformed as error:
        raise refused(str(error), path, line) from error
    lists[use.row.symbol] = (old, kind)
    new = old
    bound = kind in ("method", "class method")
    for c in changes:
        new = _changed(new, c, bound, path, line)
    wrong = P.problem(new)
    if wrong:
        raise refused(f"the signature would be none: {wrong}", path, line, "name all parameters in --order")
    if new == old:
        return
    if inside.has_comment:
        raise refused(
            "a comment stands between the parameters", path, line, "move it out of the brackets, then run again"
        )
    text = P.laid_out(file.words.text, inside, P.listed(new))
    file.words.changes[inside.start, inside.end] = text
    gone = {p.name for p in old} - {p.name for p in new}
    for inner in (n for s in node.body for n in ast.walk(s)):
        if isinstance(inner, ast.Name) and inner.id in gone:
            gone.discard(inner.id)
            work.warnings.append(f"{path}:{inner.lineno}: {inner.id} is still used here")
    others = [d for d in node.decorator_list if not _is_plain(d)]
    if others:
        work.warnings.append(f"{path}:{line}: it is decorated: what stands between its calls and it is not looked at")


def _kind(node: Definition, in_class: bool) -> str:
    names = {_last(d) for d in node.decorator_list}
    if in_class and names & {"property", "cached_property", "setter", "getter", "deleter"}:
        return "property"
    if in_class and "staticmethod" in names:
        return "static method"
    if in_class and ("classmethod" in names or node.name in ("__new__", "__init_subclass__", "__class_getitem__")):
        return "class method"
    return "method" if in_class else "function"


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_plain(node: ast.expr) -> bool:
    """Whether a decorator leaves the parameters as they are."""
    return _last(node) in (
        "staticmethod", "classmethod", "abstractmethod", "override", "final", "lru_cache", "cache", "overload",
        "contextmanager", "asynccontextmanager", "deprecated",
    )  # fmt: skip


def _changed(found: list[Parameter], c: Change, bound: bool, path: str, line: int) -> list[Parameter]:
    names = [p.name for p in found]
    if isinstance(c, Add):
        if c.parameter.name in names:
            raise refused(f"there is a parameter {c.parameter.name} already", path, line)
        return _inserted(found, c)
    if isinstance(c, Remove):
        if c.name not in names:
            raise refused(_no_parameter(c.name, names), path, line)
        if bound and names.index(c.name) == 0:
            raise refused(f"{c.name} is what the method is called on", path, line)
        return [p for p in found if p.name != c.name]
    if isinstance(c, FillIn):
        if c.name not in names:
            raise refused(_no_parameter(c.name, names), path, line)
        if found[names.index(c.name)].default is None:
            raise refused(f"{c.name} has no default", path, line)
        return found
    if isinstance(c, Order):
        return _ordered(found, c, path, line)
    return found


def _no_parameter(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    meant = f": did you mean {near[0]}?" if near else f" among {', '.join(names) or 'none'}"
    return f"there is no parameter {name}{meant}"


def _inserted(found: list[Parameter], c: Add) -> list[Parameter]:
    """Behind the last parameter that it may follow: those with a default come after those without."""
    new = c.parameter
    at = len(found)
    if new.kind in (P.NORMAL, P.POSITIONAL):
        at = next((i for i, p in enumerate(found) if p.kind in (P.STAR, P.KEYWORD, P.DOUBLE)), len(found))
        if new.default is None:
            at = next((i for i, p in enumerate(found[:at]) if p.default is not None), at)
        if at < len(found) and found[at].kind == P.POSITIONAL:
            new = new._replace(kind=P.POSITIONAL)
    elif new.kind == P.KEYWORD:
        at = next((i for i, p in enumerate(found) if p.kind == P.DOUBLE), len(found))
    return [*found[:at], new, *found[at:]]


def _ordered(found: list[Parameter], c: Order, path: str, line: int) -> list[Parameter]:
    known = {p.name: p for p in found}
    wanted = [n.lstrip("*") for n in c.names if n not in ("*", "/")]
    for name in wanted:
        if name not in known:
            raise refused(_no_parameter(name, list(known)), path, line)
    missing = [p.name for p in found if p.name not in wanted and p.kind not in (P.STAR, P.DOUBLE)]
    if missing:
        raise refused(f"--order does not name {', '.join(missing)}", path, line, "name every parameter once")
    slash = c.names.index("/") if "/" in c.names else -1
    has_star = "*" in c.names
    out = []
    after_star = False
    for i, written in enumerate(c.names):
        if written in ("*", "/"):
            after_star = after_star or written == "*"
            continue
        p = known[written.lstrip("*")]
        if p.kind in (P.STAR, P.DOUBLE):
            after_star = after_star or p.kind == P.STAR
            out.append(p)
        elif after_star:
            out.append(p._replace(kind=P.KEYWORD))
        elif slash >= 0:
            out.append(p._replace(kind=P.POSITIONAL if i < slash else P.NORMAL))
        elif p.kind == P.KEYWORD and has_star:
            out.append(p._replace(kind=P.NORMAL))
        else:
            out.append(p)
    out += [p for p in found if p.name not in wanted]
    ranks = (P.POSITIONAL, P.NORMAL, P.STAR, P.KEYWORD, P.DOUBLE)
    return sorted(out, key=lambda p: ranks.index(p.kind))


# ---------------------------------------------------------------------------------------------------------------------
# Calls


def _call(
    work: Work, file: _File, offset: int, use: Use, changes: Sequence[Change], reached: tuple[list[Parameter], str],
    constructs: bool,
) -> None:  # fmt: skip
    end = offset + len(use.row.text)
    node = file.calls.get(end)
    if node is None or end in file.decorators:
        why = "a decorator calls it" if end in file.decorators else "it is handed on, and called where nobody can see"
        work.left_out.append(use.row._replace(evidence=({"kind": "static", "why": why},)))
        return
    old, kind = reached
    try:
        bound = constructs or kind == "class method" or (kind == "method" and not _is_unbound(work, use))
        given = P.arguments(node, file.words)
        new = _rearranged(given, old, changes, bound)
        inside = P.brackets(file.words.text, end)
        if new != given and inside.has_comment:
            raise _Unclear("a comment stands between its arguments")
    except (_Unclear, Malformed) as error:
        work.left_out.append(use.row._replace(evidence=({"kind": "static", "why": str(error)},)))
        return
    if new == given:
        # what was changed inside of it has been taken out of the changes, and goes back in
        for argument, at in zip(given, [*node.args, *(k.value for k in node.keywords)], strict=True):
            span = file.words.span(at.value if isinstance(at, ast.Starred) else at)
            if argument.text != file.words.text[slice(*span)]:
                file.words.changes[span] = argument.text
        return
    file.words.changes[inside.start, inside.end] = P.laid_out(
        file.words.text, inside, [argument.written for argument in new]
    )


def _is_unbound(work: Work, use: Use) -> bool:
    """Whether a method is called on its class, with the first argument written."""
    block, k = use.block, use.k
    if use.role != F.ATTRIBUTE:
        return True  # a method under a name of its own: `m = Class.m`
    typing = work.view.typing
    link = block.o[k * 6 + 5]
    if link >= 0 and any(work.view.as_class(e) is not None for e in work.view.meaning(block, link)):
        return True
    types = typing.computed(block, k) if typing is not None else ()
    return any(isinstance(v, V.ClassObject) for v in types)


def _rearranged(
    given: list[Argument], parameters: list[Parameter], changes: Sequence[Change], bound: bool
) -> list[Argument]:
    """The arguments of one call after all changes."""
    values: dict[str, Argument] = {}
    plain = [p for p in parameters if p.kind in (P.POSITIONAL, P.NORMAL)]
    if bound:
        plain = plain[1:]
    known = {p.name for p in parameters if p.kind in (P.POSITIONAL, P.NORMAL, P.KEYWORD)}
    positional = [a for a in given if a.name in (None, "*")]
    extra: list[Argument] = []
    stars = [a for a in positional if a.name == "*"]
    if stars:
        if not all(isinstance(c, Add) for c in changes):
            raise _Unclear("it unpacks its arguments with *")
        return _appended(given, parameters, changes)
    for i, argument in enumerate(positional):
        if i < len(plain):
            values[plain[i].name] = argument
        elif any(p.kind == P.STAR for p in parameters):
            extra.append(argument)
        else:
            raise _Unclear("it passes more than the function takes")
    named = [a for a in given if a.name not in (None, "*", "**")]
    unpacked = [a for a in given if a.name == "**"]
    for argument in named:
        if argument.name in known and argument.name not in values:
            values[str(argument.name)] = argument
    now = list(parameters)
    tidy = False
    for c in changes:
        if isinstance(c, Remove):
            if c.name not in values and unpacked:
                raise _Unclear(f"it may pass {c.name} in what it unpacks with **")
            values.pop(c.name, None)
        elif isinstance(c, FillIn):
            default = next(p.default for p in now if p.name == c.name)
            if c.name not in values:
                if unpacked:
                    raise _Unclear(f"it may pass {c.name} in what it unpacks with **")
                values[c.name] = Argument(c.name, str(default))
        elif isinstance(c, Add) and c.value is not None:
            values[c.parameter.name] = Argument(c.parameter.name, c.value)
        tidy = tidy or isinstance(c, Normalize)
        now = _changed(now, c, bound, "", 0)
    return _written(now, values, extra, named, unpacked, known, bound, tidy)


def _written(
    now: list[Parameter], values: dict[str, Argument], extra: list[Argument], named: list[Argument],
    unpacked: list[Argument], known: set[str], bound: bool, tidy: bool,
) -> list[Argument]:  # fmt: skip
    out: list[Argument] = []
    later: dict[str, Argument] = {}
    gap = False
    plain = [p for p in now if p.kind in (P.POSITIONAL, P.NORMAL)]
    was_named = {a.name for a in named}
    follows = {p.name for i, p in enumerate(plain) if any(_is_by_place(values.get(q.name)) for q in plain[i + 1 :])}
    for p in plain[1:] if bound else plain:
        argument = values.get(p.name)
        if argument is None:
            gap = True
            continue
        by_name = argument.name is not None and p.name in was_named and not tidy and p.name not in follows
        is_new = argument.name is not None and p.name not in was_named
        if p.kind == P.POSITIONAL or (not (gap or by_name) and (not is_new or p.name in follows or p.default is None)):
            if gap:
                raise _Unclear(f"{p.name} is passed by position only, and something before it is not passed")
            out.append(Argument(None, argument.text))
        else:
            gap = True
            later[p.name] = Argument(p.name, argument.text)
    if extra and gap:
        raise _Unclear("it passes more by position than the function names, and not all before that")
    out += extra
    for argument in named:  # in the order in which they were
        if argument.name in later:
            out.append(later.pop(str(argument.name)))
        elif argument.name not in known:
            out.append(argument)
    for p in now:
        if p.kind == P.KEYWORD and p.name in values:
            later[p.name] = Argument(p.name, values[p.name].text)
    for argument in named:
        if argument.name in later:
            out.append(later.pop(str(argument.name)))
    out += later.values()
    return out + unpacked


def _is_by_place(argument: Argument | None) -> bool:
    return argument is not None and argument.name is None


def _appended(given: list[Argument], parameters: list[Parameter], changes: Sequence[Change]) -> list[Argument]:
    """A call that unpacks: what is new is passed by name, behind the rest."""
    new = [Argument(c.parameter.name, c.value) for c in changes if isinstance(c, Add) and c.value is not None]
    if new and any(p.kind == P.STAR for p in parameters):
        raise _Unclear("it unpacks its arguments with *")
    cut = next((i for i, a in enumerate(given) if a.name == "**"), len(given))
    return [*given[:cut], *new, *given[cut:]]
