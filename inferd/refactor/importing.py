"""Import statements: put in order, star imports written out, `from` imports made plain, relative ones absolute, long
names shortened.

What rope takes for an unused import and what somebody else needs is kept: names in strings that may be annotations,
and names that other files import from this one (`rope_mended`).
"""

import ast
from typing import Any

from rope.base.change import ChangeContents
from rope.refactor.importutils import ImportOrganizer

from inferd.errors import InferdError
from inferd.model import ChangePlan
from inferd.refactor.reshaping import _within
from inferd.refactor.rope_seam import Work

ACTIONS = {
    "organize": "organize_imports",
    "expand-stars": "expand_star_imports",
    "froms-to-imports": "froms_to_imports",
    "absolute": "relatives_to_absolutes",
    "shorten": "handle_long_imports",
}


def imports(work: Work, target: str, *, do: str = "organize", line: int | None = None) -> ChangePlan:
    """Do one of `ACTIONS` to the imports of a file, or of all files in a directory; *line*: to one statement."""
    if do not in ACTIONS:
        raise InferdError(f"do: {do} is none of {', '.join(ACTIONS)}")
    paths = _within(work, (target,))
    if line is not None and len(paths) != 1:
        raise InferdError("a line is one of a single file", "name the file")
    organizer = ImportOrganizer(work.project)
    method = getattr(organizer, ACTIONS[do])
    offset = work.tree.seen(paths[0]).offset(line, 0) if line is not None else None

    def act(file: Any) -> Any:
        work.project.prefs.set("split_imports", _is_one_a_line(work.project.get_pymodule(file).get_ast()))
        return _organized(work, organizer, file, offset) if do == "organize" else method(file, offset)

    work.each(paths, act, paths if len(paths) == 1 else ())
    what = {"organize": "organize the imports of", "expand-stars": "write out the star imports of",
            "froms-to-imports": "make plain imports in", "absolute": "make imports absolute in",
            "shorten": "shorten long names in"}[do]  # fmt: skip
    return work.plan(f"{what} {target}", target)


def _is_one_a_line(tree: ast.Module) -> bool:
    """Whether a file imports several names of one module, each by a statement of its own."""
    found = [n for n in tree.body if isinstance(n, ast.ImportFrom)]
    modules = [(n.level, n.module) for n in found]
    return len(set(modules)) < len(modules) and all(len(n.names) == 1 for n in found)


def _organized(work: Work, organizer: ImportOrganizer, file: Any, offset: int | None) -> Any:
    """The imports of a file without what nobody needs, and in order; not in order where that may decide what a name is:
    in `__init__.py`, and with star imports.
    """
    pymodule = work.project.get_pymodule(file)
    stars = any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in ast.walk(pymodule.get_ast()))
    sort = file.name != "__init__.py" and not stars
    work.project.prefs.set("pull_imports_to_top", sort)
    chosen = organizer._line_filter(pymodule.lines.get_line_number(offset)) if offset is not None else None
    text = organizer.import_tools.organize_imports(pymodule, sort=sort, import_filter=chosen)
    return ChangeContents(file, text) if text is not None and text != pymodule.source_code else None
