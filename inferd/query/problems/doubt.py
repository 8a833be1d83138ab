"""What makes a finding doubtful: all the ways in which Python code gets names and attributes that no text defines.

A finding is silent where there is any doubt.  So each rule here is coarse, and cheap: an attribute that anything stores
from outside, or that a string names, is taken to be there; a class whose methods touch `__dict__` may have any.
"""

import re

from inferd.index.hierarchy import Class
from inferd.inference.definitions import attributes, classes, members, signatures
from inferd.inference.engine import TYPING, Where
from inferd.inference.program import Program
from inferd.inference.scopes import lazy
from inferd.inference.scopes.frames import Frame
from inferd.inference.types import ANY, UNKNOWN, ClassObject, Cls, Types, Value, union
from inferd.query import receivers
from inferd.query.problems import fields, omitted
from inferd.query.types import Typing
from inferd.query.view import Block, View
from inferd.syntax import facts as F

_TOUCHES = re.compile(
    r"^(?:l (?:setattr|vars|locals|globals|exec|eval|delattr)"
    r"|a \d+ (?:__dict__|__setattr__|__getattr__|__getattribute__|setattr)"
    r"|A \d+ (?:__dict__|__class__|__getattr__) .*)$",
    re.MULTILINE,
)
_MAKES = re.compile(r"^l type$", re.MULTILINE)
_METACLASSES = frozenset(
    (("builtins", "type"), ("abc", "ABCMeta"), ("enum", "EnumMeta"), ("enum", "EnumType"), ("typing", "_ProtocolMeta"))
)
#: decorators that leave a class, or the signature of a function, as they were
_NEUTRAL = frozenset(
    "typing.final typing_extensions.final typing.runtime_checkable typing_extensions.runtime_checkable "
    "functools.total_ordering enum.unique abc.abstractmethod builtins.staticmethod builtins.classmethod "
    "staticmethod classmethod typing.overload typing_extensions.overload typing.override typing_extensions.override "
    "typing.no_type_check typing.type_check_only typing.dataclass_transform typing_extensions.dataclass_transform "
    "warnings.deprecated typing_extensions.deprecated functools.lru_cache functools.cache contextlib.contextmanager "
    "contextlib.asynccontextmanager typing_extensions.disjoint_base typing.disjoint_base types.coroutine "
    "asyncio.coroutine".split()
)
#: and those that add methods, `__init__` among them, but no other attributes
_FIELDS = frozenset(
    "dataclasses.dataclass attr.s attr.attrs attr.define attr.frozen attr.mutable attr.dataclass attrs.define "
    "attrs.frozen attrs.mutable attr._make.attrs attr._next_gen.define".split()
)
#: those that give back the function itself
_SAME = frozenset(
    "staticmethod classmethod builtins.staticmethod builtins.classmethod abc.abstractmethod typing.override "
    "typing_extensions.override typing.final typing_extensions.final typing.no_type_check".split()
)
_MODULE_HOOKS = re.compile(
    r"^(?:l (?:globals|vars|exec|setattr|locals|__getattr__)|a \d+ (?:__dict__|modules)|s __getattr__ .*)$",
    re.MULTILINE,
)  # fmt: skip
_TAKES_GLOBALS = re.compile(r"^a \d+ f_globals$", re.MULTILINE)


class Doubt:
    """What one view tells, each question answered once."""

    def __init__(self, view: View, typing: Typing):
        self.view = view
        self.typing = typing
        self.engine = typing.engine
        self._stored: dict[str, bool] = {}
        self._spoken: dict[str, bool] = {}
        self._open: dict[Cls, bool] = {}
        self._made: dict[Cls, bool] = {}
        self._abstract: dict[Cls, frozenset[str]] = {}
        self._rewritten: dict[Cls, frozenset[str]] = {}
        self._fields: dict[Cls, signatures.Signature | None] = {}
        self._below: dict[Cls, tuple[Cls, ...]] = {}
        self._below_in_library: dict[Cls, tuple[Cls, ...]] = {}
        self._hooked: dict[tuple[str, str], bool] = {}
        self._setting: frozenset[int] | None = None
        self._foreign: bool | None = None

    def stored(self, name: str) -> bool:
        """Whether code stores into an attribute of this name, but for methods that store into their own object."""
        known = self._stored.get(name)
        if known is None:
            known = self._stored[name] = any(
                role == F.ATTRIBUTE and code & (F.STORE | F.DELETED) and not code & F.AUGMENTED
                and not self._is_by_method(block, link)
                for block in self.view.blocks_of_name(name, F.VISIBLE | 1 << F.ATTRIBUTE)
                for _, role, code, _, link in block.mentions(name)
            )  # fmt: skip
        return known

    def _is_by_method(self, block: Block, receiver: int) -> bool:
        """Whether a method stores into its own object, and no function in it: who calls that may not be known."""
        at = receiver * 6
        return bool(self.view.self_class(block, receiver)) and block.o[at + 4] == block.o[at + 5]

    def spoken(self, name: str) -> bool:
        """Whether a string names an attribute: given to `hasattr`, `setattr`, `patch`, or in a list of names."""
        known = self._spoken.get(name)
        if known is None:
            known = self._spoken[name] = any(
                role == F.STRING and not code & F.IN_ALL
                for block in self.view.blocks_of_name(name, 1 << F.STRING)
                for _, role, code, _, _ in block.mentions(name)
            )
        return known

    # -- classes --------------------------------------------------------------------------------------------------

    def below(self, cls: Cls) -> tuple[Cls, ...]:
        """The project's classes below a class of the project."""
        known = self._below.get(cls)
        if known is None:
            found = self.view.hierarchy.descendants(Class(cls.module, cls.name)) if not cls.space else ()
            known = self._below[cls] = tuple(Cls("", c.module, c.name) for c in found)
        return known

    def _below_outside(self, cls: Cls) -> tuple[Cls, ...]:
        """The classes of its own library below a class of a library."""
        known = self._below_in_library.get(cls)
        if known is None:
            library = self.typing.world.shelf.libraries().find(cls.module)
            found = library.hierarchy.descendants(Class(cls.module, cls.name)) if library is not None else ()
            known = self._below_in_library[cls] = tuple(Cls(cls.space, c.module, c.name) for c in found)
        return known

    def below_abstract(self, cls: Cls) -> tuple[Cls, ...]:
        """The classes of its own library below an abstract class of a library, one of which it stands for."""
        line = classes.info(self.engine, cls).line
        metas = (m for a in line for m in classes.info(self.engine, a.cls).metaclass)
        is_abstract = any((m.module, m.name) == ("abc", "ABCMeta") for m in metas)
        return self._below_outside(cls) if is_abstract else ()

    def is_open(self, cls: Cls) -> bool:
        """Whether instances of a class, or it itself, may have attributes that are written nowhere."""
        known = self._open.get(cls)
        if known is None:
            self._open[cls] = True  # what comes back to itself
            known = self._open[cls] = self._is_open(cls)
        return known

    def _is_open(self, cls: Cls) -> bool:
        engine = self.engine
        info = classes.info(engine, cls)
        if info.open or info.is_protocol or "<locals>" in cls.name or cls.module in TYPING:
            return True
        if not info.places and not fields.are_known(engine, cls):
            return True
        if any((m.module, m.name) not in _METACLASSES for m in info.metaclass) or self.is_metaclass(cls):
            return True
        if self.answers_anything(cls, "__init_subclass__"):
            return True
        for a in info.line:
            above = classes.info(engine, a.cls)
            if a.cls.module == "builtins":
                continue
            if not above.places and fields.are_known(engine, a.cls):
                continue
            if not above.places or self._is_touched(a.cls, above):
                return True
            if any(self.has_source(p.space, p.file) for p in above.places):
                return True
        return False

    def has_source(self, key: str, file: int) -> bool:
        """Whether a stub stands beside the source that it tells of, which may have more than it tells."""
        space = self.engine.world.space(key)
        return space.is_stub(file) and len(space.files_of(space.module_of(file))) > 1

    def answers_anything(self, cls: Cls, *more: str) -> bool:
        """Whether a class has one of the methods that answer for attributes which it does not have."""
        for hook in ("__getattr__", "__getattribute__", *more):
            found = members.find(self.engine, cls, hook)
            if found is not None and found[0].cls.module != "builtins":
                return True
        return False

    def is_metaclass(self, cls: Cls) -> bool:
        """Whether it is a class of classes: what its methods are called on is one of these."""
        return classes.is_subclass(self.engine, cls, self.engine.builtin("type"))

    def _is_touched(self, cls: Cls, info: classes.Info) -> bool:
        engine = self.engine
        for around, step in info.made:
            if self.decorated(around, step) - _NEUTRAL - _FIELDS:
                return True
        for place in info.places:
            if engine.world.space(place.space).is_stub(place.file):
                continue
            tree = engine.tree(place.space, place.file)
            if any(_TOUCHES.search(tree.scopes[i].program) for i in (place.scope, *tree.children[place.scope])):
                return True
        return not cls.space and self._is_set_elsewhere(cls)

    def _is_set_elsewhere(self, cls: Cls) -> bool:
        """Whether a file that mentions a class uses `setattr`."""
        if self._setting is None:
            self._setting = frozenset(f for f, _, _ in self.view.postings("setattr"))
        name = cls.name.rpartition(".")[2]
        return any(f in self._setting for f, _, _ in self.view.postings(name))

    def is_handed_on(self, frame: Frame, step: int) -> bool:
        """Whether others have an object to which the project's code gives attributes with names that it puts together.

        `machine.add(cart)` may make `cart.is_paid`.  What is read from an attribute or an item, others have anyway.
        """
        words = frame.steps[step]
        if words[0] not in ("l", "a", "i") or not self._sets_in_others():
            return False
        if words[0] != "l":
            return True
        program = frame.program
        if _is_passed(program, words[1]):
            return True
        made = self.engine.made_at(frame.where)
        params = signatures.signature(self.engine, *made).params if made is not None else ()
        if not params or params[0].name != words[1]:
            return False
        for v in frame.types[step]:  # its other methods may pass it on
            for a in classes.info(self.engine, v.cls).line if v[-1] in ("instance", "class") else ():
                for place in classes.info(self.engine, a.cls).places if not a.cls.space else ():
                    tree = self.engine.tree(place.space, place.file)
                    inner = [tree.program(i) for i in tree.children[place.scope]]
                    if any(p.params and _is_passed(p, p.params[0][0]) for p in inner):
                        return True
        return False

    def _sets_in_others(self) -> bool:
        """Whether the project's code calls `setattr` with a name that is not written out, and not on its own object."""
        if self._foreign is None:
            files = {f for f, _, _ in self.view.postings("setattr")}
            trees = [self.engine.tree("", f) for f in sorted(files)]
            self._foreign = any(_sets(tree.program(i)) for tree in trees for i in range(len(tree.scopes)))
        return self._foreign

    def decorated(self, around: Where, step: int) -> set[str]:
        """The dotted names of the decorators of what a step makes; "?" for one that has none."""
        engine = self.engine
        out: set[str] = set()
        for d in members.decorators(engine, around, step):
            words = engine.program(around).steps[d]
            if words[0] == "(":
                d = int(words[1])
            words = engine.program(around).steps[d]
            if words[0] == "l" and words[1] in ("staticmethod", "classmethod", "property"):
                out.add(words[1])
            elif words[0] == "a" and words[2] in ("setter", "getter", "deleter"):
                out.add("property")
            else:
                out |= self._meant(around, d) or {"?"}
        return out

    def _meant(self, around: Where, step: int) -> set[str]:
        """The dotted names of what an expression stands for, by imports, and in stubs by name."""
        found = members.named_by_imports(self.engine, around, step)
        words = self.engine.program(around).steps[step]
        if found or words[0] != "l" or not around.space:
            return found
        return {f"typing.{words[1]}", f"builtins.{words[1]}"} & _NEUTRAL

    def is_neutral(self, around: Where, step: int) -> bool:
        """Whether what a step makes, a function, is called with the arguments that its text says."""
        return self.decorated(around, step) <= _NEUTRAL

    def is_made_up(self, cls: Cls) -> bool:
        """Whether what a class is called with may be written elsewhere than in an `__init__` or `__new__`."""
        known = self._made.get(cls)
        if known is None:
            known = self._made[cls] = self._is_made_up(cls)
        return known

    def _is_made_up(self, cls: Cls) -> bool:
        engine = self.engine
        info = classes.info(engine, cls)
        if info.open or info.is_protocol or not info.places or "<locals>" in cls.name or self.is_metaclass(cls):
            return True
        if any((m.module, m.name) not in _METACLASSES or m.module == "enum" for m in info.metaclass):
            return True
        for a in info.line:
            above = classes.info(engine, a.cls)
            if not above.places or (a.cls.module, a.cls.name) in _MADE_UP:
                return True
            if any(self.has_source(p.space, p.file) for p in above.places):
                return True
            if any(self.decorated(*made) - _NEUTRAL for made in above.made):
                return True
            if self.stored("__init__") or self.stored("__new__"):
                return True
        return False

    def is_rewritten(self, cls: Cls, name: str) -> bool:
        """Whether a metaclass or a decorator may put something else in the place of a method of a class.

        `namespace["run"] = static(namespace["run"])` in a metaclass does, and so may what stores by names of others.
        """
        known = self._rewritten.get(cls)
        if known is None:
            known = self._rewritten[cls] = self._rewritten_names(cls)
        return name in known or "*" in known

    def _rewritten_names(self, cls: Cls) -> frozenset[str]:
        engine = self.engine
        info = classes.info(engine, cls)
        found: set[str] = set()
        for a in info.line if not cls.space else ():
            if any(self.decorated(*made) - _NEUTRAL - _FIELDS for made in classes.info(engine, a.cls).made):
                found.add("*")
        makers = [a.cls for m in info.metaclass for a in classes.info(engine, m).line if a.cls.module != "builtins"]
        for place in (p for m in makers for p in classes.info(engine, m).places):
            if engine.world.space(place.space).is_stub(place.file):
                continue
            for i in engine.tree(place.space, place.file).children[place.scope]:
                found |= _stored_names(engine.program(Where(place.space, place.file, i)))
        return frozenset(found)

    def fields(self, cls: Cls) -> signatures.Signature | None:
        """What a dataclass, or a named tuple, is called with; None where that is not certain, and for all else."""
        if cls not in self._fields:
            self._fields[cls] = self._made_of_fields(cls)
        return self._fields[cls]

    def _made_of_fields(self, cls: Cls) -> signatures.Signature | None:
        info = classes.info(self.engine, cls)
        if "<locals>" in cls.name or any((m.module, m.name) not in _METACLASSES for m in info.metaclass):
            return None
        if self.stored("__init__") or self.stored("__new__") or self.stored("__defaults__"):
            return None
        names: dict[Cls, set[str]] = {}
        for a in info.line:
            above = classes.info(self.engine, a.cls)
            if not a.cls.space and above.places and len(above.made) == 1:
                names[a.cls] = self.decorated(*above.made[0]) - _NEUTRAL
        return fields.constructor(self.engine, cls, names)

    # -- values ---------------------------------------------------------------------------------------------------

    def lacks(self, v: Value, name: str) -> bool:
        """Whether a value has no attribute of this name, without a doubt."""
        engine = self.engine
        tag = v[-1]
        if tag == "none":
            return True
        if tag == "module":
            if name.startswith("_") and v.space:
                return False  # stubs leave out what is private
            if engine.world.space(v.space).resolve(v.name, name) or self.is_hooked(v.space, v.name):
                return False
            if lazy.starred(engine, v.space, v.name, name, set()):
                return False
            return not self.star_binds(v.space, v.name, name, set())
        if tag == "instance" or tag == "class":
            if receivers.is_unclear(self.typing, v) or self.is_open(v.cls):
                return False
            if name.startswith("_") and any(a.cls.space for a in classes.info(engine, v.cls).line[:-1]):
                return False
            if self._has(v, v.cls, name) or (tag == "class" and self._has_meta(v.cls, name)):
                return False
            return not self._is_below(v, name)
        if tag == "super":
            own = engine.own_instance(v.cls) if v.receiver[-1] == "instance" else ClassObject(v.cls)
            return not v.cls.space and self.lacks(own, name)
        if tag == "function" or tag == "bound":
            return self._is_plain_function(v, name)
        if tag == "literal":
            return members.find(engine, engine.builtin(_literal(v)), name) is None
        if tag == "tuple" or tag == "record":
            return members.find(engine, engine.builtin("tuple" if tag == "tuple" else "dict"), name) is None
        return False

    def _has(self, v: Value, cls: Cls, name: str) -> bool:
        found = members.find(self.engine, cls, name)
        if found is None:
            return bool(attributes.attribute(self.engine, v, name))
        return found[1].types != ANY or found[1].declared or self._is_bound(cls, name)

    def _is_bound(self, cls: Cls, name: str) -> bool:
        """Whether a class, or one above it, binds an attribute, or a file of theirs does: `self.rows[k] = v` and
        `self.count += 1` only change it.
        """
        engine = self.engine
        bound = re.compile(rf"^Aa? \d+ {re.escape(name)}(?: |$)", re.MULTILINE)
        for a in classes.info(engine, cls).line:
            above = classes.info(engine, a.cls)
            if a.cls.space or not above.places or members.stores_of(engine, above, name):
                if members.member(engine, a.cls, name) is not None:
                    return True
                continue
            for file in {p.file for p in above.places}:
                if any(bound.search(scope.program) for scope in engine.tree("", file).scopes):
                    return True
        return False

    def _is_plain_function(self, v: Value, name: str) -> bool:
        """Whether a value is a function, or a method, that nobody has decorated, and which has no such attribute."""
        engine = self.engine
        f = v.function if v[-1] == "bound" else v
        if f[-1] != "function" or f.space or self.stored(f.name) or self.spoken(f.name):
            return False
        where = Where("", f.file, f.scope)
        if len(engine.program(where).stores.get(f.name, ())) != 1:
            return False
        made = signatures.definitions(engine, f)
        if len(made) != 1 or self.decorated(*made[0]) - _SAME or self.has_source("", f.file):
            return False
        kinds = ("FunctionType", "MethodType")
        return all(members.find(engine, engine.outside_class("types", k), name) is None for k in kinds)

    def _has_meta(self, cls: Cls, name: str) -> bool:
        metas = classes.info(self.engine, cls).metaclass or (self.engine.builtin("type"),)
        return any(members.find(self.engine, m, name) is not None for m in metas)

    def _is_below(self, v: Value, name: str) -> bool:
        """Whether a class below has the attribute, from wherever: a value may be an instance of it."""
        engine = self.engine
        for cls in self.below(v.cls):
            if self.is_open(cls) or members.find(engine, cls, name) is not None:
                return True
        if v.cls.space:
            for owner in self.view.members(name):
                found = Cls("", owner.module, owner.name)
                if any(classes.is_subclass(engine, cls, v.cls) for cls in (found, *self.below(found))):
                    return True
            for cls in self._below_outside(v.cls):
                if members.find(engine, cls, name) is not None:
                    return True
        elif _IS_PART.search(v.cls.name) or self._is_base_of_made(v.cls) or self._is_named_as_base(v.cls):
            return True
        return self._is_abstract(v.cls) or self._has_around(v.cls, name)

    def _has_around(self, cls: Cls, name: str) -> bool:
        """Whether a class around a class has the attribute: runners of tests give what it has to those inside."""
        around, dot, _ = cls.name.rpartition(".")
        if not dot:
            return False
        outer = cls._replace(name=around)
        return members.find(self.engine, outer, name) is not None or self._has_around(outer, name)

    def _is_base_of_made(self, cls: Cls) -> bool:
        """Whether `type(name, bases, namespace)` makes a class of it, of which the hierarchy does not know."""
        engine = self.engine
        blocks = self.view.blocks_of_name(cls.name.rpartition(".")[2])
        for file in sorted({block.row.file_id for block in blocks}):
            for i, scope in enumerate(engine.root.tree(file).scopes):
                if not _MAKES.search(scope.program):
                    continue
                where = Where("", file, i)
                steps = engine.program(where).steps
                for words in steps:
                    if words[0] == "(" and len(words) == 5 and steps[int(words[1])] == ["l", "type"]:
                        for bases in lazy.value(engine, where, int(words[3])) if words[3].isdigit() else ():
                            for base in union(bases.items) if bases[-1] == "tuple" else ():
                                if base[-1] == "class" and classes.is_subclass(engine, base.cls, cls):
                                    return True
        return False

    def _is_named_as_base(self, cls: Cls) -> bool:
        """Whether a base of that name, of which nobody knows what it is, stands above some class of the project."""
        engine = self.engine
        name = cls.name.rpartition(".")[2]
        for file in sorted({block.row.file_id for block in self.view.blocks_of_name(name)}):
            tree = engine.root.tree(file)
            for i, scope in enumerate(tree.scopes):
                if "\nk " not in f"\n{scope.program}":
                    continue
                where = Where("", file, i)
                steps = engine.program(where).steps
                for words in steps:
                    for w in words[3:] if words[0] == "k" else ():
                        step = steps[int(w)] if w.isdigit() else [""]
                        if step[-1] == name and step[0] in ("l", "a") and UNKNOWN in lazy.value(engine, where, int(w)):
                            return True
        return False

    def _is_abstract(self, cls: Cls) -> bool:
        """Whether a class says of itself that it is abstract, or has a method that is, from wherever in its line."""
        info = classes.info(self.engine, cls)
        if not any(m.name == "ABCMeta" for m in info.metaclass) and not any(a.cls.module == "abc" for a in info.line):
            return False
        if info.is_protocol or any(b.cls.module == "abc" for b in info.bases) or self._has_own_metaclass(info):
            return True
        names = {name for a in info.line for name in self._abstract_in(a.cls)}
        return any(self._is_left(cls, name) for name in names)

    def _has_own_metaclass(self, info: classes.Info) -> bool:
        made = [self.engine.program(around).steps[step] for around, step in info.made]
        return any(w.startswith("metaclass=") for words in made for w in words[3:])

    def _abstract_in(self, cls: Cls) -> frozenset[str]:
        """The methods that a class marks as abstract."""
        known = self._abstract.get(cls)
        if known is None:
            engine = self.engine
            known = self._abstract[cls] = frozenset(
                w[2] for p in classes.info(engine, cls).places for n, w in enumerate(engine.program(p).steps)
                if w[0] in ("f", "fa") and signatures.is_abstract(engine, p, n)
            )  # fmt: skip
        return known

    def _is_left(self, cls: Cls, name: str) -> bool:
        """Whether the first class in the line that has a name has it as an abstract method."""
        found = members.find(self.engine, cls, name)
        return found is None or name in self._abstract_in(found[0].cls)

    def is_of_own(self, frame: Frame, step: int, name: str) -> bool:
        """Whether a step is the own object of a method, whatever else a test says that it is, and its class has a name:
        what a mixin tests to be of another class is of both.
        """
        words, params, cls = frame.steps[step], frame.program.params, self.engine.class_around(frame.where)
        if words[0] != "l" or cls is None or not params or params[0][0] != words[1]:
            return False
        return self._has(self.engine.own_instance(cls), cls, name)

    def is_sure(self, frame: Frame, step: int, depth: int = 0, is_inside: bool = False) -> bool:
        """Whether what a step is known to be is all that it can be; *is_inside*: of what it holds.

        It need not be where it is read from an attribute that nothing declares and that several classes of one line, or
        code outside of them, store into.
        """
        if depth > _DEEPEST:
            return False
        words = frame.steps[step]
        if words[0] == "a":
            base = int(words[1])
            root = frame.program.root_of(base)
            is_assigned = root is not None and (root, words[2]) in frame.program.assigned
            if is_assigned and not all(self._keeps(v, words[2]) for v in frame.types[base]):
                return False
            return self._is_sure_member(frame.types[base], words[2]) and self.is_sure(frame, base, depth + 1)
        if words[0] == "l":
            if _is_tested_for_unknown(frame, step):
                return False
            binder = frame.program.binder(step, words[1])  # of a comprehension, or a lambda, around it
            stores = frame.program.stores.get(words[1], ()) if binder < 0 else [binder]
            if not stores and self._is_submodule(frame, words[1]):
                return False
            if len(stores) > 1 and _is_in_lambda(frame.program, step):
                return False  # it runs later
            for n in stores:
                stored = frame.steps[n]
                if stored[0] in ("s", "w") and not self.is_sure(frame, int(stored[2]), depth + 1, is_inside):
                    return False
                if stored[0] == "sa" and stored[3] == "-" and self.engine.kind(frame.where) == "class":
                    return False  # it binds nothing: what is read may be the name of that module
            return True
        if words[0] == "fr":
            return not self._is_both(frame.where, words)
        if words[0] in ("i", "it", "nx", "un"):
            return self.is_sure(frame, int(words[1]), depth + 1, True)
        if words[0] == "]" and is_inside:
            return self.is_sure(frame, int(words[-1]), depth + 1, True)
        if words[0] in ("t", "h") and is_inside:
            held = map(_operand, words[2:] if words[0] == "t" else words[1:])
            return all(self.is_sure(frame, n, depth + 1, True) for n in held)
        if words[0] == "(":
            callee = int(words[1])
            if self._is_left_to_others(frame.where, step):
                return False
            return self._is_undecorated(frame.types[callee]) and self.is_sure(frame, callee, depth + 1)
        return True

    def _is_left_to_others(self, where: Where, step: int, depth: int = 0) -> bool:
        """Whether a call is one of a method of the own object that gives an empty default, for classes that nobody has
        seen to give more; or is given what such a call gives.
        """
        engine = self.engine
        steps = engine.program(where).steps
        words = steps[step]
        if words[0] != "(" or depth > _DEEPEST:
            return False
        if any(w.isdigit() and self._is_left_to_others(where, int(w), depth + 1) for w in words[2:]):
            return True
        callee, cls, params = steps[int(words[1])], engine.class_around(where), engine.program(where).params
        if callee[0] != "a" or cls is None or not params or steps[int(callee[1])] != ["l", params[0][0]]:
            return False
        found = members.find(engine, cls, callee[2])
        functions = [v for v in found[1].types if v[-1] == "function"] if found is not None else []
        made = [d for v in functions for d in signatures.definitions(engine, v)]
        bodies = [signatures.signature(engine, *d).body for d in made]
        return any(body is not None and self._gives_default(body, depth + 1) for body in bodies)

    def _gives_default(self, body: Where, depth: int) -> bool:
        """Whether all that a method returns is a constant, an empty container, or what another such method gives."""
        steps = self.engine.program(body).steps
        returned = [words[1] for words in steps if words[0] == "r"]
        return bool(returned) and all(
            w == "-" or steps[int(w)][0] == "c" or steps[int(w)] == ["h"]
            or (steps[int(w)][0] == "t" and len(steps[int(w)]) == 2) or self._is_left_to_others(body, int(w), depth)
            for w in returned
        )  # fmt: skip

    def _is_submodule(self, frame: Frame, name: str) -> bool:
        """Whether the module imports what a name stands for by a name that a submodule of the package has, too."""
        module = Where(frame.where.space, frame.where.file, 0)
        program = self.engine.program(module)
        stored = [program.steps[n] for n in program.stores.get(name, ())]
        made = [program.steps[int(words[2])] for words in stored if words[0] == "s"]
        return any(words[0] == "fr" and self._is_both(module, words) for words in made)

    def _is_both(self, where: Where, words: list[str]) -> bool:
        """Whether `from package import name` gives a submodule or what the package binds, whichever was there first."""
        space = self.engine.world.space(where.space)
        home, inside = space.starred(where.file, int(words[1]), words[2])
        if not inside or not space.files_of(f"{home}.{words[3]}"):
            return False
        if any(words[3] in space.tree(f).program(0).stores for f in space.files_of(home)):
            return True
        return self.star_binds(where.space, home, words[3], set())

    def _is_undecorated(self, callee: Types) -> bool:
        """Whether nothing stands above a function that may make something else of it, of which nothing is known."""
        for v in callee:
            f = v.function if v[-1] == "bound" else v
            for around, step in signatures.definitions(self.engine, f) if f[-1] == "function" and not f.space else ():
                decorators = members.decorators(self.engine, around, step)
                if any(UNKNOWN in lazy.value(self.engine, around, d) for d in decorators):
                    return False
        return True

    def _keeps(self, v: Value, name: str) -> bool:
        """Whether an attribute of a value is what was stored into it: nothing in its class takes it."""
        if v[-1] != "instance" or self.is_open(v.cls):
            return False
        for a in classes.info(self.engine, v.cls).line:
            m = members.member(self.engine, a.cls, name)
            if m is not None and not m.declared:
                return not members.stores_of(self.engine, classes.info(self.engine, a.cls), name)
        return True

    def is_of_stub(self, v: Value) -> bool:
        """Whether stubs, which leave things out now and then, tell what a value has, other than those of builtins."""
        if v[-1] == "module":
            return bool(v.space)
        if v[-1] not in ("instance", "class"):
            return False
        return any(a.cls.space and a.cls.module not in _WHOLE for a in classes.info(self.engine, v.cls).line)

    def is_omitted(self, key: str, module: str, name: str) -> bool:
        """Whether it is the standard library's stubs that lack a name, and its source has the word."""
        library = self.typing.world.shelf.libraries().find(module) if key else None
        return library is not None and not library.prefix and omitted.may_have(module, name)

    def may_take_any(self, where: Where, name: str) -> bool:
        """Whether it is the standard library's stubs that list the keywords of a function, and its source takes any."""
        if not where.space:
            return False
        module = self.engine.world.space(where.space).module_of(where.file)
        library = self.typing.world.shelf.libraries().find(module)
        return library is not None and not library.prefix and omitted.may_take_any(module, name)

    def star_binds(self, key: str, module: str, name: str, seen: set[str]) -> bool:
        """Whether a module that a module star-imports binds a name, whatever its `__all__` says."""
        space = self.engine.world.space(key)
        for f in space.files_of(module):
            for words in space.tree(f).program(0).steps:
                if words[0] != "i*":
                    continue
                home, inside = space.starred(f, int(words[1]), words[2])
                if not inside or home in seen:
                    continue
                seen.add(home)
                if any(name in space.tree(other).program(0).stores for other in space.files_of(home)):
                    return True
                if self.star_binds(key, home, name, seen):
                    return True
        return False

    def _is_sure_member(self, receiver: Types, name: str) -> bool:
        engine = self.engine
        for v in receiver:
            if v[-1] == "module":
                if not v.space and self.stored(name):
                    return False
                continue
            if v[-1] not in ("instance", "class"):
                continue
            line = (*(a.cls for a in classes.info(engine, v.cls).line), *self.below(v.cls))
            found = [m for c in line if (m := members.member(engine, c, name)) is not None]
            if all(m.declared or m.kind == "class" for m in found):
                if self._is_stored_below_library(line, name):
                    return False
                continue
            if len(found) > 1 or self.stored(name):
                return False
        return True

    def _is_stored_below_library(self, line: tuple[Cls, ...], name: str) -> bool:
        """Whether a library declares an attribute, and a class of the project stores what may be more than that."""
        engine = self.engine
        above = [m for c in line if c.space and (m := members.member(engine, c, name)) is not None]
        if not any(m.declared and m.kind == "data" for m in above):
            return False
        own = [classes.info(engine, c) for c in line if not c.space]
        return any(members.assignments_of(engine, i, name) and not members.stores_of(engine, i, name) for i in own)

    def is_written_by_callee(self, file: int) -> bool:
        """Whether a module imports from one of the project that takes the globals of its callers, to bind names."""
        space = self.engine.world.space("")
        for words in space.tree(file).program(0).steps:
            if words[0] != "fr":
                continue
            home, inside = space.starred(file, int(words[1]), words[2])
            for f in space.files_of(home) if inside else ():
                if any(_TAKES_GLOBALS.search(scope.program) for scope in space.tree(f).scopes):
                    return True
        return False

    # -- modules --------------------------------------------------------------------------------------------------

    def is_hooked(self, space: str, module: str) -> bool:
        """Whether a module may have names that its text does not bind."""
        known = self._hooked.get((space, module))
        if known is None:
            self._hooked[space, module] = False  # modules that star-import each other
            known = self._hooked[space, module] = self._is_hooked(space, module)
        return known

    def _is_hooked(self, key: str, module: str) -> bool:
        engine = self.engine
        space = engine.world.space(key)
        files = space.files_of(module)
        if not files or (key and not any(space.is_stub(f) for f in files)):
            return True  # a folder; or a package that may hold modules in other languages
        for f in files:
            tree = space.tree(f)
            if "__getattr__" in tree.program(0).stores:
                return True
            if not space.is_stub(f) and any(_MODULE_HOOKS.search(s.program) for s in tree.scopes):
                return True
            for words in tree.program(0).steps:
                if words[0] == "i*" and self.is_star_open(key, f, int(words[1]), words[2]):
                    return True
        return False

    def is_star_open(self, key: str, file: int, level: int, starred: str) -> bool:
        """Whether a star import may bring what nobody can tell."""
        engine = self.engine
        home, inside = engine.world.space(key).starred(file, level, starred)
        if inside:
            return self.is_hooked(key, home)
        library = engine.world.outside(home)
        return library is None or self.is_hooked(library.key, home)


#: modules whose stubs leave nothing out
_WHOLE = frozenset(("builtins", "typing", "abc", "enum", "collections.abc", "types"))
_DEEPEST = 8  # from a value to where it comes from
_MADE_UP = frozenset((("typing", "NamedTuple"), ("typing", "_TypedDict"), ("enum", "Enum"), ("typing", "Protocol")))
_IS_PART = re.compile(r"mix_?in|^_?(Base|Abstract)|(Base|Interface|ABC|Protocol)$", re.IGNORECASE)


def _literal(v: Value) -> str:
    from inferd.inference.types import literal_class

    return literal_class(v.text)


def _stored_names(program: Program) -> set[str]:
    """The names under which a function stores items and attributes of what others have; "*" for any."""
    steps = program.steps
    keys = [words[2] for words in steps if words[0] == "I"]
    keys += [words[3] for words in steps if words[0] == "(" and len(words) == 5 and steps[int(words[1])][-1] in _SETS]
    shown = [steps[int(k)] if k.isdigit() else [""] for k in keys]
    return {words[1][2:-1] if words[0] == "c" and words[1].startswith('s"') else "*" for words in shown}


_SETS = ("setattr", "__setattr__")


def _is_tested_for_unknown(frame: Frame, step: int) -> bool:
    """Whether a variable is tested for a class that is not known before it is read: either way of the test says more
    about it than types tell.
    """
    name = frame.steps[step]
    for words in frame.steps[:step]:
        if words[0] != "(" or len(words) != 4 or frame.steps[int(words[1])] != ["l", "isinstance"]:
            continue
        if words[2].isdigit() and words[3].isdigit() and frame.steps[int(words[2])] == name:
            asked = frame.types[int(words[3])]
            if any(v == UNKNOWN or (v[-1] == "tuple" and any(UNKNOWN in i for i in v.items)) for v in asked):
                return True
    return False


def _is_in_lambda(program: Program, step: int) -> bool:
    """Whether a step stands in the body of a lambda."""
    ends = sum(1 for words in program.steps[:step] if words[0] == "M")
    return len([n for n in program.lambdas if n < step]) > ends


def _sets(program: Program) -> bool:
    steps = program.steps
    own = ["l", program.params[0][0]] if program.params else []
    return any(
        words[0] == "(" and len(words) == 5 and steps[int(words[1])] == ["l", "setattr"] and words[2].isdigit()
        and steps[int(words[2])] != own and words[3].isdigit() and steps[int(words[3])][0] != "c"
        for words in steps
    )  # fmt: skip


def _is_passed(program: Program, name: str) -> bool:
    """Whether a variable is an argument of a call, alone or in a display."""
    steps = program.steps
    given = [_operand(w) for words in steps if words[0] == "(" for w in words[2:]]
    inside = [_operand(w) for n in given if n >= 0 and steps[n][0] in ("t", "h") for w in steps[n][1:]]
    return any(n >= 0 and steps[n] == ["l", name] for n in (*given, *inside))


def _operand(word: str) -> int:
    """The step that an argument, or an element of a display, is: `3`, `*3`, `name=3`, `2:3`; -1 for none."""
    digits = word.lstrip("*").rpartition("=")[2].rpartition(":")[2]
    return int(digits) if digits.isdigit() else -1
