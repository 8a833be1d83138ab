"""Walkers of functions and classes, and what a class says of its bases."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
import sys

from inferd.syntax import facts as F
from inferd.syntax.canonical import class_header, ser
from inferd.syntax.facts import ClassFacts
from inferd.syntax.parameters import annotated_with, decorated_with, parameter_list, type_parameters
from inferd.syntax.walk import (
    Attribute,
    Call,
    Name,
    Walk,
    expression,
    mangling_prefix,
    note_comments,
    note_docstring,
    statements,
    to_json,
)

_IMPLICIT_CLASSMETHODS = frozenset(("__init_subclass__", "__class_getitem__"))
_GENERIC = sys.version_info >= (3, 12)  # `def f[T]` exists


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


def metaclass_of(n: ast.ClassDef) -> str:
    """The metaclass that a class statement names, as a dotted name; '' for none."""
    for k in n.keywords:
        if k.arg == "metaclass":
            return ast.unparse(k.value)
    return ""


def defined_name(w: Walk, n, offset: int, code: int, kind: str) -> str:
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


def class_bases(w: Walk, n: ast.ClassDef) -> str:
    """Walk the bases and keywords of a class; what its step says of them."""
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


def class_definition(w: Walk, n: ast.ClassDef) -> None:
    """A class inside a function or a compound statement: part of the block around it."""
    first = n.decorator_list[0].lineno if n.decorator_list else n.lineno
    child = w.child
    w.child = child + 1
    decorators = decorated_with(w, n)
    outer_sc, outer_cur, outer_refs, outer_klass = w.sc, w.cur, w.refs, w.klass
    type_parameters(w, n)
    step = class_bases(w, n)
    w.klass = outer_klass
    inner = w.sc, w.cur, w.refs
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    record = len(w.o) // 6
    name = defined_name(w, n, 6, F.DEFINITION | F.IS_CLASS, "c")
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
    w.classes.append(ClassFacts(key, [base_of(w, b) for b in n.bases], metaclass_of(n)))
    w.qual = qualname + "."
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    w.ops = []
    w.emit = w.ops.append
    w.child = 0
    w.asg, w.nested, w.selfattrs = set(), [], set()
    w.selfname, w.function = None, -1
    w.klass = mangling_prefix(n.name)
    if type(n.body[0]) is ast.Expr:
        note_docstring(w, first, n.body[0])
    statements(w, n.body)
    header = class_header(n)
    w.end_scope(
        index,
        len(w.blocks),
        w.base,
        first,
        n.end_lineno,
        header,
        n.name + to_json(sorted(w.binds[scope])),  # type: ignore[arg-type]
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


def function_definition(w: Walk, n, is_async: bool) -> None:
    """Walk a function."""
    decorators_list = n.decorator_list
    first = decorators_list[0].lineno if decorators_list else n.lineno
    end = n.end_lineno
    child = w.child
    w.child = child + 1
    step = decorated_with(w, n) if decorators_list else ""
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
        while type(d) is Call:
            d = d.func
        last = d.id if type(d) is Name else d.attr if type(d) is Attribute else ""
        flags |= _DECORATOR_FLAGS.get(last, F.S_DECORATED)

    outer_sc, outer_cur, outer_refs, outer_flag = w.sc, w.cur, w.refs, w.flag
    if _GENERIC:
        type_parameters(w, n)
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
        step += f" :{a.arg}:{annotated_with(w, a.annotation)}"
    if n.returns is not None:
        step += f" >{annotated_with(w, n.returns)}"
    if w.comments:
        note_comments(w, n)
    inner_sc, inner_cur, inner_refs = w.sc, w.cur, w.refs
    w.sc, w.cur, w.refs = outer_sc, outer_cur, outer_refs
    w.scopes[scope * 7 + 1] = len(w.o) // 6
    name = defined_name(w, n, 10 if is_async else 4, F.DEFINITION, "d")
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
    interface = parameter_list(w, arguments)
    if type(n.body[0]) is ast.Expr:
        note_docstring(w, first, n.body[0])
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
