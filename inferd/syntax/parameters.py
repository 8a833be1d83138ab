"""Walkers of what stands around a function: decorators, type parameters, parameters, annotations."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast

from inferd.syntax import facts as F
from inferd.syntax.walk import Walk, expression, mangling_prefix, private_name


def decorated_with(w: Walk, n) -> str:
    """Walk decorators; what the step of the definition says of them."""
    if not n.decorator_list:
        return ""
    saved, w.flag = w.flag, w.flag | F.DECORATOR
    text = "".join([f" @{expression(w, d)}" for d in n.decorator_list])
    w.flag = saved
    return text


def type_parameters(w: Walk, n) -> int:
    """Enter the scope of `[T, *Ts, **P]` if there is one; returns it or -1.  The caller leaves it."""
    parameters = getattr(n, "type_params", None)
    if not parameters:
        return -1
    scope = w.push(F.TYPE_SCOPE, -1, n.lineno, n.end_lineno)
    w.sc, w.cur, w.refs = scope, w.binds[scope], w.reads[scope]
    if type(n) is ast.ClassDef and any(p.name[:2] == "__" for p in parameters):
        w.klass = mangling_prefix(n.name)  # the parameters of a class are private to it; the caller restores
    for p in parameters:
        t = type(p).__name__
        col = p.col_offset + (0 if t == "TypeVar" else 1 if t == "TypeVarTuple" else 2)
        line = p.lineno
        if t != "TypeVar":
            line, col = (w.lines.names_after(line, p.col_offset, p.end_lineno, [p.name]) or [(line, col)])[0]
        bound = getattr(p, "bound", None)
        default = getattr(p, "default_value", None)
        operands = f" :{annotated_with(w, bound)}" if bound is not None else ""
        if default is not None:
            operands += f" ={annotated_with(w, default)}"
        name = w.mangle(p.name)
        w.record(name, line, col, F.DEFINITION | F.TYPE_PARAMETER)
        if name is not p.name:
            w.width(p.name, name)
        w.cur[name] = "v"
        w.emit(f"tp {name} {t}{operands}")
    return scope


def parameter_list(w: Walk, arguments: ast.arguments) -> str:
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
            name = private_name(w, name)
        o += (names[name], a.lineno - base, a.col_offset, 6, sc, sc)
        cur[name] = "v"
        w.parameters.add(name)
        ops.append(f"p {name} {kind}")
        interface += f"{kind}{name} "
    return interface


def annotated_with(w: Walk, n: ast.expr) -> int:
    """Walk an annotation; its step."""
    saved, w.flag = w.flag, w.flag | F.ANNOTATION
    v = expression(w, n)
    w.flag = saved
    return v
