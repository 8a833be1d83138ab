"""Functions of rope's that are replaced, because their results would not be the same program.

`mend` puts them in; only this process, and only what runs a refactoring, ever sees them.

    sourceutils.indent_lines, find_minimum_indents
        rope shifts every line of a piece of code, those inside of strings too, and so changes the strings.  Here a line
        that begins inside of a string stays as it is.
    functionutils._BaseFunctionParser._get_source_range
        rope takes `ast`'s columns, which count bytes, for characters.
    functionutils._FunctionCallParser.get_parameters
        rope asserts that no call passes `**mapping`.
    module_imports.ModuleImports.remove_unused_imports
        rope does not see names in string annotations and type comments, nor that another file imports a name from this
        one (`from pkg import Cart`, where `pkg/__init__.py` has it from elsewhere), nor `import x as x`.
    simplify.real_code
        rope counts the brackets in the text of f-strings, and after `f"("` takes all that follows for one line.
    module_imports.ModuleImports.expand_stars
        rope writes out what the file itself uses, of all that the other module has.  Here `__all__` decides what that
        is, what others take from the file counts, too, and in `__init__.py` all of it.
    sourceutils.add_methods, introduce_factory.IntroduceFactory._get_insertion_offset
        rope puts what is added behind the last scope of a class, which may be a lambda in the middle of a method.
    importutils.ImportTools._is_transformable_to_normal
        rope makes `import __future__` of `from __future__ import annotations`, which asks for nothing.
    What inlines: see `mended_inline`.
"""

import ast
import re
from typing import Any

from rope.base import codeanalyze, exceptions, simplify, utils
from rope.refactor import functionutils, importutils, inline, introduce_factory, sourceutils
from rope.refactor.importutils import actions, importinfo, module_imports
from rope.refactor.importutils.importinfo import FromImport, NormalImport

from inferd.refactor import mended_inline
from inferd.refactor.rope_text import inside_strings

_BRACKETS = re.compile(r"[()\[\]{}\n]")
_LONGEST = 400  # characters of a string that may be an annotation
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_WORD = re.compile(r"[^\W\d]\w*")


def mend() -> None:
    """Put the functions of this module where rope looks for them."""
    sourceutils.indent_lines = indent_lines
    sourceutils.find_minimum_indents = find_minimum_indents
    functionutils._BaseFunctionParser._get_source_range = _source_range
    functionutils._FunctionCallParser.get_parameters = _parameters
    module_imports.ModuleImports.remove_unused_imports = remove_unused_imports
    module_imports.ModuleImports.expand_stars = expand_stars
    sourceutils.add_methods = add_methods
    introduce_factory.IntroduceFactory._get_insertion_offset = _behind_class
    simplify.real_code = real_code
    importutils.ImportTools._is_transformable_to_normal = _is_transformable_to_normal
    mended_inline.mend()


@utils.cached(7)  # type: ignore[untyped-decorator]
def real_code(source: str) -> str:
    """Code of the same length without comments, strings and continued lines."""
    out = list(source)
    kept: list[tuple[int, int]] = []
    for start, end, groups in simplify.ignored_regions(source):
        if source[start] == "#":
            out[start:end] = " " * (end - start)
        elif "f" in groups.get("prefix", "").lower():
            kept.append((start, end))
        else:
            out[start:end] = f'"{" " * (end - start - 2)}"'
    opened = at = 0
    for match in _BRACKETS.finditer("".join(out)):
        i = match.start()
        while at < len(kept) and kept[at][1] <= i:
            at += 1
        if at < len(kept) and kept[at][0] <= i:
            continue
        if match.group() in "([{":
            opened += 1
        elif match.group() in ")]}":
            opened -= 1
        elif opened > 0:
            out[i] = " "
    return "".join(out).replace("\\\n", "  ").replace("\t", " ").replace(";", "\n")


def restart() -> None:
    """Let the names that inlining makes up begin again, so that they do not hang on what was done before."""
    inline._DefinitionGenerator.unique_prefix = inline.unique_prefix()


def indent_lines(source_code: str, amount: int) -> str:
    """Code with *amount* more columns of indentation, or fewer."""
    if amount == 0:
        return source_code
    inside = _inside(source_code)
    out = []
    for number, line in enumerate(source_code.splitlines(True), 1):
        if number in inside:
            out.append(line)
        elif line.strip() == "":
            out.append("\n")
        elif amount < 0:
            indents = codeanalyze.count_line_indents(line)
            out.append(max(0, indents + amount) * " " + line.lstrip())
        else:
            out.append(" " * amount + line)
    return "".join(out)


def find_minimum_indents(source_code: str) -> int:
    """The least indentation of the lines of some code."""
    inside = _inside(source_code)
    lines = source_code.split("\n")
    found = [
        codeanalyze.count_line_indents(line)
        for number, line in enumerate(lines, 1)
        if line.strip() and number not in inside
    ]
    return min(found, default=80)


def _inside(code: str) -> set[int]:
    if '"""' not in code and "'''" not in code and "\\\n" not in code:
        return set()
    # a piece of an indented block: the tokenizer wants something to hang it on
    first = next((line for line in code.split("\n") if line.strip()), "")
    if first[:1] in (" ", "\t"):
        return {n - 1 for n in inside_strings(f"if 1:\n{code}") if n > 1}
    return inside_strings(code)


def add_methods(pymodule: Any, class_scope: Any, methods_sources: list[str]) -> str:
    """The text of a module with methods at the end of a class."""
    source, lines = pymodule.source_code, pymodule.lines
    at = lines.get_line_end(class_scope.pyobject.get_ast().end_lineno)
    methods = "\n\n" + "\n\n".join(methods_sources)
    indents = sourceutils.get_indents(lines, class_scope.get_start())
    indents += sourceutils.get_indent(pymodule.pycore.project)
    return str(source[:at] + sourceutils.fix_indentation(methods, indents) + source[at:])


def _behind_class(self: Any, class_scope: Any, lines: Any) -> int:
    del self
    return int(lines.get_line_end(class_scope.pyobject.get_ast().end_lineno)) + 1


def _source_range(self: Any, tree: Any) -> str:
    return ast.get_source_segment(self._lines.code, tree) or ""


def _parameters(self: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """The arguments of a call as rope wants them: `*x` and `**x` are its last positional ones."""
    args = [self._get_source_range(arg) for arg in self.ast.args]
    named = [(k.arg, self._get_source_range(k.value)) for k in self.ast.keywords if k.arg is not None]
    args += [f"**{self._get_source_range(k.value)}" for k in self.ast.keywords if k.arg is None]
    if self.is_called_as_a_method():
        args.insert(0, self.call[: self.call.rindex(".", 0, self.first_parens)].strip())
    return args, named


# ---------------------------------------------------------------------------------------------------------------------
# What rope forgets of an assignment: its target


def target_of(pymodule: Any, value: Any) -> ast.Name | ast.Attribute | None:
    """The one name or attribute to which a value is assigned, as a node of the module's tree."""
    known = pymodule.__dict__.get("_inferd_targets")
    if known is None:
        known = pymodule.__dict__["_inferd_targets"] = dict(_targets(pymodule.get_ast()))
    found = known.get(value)
    return found if isinstance(found, (ast.Name, ast.Attribute)) else None


def _targets(tree: ast.AST) -> Any:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            yield node.value, node.targets[0]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield node.value, node.target


def last_word(target: ast.Name | ast.Attribute) -> int:
    """The column in bytes at which the last word of a target begins, on its last line."""
    if isinstance(target, ast.Name):
        return target.col_offset
    return (target.end_col_offset or 0) - len(target.attr.encode())


def root_paths(project: Any, changes: Any) -> None:
    """Take the `/` away that rope puts before the path of what it makes in the project's root."""
    for inner in getattr(changes, "changes", ()):
        resource = getattr(inner, "resource", None)
        if resource is not None and resource.path.startswith("/"):
            bare = resource.path.lstrip("/")
            inner.resource = project.get_folder(bare) if resource.is_folder() else project.get_file(bare)


# ---------------------------------------------------------------------------------------------------------------------
# Imports that are used where rope does not look


def used_names(tree: ast.AST, text: str) -> set[str]:
    """Dotted names in strings that may be annotations, and in type comments."""
    out: set[str] = set()
    pieces = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    for line in text.split("\n"):
        if "# type:" in line:
            for found in _DOTTED.findall(line.partition("# type:")[2]):
                out.update(found.rsplit(".", i)[0] for i in range(found.count(".") + 1))
    for piece in pieces:
        if len(piece) > _LONGEST or not _WORD.search(piece):
            continue
        try:
            inner = ast.parse(piece.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in ast.walk(inner):
            if isinstance(node, (ast.Name, ast.Attribute)):
                parts = ast.unparse(node).split(".")
                out.update(".".join(parts[: i + 1]) for i in range(len(parts)))
    return out


def expand_stars(self: Any) -> None:
    """rope's, but that names which others take from this file are imported, too."""
    resource = self.pymodule.get_resource()
    used = self._get_unbound_names(self.pymodule) | self._get_all_star_list(self.pymodule)
    used |= used_names(self.pymodule.get_ast(), self.pymodule.source_code)
    needed = getattr(self.project, "is_needed", None)
    is_init = resource is not None and resource.name == "__init__.py"

    context = importinfo.ImportContext(self.project, self._current_folder())
    for statement in self.imports:
        info = statement.import_info
        if statement.readonly or not (isinstance(info, FromImport) and info.is_star_import()):
            continue
        try:
            source = info.get_imported_module(context)
        except exceptions.ModuleNotFoundError:
            continue  # outside the project: nobody knows what it brings
        offered = self._get_all_star_list(source) or {
            n for n in info.get_imported_names(context) if not n.startswith("_")
        }
        names = [
            n for n in sorted(offered) if is_init or n in used or bool(needed and resource and needed(resource.path, n))
        ]
        statement.import_info = FromImport(info.module_name, info.level, [(n, None) for n in names])


def remove_unused_imports(self: Any) -> None:
    """rope's, but that what strings name, and what others import from here, is used."""
    tree = self.pymodule.get_ast()
    used = self._get_unbound_names(self.pymodule) | self._get_all_star_list(self.pymodule)
    if not getattr(self.project, "is_moving", False):
        used.add("__all__")
    used |= used_names(tree, self.pymodule.source_code)
    removable = getattr(self.project, "removable", None)
    resource = self.pymodule.get_resource()
    needed = getattr(self.project, "is_needed", None)
    for statement in self.imports:
        info = statement.import_info
        for name, alias in getattr(info, "names_and_aliases", ()):
            bound = alias or name
            stays = removable is not None and bound.partition(".")[0] not in removable
            if bound not in used and (stays or alias == name or (needed and resource and needed(resource.path, bound))):
                used.add(bound)
                if isinstance(info, NormalImport) and alias is None:
                    used.update(".".join(name.split(".")[: i + 1]) for i in range(name.count(".") + 1))
    can_select = module_imports._OneTimeSelector(used)
    visitor = actions.RemovingVisitor(self.project, self._current_folder(), can_select)
    for statement in self.imports:
        if not (isinstance(statement.import_info, FromImport) and statement.import_info.is_star_import()):
            statement.accept(visitor)


def _is_transformable_to_normal(_: Any, info: Any) -> bool:
    return isinstance(info, FromImport) and info.module_name != "__future__"
