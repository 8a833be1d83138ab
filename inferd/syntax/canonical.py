"""The canonical text of expressions in headers, for hashes: no layout, the same under every version of Python."""

# The walkers are chosen by node type from dictionaries, which a type checker cannot follow, and `ast` says of most
# fields only that they may be absent:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-any-generics
# mypy: disable-error-code="arg-type,assignment,attr-defined,call-arg,no-any-return,operator,redundant-expr,union-attr"
# mypy: disable-error-code="unreachable,unused-ignore,var-annotated"

import ast
from json.encoder import encode_basestring_ascii as quote

from inferd.source.text import blake2b

LITERAL_KEPT = 40  # longer constants stand in flow programs by their digest
CODE_KEPT = 2_000  # but for strings in files that may run them (`exec(text)`)

FUNCTIONS = frozenset((ast.FunctionDef, ast.AsyncFunctionDef))

_SKIPPED_FIELDS = frozenset(("ctx", "kind", "type_comment", "default_value"))


def ser(n) -> str:
    """A canonical text of an expression (or list of them): no layout, and the same under every Python version.

    Different expressions have different texts: constants are told from names, absent parts from present ones.
    """
    t = type(n)
    if t is ast.Name:
        return n.id
    if t is ast.Attribute:
        return f"{ser(n.value)}.{n.attr}"
    if t is ast.Constant:
        return f"'{canonical_constant(n.value)}"
    if t is list:
        text = "["
        for e in n:  # no `map`: calls from Python to Python take no C stack
            text += ser(e) + ","
        return text + "]"
    if n is None:
        return "-"
    if t is ast.JoinedStr:
        return "f" + ser(canonical_parts(n.values))
    if t is ast.FormattedValue:
        spec = canonical_parts(n.format_spec.values) if n.format_spec is not None else []
        return f"fm({ser(n.value)},{n.conversion},{ser(spec)})"
    if isinstance(n, ast.AST):
        text = t.__name__ + "("
        for f in n._fields:
            if f not in _SKIPPED_FIELDS:
                text += ser(getattr(n, f, None)) + ","
        default = getattr(n, "default_value", None)  # of a type parameter, from 3.13 on
        return f"{text}={ser(default)})" if default is not None else text + ")"
    return str(n)


def class_header(n: ast.ClassDef) -> str:
    """What stands around the name of a class."""
    text = f"{ser(n.decorator_list)}{ser(n.bases)}{ser(n.keywords)}"
    return f"{text}T{ser(n.type_params)}" if getattr(n, "type_params", None) else text


def canonical_parts(values: list) -> list:
    """The parts of an f-string with neighbouring constants merged and empty ones dropped (versions differ in that)."""
    out: list = []
    for v in values:
        if type(v) is ast.Constant:
            if not v.value:
                continue
            if out and type(out[-1]) is ast.Constant:
                out[-1] = ast.Constant(out[-1].value + v.value)
                continue
        out.append(v)
    return out


def canonical_constant(value) -> str:
    """A constant; a long text by its digest."""
    t = type(value)
    if t is str:
        return (
            's"' + quote(value)[1:]
            if len(value) <= LITERAL_KEPT
            else "S" + blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        )
    if value is None:
        return "N"
    if t is bool:
        return "T" if value else "F"
    if t is int:
        return f"i{value}" if value.bit_length() < 512 else f"i{value:#x}"
    if t is float:
        return f"f{value!r}"
    if t is bytes:
        return f"b{value.hex()}" if len(value) <= LITERAL_KEPT else f"B{blake2b(value, digest_size=8).hexdigest()}"
    if t is complex:
        return f"j{value.real!r},{value.imag!r}"
    return "E"  # Ellipsis
