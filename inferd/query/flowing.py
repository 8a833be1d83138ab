"""What flows between functions (`inferd.inference.flow.flows`), found out for a view, and again after each change.

It is stored by file (`flow_rows`).  The state of the whole project is found out again after each change, by a `Solver`,
which takes over what still holds; a row that says another thing than before unsettles the types that were read from its
file.  Projects of more scopes than the setting `follow-calls` says have no rows, and parameters that nothing declares
are not known there: Django has 44,000, and takes a gigabyte.  The same holds where very many functions hang on each
other in one circle, as in SymPy.
"""

from json import dumps, loads
from typing import NamedTuple

from inferd.inference.engine import INFERENCE_VERSION, Engine, Where
from inferd.inference.flow import flows, states
from inferd.inference.keeping import learned, sources
from inferd.inference.keeping.numbering import Layouts
from inferd.inference.questions import EntangledError
from inferd.inference.stack import roomy
from inferd.query import settling
from inferd.query.flow_rows import Stored, Summaries, home, module_of, rows
from inferd.store.rows import Reader
from inferd.store.schema import NAMELESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import abc

    from inferd.inference.flow.roots import Mentions
    from inferd.query.types import Typing
    from inferd.query.view import View
    from inferd.query.world import Shelf

_AT_ONCE = 400  # scopes of a project in which it is found out for a single question


def _different(engine: Engine, state: states.State, other: states.State) -> "frozenset[int]":
    """The files whose rows two states may tell differently."""
    out: set[int] = set()
    for kind in ("contexts", "joined", "attributes", "made", "names", "on_class"):
        one, two = getattr(state, kind), getattr(other, kind)
        for key in [k for k, v in one.items() if k not in two or two[k] != v] + [k for k in two if k not in one]:
            first = key[0]
            out.add(first.file if isinstance(first, Where) else home(engine, module_of(key)))
    return frozenset(out)


def stamp(revision: int, libraries: str) -> str:
    """What rows were found out from."""
    return dumps([INFERENCE_VERSION, revision, libraries])


def is_known(reader: Reader) -> bool:
    """Whether what is kept was found out from the files as they are; libraries may still be others."""
    known = reader.meta("flow")
    return bool(known) and bool(loads(known)[:2] == [INFERENCE_VERSION, reader.revision()])


def load(view: "View", engine: Engine) -> "states.State | Stored | None":
    """What flows, as it is stored; found out now where nothing is stored and the project is tiny; else None."""
    known = view.reader.meta("flow")
    if known and loads(known)[0] == INFERENCE_VERSION:
        return Stored(view, engine)
    shelf = view.shelf
    if shelf is None or type(view.reader) is not Reader:  # with unsaved buffers it is another project each time
        return compute(view, engine, _AT_ONCE)
    key = (id(view.reader.db), view.reader.revision())
    if shelf.flow is None or shelf.flow[0] != key:
        shelf.flow = (key, compute(view, engine, _AT_ONCE))
    state: states.State | None = shelf.flow[1]
    return state


def told(typing: "Typing", engine: Engine) -> Summaries | None:
    """What functions give, as it is stored; None where that was found out in another way than is asked here."""
    if not isinstance(engine.flow, Stored) or not typing.world.project.documents or typing.settled() is None:
        return None
    return Summaries(typing.view, engine, typing.is_settling)


class Solver:
    """Finds out what flows in a project, again after each change.

    What was found out is kept from one time to the next, where that is wanted, so that an edit costs what it changes.
    Between two times the project may change in any way; where much of it does, or libraries change, it begins anew.
    """

    def __init__(self, keeps: bool):
        self.keeps = keeps
        self.solution: flows.Solution | None = None
        self._learned: learned.Learned | None = None
        self._shelf: Shelf | None = None  # it has opened the libraries that what was learned speaks of
        self._libraries = ""
        self._files: dict[int, tuple[str, str, bytes]] = {}
        self._rows: dict[int, str] = {}
        self._surfaces: dict[int, int] = {}  # file -> what others may look up in it, and rows speak of; see `sources`
        self._layouts = Layouts()
        self._revision = -1
        self.settling = settling.Memory(keeps)

    @roomy
    def rows(
        self, view: "View", shelf: "Shelf", libraries: str,
        progress: "abc.Callable[[int, int, str], None] | None" = None,
    ) -> "dict[int, str]":
        """File -> its row, of the project as a view has it.  *libraries*: what stands for those that it imports."""
        from inferd.query.world import World

        files = view.reader.contents()
        world = World(view, shelf)
        engine = Engine(world)
        files_now = view.reader.file_ids()
        self._revision = view.reader.revision()
        if not self.keeps:
            self._layouts = Layouts()
            world.project.lay_out(self._layouts, None)
            self.solution, self._learned = flows.solve(engine, files_now, progress=progress), learned.of(engine)
            self._shelf = shelf
            return rows(engine, self.solution.state)
        before = self.solution if self._shelf is shelf and self._libraries == libraries else None
        if before is not None and before.has_spread:
            before = None
        edit = _edit(view.reader, self._learned.mentions, self._files, files) if self._learned is not None else None
        if before is None or edit is None or self._learned is None:
            before, edit = None, _Edit([], 0, frozenset())
        layouts = self._layouts.edited(edit.files, files) if before is not None else Layouts()
        world.project.lay_out(layouts, engine)
        surfaces = {f: sources.surface(engine, f) for f in (files_now if before is None else edit.files)}
        others = before is not None and any(digest != self._surfaces.get(f) for f, digest in surfaces.items())
        others = others or bool(edit.bits)
        if before is not None and self._learned is not None:
            learned.take_over(engine, self._learned, self._kept(engine, edit, files, layouts))
        known = before.nodes.sources if before is not None else {}
        digests = sources.digests(engine, known, edit.files, edit.modules)
        changed = [node for node, digest in digests.items() if known[node] != digest]
        learned.forget_made_in(engine, [node.key[1] for node in changed if node.key[0] == sources.BODY])
        try:
            solution = flows.solve(
                engine, files_now, before=before, edited=edit.bits, changed=changed, keeps=True,
                held=self.settling.rests_on(), progress=progress,
            )  # fmt: skip
        except EntangledError:
            if before is None:
                raise
            self.solution = None  # it may end where nothing is taken over
            return self.rows(view, shelf, libraries, progress)
        renamed = -1 if edit.bits else sum(1 << f for f in edit.files if not layouts.keeps_names(f))
        self.settling.edit(
            edit.files if before is not None else None, edit.bits, changed, renamed,
            not others and self._has_members(engine, edit),
        )  # fmt: skip
        if before is None or edit.bits:
            self._rows = rows(engine, solution.state)
        elif others or solution.state is not before.state:
            different = _different(engine, solution.state, before.state) | self._speaking_of(edit.files, files)
            kept = {f: row for f, row in self._rows.items() if f not in different}
            self._rows = dict(sorted({**kept, **rows(engine, solution.state, different)}.items()))
        known = solution.nodes.sources
        known.update((node, digest) for node, digest in digests.items() if node in known)
        self._surfaces = {f: digest for f, digest in {**self._surfaces, **surfaces}.items() if f in files}
        self.solution, self._learned = solution, learned.of(engine)
        self._shelf, self._libraries, self._files, self._layouts = shelf, libraries, files, layouts
        return self._rows

    def _speaking_of(self, edited: list[int], files: "dict[int, tuple[str, str, bytes]]") -> frozenset[int]:
        """The files whose rows name what stands in edited ones, where it may have other numbers; and these."""
        marks = [dumps(files[f][0]) for f in edited] + [f"{dumps(files[f][1])[:-1]}:" for f in edited]
        return frozenset(edited).union(f for f, row in self._rows.items() if any(mark in row for mark in marks))

    def _kept(
        self, engine: Engine, edit: "_Edit", files: "dict[int, tuple[str, str, bytes]]", layouts: Layouts
    ) -> learned.Kept:
        """What an edit has left standing of what was learned."""
        names: set[tuple[str, str]] = set()

        def stands(where: Where, step: int) -> bool:
            tree = engine.root.text(where.file)
            if not tree.has(where.scope):
                return False
            return tree.scopes[where.scope].kind == "function" or layouts.stands(where.file, where.scope, step)

        for f in edit.files:
            if f in files:
                tree = engine.root.text(f)
                steps = [words for scope, unit in layouts.changed(f) for words in tree.program(scope).steps[
                    unit.base : unit.base + unit.size
                ]]  # fmt: skip
                names.update((files[f][1], words[1]) for words in steps if words[0] in _STORES)
        whole = {files[f][1] for f in edit.files if f in files and f in layouts.before and not edit.bits >> f & 1}
        return learned.Kept(
            1 << NAMELESS | sum(1 << f for f in edit.files) | edit.bits, edit.modules, edit.modules - whole,
            frozenset(names), stands,
        )  # fmt: skip

    def _has_members(self, engine: Engine, edit: "_Edit") -> bool:
        """Whether functions of the edited files store what they stored in attributes."""
        before, now = self._learned.mentions if self._learned is not None else {}, engine.mentions
        return all(f in before and f in now and before[f].stored == now[f].stored for f in edit.files)

    def session(self, view: "View", shelf: "Shelf") -> settling.Session | None:
        """What settles the files of a view; None where it is not what was solved."""
        if self.solution is None or self._learned is None or self._shelf is not shelf:
            return None
        if view.reader.revision() != self._revision:
            return None
        return settling.Session(view, shelf, self.solution, self._learned, self.settling, self._layouts)


class _Edit(NamedTuple):
    """What is another thing in a project than it was: *files* whose text is; *bits*: files of which all that was found
    counts as changed; *modules* of all of these, which may be gone.
    """

    files: list[int]
    bits: int
    modules: frozenset[str]


def _edit(
    reader: Reader, mentions: "abc.Mapping[int, Mentions]", before: "dict[int, tuple[str, str, bytes]]",
    now: "dict[int, tuple[str, str, bytes]]",
) -> _Edit | None:
    """What has changed between two states of a project, by id -> (path, module, what stands for the content).

    A module is looked for by a name in an import, or in a string.  So where one came or went, whatever was found from
    a file with its name may be another thing.  None where it is not worth while to tell, or cannot be told.
    """
    same = [f for f, known in before.items() if f in now and now[f][:2] == known[:2]]
    texts = [f for f in same if now[f] != before[f]]
    kept = set(same)
    paths = [(f, *known[:2]) for state in (before, now) for f, known in state.items() if f not in kept]
    if _is_most(len(texts) + len(paths), now) or any(p.rpartition("/")[2] == _CONFTEST for _, p, _ in paths):
        return None
    texts += sorted({f for f in now if f not in kept})
    bits = sum(1 << f for f in {f for f, _, _ in paths})
    modules = {module for _, _, module in paths}
    around = set(modules)
    for module in modules:
        package = module.rpartition(".")[0]
        while package and len(reader.modules_under(package)) < 2:  # it came or went with the module
            around.add(package)
            package = package.rpartition(".")[0]
    for module in around:
        name = module.rpartition(".")[2]
        found = {f.id for f in reader.files_of_module(module)}
        found.update(reader.posting_files(name))
        dotted = f".{name}"
        found.update(f for f, said in mentions.items() if any(t.endswith(dotted) for t in said.in_strings))
        bits |= sum(1 << f for f in found)
    for _, path, module in paths:
        if path.rpartition("/")[2] in _PACKAGE:  # `from . import name` names no module
            bits |= sum(1 << f for f, known in now.items() if known[1].startswith(f"{module}."))
    if _is_most(bits.bit_count(), now):
        return None
    gone = frozenset(known[1] for f in texts for state in (before, now) if (known := state.get(f)) is not None)
    return _Edit(texts, bits, gone.union(modules, {now[f][1] for f in now if bits >> f & 1}))


def _is_most(count: int, files: "abc.Sized") -> bool:
    """Whether so many files are as good as all."""
    return count > _FEW and 4 * count > len(files)


_STORES = frozenset(("s", "sa", "sp", "S", "w"))
_CONFTEST = "conftest.py"
_PACKAGE = ("__init__.py", "__init__.pyi")
_FEW = 50


@roomy
def compute(view: "View", engine: Engine, most: int) -> "states.State | None":
    """What flows, found out from the project's files; None where there are more scopes."""
    if view.reader.has_more_scopes(most):
        return None
    try:
        return flows.solve(engine, view.reader.file_ids()).state
    except EntangledError:
        return None
