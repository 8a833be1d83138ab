"""The strings that an expression makes: how they begin, and which they may be.

Read off the tree of a file alone: constants, `+`, f-strings, `%` and `format`, what a function of one `return` gives,
and variables of loops over tables of constants.
"""

import ast
from typing import NamedTuple

from inferd.refactor.rename.trees import last_name, nodes


class Computed(NamedTuple):
    """A call of `getattr` with a name that is put together."""

    line: int
    start: str  # how the name begins; "" where that is not known
    name: ast.expr
    is_own: bool  # of `self` or `cls`


def computed_names(tree: ast.AST) -> list[Computed]:
    """All of these calls in a tree."""
    made: dict[str, list[ast.expr]] = {}
    functions: dict[str, list[ast.FunctionDef]] = {}
    calls: list[tuple[ast.Call, ast.expr, bool]] = []
    for node in nodes(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            made.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Call) and last_name(node.func) in ("getattr", "__getattribute__"):
            receiver, name = (*node.args, None, None)[:2]
            is_own = isinstance(receiver, ast.Name) and receiver.id in ("self", "cls")
            if name is not None and not isinstance(name, ast.Constant):
                calls.append((node, name, is_own))
    out = []
    for node, name, is_own in calls:
        texts = made.get(name.id, []) if isinstance(name, ast.Name) else []
        made_of = _returned(functions, texts[0] if len(texts) == 1 else name)
        out.append(Computed(node.lineno, beginning(made_of), made_of, is_own))
    return out


def _returned(functions: dict[str, list[ast.FunctionDef]], name: ast.expr) -> ast.expr:
    """What a function of the same file returns, where a name is a call of one that has one `return`."""
    if not isinstance(name, ast.Call) or not isinstance(name.func, (ast.Name, ast.Attribute)):
        return name
    if isinstance(name.func, ast.Attribute) and not isinstance(name.func.value, ast.Name):
        return name
    called = functions.get(last_name(name.func), ())
    returns = [r.value for f in called for r in ast.walk(f) if isinstance(r, ast.Return) and r.value is not None]
    return returns[0] if len(called) == len(returns) == 1 else name


def names_made(tree: ast.Module, name: ast.expr, any_other: str) -> set[str]:
    """The strings that an expression makes, where its parts are constants and variables of loops over tables of
    constants (`for n in ("a", "b"): getattr(self, "_" + n)`, the table in a variable or an attribute, too); any string,
    of which *any_other* is one, where not.
    """
    if isinstance(name, ast.Constant):
        return {str(name.value)}
    if isinstance(name, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.FormattedValue) and v.conversion < 0 else v for v in name.values]
    elif isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        parts = [name.left, name.right]
    elif isinstance(name, ast.Name):
        found = _looped_over(tree, name)
        return found if found is not None else {any_other}
    else:
        return {any_other}
    made = {""}
    for part in parts:
        told = names_made(tree, part, "\0")
        if "\0" in told or len(made) * len(told) > _MOST_MADE:
            return {any_other}
        made = {a + b for a in made for b in told}
    return made


def by_class_name(tree: ast.Module, name: ast.expr) -> tuple[str, str] | None:
    """What stands around the name of a class, where a string is made of that and constants: `"visit_" +
    type(node).__name__.lower()`; None for any other.
    """
    if isinstance(name, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.FormattedValue) else v for v in name.values]
    elif isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        parts = [name.left, name.right]
    else:
        return None
    around = ["", ""]
    seen = 0
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            around[seen] += part.value
        elif seen or not _is_class_name(tree, part):
            return None
        else:
            seen = 1
    return (around[0], around[1]) if seen else None


def _is_class_name(tree: ast.Module, value: ast.expr, follow: bool = True) -> bool:
    """Whether an expression is the `__name__` of a type, as it stands or in small letters."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _SMALL:
        return not value.args and _is_class_name(tree, value.func.value, follow)
    if isinstance(value, ast.Attribute) and value.attr in ("__name__", "__qualname__"):
        of = value.value
        is_type = isinstance(of, ast.Call) and last_name(of.func) == "type" and len(of.args) == 1
        return is_type or (isinstance(of, ast.Attribute) and of.attr == "__class__")
    if not isinstance(value, ast.Name) or not follow:
        return False
    within = [
        f for f in ast.walk(tree)
        if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) and f.lineno <= value.lineno <= (f.end_lineno or 0)
    ]  # fmt: skip
    bound = [n for n in ast.walk(within[-1] if within else tree) if isinstance(n, ast.Name) and n.id == value.id]
    stores = sum(not isinstance(n.ctx, ast.Load) for n in bound)
    given = [
        n.value for n in ast.walk(within[-1] if within else tree)
        if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == value.id for t in n.targets)
    ]  # fmt: skip
    return stores == len(given) == 1 and _is_class_name(tree, given[0], False)


_SMALL = ("lower", "casefold")
_MOST_MADE = 10_000


def _looped_over(tree: ast.Module, name: ast.Name) -> set[str] | None:
    """What the variable of a loop may be, where every binding of it around this place is a loop over constants."""
    functions = [
        f for f in ast.walk(tree)
        if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) and f.lineno <= name.lineno <= (f.end_lineno or 0)
    ]  # fmt: skip
    within: ast.AST = functions[-1] if functions else tree
    found: set[str] = set()
    loops = 0
    for node in ast.walk(within):
        if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            target = node.target
            if isinstance(target, ast.Name) and target.id == name.id:
                told = _constants(tree, node.iter)
                if told is None:
                    return None
                found |= told
                loops += 1
    stores = sum(
        (isinstance(n, ast.Name) and n.id == name.id and not isinstance(n.ctx, ast.Load))
        or (isinstance(n, ast.arg) and n.arg == name.id)
        for n in ast.walk(within)
    )
    return found if loops and stores == loops else None


def _constants(tree: ast.Module, table: ast.expr, follow: bool = True) -> set[str] | None:
    """The strings in a table that is written out, or in what a variable or an attribute is given throughout a file."""
    if isinstance(table, (ast.Tuple, ast.List, ast.Set)):
        if all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in table.elts):
            return {str(e.value) for e in table.elts if isinstance(e, ast.Constant)}
        return None
    if not follow or not isinstance(table, (ast.Name, ast.Attribute)):
        return None
    last = table.id if isinstance(table, ast.Name) else table.attr
    found: set[str] = set()
    for node in ast.walk(tree):
        if (isinstance(node, ast.AugAssign) and last_name(node.target) == last) or (
            isinstance(node, ast.Attribute) and node.attr in _GROWS and last_name(node.value) == last
        ):
            return None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value and any(last_name(t) == last for t in targets):
            told = _constants(tree, node.value, False)
            if told is None:
                return None
            found |= told
    return found or None


_GROWS = frozenset(("append", "extend", "insert", "add", "update"))


def beginning(name: ast.expr) -> str:
    """How a string begins that an expression makes; '' where that is not known."""
    if isinstance(name, ast.JoinedStr) and name.values:
        return beginning(name.values[0])
    if isinstance(name, ast.BinOp):
        text = beginning(name.left)
        return text.partition("%")[0] if isinstance(name.op, ast.Mod) else text
    if isinstance(name, ast.Call) and isinstance(name.func, ast.Attribute) and name.func.attr == "format":
        return beginning(name.func.value).partition("{")[0]
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""


def ending(name: ast.expr) -> str:
    """How such a string ends; '' where that is not known."""
    if isinstance(name, ast.JoinedStr) and name.values:
        return ending(name.values[-1])
    if isinstance(name, ast.BinOp):
        return ending(name.right) if isinstance(name.op, ast.Add) else ""
    if isinstance(name, ast.Call) and isinstance(name.func, ast.Attribute) and name.func.attr == "format":
        return ending(name.func.value).rpartition("}")[2]
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
