"""What else belongs to a rename: parameters of overriding methods, keyword arguments, private names written out."""

from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside
from inferd.model import POSSIBLE, plain
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.kin import Kin, Use
from inferd.query.view import Block, Local, View
from inferd.refactor.rename.task import Task, mangled
from inferd.syntax import facts as F


def parameters_together(view: View, ties: Kin) -> list[T.Subject]:
    """For a parameter of a method that somebody passes by keyword: the parameter of that name in the rest of the
    family, since such a call may reach any of them.
    """
    out: list[T.Subject] = []
    for s in ties.subjects:
        if not isinstance(s, T.Variable):
            continue
        by_keyword = any(u.role == F.KEYWORD for u in (*ties.sure.values(), *ties.possible.values()))
        if by_keyword:
            out += [T.Variable(b.row.id, scope, s.name) for b, scope in siblings(view, s)]
    return [s for s in dict.fromkeys(out) if s not in ties.subjects]


def siblings(view: View, subject: T.Variable) -> list[tuple[Block, int]]:
    """The other methods of the family of a parameter's method that have a parameter of the same name."""
    record = view.reader.block(subject.block)
    assert record is not None
    block = view.wrap(record)
    method = method_of(block, subject)
    if method is None or method[1] in ("__init__", "__new__"):
        return []
    members = view.members(method[1])
    out = []
    for cls in R.family(view, *method).reasons:
        for b, k in members.get(cls, ()):
            scope = T.scope_defined(b, k)
            is_other = scope >= 0 and (b.row.id, scope) != (subject.block, subject.scope)
            if is_other and T.parameter_in(b, scope, subject.name):
                out.append((b, scope))
    return out


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
    why = ({"kind": "static", "why": "a keyword argument of a call whose callee is not known"},)
    for block in view.blocks_of_name(name, 1 << F.KEYWORD):
        if block.row.file_id not in near:
            continue
        for k in block.positions(name):
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.KEYWORD or block.o[k * 6 + 3] & F.BASE:
                continue
            link = block.o[k * 6 + 5]
            called = T.called_as(view, block, link) if link >= 0 else ()
            if all(isinstance(e, Local) or e == _PARTIAL for e in called):
                out.append(Use(block, k, R.row(block, k, "", POSSIBLE, why)))
    return out


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
                if called in ("__init__", "__new__"):
                    called = block.class_around(s.scope).rpartition(".")[2]
                out.update(f for f, _, _ in task.view.reader.postings(called))
    return out
