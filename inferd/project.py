"""One project: the questions that it answers, and what changes it.  How it is opened and kept true is `opened`.

    import inferd
    with inferd.open(".") as project:
        project.update()
        for row in project.references("shop.cart:Cart.total").rows:
            print(row.path, row.line, row.column, row.confidence)

A `Project` may be used from several threads: each has its own read-only connection, and each question sees one
snapshot.  Unsaved text is an *overlay*: it masks the stored facts of its file for this object only, and is never
written.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from inferd import config as configuration
from inferd.errors import InferdError, RefactorRefused
from inferd.index import fresh
from inferd.index.spooled import is_spooled
from inferd.model import CONFIDENCES, Answer, ChangePlan, Definition, Impact, Reference, TypeRow, Undecided
from inferd.opened import FOLLOWED, SMALL, Opened
from inferd.query import inheritance, references, symbols, targets
from inferd.query.view import View
from inferd.source import layout
from inferd.store import connection

# What writes (bring, update, overlay) is imported by the methods that need it: a question to a project that is up to
# date pays neither for the parser nor for the extraction.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.index.libraries import Libraries
    from inferd.index.observations import Folded
    from inferd.query import callgraph
    from inferd.query.affected import Affected
    from inferd.query.since import Since
    from inferd.query.types import Typing
    from inferd.refactor.available import Row
    from inferd.refactor.journal import Entry
    from inferd.refactor.planning import Step
    from inferd.refactor.verify import Verification

Done = TypeVar("Done")

_SETTINGS = ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini")  # what a copy needs besides modules


class Status:
    """What `inferd status` says.  `size` is in bytes; `unsettled` counts the files whose types are not kept yet."""

    __slots__ = ("counts", "database", "fresh", "not_analysed", "notes", "revision", "root", "size", "unsettled")

    def __init__(
        self, root: str, database: str, revision: int, counts: dict[str, int], not_analysed: list[tuple[str, str]],
        fresh: bool, notes: list[str], size: int, unsettled: int,
    ):  # fmt: skip
        self.root = root
        self.database = database
        self.revision = revision
        self.counts = counts
        self.not_analysed = not_analysed
        self.fresh = fresh
        self.notes = notes
        self.size = size
        self.unsettled = unsettled


class Project(Opened):
    """See the module's docstring.  Made by `inferd.open`."""

    # -- questions ------------------------------------------------------------------------------------------------

    def _answer(self, target: str, ask: Callable[[View, targets.Subject], tuple[list[Any], list[Undecided]]]) -> Answer:
        with self.snapshot() as view:
            subjects = targets.parse(view, target, self.root)
            rows: list[Any] = []
            undecided: list[Undecided] = []
            for s in subjects:
                found, open_ones = ask(view, s)
                rows = _united(rows, found) if rows else found
                undecided += [u for u in open_ones if u not in undecided]
            named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            return Answer(
                view.reader.revision(), named, tuple(rows), tuple(undecided), tuple(view.reader.not_analysed()),
                view.settling > 0,
            )

    def references(self, target: str, definitions: bool = True) -> Answer:
        """Where a target is used: rows of `Reference`, exact ones first."""
        return self._answer(target, lambda view, s: references.references(view, s, definitions))

    def definitions(self, target: str) -> Answer:
        """Where a target is defined: rows of `Definition`."""
        from inferd.query import stored

        return self._answer(target, lambda view, s: (symbols.definitions(view, s) or stored.definitions(view, s), []))

    def type_at(self, target: str) -> TypeRow:
        """The types of the name or attribute at `path:LINE:COL`, with their evidence; of a binding right after its
        statement.

        Raises TargetNotFound where nothing stands there.
        """
        with self.snapshot() as view:
            block, k = targets.place(view, target, self.root)
            typing = view.typing
            assert typing is not None
            return typing.row(block, k)

    def type_of(self, target: str, expression: str) -> Answer:
        """The types of an expression as it would be after the line of `path:LINE`, in that line's scope: one `TypeRow`.

        Raises TargetNotFound where there is no such file, InferdError where the expression, or what stands in the
        line, does not parse, or the expression has a name that is not defined there.
        """
        from inferd.index.overlay import Overlay
        from inferd.query import expressions
        from inferd.source import files
        from inferd.source.text import decode

        with self.snapshot() as view:
            path, line = targets.line(view, target, self.root)
            known = self._overlays.get(path)
            text = known.text if known is not None else decode(files.read(self.root, path), path)[0]
            at = expressions.placed(text, path, line, expression)
            overlays = {**self._overlays, path: Overlay.of(view.reader, path, at.text, known)}
        with self.snapshot_over(overlays) as view:
            typing = view.typing
            assert typing is not None
            block, k = targets.place(view, f"{path}:{at.line}:{at.column}", self.root)
            row = typing.row(block, k)
            expressions.refuse_undefined(view, self.root, block.row.file_id, at, expression)
            return Answer(
                view.reader.revision(), f"{path}:{line}", (expressions.as_asked(row, at, line, expression),), (),
                tuple(view.reader.not_analysed()), typing.is_settling,
            )  # fmt: skip

    def implementations(self, target: str) -> Answer:
        """Of a class, the classes below it and, of a Protocol, those that have its members; of a method, its
        definitions there: rows of `Definition`.
        """
        return self._answer(target, lambda view, s: (inheritance.implementations(view, s), []))

    def overrides(self, target: str) -> Answer:
        """The definitions that a method overrides and those that override it: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.overrides(view, s), []))

    def supertypes(self, target: str) -> Answer:
        """The base classes of a class that are the project's: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.supertypes(view, s), []))

    def subtypes(self, target: str) -> Answer:
        """The classes directly below a class: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.subtypes(view, s), []))

    def types(self, target: str, against: bool = False) -> Answer:
        """The types of what stands at a place, or of what a symbol's definitions bind: rows of `TypeRow`. Where a
        function is defined, what it takes and returns follows.

        What recorded runs saw of it follows, as far as the code that ran stands there.  *against*: declared parameters
        name the calls that contradict them, of functions that few files mention; that can take a second.
        """
        with self.snapshot() as view:
            typing = view.typing
            assert typing is not None
            if _is_place(target):
                block, k = targets.place(view, target, self.root)
                rows = [typing.row(block, k), *typing.function_rows(block, k)]
                named = f"{block.file.path}:{rows[0].line}:{rows[0].column}"
            elif (file := targets.file_of(view, target, self.root)) is not None:
                rows = typing.file_rows(file)
                named = target
            else:
                subjects = targets.parse(view, target, self.root)
                places = [p for s in subjects for p in symbols.places(view, s)]
                rows = [r for p in places for r in (typing.row(*p), *typing.function_rows(*p))]
                asked = [s.module for s in subjects if isinstance(s, targets.ModuleSubject)]
                rows += [r for m in asked for f in view.reader.files_of_module(m) for r in typing.file_rows(f.id)]
                named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            if view.reader.is_recorded():
                from inferd.query import contradictions, runtime

                names = {targets.symbol_of(view, s).partition(":")[0] for s in _subjects(view, target, self.root)}
                modules = [targets.ModuleSubject(m) for m in sorted(names)]
                rows = contradictions.marked(rows, [r for m in modules for r in contradictions.contradictions(view, m)])
                rows = runtime.added(rows, _seen_of(view, target, self.root))
            is_one = _is_place(target) or targets.file_of(view, target, self.root) is None
            if against and is_one and ":" in target:
                from inferd.query import passed

                rows = passed.marked(view, list(rows), self.root, not self._overlays)
            undecided: list[Undecided] = []
            if is_one:
                from inferd.query import callgraph

                undecided = callgraph.may_pass_more(view, rows)
            return Answer(
                view.reader.revision(), named, tuple(rows), tuple(undecided), tuple(view.reader.not_analysed()),
                typing.is_settling,
            )  # fmt: skip

    def members(self, target: str) -> Answer:
        """What a class (inherited members included) or a module has: rows of `Definition`."""
        return self._answer(target, lambda view, s: (symbols.members(view, s), []))

    def bindings(self, target: str) -> Answer:
        """What binds names in a module, class or function, or the name of a variable or a parameter (the calls that
        pass it something among them): rows of `Reference`.
        """
        from inferd.query import binding

        return self._answer(target, lambda view, s: (binding.bindings(view, s), []))

    def strings(self, target: str) -> Answer:
        """The strings that read as a name (or as the last part of a target): rows of `Reference`."""
        name = target.rpartition(":")[2].rpartition(".")[2]
        with self.snapshot() as view:
            return Answer(
                view.reader.revision(), name, tuple(symbols.strings(view, name)), (), tuple(view.reader.not_analysed())
            )

    def unresolved(self, target: str | None = None, inference: bool = True) -> Answer:
        """Imports and names that nothing in the project or in Python explains and, with *inference*, the places where
        inference gave up, for which receivers of attributes are not known: rows of `Reference`; the evidence says why.
        """
        def ask(view: View, s: targets.Subject | None) -> tuple[list[Reference], list[Undecided]]:
            rows = symbols.unresolved(view, s)
            if not inference:
                return rows, []
            if s is None and view.reader.has_more_scopes(self.config.follow_calls):
                hint = "ask of a module: `inferd query unresolved shop.cart`"
                return rows, [Undecided("where inference gave up, in a project of this size", 0, hint)]
            from inferd.query import givenup

            return rows + givenup.given_up(view, symbols.files_of(view, s)), []

        if target is not None:
            return self._answer(target, ask)
        with self.snapshot() as view:
            rows, undecided = ask(view, None)
            return Answer(
                view.reader.revision(), "", tuple(rows), tuple(undecided), tuple(view.reader.not_analysed())
            )

    def outline(self, path: str) -> list[symbols.Outline]:
        with self.snapshot() as view:
            return symbols.outline(view, path)

    def search(self, text: str, limit: int = 200) -> list[Definition]:
        with self.snapshot() as view:
            return symbols.search(view, text, limit)

    # -- changes --------------------------------------------------------------------------------------------------

    def impact(self, target: str, kind: str = "rename", explain: int | None = None, to: str = "") -> Impact:
        """What a change of a target (kind: rename, signature, remove, move, retype) would touch.

        *explain*: of how many inferred references the evidence is wanted, which is what takes longest; None for all.
        *to*: the new name, or the module that it moves to: what that would collide with is among the risks.
        """
        from inferd.query import impact

        self.follow()
        with self.snapshot() as view:
            view.waits = True
            subjects = targets.parse(view, target, self.root)
            found = impact.impact(view, subjects, kind, self.root, explain, to if kind == "move" else "")
        if not to or kind != "rename":
            return found
        return found._replace(risks=tuple(impact.with_refusals(found.risks, self._refusals(target, to))))

    def _refusals(self, target: str, new_name: str) -> list[tuple[str, int, str]]:
        """Why a rename would be refused: (path, line, reason)."""
        try:
            self.rename(target, new_name)
        except RefactorRefused as refused:
            return [(str(path), int(str(line)), str(reason)) for path, line, reason in refused.reasons]
        return []

    def impact_since(self, revision: str, within: str = "") -> "Since":
        """What the files as they are have changed since where the branch left a revision of git, who uses that, and
        which tests matter.

        *within*: a path or a module; only what lies there is reported.
        """
        from inferd.query import since

        self.follow()
        with self.snapshot() as view:
            view.waits = True
            return since.since(view, self.root, revision, within, self.config.max_file_size)

    def rename(self, target: str, new_name: str, *, include: Iterable[str] = (), force: bool = False) -> ChangePlan:
        """The change that renames a target everywhere; nothing is written before `apply`.

        *include*: "possible", "strings", "comments" and "docstrings" take along what is not sure.  Raises
        RefactorRefused with the reasons; *force* overrules those that a person may overrule.
        """
        from inferd.refactor import rename

        self.ensure_fresh()
        self.follow()
        overlays = {path: overlay.text for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            view.waits = True
            return rename.plan(view, self.root, target, new_name, include, force, overlays)

    def refactor(
        self, name: str, given: Mapping[str, Any], *, force: bool = False, possible: bool = False
    ) -> ChangePlan:
        """The change that a refactoring of `inferd.refactor.catalogue` makes; nothing is written before `apply`.

        *given*: its arguments and options by the names of their parameters, `target` the first as a rule.  *possible*
        takes along occurrences that are only possible; *force* overrules what a person may overrule.  Unsaved texts are
        what the files hold.  Raises RefactorRefused with the reasons.
        """
        from inferd.refactor import catalogue

        self.ensure_fresh()
        self.follow()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            view.waits = True
            return catalogue.plan(view, self.root, name, given, overlays=unsaved, force=force, possible=possible)

    def refactorings(self, target: str) -> "list[Row]":
        """The refactorings that there are for a target (symbol, place, range or module), and why others are not."""
        from inferd.refactor import available

        self.ensure_fresh()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            return available.available(view, self.root, target, dict(unsaved))

    def plan(self, steps: "Sequence[Step]", description: str = "plan") -> ChangePlan:
        """The change that several refactorings make one after the other, each on what those before it have done.

        Raises what a step raises, with its number; nothing is written before `apply`.
        """
        import tempfile

        from inferd.refactor import planning

        self.ensure_fresh()
        self.follow()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            paths = [f.path for f in view.reader.files()]
        plans: list[ChangePlan] = []
        with tempfile.TemporaryDirectory(prefix="inferd-plan-") as place:
            files = planning.Files(self.root, os.path.realpath(place))
            files.copy([*paths, *_SETTINGS], unsaved)
            with _Virtual(self, files.virtual) as virtual:
                for number, step in enumerate(steps, 1):
                    try:
                        plans.append(virtual.step(step))
                    except InferdError as error:
                        raise planning.failed(number, step, error) from error
                    changed = files.write(plans[-1])
                    virtual.update(only=changed)
            return planning.merged(description, files, plans)

    def together(self, step: "Step", also: Sequence[str]) -> ChangePlan:
        """The change of one refactoring in this project and in others that use what changes, *also*: their folders.

        One change: `apply` writes all of it or nothing, and `undo` takes it back in all of them.
        """
        import tempfile

        from inferd.index import modules
        from inferd.refactor import planning, together
        from inferd.source import files as source_files

        self.ensure_fresh()
        among = together.others(self.root, also)
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            paths = [f.path for f in view.reader.files()]
        with tempfile.TemporaryDirectory(prefix="inferd-also-") as place:
            files = planning.Files(self.root, os.path.realpath(place))
            files.copy([*paths, *_SETTINGS], unsaved)
            roots = []
            for other in among:
                settings = configuration.load(other.root)
                found = [e.path for e in source_files.scan(other.root, settings).entries]
                folder = planning.Files(other.root, os.path.join(files.virtual, other.folder))
                folder.copy([*found, *_SETTINGS], {})
                roots.append((other, modules.main_roots(found, settings.source_roots)))
            own = modules.main_roots(paths, self.config.source_roots)
            with _Virtual(self, files.virtual, together.config_of(self.config, own, roots)) as virtual:
                try:
                    return together.plan_of(virtual.step(step), among)
                except InferdError as error:
                    raise together.error_of(error, among) from error

    def step(self, step: "Step") -> ChangePlan:
        """The change of one step of a plan."""
        from inferd.refactor import planning

        if step.refactoring == planning.RENAME:
            given = step.given
            return self.rename(str(given["target"]), str(given["to"]), include=step.include, force=step.force)
        return self.refactor(
            step.refactoring, step.given, force=step.force, possible="possible" in step.include
        )  # fmt: skip

    def apply(self, plan: ChangePlan) -> "Entry":
        """Write a plan, all of it or nothing, and bring the index up to date."""
        from inferd.refactor import journal

        paths = [c.path for c in self._own(plan)]
        return self._write(
            lambda: journal.apply(self.root, self.directory, plan.changes, plan.description, plan.also), paths
        )

    def _own(self, plan: ChangePlan) -> list[Any]:
        """The changes of a plan that are in this project."""
        return [c for c in plan.changes if not any(c.path.startswith(f"{path}/") for path in plan.also)]

    def affected_by(self, plan: ChangePlan) -> "Affected":
        """The tests that a plan, which is not written yet, can affect: that ran what changes, or else import it."""
        from inferd.query import affected, changed

        scopes = [s for c in self._own(plan) for s in changed.of_file(c.path, c.before, c.after)]
        with self.snapshot() as view:
            view.waits = True
            return affected.of_scopes(view, scopes, is_proof=True)

    def rehearse(
        self, plan: ChangePlan, command: Sequence[str] | None = None, say: Callable[[str], None] = lambda _: None
    ) -> "Verification":
        """Try a plan out on a scratch copy: run the tests that it can affect, before and after; nothing is written.

        *command*: what runs the tests, with the word `{tests}` where the files of those that the plan can affect are to
        stand; without that word all that it runs are compared.  By default pytest in the project's environment.  *say*
        gets a line before each thing that takes time, the command first: this runs the project's code.
        """
        from inferd.refactor import verify
        from inferd.source.environment import find_environment

        environment = find_environment(self.root, self.config.python, os.environ.get("VIRTUAL_ENV"))
        words = list(command) if command is not None else verify.default_command(environment.prefix)
        tests: list[str] | None = None
        if verify.TESTS in words:
            found = self.affected_by(plan)
            tests = [t["id"] for t in found.tests]
            if not tests:
                raise InferdError(
                    "no test is seen that this change can affect: there is nothing to verify it with",
                    "`--verify-command 'python -m pytest'` runs all tests instead",
                )
            if found.said:
                say(found.said)
        with self.snapshot() as view:
            roots = list(view.roots)
        apart = [environment.prefix] if environment.prefix else []
        if plan.also:
            say(f"the tests of {', '.join(plan.also)} are not among them")
        return verify.verify(self.root, self._own(plan), tests, words, roots=roots, apart=apart, say=say)

    def undo(self) -> "Entry":
        """Take back the last change that was applied, to the byte."""
        from inferd.refactor import journal

        return self._write(lambda: journal.undo(self.root, self.directory), self._last_changed("applied", -1))

    def redo(self) -> "Entry":
        """Make again the change that was undone last."""
        from inferd.refactor import journal

        return self._write(lambda: journal.redo(self.root, self.directory), self._last_changed("undone", 0))

    def _last_changed(self, state: str, which: int) -> list[str]:
        """The files of the change that is to be undone, or made again."""
        from inferd.refactor import journal

        found = [e for e in journal.history(self.root, self.directory) if e.state == state]
        last = found[which] if found else None
        return [f.path for f in last.files if not f.path.startswith("../")] if last is not None else []

    def recover(self) -> list[str]:
        """Finish, or take back, a change that was interrupted while it was written; one line for each thing done."""
        before = len(self.notes)
        self._write(lambda: None)
        return self.notes[before:]

    def _write(self, act: Callable[[], Done], paths: Iterable[str] = ()) -> Done:
        """Change files of the project under the writer lock, after having finished what was interrupted.

        *paths*: the files that it changes; what runs saw of them follows.
        """
        from inferd.refactor import journal
        from inferd.source.lock import WriterLock

        layout.create(self.layout)
        lock = WriterLock(self.directory)
        lock.acquire(60.0)
        with lock:
            self.notes += journal.recover(self.root, self.directory)
            before, modules = self._contents(paths)
            done = act()
            after, _ = self._contents(paths)
            if isinstance(done, journal.Entry):
                self.notes += self._tell_git(done)
        self.update()
        if before:
            self._carry_over(before, after, modules)
        return done

    def _tell_git(self, entry: "Entry") -> list[str]:
        """Let git know of files that a change has moved, or moved back."""
        from inferd.refactor import versioned

        own = [f for f in entry.files if not any(f.path.startswith(f"{path}/") for path in entry.also)]
        moves = versioned.moved((f.path, f.before, f.after) for f in own)
        if entry.state == "undone":
            moves = [(new, old) for old, new in moves]
        return versioned.follow(self.root, moves)

    def _contents(self, paths: Iterable[str]) -> tuple[dict[str, bytes | None], dict[str, str]]:
        """The bytes of files, None for one that is not there, and their modules; nothing where no run is recorded."""
        contents: dict[str, bytes | None] = {}
        names: dict[str, str] = {}
        if self.in_memory or not paths or not self.is_ready():
            return contents, names
        from inferd.errors import SourceError
        from inferd.source import files

        with self.snapshot() as view:
            for path in paths if view.reader.is_recorded() else ():
                row = view.reader.file_at(path)
                if row is not None:
                    names[path] = row.module
                try:
                    contents[path] = files.read(self.root, path, self.config.max_file_size)
                except SourceError:
                    contents[path] = None
        return contents, names

    def _carry_over(
        self, before: dict[str, bytes | None], after: dict[str, bytes | None], modules: dict[str, str]
    ) -> None:
        """Let what runs saw follow a change that inferd made itself."""
        from inferd.index import carrying, observations

        with self.snapshot() as view:
            changes = carrying.pairs(before, after, modules, view.reader)
        if changes:
            observations.change(self.directory, lambda db: carrying.carry_over(db, changes))

    def status(self) -> Status:
        with self.snapshot() as view:
            is_fresh = fresh.is_fresh(view.reader, self.root, self.config)
            size = 0 if self.in_memory else os.path.getsize(self.database)
            is_kept = view.typing is not None and view.typing.settled() is not None
            return Status(
                self.root, self.database, view.reader.revision(), view.reader.counts(), view.reader.not_analysed(),
                is_fresh,
                list(self.notes), size, view.reader.untyped_count(is_kept),
            )  # fmt: skip

    def verify(self) -> list[str]:
        """Differences between the live facts and those of a cold index of the same files; empty where there is none."""
        from inferd.index import bring

        if self.in_memory:
            assert self._memory is not None, "update() first"
            return bring.verify(self._memory, self.root, self.config)
        with self._explained():
            db = connection.connect(self.database)
            try:
                db.execute("BEGIN")
                return bring.verify(db, self.root, self.config)
            finally:
                db.close()

    def integrity(self) -> list[str]:
        with self.snapshot() as view:
            found = view.reader.integrity()
        if found and not self.in_memory:
            connection.mark_damaged(self.database)
        return found

    # -- what runs have seen --------------------------------------------------------------------------------------

    def _observed(
        self, target: str | None, ask: Callable[[View, list[targets.Subject]], list[Any]], about: str
    ) -> Answer:
        from inferd.query import runtime

        with self.snapshot() as view:
            subjects = targets.parse(view, target, self.root) if target is not None else []
            rows = ask(view, subjects)
            undecided: tuple[Undecided, ...] = ()
            if runtime.of(view) is None:
                undecided = (Undecided(f"{about}: {runtime.NOTHING_RECORDED}", 0, runtime.RECORD),)
            elif about == "calls":
                undecided = (Undecided("calls that no recorded run saw", 0, "`inferd query refs` lists all uses"),)
            named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            return Answer(
                view.reader.revision(), named, tuple(rows), undecided, tuple(view.reader.not_analysed())
            )  # fmt: skip

    def tests(self, target: str) -> Answer:
        """The tests that ran a target in a recorded run, or rely on what ran it: rows of `TestRow`."""
        from inferd.query import runtime

        return self._observed(target, runtime.test_rows, "tests")

    def observed_types(self, target: str) -> Answer:
        """The types that recorded runs saw: what went in and came out, attributes, locals: rows of `TypeRow`."""
        from inferd.query import runtime

        return self._observed(target, lambda view, subjects: _each(runtime.types, view, subjects), "types")

    def calls(self, target: str | None = None) -> Answer:
        """The calls in a target (a function, class, module, package or file), or in the whole project, that inference
        finds and that recorded runs saw: rows of `CallRow`.
        """
        from inferd.query import callgraph

        return self._called(target, callgraph.files_of, callgraph.within, self.observed_calls)

    def callers(self, target: str) -> Answer:
        """The calls of a target that inference finds and that recorded runs saw: rows of `CallRow`."""
        from inferd.query import callgraph

        return self._called(target, callgraph.files_reaching, callgraph.reaching, self.observed_callers)

    def _called(
        self, target: str | None, files: Callable[..., list[int]],
        ask: Callable[..., tuple[list[Any], list[Undecided]]], observe: Callable[[Any], Answer],
    ) -> Answer:  # fmt: skip
        from inferd.query import callgraph

        def parsed(view: View) -> "tuple[Typing, callgraph.Asked]":
            assert view.typing is not None
            file = targets.file_of(view, target, self.root) if target is not None else None
            if target is None or file is not None:
                return view.typing, file
            return view.typing, targets.parse(view, target, self.root)

        with self.snapshot() as view:
            missing = files(*parsed(view))
        self.settle_asked(missing)
        with self.snapshot() as view:
            typing, asked = parsed(view)
            rows, undecided = ask(typing, asked)
            subjects = asked if isinstance(asked, list) else []
            named = ", ".join(targets.symbol_of(view, s) for s in subjects) or target or ""
            is_recorded = view.reader.is_recorded()
            answer = Answer(
                view.reader.revision(), named, tuple(rows), tuple(undecided), tuple(view.reader.not_analysed()),
                typing.is_settling,
            )  # fmt: skip
        if is_recorded:
            answer = answer._replace(rows=tuple(callgraph.united(answer.rows, observe(target).rows)))
        return answer

    def observed_callers(self, target: str) -> Answer:
        """The calls of a target that recorded runs saw: rows of `CallRow`."""
        from inferd.query import runtime

        return self._observed(target, lambda view, subjects: _each(runtime.callers, view, subjects), "calls")

    def observed_calls(self, target: str | None = None) -> Answer:
        """The calls that recorded runs saw in a target, or in the whole project: rows of `CallRow`."""
        from inferd.query import runtime

        def ask(view: View, subjects: list[targets.Subject]) -> list[Any]:
            return _each(runtime.calls, view, subjects) if target is not None else runtime.calls(view, None)

        return self._observed(target, ask, "calls")

    def contradictions(self, target: str | None = None) -> Answer:
        """Parameters and results whose declared or inferred types do not fit what runs saw, and declared parameters
        that do not fit what calls pass: rows of `TypeRow`.
        """
        from inferd.query import contradictions, passed

        def ask(view: View, subjects: list[targets.Subject]) -> list[Any]:
            def both(view: View, subject: targets.Subject | None) -> list[Any]:
                rows = passed.contradictions(view, subject, self.root, not self._overlays, self.progress)
                return contradictions.contradictions(view, subject) + rows

            rows = _each(both, view, subjects) if target is not None else both(view, None)
            return sorted(rows, key=lambda r: r[:4])

        return self._observed(target, ask, "contradictions")

    def problems(self, target: str | None = None) -> Answer:
        """What is wrong in a target (a file, a folder, a module, a symbol), or in the whole project, as far as it is
        certain: rows of `Problem`.
        """
        from inferd.query import problems

        with self.snapshot() as view:
            return problems.answer(view, target, self.root, not self._overlays, self.progress, self.tell)

    def annotate(self, target: str) -> ChangePlan:
        """The change that annotates the functions of a target with what recorded runs saw: nothing is written."""
        from inferd.refactor import annotate

        self.ensure_fresh()
        with self.snapshot() as view:
            return annotate.plan(view, self.root, target, self.config.max_file_size)

    def stubs(self, target: str) -> list[tuple[str, str]]:
        """(path, text) of stubs for the functions of a target that recorded runs saw."""
        from inferd.refactor import annotate

        self.ensure_fresh()
        with self.snapshot() as view:
            return annotate.stubs(view, self.root, target, self.config.max_file_size)

    def is_spooled(self) -> bool:
        """Whether recorders have left something to `fold`."""
        return not self.in_memory and is_spooled(self.directory, self.root)

    def fold(
        self, token: str = "", status: int | None = None, timeout: float = 60.0, every: bool = True
    ) -> "Folded":  # fmt: skip
        """Take in what recorders have left in the project's spool; the index is to be true for the files.

        *token*, *status*: the run that has ended, and its exit status.  Without *every*, what is still being recorded
        is read again only where there is much more of it.  Raises StoreLocked after *timeout* seconds.
        """
        from inferd.index import observations

        self._need_runs()
        return observations.fold_all(self.directory, self.root, token, status, timeout, every)

    def _need_runs(self) -> None:
        """Make sure that there is a database to keep runs in."""
        if self.in_memory:
            raise InferdError("a project in memory keeps no runs", "open it with a directory for its index")
        if not self.is_ready():
            self.update()

    def drop_runs(self, runs: Iterable[int]) -> None:
        """Forget runs, and what no other run saw."""
        from inferd.index import observations

        self._need_runs()
        observations.drop(self.directory, list(runs))

    def merge_runs(self, runs: Iterable[int]) -> None:
        """Let the first of some runs have seen what all of them saw, and forget the others."""
        from inferd.index import observations

        self._need_runs()
        observations.merge(self.directory, list(runs))

    def export_run(self, run: int, path: str) -> None:
        """Write a run into a file."""
        from inferd.index import transfer
        from inferd.query import runtime

        with self.snapshot() as view:
            seen = runtime.of(view)
            known = seen.run(run) if seen is not None else None
            if seen is None or known is None:
                raise InferdError(f"there is no run {run}", "`inferd runs list` lists them")
            transfer.write(path, transfer.lines(seen.o, known))

    def import_runs(self, path: str) -> "Folded":
        """Take in a run from a file, or the runs of a spool directory."""
        from inferd.index import observations

        self._need_runs()
        return observations.bring_in(self.directory, path)

    def runs(self) -> list[dict[str, Any]]:
        """The recorded runs, each as an object."""
        from inferd.query import runtime

        with self.snapshot() as view:
            seen = runtime.of(view)
            return [runtime.described(seen.o, run) for run in seen.o.runs()] if seen is not None else []


class _Virtual(Project):
    """A copy of a project, with a copy of its database, in a folder of its own; its environment is the original's."""

    def __init__(self, original: Project, root: str, config: configuration.Config | None = None):
        super().__init__(root, os.path.join(root, ".project"))
        self.root = root
        self.config = config or original.config
        self._original = original
        self._followed = FOLLOWED if config else SMALL
        layout.create(self.layout)
        if not original.in_memory:
            connection.copy_to(original.database, self.database)
        self.update()

    def _libraries(self) -> "Libraries":
        return self._original._libraries()

    def _is_current(self) -> bool:
        return True

    def follow(self) -> bool:
        return self.find_flow(self._followed)


def _subjects(view: View, target: str, root: str) -> list[targets.Subject]:
    """What a target stands for; nothing where that is not decided."""
    from inferd.errors import TargetNotFound

    try:
        return targets.parse(view, target, root)
    except TargetNotFound:
        return []


def _seen_of(view: View, target: str, root: str) -> list[TypeRow]:
    """What recorded runs saw of a target; nothing where it is not decided what it stands for."""
    from inferd.errors import TargetNotFound
    from inferd.query import runtime

    try:
        return _each(runtime.types, view, targets.parse(view, target, root))
    except TargetNotFound:
        return []


def _each(ask: Callable[[View, Any], list[Any]], view: View, subjects: list[targets.Subject]) -> list[Any]:
    """The answers about several subjects, each row once."""
    rows = [r for s in subjects for r in ask(view, s)]
    return list({repr(r): r for r in rows}.values())


def _is_place(target: str) -> bool:
    head, _, column = target.rpartition(":")
    return column.isdigit() and head.rpartition(":")[2].isdigit()


def _united(rows: list[Any], more: list[Any]) -> list[Any]:
    """The rows of two subjects; a place that both have is listed once, with the better grade."""
    places = {r[:5]: r for r in rows} if isinstance(rows[0], Reference) else {r: r for r in rows}
    for r in more:
        key = r[:5] if isinstance(r, Reference) else r
        other = places.get(key)
        if other is None or (
            isinstance(r, Reference) and CONFIDENCES.index(r.confidence) < CONFIDENCES.index(other.confidence)
        ):
            places[key] = r
    return list(places.values())


def open(path: str = ".", store: str | None = None) -> Project:  # noqa: A001 - `inferd.open`, as people write it
    """The project that a path lies in.  *store*: another directory than `.project`, or ":memory:"."""
    return Project(path, store)


__all__ = ["Project", "Reference", "Status", "open"]
