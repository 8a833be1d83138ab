"""Types from declarations and constructors, and what follows from them down and between functions.

Why
---
`cart.total()` is a use of `Cart.total` only if the receiver is a `Cart`.  Python's binding rules do not say so;
annotations, stubs and constructor calls do, and a reader who wants to know whether to trust the answer can look at
them.

Terms
-----
space       The project or a library: files with scopes, each with its flow program, and a resolver for names.
lazy value  The value of a step, or of a name, taken over the whole scope without regard to order: the union of
            everything that is stored.  What one scope tells others (an attribute, a module's variable, an unannotated
            result) is lazy.
frame       One scope run forward, in order, with narrowing: what the occurrences *inside* it are (see `frames`).
member      What a class says of an attribute, in terms of its own type variables; bound to a receiver when it is looked
            up.

Everything is a question, computed when it is first asked for and remembered (`questions`); what is asked about are
scopes of the project and of libraries (`spaces`).

What it does not do
-------------------
Where what flows between functions is not known (`flow` is None), an unannotated parameter is unknown, and so is what
`**kwargs` passes.  No attribute hooks beyond `__getattr__`.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from inferd.inference.program import Head, Program, Tree
from inferd.inference.questions import ALONE, Key, Questions, Record
from inferd.inference.spaces import Space, Told, Where, World

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, SELF, ClassObject, Cls, Function, Instance, Module, Special, Tuple, Types, Value, Variable,
    join, literal_class, union,
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.definitions.classes import Ancestor
    from inferd.inference.definitions.signatures import Signature
    from inferd.inference.flow.contexts import Recursion, Unit
    from inferd.inference.flow.roots import Mentions
    from inferd.inference.keeping.entries import Node
    from inferd.inference.scopes.lazy import Lazy


class Outcome(Protocol):
    """A `Summary`, or one that is read as far as it is asked for."""

    @property
    def returned(self) -> Types: ...
    @property
    def yielded(self) -> Types: ...
    @property
    def stored(self) -> tuple[tuple[str, Types], ...]: ...
    def cell(self, name: str) -> Types | None: ...


class Stored(Protocol):
    """What running functions gives, by unit."""

    def get(self, unit: "Unit") -> Outcome | None: ...


FORMS = frozenset(
    (
        "Any", "Optional", "Union", "Literal", "Final", "ClassVar", "Annotated", "Callable", "Generic", "Protocol",
        "Tuple", "Type", "NoReturn", "Never", "Self", "Concatenate", "TypeGuard", "TypeIs", "Required", "NotRequired",
        "ReadOnly", "Unpack", "LiteralString", "TypeAlias", "TypedDict",
    )
)  # fmt: skip
#: what `typing` calls classes that it does not define
CLASSES = {
    "List": ("builtins", "list"), "Dict": ("builtins", "dict"), "Set": ("builtins", "set"),
    "FrozenSet": ("builtins", "frozenset"), "DefaultDict": ("collections", "defaultdict"),
    "OrderedDict": ("collections", "OrderedDict"), "Counter": ("collections", "Counter"),
    "ChainMap": ("collections", "ChainMap"), "Deque": ("collections", "deque"),
}  # fmt: skip
TYPING = frozenset(("typing", "typing_extensions", "_typeshed"))
INFERENCE_VERSION = 48  # raised when the same code gets other types
_NONE: dict[str, Variable] = {}
_GIVEN = {"__file__": "str", "__name__": "str", "__debug__": "bool"}  # names that every module has, and their classes


class Engine(Questions):
    """Questions about types over one snapshot of a project and its libraries."""

    def __init__(self, world: World):
        super().__init__(world.space(""))
        self.world = world
        self.defaults: dict[Variable, Types] = {}  # of type variables that have one
        self.made_classes: dict[Cls, tuple[Where, int, tuple[Ancestor, ...]]] = {}  # of calls: (where, step, bases)
        self.made_fields: dict[Cls, dict[str, Types]] = {}
        self.mentions: dict[int, Mentions] = {}  # of files of the project
        self.signatures: dict[tuple[Where, int], Signature] = {}
        self.defined: dict[tuple[str, int, int, str], list[tuple[Where, int]]] = {}
        self.lazies: dict[Where, Lazy] = {}
        self.programs: dict[Where, Program] = {}  # those that were read since `forget_steps`
        self._heads: dict[Where, tuple[Head, int, Node | Literal[False]]] = {}  # with what is noted of who reads it
        self._noted: dict[Key, tuple[Node, ...]] = {}  # see `note`
        self.class_nodes: dict[Cls, Node] = {}  # of the questions about classes
        self._builtins: dict[str, Cls] = {}
        self.flow: Any = None  # a `states.State`: what flows between the project's functions, where that is known
        self.told: Stored | None = None  # what running functions gives, where that is stored
        self.recursing: dict[Where, Recursion] = {}  # functions that run -> in what they are run meanwhile, too
        self.recursed: dict[Where, int] = {}  # of such, in how many contexts that are kin, at most
        self.recursed_before: dict[Where, int] = {}  # the same before an edit
        self.notes = False  # whether it is noted, too, what is read of the project's text

    def _spread(self, questions: Iterable[Key]) -> tuple[Where, ...]:
        from inferd.inference.flow import contexts

        return contexts.spread(self, [key[1] for key in questions if key[0] == "unit"])

    def _running(self, key: Key) -> AbstractContextManager[None]:
        if key[0] != "unit" or self.found is None or key[1].at >= 0:
            return ALONE
        from inferd.inference.flow import contexts

        return contexts.running(self, key[1])

    def forget_steps(self) -> None:
        """Forget frames, programs of functions and values of single steps, of the project: what other scopes ask for is
        kept by name.
        """
        self.programs.clear()
        self._heads.clear()
        self.lazies.clear()
        self.forget_values()
        self.root.forget_functions()

    # -- scopes and names -----------------------------------------------------------------------------------------

    def tree(self, space: str, file: int) -> Tree:
        return self.world.space(space).tree(file)

    def program(self, where: Where) -> Program:
        program = self.programs.get(where)
        if program is None:
            program = self.programs[where] = self.world.space(where.space).tree(where.file).program(where.scope)
        elif not where.space:
            self.root.touched |= program.bit
        if self.notes and self.record is not None and where.scope and not where.space:
            node = program.body_node
            if node is None and self.trace is not None:
                node = program.body_node = self.trace.source("body", where)
            if node:
                self.record.read[node] = None
        return program

    def head(self, where: Where) -> Head:
        """What a caller sees of a function; it does not rest on the rest of its body."""
        known = self._heads.get(where)
        if known is None:
            program = self.world.space(where.space).tree(where.file).program(where.scope)
            is_part = self.notes and self.trace is not None and bool(where.scope) and not where.space
            node = self.trace.source("head", where) if is_part and self.trace is not None else False
            known = program.head, program.bit, node
            if self.trace is not None or not self.notes:
                self._heads[where] = known
        if not where.space:
            self.root.touched |= known[1]
            if known[2] and self.record is not None:
                self.record.read[known[2]] = None
        return known[0]

    def read_assigned(self, where: Where) -> Tree:
        """The scopes of a file, to look at what the methods of a class assign to attributes, and at nothing else."""
        if self.notes and self.record is not None and self.trace is not None and not where.space:
            node = self.trace.source("assigns", where)
            if node:
                self.record.read[node] = None
        return self.world.space(where.space).text(where.file)

    def rests_on(self, where: Where, step: int = -1, is_part: bool = True) -> None:
        """What is computed now was found out from a scope, if not just now; *is_part*: from its program, too, which in
        a module or a class is what the *step* is in.
        """
        if where.space:
            return
        self.root.touched |= 1 << max(where.file, 0)
        if is_part and self.notes and self.record is not None:
            self.note((where, step), self._note_part, where, step)

    def _note_part(self, where: Where, step: int) -> None:
        self.program(where)
        if step >= 0:
            self.root.tree(where.file).note_unit(where.scope, step)

    def note(self, key: Key, noting: Callable[..., None], *about: Any) -> None:
        """Note what something rests on that is remembered under a key; what that is, is looked at once."""
        record = self.record
        assert record is not None
        known = self._noted.get(key)
        if known is None:
            mine = self.record = Record()
            try:
                noting(*about)
            finally:
                self.record = record
            known = tuple(mine.read)
            if self.trace is not None:
                self._noted[key] = known
        for node in known:
            record.read[node] = None

    def told_of(self, where: Where) -> Told:
        """What a scope's type comments and docstring tell."""
        if self.notes and not where.space:
            self.root.tree(where.file).note_told(where.scope)
        return self.world.space(where.space).told(where.file, where.scope)

    def unrecorded(self, compute: Callable[[], Any]) -> Any:
        """What is computed, which is not noted: who asks notes what it rests on."""
        record, self.record = self.record, None
        try:
            return compute()
        finally:
            self.record = record

    def module_of(self, where: Where) -> str:
        return self.world.space(where.space).module_of(where.file)

    def kind(self, where: Where) -> str:
        return self.tree(where.space, where.file).scopes[where.scope].kind

    def qualname(self, where: Where) -> str:
        return self.tree(where.space, where.file).scopes[where.scope].qualname

    def parent(self, where: Where) -> Where | None:
        parent = self.tree(where.space, where.file).parents[where.scope]
        return Where(where.space, where.file, parent) if parent >= 0 else None

    def made_at(self, where: Where) -> tuple[Where, int] | None:
        """The step that makes a scope: (the scope around, step); None for a module."""
        around = self.parent(where)
        if around is None:
            return None
        number = self.tree(where.space, where.file).numbers[where.scope]
        step = self.program(around).children.get(number)
        return (around, step) if step is not None else None

    def builtin(self, name: str) -> Cls:
        """A class of `builtins`."""
        known = self._builtins.get(name)
        if known is None:
            space = self.world.outside("builtins")
            known = self._builtins[name] = Cls(space.key if space is not None else "builtins", "builtins", name)
        return known

    def instance(self, name: str, *args: Types) -> Types:
        return (Instance(self.builtin(name), tuple(args)),)

    def outside_class(self, module: str, name: str) -> Cls:
        space = self.world.outside(module)
        return Cls(space.key if space is not None else module, module, name)

    def widened(self, types: Types) -> Types:
        """Constants as instances of their classes, those in tuples too."""
        for v in types:
            tag = v[-1]
            if tag == "literal" or tag == "tuple":
                break
        else:
            return types
        out: dict[Value, None] = {}
        for v in types:
            tag = v[-1]
            if tag == "literal":
                v = Instance(self.builtin(literal_class(v.text)))
            elif tag == "tuple":
                items = tuple([self.widened(i) for i in v.items])
                if items != v.items:
                    v = Tuple(items)
            out[v] = None
        return tuple(out)

    def name(self, where: Where, name: str) -> Types:
        """What a name read in a scope may be, by the stores of the scope that binds it (a lazy value)."""
        at: Where | None = where
        first = True
        while at is not None:
            params = self.type_parameters(at)
            if name in params:
                return (params[name],)
            if at.scope == 0:
                break
            if first or self.kind(at) != "class":
                program = self.program(at)
                if program.outer.get(name) == "g":
                    break
                if name in program.stores and name not in program.outer:
                    return self.stored(at, name)
            first = False
            at = self.parent(at)
        return self.global_(where.space, self.module_of(where), name)

    def around_class(self, where: Where, name: str, step: int) -> Types | None:
        """What a step of a class body reads under a name that the body binds only behind it: what the module's is.

        `class Cart(Cart)` and `limit = limit + 1` do; None for other names.
        """
        if self.kind(where) != "class":
            return None
        program = self.program(where)
        stores = program.stores.get(name, ())
        if not stores or stores[0] < step or name in program.outer or name in self.type_parameters(where):
            return None
        if any(words[0] == "lp" for words in program.steps[:step]):
            return None  # the time before has bound it
        return self.global_(where.space, self.module_of(where), name)

    def around_module(self, where: Where, name: str, step: int) -> Types | None:
        """What a step of a module of the project reads under the name of a builtin that the module binds only behind
        it (`bytes = bytes`): the builtin.  None for other names, and for what runs later or once more.
        """
        if where.scope or where.space or self.flow is None:
            return None
        program = self.program(where)
        stores = program.stores.get(name, ())
        if not stores or stores[0] < step or program.star_imports or self.world.space("").is_stub(where.file):
            return None
        builtins = self.world.outside("builtins")
        if builtins is None:
            return None
        found = builtins.resolve("builtins", name)
        if not found or any(words[0] in ("lp", "L") for words in program.steps[:step]):
            return None
        tree = self.tree(where.space, where.file)
        if any(tree.program(i).outer.get(name) == "g" for i in tree.declaring_globals()):
            return None
        return union(self.target(builtins.key, t) for t in found)

    def stored(self, where: Where, name: str) -> Types:
        """The lazy value of a name that a scope binds: what it is declared to be, else the union of its stores."""
        from inferd.inference.scopes import lazy

        found: Types = self.solve(("name", where, name), lambda: lazy.stored(self, where, name))
        return found

    def global_(self, space: str, module: str, name: str) -> Types:
        """What a module's name is; a builtin where the module does not bind it."""

        def compute() -> Types:
            found = self.world.space(space).resolve(module, name)
            if not found:
                from inferd.inference.scopes import lazy

                brought = lazy.starred(self, space, module, name, set())
                if brought:
                    return brought
                builtins = self.world.outside("builtins")
                if builtins is None or (builtins.key == space and module == "builtins"):
                    return ANY
                if name in _GIVEN and self.flow is not None:
                    return self.instance(_GIVEN[name])
                found = builtins.resolve("builtins", name)
                if not found and self.flow is not None and not space:
                    put: Types = self.flow.names.get((module, name), NOTHING)  # what `exec` binds
                    return put or (NOTHING if self._is_gone(module, name) else ANY)
                return union(self.target(builtins.key, t) for t in found) if found else ANY
            if len(found) > 1 and not space and self.flow is not None:
                from inferd.inference import versions

                for f in self.root.files_of(module):
                    stores = self.program(Where("", f, 0)).stores.get(name, [])
                    if len(versions.live(self, Where("", f, 0), stores)) < len(stores):
                        return self.stored(Where("", f, 0), name)
            return union(self.target(space, t) for t in found)

        found: Types = self.solve(("global", space, module, name), compute)
        return found

    def _is_gone(self, module: str, name: str) -> bool:
        """Whether a name that nothing binds is a builtin of Python 2, so that reading it raises an exception."""
        from inferd.inference import versions

        if name not in versions.GONE:
            return False
        return all(versions.is_gone(self.program(Where("", f, 0)), name) for f in self.root.files_of(module))

    def target(self, space: str, target: tuple[str, str, str]) -> Types:
        """The value of what a resolver found: ("symbol" | "module" | "outside", module, name)."""
        kind, module, name = target
        if kind == "module":
            return (Module(space, module),)
        if kind == "symbol":
            return self.symbol(space, module, name)
        library = self.world.outside(module)
        if library is None or library.key == space:
            return self._form(module, name) or (NOTHING if not space and self._lacks(module, name) else ANY)
        if not name:
            return (Module(library.key, module),)
        if not space and self._lacks(module, name):
            return NOTHING
        return self.dotted(library.key, module, name)

    def _lacks(self, module: str, name: str) -> bool:
        """Whether an import asks for what only Python 2 has, so that it raises an exception."""
        from inferd.inference import versions

        return self.flow is not None and versions.is_gone_import(module, name)

    def dotted(self, space: str, module: str, name: str) -> Types:
        """`module.name` where the name may be dotted."""
        first, _, rest = name.partition(".")
        found = self.world.space(space).resolve(module, first)
        types = union(self.target(space, t) for t in found) if found else ANY
        while rest and types:
            first, _, rest = rest.partition(".")
            from inferd.inference.definitions import attributes

            types = attributes.attribute_of(self, types, first)
        return types

    def _form(self, module: str, name: str) -> Types:
        if module not in TYPING:
            return NOTHING
        if name in FORMS:
            return (Special(name),)
        return (ClassObject(self.outside_class(*CLASSES[name])),) if name in CLASSES else NOTHING

    def symbol(self, space: str, module: str, name: str) -> Types:
        """The value of a name that a module itself binds."""
        form = self._form(module, name)
        if form:
            return form
        spaces = self.world.space(space)
        files = spaces.files_of(module)
        if any(spaces.is_stub(f) for f in files):
            stubs = [f for f in files if spaces.is_stub(f) and name in spaces.tree(f).program(0).stores]
            files = stubs or files
        out: list[Types] = []
        for f in files:
            tree = spaces.tree(f)
            if name in tree.program(0).stores:
                out.append(self.stored(Where(space, f, 0), name))
            out += [
                self.stored(Where(space, f, i), name)
                for i in tree.declaring_globals() if tree.program(i).outer.get(name) == "g"
            ]  # fmt: skip
        types = union(out)
        if types == (("none",),) and not spaces.is_stub(files[0]):
            return join(types, ANY)  # a place for something that is put there from elsewhere
        return types if out else ANY

    # -- type variables -------------------------------------------------------------------------------------------

    def type_parameters(self, where: Where) -> dict[str, Variable]:
        """The `[T]` parameters of the definition that makes a scope."""
        tree = self.world.space(where.space).text(where.file)
        parent = tree.parents[where.scope]
        if parent < 0:
            return _NONE
        if tree.scopes[where.scope].kind == "function":  # whose body rests on whether it may have some
            if not tree.program(parent).generic:
                return _NONE
        elif not self.program(Where(where.space, where.file, parent)).generic:
            return _NONE
        made = self.made_at(where)
        return self.parameters_at(*made) if made is not None else _NONE

    def parameters_at(self, around: Where, step: int) -> dict[str, Variable]:
        """The `[T]` parameters that stand before the definition at a step."""
        program = self.program(around)
        if not program.generic:
            return _NONE
        out: dict[str, Variable] = {}
        module = self.module_of(around)
        for n in range(step - 1, -1, -1):
            words = program.steps[n]
            if words[0] in ("f", "fa", "k", "ta"):
                break
            if words[0] == "tp":
                variable = Variable(around.space, f"{module}:{self.qualname(around)}@{step}", words[1])
                out[words[1]] = variable
                if variable not in self.bounds:
                    self.bounds[variable] = (NOTHING, NOTHING)
                    bound = next((int(w[1:]) for w in words[3:] if w[0] == ":"), None)
                    if bound is not None:
                        from inferd.inference.definitions import annotations

                        if program.steps[bound][0] == "t":  # constraints
                            parts = [annotations.read(self, around, int(w), out) for w in program.steps[bound][2:]]
                            self.bounds[variable] = (NOTHING, union(parts))
                        else:
                            self.bounds[variable] = (annotations.read(self, around, bound, out), NOTHING)
        return out

    def bound(self, variable: Variable) -> Types:
        """What a type variable may be at least: its bound or its constraints; unknown without one."""
        bound, constraints = self.limits(variable)
        return bound or constraints or ANY

    def limits(self, variable: Variable) -> tuple[Types, Types]:
        """The bound of a type variable, and its constraints."""
        self._meet(variable)
        return self.bounds.get(variable, (NOTHING, NOTHING))

    def default(self, variable: Variable) -> Types | None:
        """What a type variable is where it is not given; None where it has no default."""
        self._meet(variable)
        return self.defaults.get(variable)

    def _meet(self, variable: Variable) -> None:
        """What is computed now rests on where a type variable is made; which is read there, if nobody has yet."""
        is_known = variable in self.bounds
        if variable.space or (is_known and not self.notes):
            return
        from inferd.inference.scopes import types_by_call

        around, mark, at = variable.module.rpartition("@")
        module, _, inner = (around if mark else variable.module).partition(":")
        for f in self.root.files_of(module):
            for i in self.root.tree(f).by_name.get(inner, ()):
                where = Where("", f, i)
                program = self.program(where)
                for n in [int(at)] if mark else program.stores.get(variable.name, ()):
                    if mark and self.root.text(f).has_step(i, n):
                        self.rests_on(where, n)
                        if not is_known:
                            self.parameters_at(where, n)
                    elif not mark and program.steps[n][0] == "s" and program.steps[int(program.steps[n][2])][0] == "(":
                        self.rests_on(where, n)
                        if not is_known:
                            types_by_call.made_by_call(self, where, variable.name, int(program.steps[n][2]))

    def fields_of(self, cls: Cls) -> dict[str, Types] | None:
        """The fields of a class that a call makes; None for any other."""
        made = self.made_classes.get(cls) if self.notes else None
        if made is not None:
            self.rests_on(*made[:2])
        return self.made_fields.get(cls)

    def class_around(self, where: Where) -> Cls | None:
        """The class in whose body a function is defined."""
        tree = self.tree(where.space, where.file)
        around = tree.parents[where.scope]
        if around < 0 or tree.scopes[around].kind != "class":
            return None
        return Cls(where.space, self.module_of(where), tree.scopes[around].qualname)

    def class_at(self, where: Where) -> Cls:
        return Cls(where.space, self.module_of(where), self.qualname(where))

    def own_instance(self, cls: Cls) -> Value:
        """An instance of a class in terms of its own type parameters."""
        from inferd.inference.definitions import classes

        info = classes.info(self, cls)
        return Instance(cls, tuple([(p,) for p in info.params]))


__all__ = ["ANY", "SELF", "ClassObject", "Engine", "Function", "Space", "Where", "World"]
