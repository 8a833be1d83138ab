"""Types of what stands at a place: inference (`inferd.inference`) and positions brought together.

Flow programs hold no positions.  The steps that name something and the occurrences of the same scope go together by
order (docs/flow-programs.md), so a place is found by counting: `Ties` does that for one file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from json import dumps, loads
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference.definitions import attributes, classes, signatures
from inferd.inference.engine import INFERENCE_VERSION, Engine, Where
from inferd.inference.flow import contexts
from inferd.inference.operations import containers
from inferd.inference.program import Tree
from inferd.inference.scopes import frames, lazy
from inferd.inference.types import ANY, NONE, NOTHING, UNKNOWN, Cls, Types, Value, is_known, show, union
from inferd.model import TypeRow
from inferd.query.targets import scope_defined
from inferd.query.view import Block, View
from inferd.query.world import Shelf, World
from inferd.syntax import facts as F

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.index.libraries import Library
    from inferd.query.kept_calls import KeptCalls
    from inferd.query.settled import Settled

TIED_STEPS = frozenset("l s w x a A X sa sp Aa sm tp ta pa p".split())
_STORES = frozenset(("s", "S", "sa", "sp", "p", "w", "A", "AS", "Aa"))
_BINDING = frozenset((F.WRITE, F.ATTRIBUTE, F.PARAMETER, F.DEFINITION, F.CAPTURE))
_OF_ANOTHER = frozenset(("a", "i", "(", "nx", "un", "it"))  # steps whose value is found from that of another one
_NEAR = 60  # steps between the read and the store of an augmented assignment, as a rule
_SHOWN = 4  # sets within sets in which lambdas are shown with what their calls give
_MAY_HOLD = frozenset(("callable", "tuple", "record", "instance"))  # values that may be lambdas, or hold some


def constant_text(words: list[str]) -> str:
    """The string that a constant is; "" for any other step, and for a long one."""
    return str(loads(words[1][1:])) if words[0] == "c" and words[1][:2] == 's"' else ""


class Step(NamedTuple):
    """A step of a scope's program."""

    where: Where
    number: int


def _of_owner(block: Block) -> list[int]:
    """The tied occurrences of a block that belong to the scope which the block stands in, in order."""
    s = block.s
    own = {-1}
    for i in range(len(s) // 7):
        if s[i * 7] not in (F.FUNCTION, F.CLASS) and s[i * 7 + 2] in own:  # a scope comes after its parent
            own.add(i)
    o, names = block.o, block.names
    return [k for k, scope in enumerate(o[4::6]) if scope in own and F.is_tied(o[k * 6 + 3], names[o[k * 6]])]


class Ties:
    """Which step of which scope each occurrence of a file belongs to."""

    def __init__(self, view: View, tree: Tree, file_id: int):
        self.view = view
        self.file_id = file_id
        self.tree = tree
        self._of_block: dict[int, list[int]] = {}  # block -> scopes that begin in it
        for number in self.tree.order:
            block = self.tree.scopes[number].block
            if block is not None:
                self._of_block.setdefault(block, []).append(number)
        self._steps: dict[int, list[int]] = {}
        self._places: dict[int, list[tuple[Block, int]]] = {}
        self._inner: dict[int, dict[int, list[int]]] = {}
        self._outer: dict[int, list[tuple[Block, int]]] | None = None
        self._of_owner: dict[str, int] = {}  # the module ("") and its classes, by their names in blocks -> scope
        self._owned: dict[tuple[int, int], tuple[int, int]] = {}  # block, occurrence -> scope and rank in `_outer`

    def steps(self, scope: int) -> list[int]:
        """The tied steps of a scope, in order."""
        known = self._steps.get(scope)
        if known is None:
            program = self.tree.program(scope)
            known = self._steps[scope] = [n for n, words in enumerate(program.steps) if words[0] in TIED_STEPS]
        return known

    def last_step(self, scope: int, step: int) -> int:
        """The last tied step of a scope up to *step*, else the first; -1 where it has none."""
        steps = self.steps(scope)
        return steps[max(bisect_right(steps, step) - 1, 0)] if steps else -1

    def scopes_in(self, block: int) -> list[int]:
        """The scopes that begin in a block, by its row id."""
        return self._of_block.get(block, [])

    def _number(self, block: Block, s: int) -> int:
        """The scope that scope *s* of a block is, or lies in; -1 where it is not known (a stale block)."""
        while s >= 0 and block.s[s * 7] not in (F.FUNCTION, F.CLASS):
            s = block.s[s * 7 + 2]
        if s < 0:
            return -2
        numbers = self._of_block.get(block.row.id, ())
        rank = sum(1 for i in range(s) if block.s[i * 7] in (F.FUNCTION, F.CLASS))
        return numbers[rank] if rank < len(numbers) else -1

    def _inside(self, block: Block) -> dict[int, list[int]]:
        """Scope number -> its occurrences in a block, in order; -2 stands for the owner."""
        known = self._inner.get(block.row.id)
        if known is None:
            known = self._inner[block.row.id] = {}
            numbers: dict[int, int] = {-1: -2}
            o, names = block.o, block.names
            for k in range(len(o) // 6):
                if F.is_tied(o[k * 6 + 3], names[o[k * 6]]):
                    s = o[k * 6 + 4]
                    number = numbers.get(s)
                    if number is None:
                        number = numbers[s] = self._number(block, s)
                    known.setdefault(number, []).append(k)
        return known

    def _owners(self) -> dict[int, list[tuple[Block, int]]]:
        """The occurrences of the module's and the classes' own scopes, by number."""
        if self._outer is None:
            self._outer = {}
            of_owner = self._of_owner = {"": 0}
            seen: dict[str, int] = {}
            for block in self.view.blocks_of_file(self.file_id):
                owner = block.row.owner
                number = of_owner.get(owner, -1)
                found = _of_owner(block)
                if found:
                    self._outer.setdefault(number, []).extend((block, k) for k in found)
                if block.row.kind == "class":
                    full = f"{owner}.{block.row.name}" if owner else block.row.name
                    seen[full] = seen.get(full, 0) + 1
                    if seen[full] > 1:
                        full = f"{full}#{seen[full]}"
                    begun = self._of_block.get(block.row.id, ())
                    if begun:
                        of_owner[full] = begun[0]
            for scope, places in self._outer.items():
                for i, (block, k) in enumerate(places):
                    self._owned.setdefault((block.row.id, k), (scope, i))
        return self._outer

    def step_of(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, step) of an occurrence; None where it has none."""
        s = block.o[k * 6 + 4]
        number = self._number(block, s) if s >= 0 else -2
        if number == -1:
            return None
        if number == -2:
            outer = self._owners()
            scope, i = self._owned.get((block.row.id, k), (-1, -1))
            steps = self.steps(scope) if scope >= 0 else []
            return (scope, steps[i]) if steps and len(steps) == len(outer[scope]) else None
        occurrences = self._inside(block).get(number, [])
        steps = self.steps(number)
        if len(steps) != len(occurrences):
            return None
        i = bisect_left(occurrences, k)
        return (number, steps[i]) if i < len(steps) and occurrences[i] == k else None

    def string_of(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, step) of the constant that string *k* is; None where that is not known, or it is a part of one.

        A string has no tied step; but the constants of a scope that read so are its strings of that name, in order.
        """
        name = block.names[block.o[k * 6]]
        if block.o[k * 6 + 3] & F.WORD:
            return self._of_words(block, k)
        here = self._number(block, block.o[k * 6 + 4])
        number, blocks = here, [block]
        if here == -2:
            owner = block.row.owner
            self._owners()
            number = self._of_owner.get(owner, -1)
            of_name = self.view.blocks_of_name(name)
            blocks = [b for b in of_name if b.row.file_id == self.file_id and b.row.owner == owner]
        if number < 0:
            return None
        places = [
            (b.row.id, i) for b in blocks for i, role, code, scope, _ in b.mentions(name)
            if role == F.STRING and not code & (F.DOTTED | F.WORD) and self._number(b, scope) == here
        ]  # fmt: skip
        wanted = ["c", f"s{dumps(name)}"]
        steps = [n for n, words in enumerate(self.tree.program(number).steps) if words == wanted]
        own = block.row.id, k
        return (number, steps[places.index(own)]) if own in places and len(steps) == len(places) else None

    def _of_words(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, step) of the constant in which *k* is one of several names."""
        callee = self.step_of(block, block.o[k * 6 + 5])
        steps = self.tree.program(callee[0]).steps if callee is not None else []
        call = next((w for w in steps if callee is not None and w[:2] == ["(", str(callee[1])]), None)
        if callee is None or call is None:
            return None
        given = [int(w) for w in call[2:] if w.isdigit()]
        if not block.o[k * 6 + 3] & F.BY_GETATTR:
            at = 0 if steps[callee[1]][-1] == "parametrize" else 1
            return (callee[0], given[at]) if len(given) > at else None
        before = self.words_before(block, k)
        for n in given:
            text = constant_text(steps[n])
            if "." in text:
                before -= text.count(".") + 1
                if before < 0:
                    return callee[0], n
        return None

    def words_before(self, block: Block, k: int) -> int:
        """How many names stand in strings before *k*, of those that the same callee is given in this way."""
        o, link = block.o, block.o[k * 6 + 5]
        return sum(
            1 for j in range(k)
            if o[j * 6 + 3] & F.ROLE_MASK == F.STRING and o[j * 6 + 3] & F.WORD and o[j * 6 + 5] == link
        )  # fmt: skip

    def callee_of(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, step) of what is called with keyword argument *k*, which has no name; None where it is not known."""
        found = self.taking(block, k)
        words = self.tree.program(found[0]).steps[found[1]] if found is not None else [""]
        return (found[0], int(words[1])) if found is not None and words[0] == "(" else None

    def taking(self, block: Block, k: int) -> tuple[int, int] | None:
        """(scope, step) of the call, or the class statement, that keyword argument *k* is of, where it has no name.

        A keyword has no step.  It stands between two occurrences that have: of the calls that take an argument of this
        name there, its is the one that is the so-manieth.
        """
        o = block.o
        number = self._number(block, o[k * 6 + 4]) if o[k * 6 + 4] >= 0 else -2
        if number == -1:
            return None
        if number == -2:
            placed = [i for b, i in self._owned if b == block.row.id] if self._owners() else []
            occurrences = sorted(placed)
        else:
            occurrences = self._inside(block).get(number, [])
        i = bisect_left(occurrences, k)
        before = self.step_of(block, occurrences[i - 1]) if i else None
        after = self.step_of(block, occurrences[i]) if i < len(occurrences) else None
        scope = before[0] if before is not None else number
        if scope < 0:
            return None
        first = before[1] if before is not None else -1
        last = after[1] if after is not None and after[0] == scope else 1 << 30
        name = block.names[o[k * 6]]
        rank = 0
        for j in range(k - 1, occurrences[i - 1] if i else -1, -1):
            rank += o[j * 6 + 3] & F.ROLE_MASK == F.KEYWORD and o[j * 6] == o[k * 6]
        found: list[tuple[int, int]] = []
        for n, words in enumerate(self.tree.program(scope).steps):
            if words[0] not in ("(", "k") or not any(w.startswith(f"{name}=") for w in words[2:]):
                continue
            start = int(words[1]) + 1 if words[0] == "(" else 0
            for w in words[2:]:
                given, _, at = w.rpartition("=")
                if given == name and first < start <= last:
                    found.append((start, n))
                start = int(at.lstrip("*")) + 1 if at.lstrip("*").isdigit() else start
        found.sort()
        return (scope, found[rank][1]) if rank < len(found) else None

    def place_of(self, scope: int, step: int) -> tuple[Block, int] | None:
        """The occurrence that a step belongs to; None where it has none."""
        steps = self.steps(scope)
        i = bisect_left(steps, step)
        if i == len(steps) or steps[i] != step:
            return None
        if scope == 0 or (self.tree.scopes[scope].kind == "class" and self._is_owner(scope)):
            places = self._owners().get(scope, [])
            return places[i] if len(places) == len(steps) else None
        row = self.tree.scopes[scope].block
        block = (
            self.view.wrap(found) if row is not None and (found := self.view.reader.block(row)) is not None else None
        )
        if block is None:
            return None
        occurrences = self._inside(block).get(scope, [])
        return (block, occurrences[i]) if len(occurrences) == len(steps) else None

    def _is_owner(self, scope: int) -> bool:
        row = self.tree.scopes[scope].block
        found = self.view.reader.block(row) if row is not None else None
        return found is not None and found.kind == "class"


class Typing:
    """Questions about types over one view."""

    def __init__(self, view: View, shelf: Shelf):
        self.view = view
        self.reads_settled = True
        self.reads_flow = True
        # What `evidence` has found: of variables, and the regions around each step of a scope.
        self.explained: dict[tuple[Any, ...], tuple[dict[str, Any], ...]] = {}
        self.regions: dict[Where, list[tuple[tuple[int, int], ...]]] = {}
        self.sites: dict[Where, tuple[list[tuple[str, int]], bool]] = {}  # function -> calls of it, whether all
        self.left_out: set[int] = set()  # files whose types are not computed now
        # Where somebody waits: computes what is not settled, or gives None where that takes too long.
        self.within: Callable[[Callable[[], Any], Any], Any] | None = None
        self.world = World(view, shelf)
        self._engine: Engine | None = None
        self._ties: dict[int, Ties] = {}
        self._kept_calls: dict[int, KeptCalls | None] = {}
        self._library_ties: dict[tuple[str, int], Ties] = {}
        self._library_views: dict[str, View] = {}
        self._settled: Settled | None = None

    @property
    def engine(self) -> Engine:
        """What is asked; made, with what is stored of the project's calls, when it is."""
        if self._engine is None:
            from inferd.query import flowing

            engine = self._engine = Engine(self.world)
            engine.check = self._check
            if self.reads_flow:
                engine.flow = flowing.load(self.view, engine)
                engine.told = flowing.told(self, engine)
        return self._engine

    def ask(self, engine: Engine) -> None:
        """Let an engine over the same world be asked, instead of one that reads what flows from the database."""
        self._engine = engine

    def close(self) -> None:
        """Let go of all that it holds, see `View.close`."""
        for view in self._library_views.values():
            view.close()
        if self._engine is not None:
            vars(self._engine).clear()
        vars(self).clear()

    @property
    def is_followed(self) -> bool:
        """Whether it was ever found out what calls pass."""
        return bool(self.view.reader.meta("flow"))

    @property
    def is_settling(self) -> bool:
        """Whether what is known of calls was found out before the last change."""
        known = self.view.reader.meta("flow")
        return bool(known) and loads(known)[:2] != [INFERENCE_VERSION, self.view.reader.revision()]

    def _check(self) -> None:
        if self.view.check is not None:
            self.view.check()

    def ties(self, file_id: int) -> Ties:
        known = self._ties.get(file_id)
        if known is None:
            known = self._ties[file_id] = Ties(self.view, self.world.project.tree(file_id), file_id)
        return known

    def library_ties(self, space: str, file_id: int) -> Ties:
        """The same for a file of a library."""
        known = self._library_ties.get((space, file_id))
        if known is None:
            library = self.world.space(space)
            known = self._library_ties[space, file_id] = Ties(View(library.reader), library.tree(file_id), file_id)
        return known

    def library_view(self, library: "Library") -> View:
        """A library as queries see it."""
        known = self._library_views.get(library.key)
        if known is None:
            known = self._library_views[library.key] = View(library.reader)
        return known

    def forget(self, file_id: int) -> None:
        """Forget what only questions about places in a file need."""
        self._ties.pop(file_id, None)
        self.engine.forget_steps()

    def forget_files(self) -> None:
        """The same for all files."""
        self._ties.clear()
        self.engine.forget_steps()

    def step_of(self, block: Block, k: int) -> Step | None:
        found = self.ties(block.row.file_id).step_of(block, k)
        return Step(Where("", block.row.file_id, found[0]), found[1]) if found is not None else None

    def of_step(self, step: Step) -> Types:
        """The value of a step; the scope is run only where the order of statements, or a test, can tell more."""
        types = lazy.value(self.engine, step.where, step.number)
        if len(types) < 2 and not self.may_narrow(step.where, step.number) and not self.may_flow(step, types):
            return types
        return frames.run(self.engine, step.where).types[step.number]

    def may_flow(self, step: Step, types: Types) -> bool:
        """Whether what flows can tell more of a step: of containers, and of what a method is called on."""
        engine, where = self.engine, step.where
        if engine.flow is None:
            return False
        if not types or any(containers.is_container(v) for v in types) or "__class__" in engine.program(where).changes:
            return True
        n = step.number
        steps = engine.program(where).steps
        while steps[n][0] in _OF_ANOTHER:
            n = int(steps[n][1])
            if any(containers.is_container(v) for v in lazy.value(engine, where, n)):
                return True
        params = engine.program(where).params
        own = self._own(where, n, params[0][0]) if params and engine.class_around(where) is not None else -1
        if own < 0 or not lazy.calls_known(engine, where):
            return False
        if steps[own] == ["l", "super"]:
            return UNKNOWN in types
        return lazy.passed(engine, where, params[0][0]) != lazy.value(engine, where, own)

    def _own(self, where: Where, n: int, own: str) -> int:
        """The step that reads what a method is called on, or `super`, of which another step is an attribute, an item,
        a call and so on, also by way of variables; -1 for none.
        """
        program = self.engine.program(where)
        waiting, seen = [n], set[str]()
        while waiting:
            n = waiting.pop()
            while program.steps[n][0] in _OF_ANOTHER:
                n = int(program.steps[n][1])
            words = program.steps[n]
            if words[0] != "l" or words[1] in seen:
                continue
            if words[1] in (own, "super"):
                return n
            seen.add(words[1])
            stores = [program.steps[at] for at in program.stores.get(words[1], ())]
            waiting += [int(store[2]) for store in stores if store[0] == "s"]
        return -1

    def receiver(self, block: Block, k: int) -> Types:
        """What the receiver of attribute occurrence *k* may be; UNKNOWN is in it where that is not all.

        From what is stored where that is settled; then classes stand without their arguments, and those of libraries
        are one.
        """
        settled = self.settled()
        if settled is None and block.row.file_id in self.left_out:
            return ANY
        if settled is not None:
            known = settled.receiver(block.row.file_id, block.row.id, k)
            if known is not None:
                return known
            if block.row.file_id in self.left_out:
                return ANY
        return self.in_full(block, k)

    def in_full(self, block: Block, k: int) -> Types:
        """The same, whatever is stored: it says which module it is, and what it holds."""
        if self.within is None:
            return self.computed(block, k)
        found: Types | None = self.within(lambda: self.computed(block, k), None)
        if found is None:
            self.left_out.add(block.row.file_id)
            self.view.settling = max(self.view.settling, len(self.left_out))
            return ANY
        return found

    def given(self, block: Block, k: int, link: int) -> Types:
        """What is given to `getattr` and its like with the name in string *k*; *link*: the occurrence of it."""
        settled = self.settled()
        known = settled.receiver(block.row.file_id, block.row.id, k) if settled is not None else None
        return known if known is not None else self.at(block, link)

    def settled(self) -> "Settled | None":
        """What is stored; None where it was read in another environment, or by another version of inference."""
        if self._settled is None and self.reads_settled:
            from inferd.query.settled import Settled, is_of

            self.reads_settled = is_of(self.view.reader, self.world.shelf.libraries())
            self._settled = Settled(self.view.reader)
        return self._settled if self.reads_settled else None

    def computed(self, block: Block, k: int) -> Types:
        step = self.step_of(block, k)
        if step is None:
            return ANY
        words = self.engine.program(step.where).steps[step.number]
        if words[0] not in ("a", "A", "X", "Aa", "pa"):
            return ANY
        if words[0] == "pa":
            return frames.run(self.engine, step.where).subjects.get(step.number) or ANY
        return self.of_step(Step(step.where, int(words[1]))) or ANY

    def may_narrow(self, where: Where, step: int) -> bool:
        """Whether a test, or a store into an attribute, can tell more of a step than its value over the whole scope."""
        program = self.engine.program(where)
        name = program.root_of(step)
        if name is None:
            return False
        if program.steps[step][0] == "a" and (name, program.steps[step][2]) in program.assigned:
            return True
        at: Where | None = where
        while at is not None and at.scope:
            if name in self.engine.program(at).tested:
                return True
            at = self.engine.parent(at)
        return name in program.tested

    def at(self, block: Block, k: int) -> Types:
        """What an occurrence is: what is read there, or what is bound right after its statement."""
        step = self.step_of(block, k)
        if step is None:
            return ANY
        engine = self.engine
        words = engine.program(step.where).steps[step.number]
        op = words[0]
        if op in ("l", "a", "pa"):
            if block.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE or op == "a":
                augmented = self.augmented(step)
                if augmented:
                    return augmented
            return self.of_step(step) or ANY
        if op == "p":
            if engine.flow is not None:
                return frames.run(engine, step.where).stored_at.get(step.number) or ANY
            return lazy.parameter(engine, step.where, words[1])
        frame = frames.run(engine, step.where)
        if op == "s" or op == "w":
            known = frame.stored_at.get(step.number) or frame.types[int(words[2])]
            return known or lazy.store(engine, step.where, step.number)
        if op == "sa" or op == "sp":
            return frame.stored_at.get(step.number) or frame.declared.get(words[1]) or ANY
        if op == "sm" or op == "ta":
            return lazy.store(engine, step.where, step.number)
        if op == "Aa":
            from inferd.inference.definitions import annotations

            return annotations.read(engine, step.where, int(words[3]))
        if op == "A":
            receiver = frame.types[int(words[1])]
            is_class = words[2] == "__class__"
            if not is_class and any(frame.is_computed(v, words[2]) for v in receiver):  # a setter may change it
                read = attributes.attribute_of(engine, receiver, words[2])
                stored = engine.widened(frame.types[int(words[3])])
                if read and UNKNOWN not in read and any(v not in read for v in stored):
                    return read
            return frame.types[int(words[3])] or ANY
        if op == "X":
            return attributes.attribute_of(engine, frame.types[int(words[1])], words[2]) or ANY
        return ANY

    def augmented(self, step: Step) -> Types:
        """What `x += 1` leaves in what was read at a step; () for any other."""
        steps = self.engine.program(step.where).steps
        old = str(step.number)
        for n in range(step.number + 1, len(steps)):
            words = steps[n]
            if words[0] in ("S", "AS"):
                value = steps[int(words[-1])]
                if value[0] == "B" and value[2] == old:
                    frame = frames.run(self.engine, step.where)
                    return frame.stored_at.get(n) or frame.types[int(words[-1])]
            elif words[0] in ("lp", "pl", "if", "try") and n > step.number + _NEAR:
                break
        return ()

    def metaclasses(self, cls: Class) -> list[Class]:
        """The metaclasses of a class that are the project's."""
        found = classes.info(self.engine, Cls("", *cls)).metaclass
        return [Class(m.module, m.name) for m in found if not m.space]

    def values_in(self, types: Types) -> Iterator[Value]:
        """The values of a set that may have attributes, type variables as what they are bound to."""
        for v in types:
            if v == NONE:
                continue
            if v[-1] == "typevar" or v[-1] == "class of":
                variable = v if v[-1] == "typevar" else v.variable
                bound = self.engine.bound(variable)
                yield from (UNKNOWN,) if bound == ANY or v in bound else self.values_in(bound)
            elif v[-1] == "literal":
                yield from self.engine.widened((v,))
            elif v[-1] == "tuple":
                yield from self.engine.instance("tuple")
            else:
                yield v

    def called_with(self, block: Block, k: int) -> Types:
        """What is called with keyword argument *k*: where the callee has a name, what that is."""
        link = block.o[k * 6 + 5]
        if link >= 0:
            return self.at(block, link)
        found = self.ties(block.row.file_id).callee_of(block, k)
        return self.of_step(Step(Where("", block.row.file_id, found[0]), found[1])) if found is not None else NOTHING

    def class_with(self, block: Block, k: int) -> Cls | None:
        """The class whose statement has keyword *k*; None for the keyword of a call."""
        file = block.row.file_id
        found = self.ties(file).taking(block, k)
        words = self.engine.program(Where("", file, found[0])).steps[found[1]] if found is not None else [""]
        if found is None or words[0] != "k":
            return None
        child = self.engine.tree("", file).child(found[0], int(words[1]))
        return self.engine.class_at(Where("", file, child)) if child >= 0 else None

    def row(self, block: Block, k: int) -> TypeRow:
        """The types of what stands at an occurrence, with their evidence."""
        o = block.o
        role = o[k * 6 + 3] & F.ROLE_MASK
        types = self.at(block, k)
        line, column, _, _ = block.place(k)
        kind = "attribute" if role == F.ATTRIBUTE else "parameter" if role == F.PARAMETER else "variable"
        return TypeRow(
            block.file.path, line, column, kind, block.names[o[k * 6]], block.enclosing(o[k * 6 + 4]),
            tuple(self.show(types)), self.why(block, k, types),
        )  # fmt: skip

    def file_rows(self, file_id: int) -> list[TypeRow]:
        """What every binding, parameter and result in a file is, in the order of the places."""
        out = []
        for block in self.view.blocks_of_file(file_id):
            for k in range(len(block.o) // 6):
                code = block.o[k * 6 + 3]
                role = code & F.ROLE_MASK
                step = self.step_of(block, k) if role in _BINDING else None
                if step is None:
                    continue
                words = self.engine.program(step.where).steps[step.number]
                if words[0] == "s" and self.engine.program(step.where).steps[int(words[2])][0] in ("f", "fa"):
                    out.append(self.result_row(block, k, step))
                elif words[0] in _STORES:
                    out.append(self.row(block, k))
        return sorted(out, key=lambda r: r[1:6])

    def function_rows(self, block: Block, k: int) -> list[TypeRow]:
        """What the function that an occurrence defines takes and returns; nothing of what is no such occurrence."""
        step = self.step_of(block, k) if block.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION else None
        if step is None:
            return []
        steps = self.engine.program(step.where).steps
        words = steps[step.number]
        if words[0] != "s" or steps[int(words[2])][0] not in ("f", "fa"):
            return []
        scope = scope_defined(block, k)
        parameters = [
            self.row(block, i) for i in range(len(block.o) // 6)
            if block.o[i * 6 + 3] & F.ROLE_MASK == F.PARAMETER and block.o[i * 6 + 4] == scope
        ]  # fmt: skip
        return [*parameters, self.result_row(block, k, step)]

    def kept_calls(self, file_id: int) -> "KeptCalls | None":
        """What the calls in a file reach, as it is stored; None where it is not."""
        if file_id not in self._kept_calls:
            text = self.view.reader.called(file_id) if self.settled() is not None else None
            self._kept_calls[file_id] = None
            if text is not None:
                from inferd.query.kept_calls import KeptCalls

                self._kept_calls[file_id] = KeptCalls(text)
        return self._kept_calls[file_id]

    def files_calling(self, symbols: Collection[str]) -> list[int]:
        """The files of which it is kept that they may call one of some symbols, by id."""
        from inferd.query.kept_calls import mark

        return self.view.reader.calling([mark(s) for s in symbols]) if self.settled() is not None else []

    def not_kept_calls(self) -> list[int]:
        """The files of which it is not kept what their calls reach, by id."""
        every = self.view.reader.file_ids()
        return sorted(self.view.reader.unsettled(set(every)) if self.settled() is not None else every)

    def result_row(self, block: Block, k: int, step: Step) -> TypeRow:
        """What the function that is bound at an occurrence returns."""
        engine = self.engine
        made = int(engine.program(step.where).steps[step.number][2])
        types = signatures.result_of_definition(engine, step.where, made)
        s = signatures.signature(engine, step.where, made)
        if not types and s.body is not None and any(
            w[0] == "r" and w[1:2] not in ([], ["-"]) for w in engine.program(s.body).steps
        ):
            types = ANY  # it returns something of which nothing is known, and not never
        line, column, _, _ = block.place(k)
        around = block.enclosing(block.o[k * 6 + 4])
        scope = f"{around}:" if ":" not in around else f"{around}."
        if s.body is not None:
            scope = f"{engine.module_of(s.body)}:{engine.qualname(s.body)}"
        why = {"kind": "declared" if s.result is not None else "static", "why": "what it returns"}
        return TypeRow(
            block.file.path, line, column, "return", block.names[block.o[k * 6]], scope, tuple(self.show(types)),
            (why,) if types != ANY else (),
        )  # fmt: skip

    def why(self, block: Block, k: int, types: Types) -> tuple[dict[str, Any], ...]:
        from inferd.query import evidence

        step = self.step_of(block, k)
        if step is None:
            return ()
        words = self.engine.program(step.where).steps[step.number]
        op = words[0]
        if not is_known(types) and types == ANY:
            many = lazy.given_too_many(self.engine, step.where, words[1]) if op == "p" else 0
            what = f"{words[1]} is given {many} types in calls, more than are told apart"
            return ({"kind": "static", "why": what},) if many else ()
        if op in ("s", "sa", "sp", "p", "w"):
            return evidence.of_store(self, step.where, step.number)
        if op in ("l", "a"):
            return evidence.explain(self, step.where, step.number)
        if op in ("A", "Aa", "X"):
            receiver = frames.run(self.engine, step.where).types[int(words[1])]
            return evidence.of_attribute(self, receiver, words[2])
        return ()

    def why_receiver(self, block: Block, k: int, owner: Class | None = None) -> tuple[dict[str, Any], ...]:
        """The evidence for the types of the receiver of attribute occurrence *k*, which *owner* was found to define."""
        from inferd.query import evidence

        step = self.step_of(block, k)
        if step is None or block.o[k * 6 + 3] & F.ROLE_MASK != F.ATTRIBUTE:
            return ()
        words = self.engine.program(step.where).steps[step.number]
        asked = evidence.Asked(block.names[block.o[k * 6]], owner)
        return evidence.explain(self, step.where, int(words[1]), asked)

    def show(self, types: Types) -> list[str]:
        """The texts of a set; lambdas, those within others too, with what their calls give."""
        return show(self.engine.widened(self._with_results(types, _SHOWN)))

    def _with_results(self, types: Types, depth: int) -> Types:
        if depth and any(v[-1] in _MAY_HOLD for v in types):
            return tuple([self._holding_results(v, depth - 1) for v in types])
        return types

    def _holding_results(self, v: Value, depth: int) -> Value:
        tag = v[-1]
        if tag == "callable":
            v = self.with_result(v) if v.made is not None and not v.result else v
            return v._replace(result=self._with_results(v.result, depth))
        if tag == "tuple":
            return v._replace(items=tuple([self._with_results(i, depth) for i in v.items]))
        if tag == "record":
            return v._replace(items=tuple([(k, self._with_results(i, depth)) for k, i in v.items]))
        if tag == "instance" and v.args:
            return v._replace(args=tuple([self._with_results(a, depth) for a in v.args]))
        return v

    def with_result(self, v: Value) -> Value:
        """A lambda with what all its calls give."""
        where, first, made_in = v.made
        found = contexts.units_of(self.engine, where, first)
        units = [u for u in found if u.context.closure == made_in or made_in is None]
        return v._replace(result=union([contexts.summary_of(self.engine, u).returned for u in units]) or ANY)
