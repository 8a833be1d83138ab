"""The types of values, without running any code of the program.

What is looked at: `type(value)`, the C-level fields of class objects (through the descriptors of `type` itself, never
through attribute access that a metaclass could answer), and the inside of values whose type is exactly a builtin
container, function, generator or module. Nothing of the program's is compared, hashed, iterated or asked for its
length; classes are told apart by `id`. A class is held by a weak reference, so that a program that checks that its
classes are collected is not disturbed; when one dies, everything that carries its id is forgotten (`on_death`).

Ids in here: a *key* is what tells one call from another without looking inside (`id(type(v))`, or a negative number for
a value that counts as itself: a class, a function, a module); a *type id* is that of a `type` line of the shard.
"""

from __future__ import annotations

import collections
import sys
import types
import weakref
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .spool import Shard

_SAMPLE = 8
_WITHIN = 4  # of a container in a container
_UNION = 4
_DEPTH = 2
_HEAP = 1 << 9
_MOCKS = frozenset(["unittest.mock", "mock", "mock.mock"])
_MODULES = sys.modules
_PRIVATE: dict[str | None, str] = {"pathlib._local": "pathlib"}  # where 3.13 has put what has another name elsewhere

mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_module_of = type.__dict__["__module__"].__get__
_qualname_of = type.__dict__["__qualname__"].__get__
_flags_of = type.__dict__["__flags__"].__get__
dict_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
_module_dict: Callable[[Any], dict[str, Any]] = types.ModuleType.__dict__["__dict__"].__get__  # type: ignore[index]
_get = types.MappingProxyType.get
_plain_str = str.__str__
_STR = {id(str)}

Function = types.FunctionType
Method = types.MethodType
_Builtin = types.BuiltinFunctionType
_GENERATORS: dict[int, str] = {
    id(types.GeneratorType): "gi_code",
    id(types.CoroutineType): "cr_code",
    id(types.AsyncGeneratorType): "ag_code",
}
_SEQUENCES = {id(list): list, id(tuple): tuple, id(collections.deque): collections.deque}
_SETS = {id(set): set, id(frozenset): frozenset}
_DICTS = {id(d): d for d in (dict, collections.defaultdict, collections.OrderedDict, collections.Counter)}
CONTAINERS: frozenset[int] = frozenset([*_SEQUENCES, *_SETS, *_DICTS])
_DESCRIPTORS = {
    id(t) for t in (types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType)
}
_WRAPPER = types.MethodWrapperType


def exact_text(value: Any) -> str | None:
    """A string as exactly `str`, if it is one at all."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if id(str) in map(id, mro_of(kind)):
        return _plain_str(value)
    return None


def module_of(cls: type) -> str | None:
    return exact_text(_module_of(cls))


def qualname_of(cls: type) -> str:
    return exact_text(_qualname_of(cls)) or "?"


def access_of(cls: type) -> tuple[int, bool]:
    """How the attributes of instances are reached: which class of the MRO made room for the dictionary (-1: none), and
    whether one has slots.
    """
    at, has_slots = -1, False
    looks = True
    for number, base in enumerate(mro_of(cls)):
        inside = dict_of(base)
        if looks:
            found = _get(inside, "__dict__")
            if found is not None:
                looks = False
                if type(found) is types.GetSetDescriptorType and found.__objclass__ is base:
                    at = number
        if _flags_of(base) & _HEAP and _get(inside, "__slots__") is not None:
            has_slots = True
    return at, has_slots


def _slots(value: Any) -> list[tuple[str, Any]]:
    """The slots of an instance that are filled."""
    found = []
    for cls in mro_of(type(value)):
        if _flags_of(cls) & _HEAP and _get(dict_of(cls), "__slots__") is not None:
            for name, member in list(dict_of(cls).items()):
                if type(member) is types.MemberDescriptorType and type(name) is str:
                    try:
                        found.append((name, member.__get__(value)))
                    except AttributeError:
                        pass
    return found


def _file_of(module: str) -> str | None:
    """The file of a module that is loaded."""
    found = _MODULES.get(module)
    if found is None or id(types.ModuleType) not in map(id, mro_of(type(found))):
        return None
    file = _module_dict(found).get("__file__")
    return file if type(file) is str else None


class Shapes:
    """The classes and types that this process has met, and their ids in the shard."""

    def __init__(
        self, shard: Shard, function_id: Callable[[types.CodeType], int | None], relative: Callable[[str], str]
    ) -> None:
        self.shard = shard
        self.function_id = function_id
        self.relative = relative
        self.special: set[int] = {id(type), id(Function), id(Method), id(types.ModuleType), *_GENERATORS}
        self.settled: set[int] = set()  # ids of classes that never die, and of whose instances no more is to be kept
        self.access: dict[int, tuple[int, bool]] = {}  # id of a class -> how to reach attributes
        self.known: dict[int, Any] = {}  # id of a class -> the class, or a weak reference to it
        self.kept: dict[int, Any] = {}  # what else an id in a key stands for
        self.users: dict[int, list[Any]] = {}  # id of a class that may die -> the functions whose keys carry it
        self.mocks: set[int] = set()
        self.on_death: Callable[[int, list[Any]], None] | None = None
        self.forget()

    def forget(self) -> None:
        """Begin another shard (after a fork): nothing has been introduced in it."""
        self.plain: dict[int, int] = {}  # id of a class whose instances need no look inside -> type id
        self._classes: dict[int, int] = {}
        self._types: dict[tuple[Any, ...], int] = {}
        self._class_count = 0
        self._type_count = 0

    # -- keys

    def attributes(self, value: Any, most: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Names and values of the attributes of an instance (of a class that is held), and of its filled slots."""
        cls = type(value)
        found = self.access.get(id(cls))
        if found is None:
            found = self.access[id(cls)] = access_of(cls)
        at, has_slots = found
        names: tuple[Any, ...] = ()
        values: tuple[Any, ...] = ()
        if at >= 0:
            made = _get(dict_of(mro_of(cls)[at]), "__dict__")
            if type(made) is types.GetSetDescriptorType:  # `__bases__` may have been set since
                inside = made.__get__(value)
                if type(inside) is dict:
                    items = list(inside.items())[:most]
                    if items:
                        names, values = zip(*items)
                        if not _STR.issuperset(map(id, map(type, names))):
                            items = [item for item in items if type(item[0]) is str]
                            names, values = zip(*items) if items else ((), ())
        if has_slots:
            more = _slots(value)[:most]
            names += tuple([name for name, _ in more])
            values += tuple([found for _, found in more])
        return names, values

    def key(self, values: tuple[Any, ...]) -> tuple[int, ...]:
        found = tuple(map(id, map(type, values)))
        if self.special.isdisjoint(found):
            return found
        return tuple([self.itself(value) for value in values])

    def itself(self, value: Any) -> int:
        """The key of one value, where a class, a function or a module counts as itself."""
        kind = id(type(value))
        if kind not in self.special:
            return kind
        if kind == id(Function):
            return -id(value.__code__)
        if kind == id(Method):
            inner = value.__func__
            return -id(inner.__code__) - 2 if type(inner) is Function else kind
        field = _GENERATORS.get(kind)
        if field is not None:
            code = getattr(value, field)
            return kind if code is None else -id(code) - 1
        return -id(value)

    def meet(self, values: tuple[Any, ...], user: Any) -> bool:
        """Hold what the keys of these values stand for. True: a metaclass was met, the key is to be made again."""
        again = False
        settled = self.settled
        for value in values:
            cls = type(value)
            at = id(cls)
            if at in settled:
                continue
            if at not in self.known:
                self.hold(cls)
                if at in self.special:
                    again = True
            if at in self.users:
                self.users[at].append(user)
            if at in self.special:
                if at == id(Function):
                    self.kept[id(value.__code__)] = value.__code__
                elif at == id(Method):
                    if type(value.__func__) is Function:
                        self.kept[id(value.__func__.__code__)] = value.__func__.__code__
                elif at in _GENERATORS:
                    code = getattr(value, _GENERATORS[at])
                    self.kept[id(code)] = code
                elif at == id(types.ModuleType):
                    self.kept[id(value)] = value
                else:
                    if id(value) not in self.known:
                        self.hold(value)
                    if id(value) in self.users:
                        self.users[id(value)].append(user)
        return again

    def meet_class(self, cls: type, user: Any) -> None:
        """Hold a class whose instance is told by a key."""
        if id(cls) not in self.known:
            self.hold(cls)
        if id(cls) in self.users:
            self.users[id(cls)].append(user)

    def hold(self, cls: type) -> None:
        at = id(cls)
        bases = mro_of(cls)
        if id(type) in map(id, bases):
            self.special.add(at)
        for base in bases:
            if module_of(base) in _MOCKS:
                self.mocks.add(at)
                break
        if not _flags_of(cls) & _HEAP:
            self.known[at] = cls
            if at not in self.special:
                self.settled.add(at)
            return
        self.users[at] = []

        def gone(_: Any, at: int = at) -> None:
            self.known.pop(at, None)
            self.plain.pop(at, None)
            self.access.pop(at, None)
            self._classes.pop(at, None)
            self.mocks.discard(at)
            self.special.discard(at)
            users = self.users.pop(at, None)
            try:
                if users is not None and self.on_death is not None:
                    self.on_death(at, users)
            except RecursionError:
                pass  # it must not be seen, wherever this happens to be called

        self.known[at] = weakref.ref(cls, gone)

    # -- lines

    def class_id(self, cls: type) -> int:
        at = id(cls)
        found = self._classes.get(at)
        if found is not None:
            return found
        if at not in self.known:
            self.hold(cls)
        module = module_of(cls)
        module = _PRIVATE.get(module, module)
        path = None
        if module is not None and module != "builtins":
            path = self._path_of(module)
        line = _get(dict_of(cls), "__firstlineno__")
        number = self._class_count
        self._class_count += (
            1  # before anything that may fail, as it can at the recursion limit: an id is never used twice
        )
        self.shard.put(
            '["cls", %d, %s, %s, %s, %s]'
            % (number, _q(module or "?"), _q(qualname_of(cls)), _q(path), line if type(line) is int else "null")
        )
        self._classes[at] = number
        return number

    def _path_of(self, module: str) -> str | None:
        file = _file_of(module)
        return None if file is None else self.relative(file)

    def is_ours(self, cls: type, project: Callable[[str], str | None]) -> bool:
        """Whether a class is one of a module of the project."""
        if id(cls) in self.special or id(cls) in self.mocks:
            return False
        module = module_of(cls)
        file = None if module is None else _file_of(module)
        return file is not None and project(file) is not None

    def _type(self, *parts: Any) -> int:
        found = self._types.get(parts)
        if found is None:
            found = self._type_count
            self._type_count += 1
            self.shard.put('["type", %d, %s]' % (found, ", ".join([_json(part) for part in parts])))
            self._types[parts] = found
        return found

    def unknown(self) -> int:
        return self._type("unknown")

    def result(self, how: str, value: Any) -> int:
        """The type id of an outcome: of the value, or for a raise of an instance of the class that it is."""
        if how != "raise":
            return self.of(value)
        if value is None:
            return self._type("unknown")
        return self._type("inst", self.class_id(value), ())

    def of(self, value: Any, depth: int = _DEPTH) -> int:
        """The type id of a value, with the arguments of containers."""
        cls = type(value)
        at = id(cls)
        found = self.plain.get(at)
        if found is not None:
            return found
        if at in _SEQUENCES:
            return self._sequence(value, cls, depth)
        if at in _DICTS:
            if not depth:
                return self._type("inst", self.class_id(cls), ())
            few = list(islice(dict.items(value), _SAMPLE if depth == _DEPTH else _WITHIN))
            return self._type(
                "inst",
                self.class_id(cls),
                (self._union([k for k, _ in few], depth - 1), self._union([v for _, v in few], depth - 1)),
            )
        if at in _SETS:
            if not depth:
                return self._type("inst", self.class_id(cls), ())
            some = list(islice(value, _SAMPLE if depth == _DEPTH else _WITHIN))
            return self._type("inst", self.class_id(cls), (self._union(some, depth - 1),))
        if at not in self.known:
            self.hold(cls)
        if at in self.mocks:
            return self._plain(at, self._type("mock"))
        if at in self.special:
            return self._special(value, cls, at)
        if cls is object:
            return self._plain(at, self._type("sentinel"))
        if cls is _Builtin:
            return self._builtin(value)
        if at in _DESCRIPTORS:
            owner = value.__objclass__
            return self._type("ext", module_of(owner), qualname_of(owner) + "." + value.__name__)
        return self._plain(at, self._type("inst", self.class_id(cls), ()))

    def _plain(self, at: int, number: int) -> int:
        self.plain[at] = number
        return number

    def _sequence(self, value: Any, cls: type, depth: int) -> int:
        if not depth:
            return self._type("inst", self.class_id(cls), ())
        size = len(value)
        if cls is tuple and size <= _SAMPLE:
            inner: tuple[Any, ...] = tuple(map(self.plain.get, map(id, map(type, value))))
            if None in inner:
                inner = tuple([self.of(item, depth - 1) for item in value])
            return self._type("tuple", self.class_id(cls), inner)
        most = _SAMPLE if depth == _DEPTH else _WITHIN
        if size <= most:
            few = list(value)
        elif cls is collections.deque:  # its middle is far from its ends
            few = [value[0], value[1], value[-2], value[-1]]
        else:
            step = size // most
            few = [value[n * step] for n in range(most - 1)]
            few.append(value[-1])
        return self._type("inst", self.class_id(cls), (self._union(few, depth - 1),))

    def _union(self, values: list[Any], depth: int) -> int:
        if not values:
            return self._type("never")
        found: set[Any] = set(map(self.plain.get, map(id, map(type, values))))
        if None in found:
            found = {self.of(value, depth) for value in values}
        if len(found) == 1:
            number: int = found.pop()
            return number
        return self._type("union", tuple(sorted(found)[:_UNION]))

    def _special(self, value: Any, cls: type, at: int) -> int:
        if at == id(Method):
            inner = value.__func__
            if type(inner) is Function:
                return self._function(inner)
            return self._type("inst", self.class_id(cls), ())
        if at == id(Function):
            return self._function(value)
        if at == id(types.ModuleType):
            name = _module_dict(value).get("__name__")
            return self._type("module", name if type(name) is str else "?")
        field = _GENERATORS.get(at)
        if field is not None:
            code = getattr(value, field)
            number = None if code is None else self.function_id(code)
            if number is not None:
                return self._type("gen", number)
            return self._type("inst", self.class_id(cls), ())
        if id(value) not in self.known:
            self.hold(value)
        if id(value) in self.mocks:
            return self._type("mock")
        return self._type("class", self.class_id(value))

    def _function(self, value: Any) -> int:
        number = self.function_id(value.__code__)
        if number is not None:
            return self._type("func", number)
        return self._type("ext", exact_text(value.__module__), exact_text(value.__qualname__) or "?")

    def _builtin(self, value: Any) -> int:
        return self._type("ext", *self.builtin_name(value))

    def builtin_name(self, value: Any) -> tuple[str | None, str]:
        """Module and qualified name of a function of exactly the builtin type."""
        owner = value.__self__
        name = exact_text(value.__name__) or "?"
        if owner is None or type(owner) is types.ModuleType:
            return exact_text(value.__module__), name
        cls = owner if id(type(owner)) in self.special and id(type) in map(id, mro_of(type(owner))) else type(owner)
        return module_of(cls), qualname_of(cls) + "." + name


def _q(text: str | None) -> str:
    from .spool import quote

    return "null" if text is None else quote(text)


def _json(part: Any) -> str:
    if type(part) is tuple:
        return "[" + ", ".join(map(str, part)) + "]"
    if type(part) is int:
        return str(part)
    return _q(part)
