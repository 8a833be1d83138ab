"""Code for a Python that is gone: what tests of the version decide, and names that Python 3 does not have.

    if sys.version_info[0] >= 3:        PY2 = bytes is str              try:
        text = str                      if PY2:                             text = unicode
    else:                                   def b(s): return s          except NameError:
        text = unicode                  else:                               text = str
                                            def b(s): return s.encode()

    try:                                                            try:
        from urllib.parse import urlparse                               from itertools import izip
    except ImportError:                                             except ImportError:
        from urlparse import urlparse                                   izip = zip

What stands in the branches for Python 2 never runs.  A test is read from the steps of a scope and of its module alone:
comparisons of `sys.version_info` with constants, as far as the major version decides them, of builtin classes with each
other, and variables of a module that hold what these give; those that are imported from a module of the project, or
from `six`, too.

Modules and names that Python 2 had are not there.  An import of what the standard library always has, by a list of its
modules and outside of all conditions in their stubs, does not fail; nor does a module that reads a builtin of every
Python (`try: bytes = bytes`).

What it does not do: minor versions, platforms.  Where all stores to a name are dead, they count all the same.
"""

import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from inferd.inference.program import Program

if TYPE_CHECKING:
    from inferd.inference.engine import Engine, Where

#: builtins of Python 2
GONE = frozenset(
    "apply basestring buffer cmp coerce execfile file intern long raw_input reduce unichr unicode xrange".split()
)
#: modules of Python 2, and names that others had then
_GONE_MODULES = frozenset(
    "BaseHTTPServer CGIHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SimpleXMLRPCServer "
    "SocketServer StringIO Tkinter UserDict UserList UserString __builtin__ anydbm cPickle cStringIO commands "
    "cookielib copy_reg dummy_thread exceptions htmlentitydefs httplib md5 robotparser sets sha thread urllib2 "
    "urlparse xmlrpclib".split()
)
_GONE_NAMES = frozenset(
    "itertools.ifilter itertools.ifilterfalse itertools.imap itertools.izip itertools.izip_longest os.getcwdu "
    "string.letters string.lowercase string.maketrans string.uppercase types.ClassType types.DictType types.FileType "
    "types.InstanceType types.IntType types.ListType types.LongType types.StringType types.StringTypes types.TupleType "
    "types.UnicodeType urllib.quote urllib.quote_plus urllib.unquote urllib.unquote_plus urllib.urlencode "
    "urllib.urlopen urllib.urlretrieve".split()
)
#: modules that every Python 3 has, on every platform
_ALWAYS = frozenset(
    "abc argparse ast base64 bisect builtins calendar codecs collections collections.abc configparser contextlib copy "
    "copyreg csv datetime decimal difflib email enum errno fnmatch fractions functools gc getpass glob hashlib heapq "
    "hmac html html.entities html.parser http http.client http.cookiejar http.cookies http.server importlib inspect io "
    "itertools json keyword linecache locale logging math mimetypes numbers operator os os.path pathlib pickle pkgutil "
    "platform pprint queue random re reprlib shlex shutil signal socket socketserver stat string struct subprocess sys "
    "tempfile textwrap threading time timeit tokenize traceback types typing unicodedata unittest unittest.mock urllib "
    "urllib.error urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree xmlrpc.client zipfile".split()
)
_CLASSES = frozenset(("str", "bytes", "int", "float", "bool"))
#: builtins that every Python 3 has
_BUILTINS = frozenset(
    "all any ascii bin bool bytearray bytes callable chr classmethod complex dict dir divmod enumerate eval exec "
    "filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list "
    "locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr "
    "slice sorted staticmethod str sum super tuple type vars zip BlockingIOError BrokenPipeError ConnectionError "
    "FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError "
    "ProcessLookupError TimeoutError RecursionError ModuleNotFoundError StopAsyncIteration ResourceWarning".split()
)
_FLAG = re.compile(r"_*(is_?)?py(thon)?_?[23]", re.IGNORECASE)
_MAJOR = 3
_DEEPEST = 6
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt, "GtE": operator.ge, "Eq": operator.eq,
    "NotEq": operator.ne,
}  # fmt: skip


class Branch(NamedTuple):
    """An `if` of a module whose test is a name that is imported."""

    test: int
    then: range
    otherwise: range


class Attempt(NamedTuple):
    """A `try` around nothing but imports and names that are read."""

    imports: tuple[int, ...]
    names: tuple[str, ...]
    handlers: range


class Choices(NamedTuple):
    """What a scope decides by the version alone, by its own text."""

    dead: frozenset[int]  # the steps that never run
    flags: dict[str, bool]  # the variables that say which version it is
    imported: tuple[Branch, ...]
    attempts: tuple[Attempt, ...]


def live(engine: "Engine", where: "Where", stores: "list[int]") -> "list[int]":
    """The stores to a variable of a module that are not in code for Python 2 alone."""
    if len(stores) < 2 or where.scope or where.space:
        return stores
    program = engine.program(where)
    found = choices(program)
    if not (found.dead or found.imported or found.attempts):
        return stores
    dead = set(found.dead)
    for one in found.attempts:
        if any(n in one.handlers for n in stores) and _succeeds(engine, where, one):
            dead.update(one.handlers)
    for b in found.imported:
        decided = test(engine, where, b.test)
        if decided is not None:
            dead.update(b.otherwise if decided else b.then)
    return [n for n in stores if n not in dead] or stores


def is_idle(engine: "Engine", where: "Where", n: int) -> bool:
    """Whether a handler stands behind imports that do not fail."""
    if where.space:
        return False
    found = choices(engine.program(where)).attempts
    return any(n in one.handlers and _succeeds(engine, where, one) for one in found)


def _succeeds(engine: "Engine", where: "Where", attempt: Attempt) -> bool:
    if attempt.names and where.scope:
        return False  # a function may not have bound its own variable yet
    return _BUILTINS.issuperset(attempt.names) and all(_is_there(engine, where, n) for n in attempt.imports)


def _is_there(engine: "Engine", where: "Where", n: int) -> bool:
    """Whether an import finds what the standard library always has."""
    from inferd.inference.engine import Where

    words = engine.program(where).steps[n]
    module = words[2]
    if words[1] != "0" or module not in _ALWAYS:
        return False
    found = engine.world.space(where.space).imported(where.file, 0, module, None)
    if not found or any(kind != "outside" for kind, _, _ in found):
        return False  # a module of the project has its name
    if words[0] == "im":
        return True
    library = engine.world.outside(module)
    if library is None:
        return False
    for f in library.files_of(module):
        stub = engine.program(Where(library.key, f, 0))
        if any(at in stub.level for at in stub.stores.get(words[3], ())):
            return True
    return False


def is_gone_import(module: str, name: str) -> bool:
    """Whether Python 3 has no such module, or no such name in it."""
    return module in _GONE_MODULES or f"{module}.{name}" in _GONE_NAMES


def may_tell(steps: list[list[str]], n: int) -> bool:
    """Whether a test looks like one of the version; the rest of them cost no more than this."""
    words = steps[n]
    if words[0] == "l":
        return _FLAG.match(words[1]) is not None
    if words[0] == "a":
        return _FLAG.match(words[2]) is not None
    if words[0] != "C" or len(words) != 4:
        return False
    left, right = steps[int(words[1])], steps[int(words[3])]
    if left[0] == "l" and right[0] == "l":
        return left[1] in _CLASSES or right[1] in _CLASSES
    inner = steps[int(left[1])] if left[0] in ("a", "i") else left
    return "version_info" in (left[-1], inner[-1])


def test(engine: "Engine", where: "Where", n: int, depth: int = 0) -> bool | None:
    """What a test of a scope says, if the version decides it."""
    from inferd.inference.engine import Where

    program = engine.program(where)
    words = program.steps[n]
    if words[0] == "u" and words[1] == "Not" and depth < _DEEPEST:
        inner = test(engine, where, int(words[2]), depth + 1)
        return None if inner is None else not inner
    if words[0] == "C":
        return _compared(program, words, engine.program(Where(where.space, where.file, 0)))
    if words[0] == "l" and _FLAG.match(words[1]) and (not where.scope or words[1] not in program.stores):
        return _flag(engine, Where(where.space, where.file, 0), words[1])
    if words[0] == "a" and _FLAG.match(words[2]) and program.steps[int(words[1])][0] == "l":
        module = program.steps[int(words[1])][1]
        found = engine.world.space(where.space).resolve(engine.module_of(where), module)
        if len(found) == 1 and found[0][0] == "module":
            return _of_module(engine, found[0][1], words[2])
        return _of_six(found[0][1], words[2]) if len(found) == 1 and not found[0][2] else None
    return None


def _flag(engine: "Engine", module: "Where", name: str) -> bool | None:
    program = engine.program(module)
    if not _is_imported(program, name):
        return choices(program).flags.get(name)
    found = engine.world.space(module.space).resolve(engine.module_of(module), name)
    if len(found) != 1:
        return None
    kind, other, target = found[0]
    return _of_module(engine, other, target) if kind == "symbol" else _of_six(other, target)


def _of_module(engine: "Engine", module: str, name: str) -> bool | None:
    from inferd.inference.engine import Where

    files = engine.root.files_of(module)
    return choices(engine.program(Where("", files[0], 0))).flags.get(name) if len(files) == 1 else None


def _of_six(module: str, name: str) -> bool | None:
    return {"PY2": False, "PY3": True}.get(name) if module == "six" else None


def choices(program: Program) -> Choices:
    """What a module decides, from its text."""
    known: Choices | None = program.choices
    if known is None:
        known = program.choices = _read(program)
    return known


def _read(program: Program) -> Choices:
    steps = program.steps
    dead: set[int] = set()
    imported: list[Branch] = []
    said: dict[str, set[bool | None]] = {}  # what the stores to a variable say that are not dead
    around: list[list[int]] = []  # of each `if` its step, and that of its `else`
    decisions: list[bool | None] = []
    for n, words in enumerate(steps):
        op = words[0]
        if op == "if":
            around.append([n, -1])
            decisions.append(_decided(program, int(words[1]), said, 0))
        elif op == "el" and around:
            around[-1][1] = n
        elif op == "fi" and around:
            (begin, middle), decided = around.pop(), decisions.pop()
            tested = int(steps[begin][1])
            middle = middle if middle >= 0 else n
            if decided is not None:
                dead.update(range(middle, n) if decided else range(begin, middle))
            elif _is_flag(program, tested):
                imported.append(Branch(tested, range(begin, middle), range(middle, n)))
        elif op == "s" and n in program.stores.get(words[1], ()):
            if any(d is not None and d == (at[1] >= 0) for at, d in zip(around, decisions, strict=True)):
                continue  # it is dead
            made = steps[int(words[2])]
            decided = _decided(program, int(words[2]), said, 0)
            if made[0] == "c" and made[1] in ("T", "F") and any(d is not None for d in decisions):
                decided = made[1] == "T"
            said.setdefault(words[1], set()).add(decided)
    flags = {name: d for name, found in said.items() if len(found) == 1 for d in found if d is not None}
    return Choices(frozenset(dead), flags, tuple(imported), _attempts(steps))


def _attempts(steps: list[list[str]]) -> tuple[Attempt, ...]:
    found: list[Attempt] = []
    around: list[list[int]] = []  # of each `try` its step, the first handler and the end of the last
    for n, words in enumerate(steps):
        op = words[0]
        if op in ("try", "try*"):
            around.append([n, -1, -1])
        elif op == "exc" and around and around[-1][1] < 0:
            around[-1][1] = n
        elif op in ("tel", "fin") and around and around[-1][2] < 0:
            around[-1][2] = n
        elif op == "yrt" and around:
            begin, first, end = around.pop()
            handlers = range(first, end if end >= 0 else n)
            made = _attempt(steps, begin + 1, first, handlers) if first >= 0 else None
            if made is not None:
                found.append(made)
    return tuple(found)


def _attempt(steps: list[list[str]], begin: int, end: int, handlers: range) -> Attempt | None:
    """A `try` whose body consists of imports and names; None where there is anything else in it."""
    while end > begin and steps[end - 1][0] in ("l", "a", "t"):  # what the handler names
        end -= 1
    if any(words[0] not in ("im", "fr", "sm", "s", "l") for words in steps[begin:end]):
        return None
    imports = tuple([n for n in range(begin, end) if steps[n][0] in ("im", "fr")])
    names = tuple([steps[n][1] for n in range(begin, end) if steps[n][0] == "l"])
    return Attempt(imports, names, handlers) if imports or names else None


def _is_flag(program: Program, n: int) -> bool:
    words = program.steps[n]
    if words[0] == "u" and words[1] == "Not":
        return _is_flag(program, int(words[2]))
    name = words[1] if words[0] == "l" else words[2] if words[0] == "a" else ""
    return bool(_FLAG.match(name)) and (words[0] == "a" or _is_imported(program, name))


def _is_imported(program: Program, name: str) -> bool:
    made = [program.steps[n] for n in program.stores.get(name, ())]
    return all(w[0] == "s" and program.steps[int(w[2])][0] == "fr" for w in made)


def _decided(program: Program, n: int, said: "dict[str, set[bool | None]]", depth: int) -> bool | None:
    words = program.steps[n]
    if depth > _DEEPEST:
        return None
    if words[0] == "u" and words[1] == "Not":
        inner = _decided(program, int(words[2]), said, depth + 1)
        return None if inner is None else not inner
    if words[0] == "l":
        found = said.get(words[1], ())
        return next(iter(found)) if len(found) == 1 else None
    if words[0] == "C":
        return _compared(program, words, program)
    if words[0] == ";":
        parts = [_decided(program, int(w), said, depth + 1) for w in words[2:]]
        stops = words[1] == "or"
        if stops in parts:
            return stops
        return None if None in parts else not stops
    return None


def _compared(program: Program, words: list[str], module: Program) -> bool | None:
    """What comparing the version with a constant gives, or a builtin class with another; None for anything else."""
    if len(words) != 4:
        return None
    left, how, right = int(words[1]), words[2], int(words[3])
    if how in ("Is", "IsNot", "Eq", "NotEq") and program.steps[left][0] == "l" and program.steps[right][0] == "l":
        one, other = (_class(program, program.steps[n][1], module) for n in (left, right))
        if one and other:
            return (one == other) == (how in ("Is", "Eq"))
    compare = _COMPARED.get(how)
    if compare is None:
        return None
    if _is_version(program, left):
        numbers = _numbers(program, right)
        if not numbers or (numbers[0] == _MAJOR and any(numbers[1:])):
            return None
        if numbers[0] == _MAJOR:  # no more is known than that it is not below (3, 0)
            return {"GtE": True, "Lt": False, "Gt": True, "LtE": False, "Eq": False, "NotEq": True}[how]
        return compare((_MAJOR,), numbers)
    if _is_major(program, left) and program.steps[right][0] == "c" and program.steps[right][1][1:].isdigit():
        return compare(_MAJOR, int(program.steps[right][1][1:]))
    return None


def _is_version(program: Program, n: int) -> bool:
    words = program.steps[n]
    if words[0] == "a" and words[2] == "version_info":
        return program.steps[int(words[1])] == ["l", "sys"]
    if words[0] == "i" and program.steps[int(words[2])][0] == "sl":
        return _is_version(program, int(words[1]))
    return words == ["l", "version_info"] and "version_info" not in program.stores


def _is_major(program: Program, n: int) -> bool:
    words = program.steps[n]
    if words[0] == "a" and words[2] == "major":
        return _is_version(program, int(words[1]))
    return words[0] == "i" and program.steps[int(words[2])] == ["c", "i0"] and _is_version(program, int(words[1]))


def _numbers(program: Program, n: int) -> tuple[int, ...]:
    words = program.steps[n]
    if words[:2] != ["t", "tuple"]:
        return ()
    texts = [program.steps[int(w)][1] for w in words[2:] if w.isdigit() and program.steps[int(w)][0] == "c"]
    if len(texts) != len(words) - 2 or not all(t[:1] == "i" and t[1:].isdigit() for t in texts):
        return ()
    return tuple([int(t[1:]) for t in texts])


def _class(program: Program, name: str, module: Program, depth: int = 0) -> str:
    """The builtin class that a name stands for, by itself or through variables of the module; '' for none."""
    if name in program.stores and program is not module:
        return ""
    if name not in module.stores:
        return name if name in _CLASSES and not module.star_imports else ""
    made = [module.steps[int(w[2])] for w in map(module.steps.__getitem__, module.stores[name]) if w[0] == "s"]
    if depth > _DEEPEST or len(made) < len(module.stores[name]) or any(w[0] != "l" for w in made):
        return ""
    found = {_class(module, w[1], module, depth + 1) for w in made if not is_gone(module, w[1])}
    return found.pop() if len(found) == 1 else ""


def is_gone(program: Program, name: str) -> bool:
    """Whether a name that a module reads is a builtin of Python 2 that nothing in the module binds."""
    return name in GONE and name not in program.stores and not program.star_imports


__all__ = ["GONE", "Choices", "choices", "is_gone", "is_gone_import", "is_idle", "live", "may_tell", "test"]
