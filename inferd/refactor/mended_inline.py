"""What rope inlines, so that it means what it meant before.

inline._inline_variable
    rope puts `1 + 2` for `x` in `x * 3` as it stands.  Here it gets brackets where its surroundings need them.
inline._DefinitionGenerator._calculate_definition
    rope gives names of an inlined body new ones where the caller has the same, and renames the caller's own in the
    arguments, too.  It also puts arguments for parameters that the body assigns.
inline._InlineFunctionCallsForModuleHandle.occurred_outside_skip
    rope writes a line twice in which two calls are inlined, and lets statements of the body run once where the call
    stood in the test of a loop, or not always in `a and f()`.
inline.InlineMethod._init_imports, inline._add_imports
    rope takes a parameter of the function for a name of its module, hands `from __future__` on, and writes the imports
    of each file anew that gets one.
"""

import ast
from typing import Any

from rope.base import codeanalyze, exceptions, libutils
from rope.refactor import functionutils, importutils, inline, occurrences, rename, sourceutils
from rope.refactor.importutils.importinfo import FromImport, NormalImport


def mend() -> None:
    """Put the functions of this module where rope looks for them."""
    inline._inline_variable = inline_variable
    inline._getvardef = _value_of
    inline._DefinitionGenerator._calculate_definition = _calculate_definition
    inline._InlineFunctionCallsForModuleHandle.occurred_outside_skip = _occurred
    inline.InlineMethod._init_imports = _init_imports
    inline._add_imports = _add_imports


# ---------------------------------------------------------------------------------------------------------------------
# Imports


_rope_imports = inline.InlineMethod._init_imports


def _init_imports(self: Any) -> None:
    """What the body needs in another file: imports of the names that are not its own."""
    _rope_imports(self)
    node = self.pyfunction.get_ast()
    arguments = node.args
    params = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    own = {a.arg for a in params if a is not None}
    own |= _assigned(sourceutils.get_body(self.pyfunction)) - _declared(node)
    read = {n.id for part in node.body for n in ast.walk(part) if isinstance(n, ast.Name)}
    self.imports = [i for info in self.imports if (i := _narrowed(info, read - own)) is not None]


def _declared(node: ast.AST) -> set[str]:
    found = (n.names for n in ast.walk(node) if isinstance(n, (ast.Global, ast.Nonlocal)))
    return {name for names in found for name in names}


def _narrowed(info: Any, names: set[str]) -> Any:
    """An import of nothing but these names; None where nothing is left."""
    if isinstance(info, FromImport):
        if info.module_name == "__future__":
            return None
        kept = tuple((n, alias) for n, alias in info.names_and_aliases if n == "*" or (alias or n) in names)
        return FromImport(info.module_name, info.level, kept) if kept else None
    if isinstance(info, NormalImport):
        kept = tuple((n, alias) for n, alias in info.names_and_aliases if (alias or n.partition(".")[0]) in names)
        return NormalImport(kept) if kept else None
    return info


def _add_imports(project: Any, source: str, resource: Any, imports: list[Any]) -> str:
    """Imports put into a file, whose own stay as they are written."""
    if not imports:
        return source
    module_imports = importutils.get_module_imports(project, libutils.get_string_module(project, source, resource))
    for info in imports:
        module_imports.add_import(info)
    return str(module_imports.get_changed_source())


# ---------------------------------------------------------------------------------------------------------------------
# Calls


def _occurred(self: Any, change_collector: Any, occurrence: Any) -> None:
    start, end = occurrence.get_primary_range()
    if occurrence.is_in_import_statement():
        return  # what is imported and not used any more goes later
    if not occurrence.is_called():
        raise exceptions.RefactoringError(
            f"Reference to inlining function other than function call in <file: {self.resource.path}, offset: {start}>"
        )
    if self.aim is not None and (self.aim < start or self.aim > end):
        return
    source, lines = self.source, self.lines
    end_parens = self._find_end_parens(source, end - 1)
    number = lines.get_line_number(start)
    first, last = self.pymodule.logical_lines.logical_line_in(number)
    line_start, line_end = lines.get_line_start(first), lines.get_line_end(last)
    returns = source[line_start:start].strip() != "" or source[end_parens:line_end].strip() != ""
    primary, pyname = occurrence.get_primary_and_pyname()
    scope = self.pymodule.scope.get_inner_scope_for_line(number)
    found = self.__dict__.setdefault("_inferd_found", {}).setdefault(line_start, [])
    taken = {name for _, _, body, _ in found for name in _assigned(body)} | set(scope.get_names())
    if scope.parent is not None:  # a name of the module, too, would be a local here
        taken |= {n.id for n in ast.walk(scope.pyobject.get_ast()) if isinstance(n, ast.Name)}
    definition, returned = self.generator.get_definition(
        primary, pyname, source[start:end_parens], taken, returns=returns
    )
    if definition.strip() and returns:
        _check_time(self, first, start)
    if any(a < end_parens and start < b for a, b, _, _ in found):
        raise exceptions.RefactoringError(f"A call of it stands in another one at {self.resource.path}:{number}")
    found.append((start, end_parens, definition, returned))
    stop = min(line_end + 1, len(source))
    change_collector.changes = [c for c in change_collector.changes if c[0] != line_start or c[1] != stop]
    indents = sourceutils.get_indents(lines, first)
    text = "".join(sourceutils.fix_indentation(body, indents) for _, _, body, _ in found if body.strip())
    if returns:
        at = line_start
        for begin, ends, _, value in sorted(found):
            text += source[at:begin] + _in_place(source, begin, ends, value)
            at = ends
        text += source[at:stop]
    change_collector.add_change(line_start, stop, text)


def _in_place(source: str, start: int, end: int, value: str | None) -> str:
    """What a call gave, as it can stand between its neighbours."""
    if value is None:
        return "None"
    kind = _needs_brackets(value)
    before, after = source[:start].rstrip(" \t"), source[end:].lstrip(" \t")
    loose = (before[-1:] in ("=", "(", ",", "[", ":") or before.endswith("return")) and (
        after[:1] in ("", "\n", ")", ",", "]", "#") and not (before[-1:] == "=" and before[-2:-1] in "=!<>")
    )
    if kind == "always" and before[-1:] == "(" and after[:1] == ")":
        return f"({value})"
    if kind == "always":
        return f"({value})" if not (before.endswith(("return", " =")) and after[:1] in ("", "\n")) else value
    return f"({value})" if kind == "tight" and not loose else value


def _check_time(self: Any, line: int, start: int) -> None:
    """Statements in front of a line run once, and always: not so a call in the test of a loop, or behind `and`."""
    tree = self.pymodule.get_ast()
    lines = self.pymodule.lines

    def offset(node: Any, end: bool = False) -> int:
        number, column = (node.end_lineno, node.end_col_offset) if end else (node.lineno, node.col_offset)
        own = lines.get_line(number)
        begin: int = lines.get_line_start(number)
        return begin + len(own.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))

    later = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.BoolOp, ast.IfExp)
    for node in ast.walk(tree):
        inner: ast.AST | None = None
        if isinstance(node, later):
            inner = node
        elif isinstance(node, ast.While):
            inner = node.test
        if inner is not None and offset(inner) <= start < offset(inner, True):
            raise exceptions.RefactoringError(
                f"Its statements would run at another time than the call at {self.resource.path}:{line}"
            )


# ---------------------------------------------------------------------------------------------------------------------
# Values


_getvardef = inline._getvardef


def _value_of(pymodule: Any, pyname: Any) -> str:
    try:
        return str(_getvardef(pymodule, pyname))
    except (ValueError, AttributeError):
        raise exceptions.RefactoringError("Only what a plain assignment gives a value is inlined.") from None


def inline_variable(
    project: Any, pymodule: Any, pyname: Any, name: str, remove: bool = True, region: Any = None, docs: bool = False
) -> str:
    """rope's, but that a value with operators in it keeps its own when it gets between others."""
    definition = _value_of(pymodule, pyname)
    first, last = inline._assigned_lineno(pymodule, pyname)
    source = pymodule.source_code
    if pyname.assignments[0].ast_node is not None:
        plain = ast.get_source_segment(source, pyname.assignments[0].ast_node)
        definition = plain if plain is not None and "#" not in plain else definition
    needs = _needs_brackets(definition)
    parents = _surroundings(pymodule.get_ast(), source) if needs == "tight" else {}
    finder = occurrences.create_finder(project, name, pyname, docs=docs)
    collector = codeanalyze.ChangeCollector(source)
    found = [o for o in finder.find_occurrences(pymodule=pymodule) if not (o.is_a_fixed_primary() or o.is_written())]
    resource = pymodule.get_resource()
    if len(found) > 1 and has_effects(definition) and (resource is None or resource.read() != source):
        return str(source)  # an argument of a function that is inlined: it is evaluated once, as it was
    for occurrence in found:
        start, end = occurrence.get_primary_range()
        if region is None or region[0] <= start < region[1]:
            bracketed = needs == "always" or (
                source[end : end + 1] == "."
                if needs == "before a dot"
                else needs and (parents.get(end, "tight") == "tight" or "\n" in definition)
            )
            collector.add_change(start, end, f"({definition})" if bracketed else definition)
    changed = collector.get_changed()
    if changed is None:
        changed = source
    if not remove:
        return str(changed)
    lines = codeanalyze.SourceLinesAdapter(changed)
    return str(changed[: lines.get_line_start(first)] + changed[lines.get_line_end(last) + 1 :])


def _calculate_definition(
    self: Any, primary: Any, pyname: Any, call: str, host_vars: Any, returns: bool
) -> tuple[str, Any]:
    """The body of a function as it is to stand where it was called, and what it returned there."""
    info = functionutils.CallInfo.read(primary, pyname, self.definition_info, call)
    passed = dict(self.definition_params)
    passed.update(functionutils.ArgumentMapping(self.definition_info, info).param_dict)
    values = {name: value for name, value in passed.items() if value is not None}
    body = self.body
    names = _assigned(body) | set(values)
    if {n for n in names if values.get(n) != n or n in _assigned(body)} & set(host_vars):
        prefix = next(inline._DefinitionGenerator.unique_prefix)
        declared = "".join(f"{name} = None\n" for name in values)
        source = declared + body
        for name in sorted(names):
            guest = libutils.get_string_module(self.project, source, self.resource)
            finder = occurrences.create_finder(self.project, name, guest[name])
            source = rename.rename_in_module(finder, prefix + name, pymodule=guest) or source
        body = "".join(source.splitlines(True)[len(values) :])
        values = {prefix + name: value for name, value in values.items()}
    assigned = _assigned(body)
    source = body
    for name, value in reversed(values.items()):
        if name == value:
            continue
        written = f"({value})" if "\n" in value else value
        source = f"{name} = {written}\n{source}"
    for name, value in values.items():
        if name != value and name not in assigned:
            pymodule = libutils.get_string_module(self.project, source, self.resource)
            source = inline_variable(self.project, pymodule, pymodule[name], name)
    done: tuple[str, Any] = self._replace_returns_with(source, returns)
    return done


def _assigned(code: str) -> set[str]:
    """The names that some code assigns, deletes or defines, as a function would have them for locals."""
    out: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            out.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.comprehension):  # its variable is its own
            waiting += [node.iter, *node.ifs]
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            out.add(node.id)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            out.update((a.asname or a.name).partition(".")[0] for a in node.names)
        if isinstance(node, ast.ExceptHandler) and node.name:
            out.add(node.name)
        waiting += ast.iter_child_nodes(node)
    return out


def has_effects(expression: str) -> bool:
    """Whether evaluating an expression twice may be something else than evaluating it once."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return True
    odd = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.List, ast.Dict, ast.Set, ast.ListComp,
           ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Lambda)  # fmt: skip
    return any(isinstance(node, odd) for node in ast.walk(tree))


def _needs_brackets(expression: str) -> str:
    """Whether an expression may come apart between others: '', "tight" ones, or "always"."""
    try:
        node = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return "tight"
    if _is_enclosed(expression.strip()):
        return ""
    if isinstance(node, (ast.Tuple, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.GeneratorExp, ast.Lambda)):
        return "always"
    if isinstance(node, ast.Constant):
        return "before a dot" if type(node.value) is int else ""
    closed = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp,
              ast.DictComp, ast.SetComp, ast.JoinedStr)  # fmt: skip
    return "" if isinstance(node, closed) else "tight"


def _is_enclosed(expression: str) -> bool:
    if not expression.startswith("("):
        return False
    depth = 0
    for i, character in enumerate(expression):
        depth += (character in "([{") - (character in ")]}")
        if not depth:
            return i + 1 == len(expression)
    return False


_LOOSE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Expr, ast.keyword, ast.If, ast.While, ast.Assert,
          ast.Raise, ast.For, ast.List, ast.Set, ast.FormattedValue)  # fmt: skip


def _surroundings(tree: ast.AST, source: str) -> dict[int, str]:
    """For the offset at which each name ends: "loose" where any expression may stand in its place."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    out: dict[int, str] = {}
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, (ast.Name, ast.Attribute)):
                last, column = child.end_lineno or 1, child.end_col_offset or 0
                own = lines[last - 1].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace")
                loose = isinstance(parent, _LOOSE) or (isinstance(parent, ast.Call) and child in parent.args)
                out[starts[last - 1] + len(own)] = "loose" if loose else "tight"
    return out
