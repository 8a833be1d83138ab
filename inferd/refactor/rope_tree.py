"""The files of a project as refactorings see them: those of the index, with changes on top that nobody has written.

A `Tree` is a file system in memory over one on disk.  It holds what the index knows and nothing else: no virtual
environments, no caches, no file that configuration leaves out.  Bytes are read when they are asked for, and compared
with the index, so that a refactoring never rests on another text than its facts.

*changes*: path -> bytes, or None for a file that is gone.  They are unsaved text of editors, or the steps of a plan.
"""

import os
from collections.abc import Iterable, Mapping

from inferd.errors import InferdError, SourceError
from inferd.query.view import View
from inferd.refactor.edits import journal_error
from inferd.refactor.rope_text import Seen
from inferd.source.text import content_hash

_CHANGED = "the file changed since it was indexed"


class Tree:
    """See the module's docstring."""

    def __init__(self, view: View, root: str, changes: Mapping[str, bytes | None] | None = None):
        self.view = view
        self.root = root
        self.changes = dict(changes or {})
        rows = [f for f in view.reader.files() if self.changes.get(f.path, b"") is not None]
        self._module = {f.path: f.module for f in rows}
        self._root_of = {f.path: f.root for f in rows}
        self._skipped = {f.path: f.reason or "not analysed" for f in rows if f.status == "skipped"}
        self._paths = set(self._module)
        self._paths.update(p for p, data in self.changes.items() if data is not None)
        self.roots = tuple(sorted({"", *self._root_of.values()}, key=lambda r: (-len(r), r)))
        self._children: dict[str, dict[str, bool]] | None = None
        self._hashes: dict[str, bytes | None] | None = None
        self._data: dict[str, bytes] = {}
        self._seen: dict[str, Seen] = {}
        self._files_of: dict[str, str] | None = None

    # -- what is there --------------------------------------------------------------------------------------------

    def is_file(self, path: str) -> bool:
        return path in self._paths

    def is_directory(self, path: str) -> bool:
        return path in self._directories()

    def children(self, path: str) -> list[tuple[str, bool]]:
        """The names in a directory, with whether each is a directory."""
        return sorted(self._directories().get(path, {}).items())

    def paths(self) -> list[str]:
        """Every Python file that can be read."""
        return sorted(p for p in self._paths if p.endswith(".py"))

    def below(self, directory: str) -> list[str]:
        """The Python files in a directory and in those in it."""
        prefix = f"{directory}/" if directory else ""
        return [p for p in self.paths() if p.startswith(prefix)]

    def _directories(self) -> dict[str, dict[str, bool]]:
        if self._children is None:
            found: dict[str, dict[str, bool]] = {"": {}}
            for path in self._paths:
                directory, _, name = path.rpartition("/")
                is_directory = False
                while True:
                    known = found.get(directory)
                    if known is not None and name in known:
                        break
                    found.setdefault(directory, {})[name] = is_directory
                    if not directory:
                        break
                    directory, _, name = directory.rpartition("/")
                    is_directory = True
            self._children = found
        return self._children

    # -- what it says ---------------------------------------------------------------------------------------------

    def data(self, path: str) -> bytes:
        """The bytes of a file.  Raises JournalError where it is not what was indexed."""
        changed = self.changes.get(path)
        if changed is not None:
            return changed
        known = self._data.get(path)
        if known is None:
            if self._hashes is None:
                self._hashes = {p: h for _, p, _, _, _, h, _ in self.view.reader.file_states()}
            try:
                with open(os.path.join(self.root, path), "rb") as file:
                    known = file.read()
            except OSError as error:
                why = f"cannot be read: {(error.strerror or str(error)).lower()}"
                raise journal_error(path, why, "run again") from error
            if content_hash(known) != self._hashes.get(path):
                raise journal_error(path, _CHANGED, "run again")
            self._data[path] = known
        return known

    def seen(self, path: str) -> Seen:
        """A file as rope sees it.  Raises SourceError where Python cannot read it."""
        known = self._seen.get(path)
        if known is None:
            known = self._seen[path] = Seen.of(self.data(path), path)
        return known

    def why_not(self, path: str) -> str:
        """Why a file cannot be worked on; '' where it can."""
        if path in self._skipped and path not in self.changes:
            return self._skipped[path]
        try:
            self.seen(path)
        except SourceError as error:
            return error.reason
        except InferdError as error:
            return error.message
        return ""

    # -- modules --------------------------------------------------------------------------------------------------

    def module_of(self, path: str) -> str:
        """The dotted name of a file, or of the package that a directory is."""
        path = path.lstrip("/")
        known = self._module.get(path) or self._module.get(f"{path}/__init__.py" if path else "__init__.py")
        if known is not None:
            return known
        stem = path.removesuffix(".py")
        stem = stem.removesuffix("/__init__") if stem != "__init__" else ""
        root = self.root_of(path)
        return stem[len(root) + 1 if root else 0 :].replace("/", ".")

    def root_of(self, path: str) -> str:
        """The directory from which a file is imported: that of its nearest neighbours, for one that is new."""
        known = self._root_of.get(path)
        directory = path.rpartition("/")[0]
        while known is None and directory:
            known = self._root_of.get(f"{directory}/__init__.py")
            if known is None:
                known = next((r for p, r in self._root_of.items() if p.rpartition("/")[0] == directory), None)
            if known is None and directory in self.roots:
                known = directory
            directory = directory.rpartition("/")[0]
        if known is None:
            return next(r for r in self.roots if not r or path.startswith(f"{r}/"))
        return known

    def find_module(self, module: str) -> str | None:
        """The file, or for a package its directory, that a dotted name leads to."""
        if self._files_of is None:
            self._files_of = {m: p for p, m in sorted(self._module.items(), reverse=True) if p.endswith(".py")}
        path = self._files_of.get(module)
        if path is not None and self.is_file(path):
            return path.rpartition("/")[0] if path.endswith("/__init__.py") else path
        tail = module.replace(".", "/")
        for root in self.roots:
            place = f"{root}/{tail}" if root else tail
            if self.is_directory(place):
                return place
            if self.is_file(f"{place}.py"):
                return f"{place}.py"
        return None

    def place_for(self, module: str, near: str) -> str:
        """Where a module that does not exist yet belongs: beside what it would be in, else in the root of *near*."""
        parent = module.rpartition(".")[0]
        while parent:
            found = self.find_module(parent)
            if found is not None:
                inside = module[len(parent) + 1 :].replace(".", "/")
                return f"{found.removesuffix('.py')}/{inside}.py"
            parent = parent.rpartition(".")[0]
        root = self.root_of(near)
        return f"{root}/{module.replace('.', '/')}.py" if root else f"{module.replace('.', '/')}.py"

    def mentioning(self, names: Iterable[str]) -> list[str]:
        """The Python files in which one of these names stands, from the index; changed files always count."""
        ids: set[int] = set()
        for name in names:
            ids.update(self.view.reader.posting_files(name))
        rows = self.view.reader.files_by_id(ids)
        found = {f.path for f in rows if f.path in self._paths}
        found.update(p for p in self.changes if p in self._paths)
        return sorted(p for p in found if p.endswith(".py"))
