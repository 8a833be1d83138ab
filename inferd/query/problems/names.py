"""Names that nothing binds, and imports that lead nowhere."""

import builtins
import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from inferd.index.resolve import Outside
from inferd.inference.engine import Where
from inferd.inference.scopes import lazy
from inferd.model import EXACT, INFERRED
from inferd.query.problems import omitted
from inferd.query.problems.doubt import Doubt
from inferd.query.problems.guards import Guards
from inferd.query.types import Typing
from inferd.query.view import Block, View, some_roles
from inferd.store.rows import FileRow
from inferd.syntax import facts as F


class Finding(NamedTuple):
    """A problem at an occurrence of a block."""

    block: Block
    k: int
    code: str
    message: str
    confidence: str
    symbol: str
    evidence: tuple[dict[str, Any], ...]
    callee: int = -1  # of what is found in the middle of a call or an import: the occurrence that this begins with


_USED = some_roles(F.READ, F.CALL, F.IMPORT, F.STRING)
#: what every module has, and what interpreters, other versions of Python and translations put among the builtins
_GIVEN = frozenset(
    "__name__ __file__ __doc__ __package__ __spec__ __loader__ __path__ __builtins__ __class__ __module__ __qualname__ "
    "__annotations__ __debug__ __cached__ __dict__ __firstlineno__ __static_attributes__ __classdict__ "
    "__conditional_annotations__ "
    "_ __ ___ get_ipython In Out reveal_type reveal_locals exit quit copyright credits license "
    "unicode basestring long unichr xrange raw_input reduce reload file cmp buffer apply coerce intern execfile "
    "StandardError WindowsError ExceptionGroup BaseExceptionGroup EncodingWarning PythonFinalizationError aiter anext "
    "ngettext gettext".split()
)  # fmt: skip
_SHADOWS = frozenset(("globals", "exec", "eval", "locals", "vars"))
_SEEN_AT_BUILD = re.compile(r"^(_?version|__?version__?|_build|_?config|_generated|.*_pb2(_grpc)?|_cython.*)$")
_BUILTINS = frozenset(dir(builtins))


def of_file(view: View, doubt: Doubt, guards: Guards, file: FileRow, root: str) -> Iterator[Finding]:
    """The findings in one file, in no particular order."""
    typing = doubt.typing
    is_partial = file.status != "ok"
    open_names = is_partial or file.path.endswith(".pyi") or _is_open(doubt, file)
    is_hooked = open_names or doubt.is_hooked("", file.module)
    for block in view.blocks_of_file(file.id):
        if block.is_stale:
            continue
        for k, name, role, code, _, link in block.having(_USED):
            if code & F.IN_COMMENT:
                continue  # nothing happens where it is wrong
            if role == F.IMPORT:
                found = _imported(view, doubt, block, k, name, code, link, root)
                if found is None:
                    continue
                step = _step_of_import(typing, block, k)
                if step is not None and guards.expects(*step, "ImportError", "ModuleNotFoundError"):
                    continue
                if found.code == "missing-package" and (step is None or step[0].scope):
                    continue  # inside a function: wanted only by who calls it
                yield found
            elif role == F.STRING:
                if not code & F.IN_ALL or is_hooked or view.meaning(block, k) or _is_bound(view, file, name):
                    continue
                if not doubt.stored(name) and not _is_brought(doubt, file, name):
                    said = f"`__all__` lists {name}, which the module does not have"
                    yield Finding(
                        block, k, "undefined-export", said, EXACT, "", _static("the module binds no such name")
                    )
            elif link == F.GLOBAL and not open_names and name not in _GIVEN and not view.meaning(block, k):
                step = _step_of(typing, block, k)
                if step is not None and guards.expects(*step, "NameError", "UnboundLocalError"):
                    continue
                if code & F.IN_STRING and step is not None and _is_argument(doubt, *step):
                    continue  # `cast("INT", x)` of another `cast`
                if code & F.IN_STRING and step is not None and _is_mapped(view, doubt, *step, name):
                    continue
                if doubt.stored(name) or _is_brought(doubt, file, name) or _is_bound(view, file, name):
                    continue
                if name == "tags" and file.path.rpartition("/")[2] == "conf.py":
                    continue  # Sphinx runs its configuration with it
                yield Finding(
                    block, k, "undefined-name", f"{name} is not defined{_hint(view, file, name)}", EXACT, "",
                    _static("no statement of the module and no builtin binds it"),
                )  # fmt: skip


def _static(why: str) -> tuple[dict[str, Any], ...]:
    return ({"kind": "static", "why": why},)


def _step_of(typing: Typing, block: Block, k: int) -> tuple[Where, int] | None:
    found = typing.step_of(block, k)
    return (found.where, found.number) if found is not None else None


def _step_of_import(typing: Typing, block: Block, k: int) -> tuple[Where, int] | None:
    """The step of the import that occurrence *k* belongs to: that of the name which the import binds."""
    o = block.o
    for at in (*range(k, len(o) // 6), *range(k - 1, -1, -1)):
        code = o[at * 6 + 3]
        if code & F.ROLE_MASK == F.IMPORT and code & F.BINDS and o[at * 6 + 5] == o[k * 6 + 5]:
            found = _step_of(typing, block, at)
            if found is not None:
                return found
    return None


def _is_argument(doubt: Doubt, where: Where, step: int) -> bool:
    """Whether the string that a name stands in is given to a call."""
    steps = doubt.engine.program(where).steps
    quoted = next((n for n in range(step, len(steps)) if steps[n][0] == "q"), -1)
    return any(words[0] == "(" and str(quoted) in words[2:] for words in steps[quoted + 1 :])


def _is_mapped(view: View, doubt: Doubt, where: Where, step: int, name: str) -> bool:
    """Whether a class body declares in quotes what a call gives, by a class of the project: as mappers do, who look it
    up among their classes (`user: Mapped["User"] = relationship()`).
    """
    if doubt.engine.kind(where) != "class" or not view.reader.is_posted(name, F.POSTED_CLASS):
        return False
    steps = doubt.engine.program(where).steps
    stored = next((words for words in steps[step:] if words[0] == "sa"), None)
    return stored is not None and stored[3] != "-" and steps[int(stored[3])][0] == "("


def _is_open(doubt: Doubt, file: FileRow) -> bool:
    """Whether the names of a module cannot be told from its text."""
    tree = doubt.typing.world.project.tree(file.id)
    for scope in tree.scopes:
        lines = scope.program.split("\n")
        if any(f"l {name}" in lines for name in _SHADOWS):
            return True
    for words in tree.program(0).steps:
        if words[0] == "i*" and doubt.is_star_open("", file.id, int(words[1]), words[2]):
            return True
    return doubt.is_written_by_callee(file.id)


def _is_brought(doubt: Doubt, file: FileRow, name: str) -> bool:
    """Whether a star import brings a name from a library."""
    return bool(lazy.starred(doubt.engine, "", file.module, name, set()))


def _is_bound(view: View, file: FileRow, name: str) -> bool:
    """Whether the module binds a name, to what nobody knows: an import that leads nowhere."""
    return any(name in namespace.binds for namespace in view.resolver.namespaces(file.module))


def _hint(view: View, file: FileRow, name: str) -> str:
    known = set(_BUILTINS)
    for namespace in view.resolver.namespaces(file.module):
        known |= namespace.binds.keys()
    near = get_close_matches(name, sorted(known), 1, 0.8)
    return f"; did you mean {near[0]}?" if near else ""


# ---------------------------------------------------------------------------------------------------------------------
# Imports


def _imported(
    view: View, doubt: Doubt, block: Block, k: int, name: str, code: int, entry: int, root: str
) -> Finding | None:
    """What is wrong with an import: reported once, at the module's last name or at the name that is asked of it."""
    level, module, wanted, _ = block.i[entry]
    if code & F.MODULE_PART:
        return _of_module(view, doubt, block, k, entry, level, module, root)
    if wanted is None or name == "*" or wanted != name or name in _GIVEN:
        return None
    if code & F.BINDS and block.i[entry][3] is not None:
        return None  # `as` the same: it is told of once
    begin = _beginning(block, k)
    targets = view.import_targets(block, block.i[entry])
    home, inside = view.resolver.imported_module(view._bare(block.file), level, module)
    if not targets and inside:
        if not _is_beside(view, block.file, level, home) if level else not _is_reached(view, block.file, home):
            return None
        if doubt.is_hooked("", home) or doubt.stored(name) or lies_there(view, root, home, name):
            return None
        if any(name in namespace.binds for namespace in view.resolver.namespaces(home)):
            return None  # it imports that from where nobody knows what there is
        if lazy.starred(doubt.engine, "", home, name, set()):
            return None
        said = f"{home} has no {name}{_near(view, home, name)}"
        told = _static("neither a name nor a module of it")
        return Finding(block, k, "unknown-import", said, EXACT, home, told, begin)
    if inside or level or len(targets) != 1 or type(targets[0]) is not Outside:
        return None
    library = doubt.engine.world.outside(home)
    if library is None or name.startswith("_") or doubt.is_hooked(library.key, home):
        return None
    if library.resolve(home, name):
        return None
    # a submodule, or another module that the source imports and its stub does not say so
    for module in (f"{home}.{name}", f"{home.rpartition('.')[0]}.{name}".strip("."), name):
        if doubt.engine.world.outside(module) is not None:
            return None
    if doubt.star_binds(library.key, home, name, set()):
        return None
    if lazy.starred(doubt.engine, library.key, home, name, set()) or doubt.engine._form(home, name):
        return None
    if doubt.is_omitted(library.key, home, name):
        return None
    why = {"kind": "stub", "why": f"the stubs of {home} bind no such name"}
    return Finding(block, k, "unknown-import", f"{home} has no {name}", INFERRED, home, (why,), begin)


def _beginning(block: Block, k: int) -> int:
    """The first occurrence of the import statement that brings a name."""
    o = block.o
    while k > 0 and o[k * 6 - 3] & F.ROLE_MASK == F.IMPORT and not o[k * 6 + 3] & F.MODULE_PART:
        k -= 1
    return k


def _is_beside(view: View, importer: FileRow, level: int, module: str) -> bool:
    """Whether a relative import leads to a file of that module, and not to one of another package of the same name."""
    folder = importer.path
    for _ in range(level):
        folder = folder.rpartition("/")[0]
    return any(f.path.startswith(f"{folder}/" if folder else "") for f in view.reader.files_of_module(module))


def _is_reached(view: View, importer: FileRow, module: str) -> bool:
    """Whether an absolute import certainly means a package of the project, and not one of that name elsewhere: it is a
    regular one, in the importer's own root or in the first.
    """
    top = module.partition(".")[0]
    return any(f.root in (importer.root, view.roots[0]) for f in view.reader.files_of_module(top))


def _near(view: View, module: str, name: str) -> str:
    known: set[str] = set()
    for namespace in view.resolver.namespaces(module):
        known |= namespace.binds.keys()
    near = get_close_matches(name, sorted(known), 1, 0.8)
    return f"; did you mean {near[0]}?" if near else ""


def _of_module(
    view: View, doubt: Doubt, block: Block, k: int, entry: int, level: int, module: str, root: str
) -> Finding | None:
    """A module path whose last part (occurrence *k* is it) is not there."""
    o = block.o
    following = k + 1
    goes_on = following * 6 < len(o) and o[following * 6 + 3] & 47 == F.IMPORT | F.MODULE_PART
    if goes_on and o[following * 6 + 5] == entry:
        return None  # not the last part
    namespace = view._bare(block.file)
    dotted, inside = view.resolver.imported_module(namespace, level, module)
    if inside:
        return None
    top, _, rest = dotted.partition(".")
    parent, _, last = dotted.rpartition(".")
    if level or view.resolver.is_module(top):
        if not level and not _is_reached(view, block.file, top):
            return None
        if _SEEN_AT_BUILD.match(last) or lies_there(view, root, parent, last) or _is_shared(view, doubt, dotted):
            return None
        if _is_in_other(view, root, parent):
            return None
        return Finding(
            block, k, "unresolved-import", f"there is no module {dotted}", EXACT, dotted,
            _static(f"the project has {top}, but not this module"),
        )  # fmt: skip
    libraries = doubt.typing.world.shelf.libraries()
    if libraries.home(dotted) is not None or last.startswith("_"):
        return None
    standard = libraries.home(top)
    if standard is not None:
        if standard.prefix or not rest:
            return None  # a package may hold modules in other languages
        if omitted.has_module(dotted):
            return None
        why = {"kind": "stub", "why": f"the standard library has {top}, but not this module"}
        return Finding(block, k, "unresolved-import", f"there is no module {dotted}", INFERRED, dotted, (why,))
    environment = libraries.environment
    if not environment.prefix or top in _UNLISTED or _is_installed(environment.paths, top):
        return None
    if any(name == top for name, _ in environment.mapped):
        return None
    why = {"kind": "static", "why": "neither the project nor its environment has it"}
    return Finding(block, k, "missing-package", f"{top} is not installed", INFERRED, top, (why,))


def _is_in_other(view: View, root: str, package: str) -> bool:
    """Whether a package, or one around it, is no Python source but lies there: an extension module may have modules."""
    while package and not view.resolver.is_module(package):
        above, _, last = package.rpartition(".")
        if lies_there(view, root, above, last):
            return True
        package = above
    return False


def _is_shared(view: View, doubt: Doubt, module: str) -> bool:
    """Whether something else may bring modules of the packages around a module: other folders, as `__init__` says, or
    its own code (`six.moves`).
    """
    tree = doubt.typing.world.project.tree
    while module := module.rpartition(".")[0]:
        if any(_SHARES.search(tree(f.id).scopes[0].program) for f in view.reader.files_of_module(module)):
            return True
    return False


_SHARES = re.compile(
    r"^(?:(?:a \d+|l) (?:declare_namespace|extend_path|meta_path|modules)|s __path__ .*)$", re.MULTILINE
)
_UNLISTED = frozenset(("test", "java", "__main__", "_typeshed"))


def _is_installed(paths: tuple[str, ...], top: str) -> bool:
    """Whether a folder of the environment holds something of that name, in whatever language."""
    for folder in paths:
        try:
            if any(e == top or e.startswith(f"{top}.") for e in os.listdir(folder)):
                return True
        except OSError:
            continue
    return False


def lies_there(view: View, root: str, package: str, name: str) -> bool:
    """Whether the folder of a package holds something of that name that is no Python source of the index: an extension
    module, its source, or a file that settings leave out.
    """
    folders: set[str] = set()
    above, inner = package, ""
    while above and not folders:
        folders = {f"{f.path.rpartition('/')[0]}/{inner}".strip("/") for f in view.reader.files_of_module(above)}
        above, _, last = above.rpartition(".")
        inner = f"{last}/{inner}" if inner else last
    tail = package.replace(".", "/")
    folders |= {f"{place}/{tail}".strip("/") for place in view.roots}
    for folder in folders:
        try:
            entries = os.listdir(os.path.join(root, folder))
        except OSError:
            continue
        if any(e == name or e.startswith(f"{name}.") for e in entries):
            return True
    return False


__all__ = ["Finding", "lies_there", "of_file"]
