"""What could go wrong with a change, as far as the index, and the files that it does not hold, tell.

A *risk* is an object {"kind", "level", "why", "count", "places"}.  Its level says what a person has to do about it:

    breaks   something stops working, or works in another way, unless it is dealt with
    check    something may; a person has to look at the places
    note     good to know; nothing to do by itself

What counts hangs on what is planned: a string that names a function breaks when it is renamed, and is none of a new
signature's business.  Each function here is one topic and takes a `Plan`; `_ALL` is their order.  Nothing is followed
beyond the occurrences that the report has anyway, but for the lines in which strings stand (to tell a target of
`mock.patch` from a key of a dictionary), and the text files of the project (`query.mentions`).
"""

import builtins
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from inferd.index.hierarchy import Class, Opaque
from inferd.index.outside import outside_member
from inferd.index.resolve import Symbol
from inferd.query import mentions, protocols, typed_bases
from inferd.query import targets as T
from inferd.query.kin import Kin, Use
from inferd.query.reaching import is_test_path
from inferd.query.view import Block, Member, View
from inferd.source.lines import Sources
from inferd.syntax import facts as F

BREAKS, CHECK, NOTE = "breaks", "check", "note"
LEVELS = (BREAKS, CHECK, NOTE)
MAX_PLACES = 20  # places that a risk lists
_BUILTINS = frozenset(dir(builtins))
_MOST_STRINGS = 400  # strings whose lines are read

Place = tuple[str, int, int]
Risk = dict[str, Any]

_PATCHED = re.compile(
    r"(?:\bpatch(?:\.object|\.multiple|\.dict)?|\bmonkeypatch\.(?:setattr|delattr|setitem|delitem)|\bcreate_autospec"
    r"|\bspy|\bstub)\s*\([^()]*$"
)
_BY_NAME = re.compile(r"\b(?:attrgetter|methodcaller)\s*\([^()]*$")
_KEY = re.compile(r"""(?:\[|\.(?:get|pop|setdefault)\()\s*[rRbBuUfF]*['"]$""")
_KEYED = re.compile(r"""\w*['"]\s*:""")  # what follows a key in a dictionary
_NAMES_NEW = ("rename", "remove", "move")  # what takes the name away from where it is


class Plan(NamedTuple):
    """What is planned, and what the report has found so far."""

    view: View
    subjects: list[T.Subject]
    ties: Kin
    kind: str
    calls: list[Use]
    sources: Sources
    root: str
    cut_off: tuple[str, ...]  # what the report itself could not follow, as sentences
    tests: str  # what to say of the tests
    to: str = ""  # the module that it moves to, where that is known

    @property
    def loses_name(self) -> bool:
        """Whether the old name leads nowhere afterwards."""
        return self.kind in _NAMES_NEW

    @property
    def is_member(self) -> bool:
        return any(isinstance(s, T.Attribute) for s in self.ties.subjects)

    @property
    def is_global(self) -> bool:
        return any(isinstance(s, T.Global) for s in self.ties.subjects)

    @property
    def is_parameter(self) -> bool:
        return all(isinstance(s, T.Variable) for s in self.subjects)


def risks(plan: Plan) -> list[Risk]:
    """All risks of a plan, the worst first."""
    found = [r for topic in _ALL for r in topic(plan)]
    return sorted(found, key=lambda r: LEVELS.index(r["level"]))


def risk(kind: str, level: str, why: str, places: Iterable[Place], count: int | None = None) -> Risk:
    """A risk; *count*, where more places are meant than are listed."""
    listed = sorted(set(places))
    return {
        "kind": kind,
        "level": level,
        "why": why,
        "count": len(listed) if count is None else count,
        "places": [list(p) for p in listed[:MAX_PLACES]],
    }


def place_of(block: Block, k: int) -> Place:
    line, column, _, _ = block.place(k)
    return block.file.path, line, column


# ---------------------------------------------------------------------------------------------------------------------
# Occurrences of which it is not known whose they are


def _receivers(p: Plan) -> list[Risk]:
    name = p.ties.name
    out = []
    attributes = [u.row for u in p.ties.possible.values() if u.role == F.ATTRIBUTE]
    if attributes:
        files = len({r.path for r in attributes})
        why = f"`.{name}` of receivers that are not known, in {files} {_s(files, 'file')}: each may be this one or not"
        out.append(risk("receivers", CHECK, why, [r[:3] for r in attributes], len(attributes)))
    keywords = [u.row[:3] for u in p.ties.possible.values() if u.role == F.KEYWORD]
    if keywords:
        out.append(risk("keywords", CHECK, f"keyword arguments {name} of calls whose callee is not known", keywords))
    return out


def _strings(p: Plan) -> list[Risk]:
    """Strings that read as the name, by what they are for."""
    name = p.ties.name
    if not any(isinstance(s, (T.Global, T.Attribute, T.External, T.ModuleSubject)) for s in p.ties.subjects):
        return []
    getattrs: list[Place] = []
    dotted: list[Place] = []
    patched: list[Place] = []
    called: list[Place] = []
    keys: list[Place] = []
    others: list[Place] = []
    read = 0
    for block in p.view.blocks_of_name(name, 1 << F.STRING):
        for k in block.positions(name):
            code = block.o[k * 6 + 3]
            if code & F.ROLE_MASK != F.STRING or code & F.IN_ALL:
                continue
            place = place_of(block, k)
            ours = (block.row.id, k) in p.ties.possible or (block.row.id, k) in p.ties.sure
            if code & (F.DOTTED | F.BY_GETATTR) and not ours and (code & F.DOTTED or p.view.meaning(block, k)):
                continue
            read += 1
            before = p.sources.before(*place) if read <= _MOST_STRINGS else ""
            if _PATCHED.search(before):
                patched.append(place)
            elif _BY_NAME.search(before):
                called.append(place)
            elif code & F.BY_GETATTR:
                getattrs.append(place)
            elif code & F.DOTTED:
                dotted.append(place)
            elif _KEY.search(before) or (before and _KEYED.match(p.sources.after(*place))):
                keys.append(place)
            else:
                others.append(place)
    level = BREAKS if p.loses_name else NOTE
    out = []
    if patched:
        why = f"mock.patch and monkeypatch are given {name!r}: what replaces it would replace nothing, or fail"
        if not p.loses_name:
            why = f"mock.patch and monkeypatch replace {name!r}: these tests never see what it does"
        out.append(risk("patched", level, why, patched))
    if dotted:
        out.append(risk("dotted strings", level, "strings name it in full, as settings and registries do", dotted))
    if p.loses_name:
        if getattrs:
            out.append(risk("getattr", CHECK, f"getattr and its like are given {name!r}", getattrs))
        if called:
            out.append(risk("by name", CHECK, f"attrgetter or methodcaller is given {name!r}", called))
        if others or keys:
            count = len(others) + len(keys)
            as_keys = f", {len(keys)} of them as keys of dictionaries" if keys else ""
            as_keys = ", as keys of dictionaries" if len(keys) == count else as_keys
            why = (
                f"{count} {_s(count, 'string')} {'reads' if count == 1 else 'read'} {name!r}{as_keys}: some may mean it"
            )
            out.append(risk("strings", NOTE, why, others or keys, count))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What is outside


def _outside_bases(p: Plan) -> list[Risk]:
    """Classes outside the project that have, or may have, the same member."""
    if not p.is_member:
        return []
    name = p.ties.name
    places = p.view.members(name)
    sure: dict[str, list[Place]] = {}
    unknown: dict[str, list[Place]] = {}
    for cls in p.ties.classes:
        where = [place_of(b, k) for b, k in places.get(cls, ())[:1]]
        for node in p.view.hierarchy.mro(cls):
            if isinstance(node, Opaque):
                known = outside_member(node.symbol, name) if node.symbol else None
                if not node.symbol and typed_bases.above(p.view, cls) is not None:
                    known = typed_bases.has_outside(p.view, cls, name)
                base = (node.symbol or node.expression).replace(":", ".")
                if known:
                    sure.setdefault(base, []).extend(where)
                elif known is None:
                    unknown.setdefault(base, []).extend(where)
    dunder = len(name) > 4 and name.startswith("__") and name.endswith("__")
    level = NOTE if dunder or p.kind == "retype" else BREAKS
    called = "whoever calls it there finds the base's own" if p.loses_name else "it has to stay as the base has it"
    out = [
        risk("overrides outside", level, f"it overrides {b}.{name}, which is not in the project: {called}", w)
        for b, w in sorted(sure.items())
        if not (dunder and b == "object")
    ]
    out += [
        risk("unknown base", CHECK, f"whether {b}, a base outside the project, has {name} is not known", w)
        for b, w in sorted(unknown.items())
    ]
    return out


def _protocols(p: Plan) -> list[Risk]:
    """Protocols of the project that ask for the member: what takes one may be given an object of its class."""
    return [
        risk("protocol", CHECK, protocols.may_be_given(cls, protocol, p.ties.name), places)
        for cls, protocol, places in protocols.asking(p.view, p.ties.name, set(p.ties.classes))
    ]


def _dunder(p: Plan) -> list[Risk]:
    name = p.ties.name
    if len(name) <= 4 or not (name.startswith("__") and name.endswith("__")):
        return []
    level = BREAKS if p.loses_name else CHECK
    why = f"Python itself calls {name}: by operators, statements or builtins, which name it nowhere"
    return [risk("dunder", level, why, [])]


def _fixed(p: Plan) -> list[Risk]:
    if not p.ties.fixed:
        return []
    why = "the same name stands here for something outside the project too"
    return [risk("tied outside", CHECK, why, [u.row[:3] for u, _ in p.ties.fixed])]


def _public(p: Plan) -> list[Risk]:
    """Names that others outside the project may import."""
    if p.kind == "retype":
        return []
    listed: list[Place] = []
    again: list[Place] = []
    for use in p.ties.sure.values():
        if use.role == F.STRING and use.code & F.IN_ALL:
            listed.append(use.row[:3])
        elif (
            use.role == F.IMPORT and use.code & F.BINDS and use.block.o[use.k * 6 + 4] < 0
            and use.row.path.endswith("__init__.py") and not use.row.text.startswith("_")
        ):  # fmt: skip
            again.append(use.row[:3])
    out = []
    if listed:
        why = "it is listed in __all__: code outside the project may import it"
        out.append(risk("public", CHECK, why, listed))
    if again:
        why = "packages offer it under their own name: code outside the project may import it"
        out.append(risk("re-exported", CHECK, why, again))
    return out


def _stars(p: Plan) -> list[Risk]:
    wanted = {Symbol(s.module, s.name) for s in p.ties.subjects if isinstance(s, T.Global)}
    if not wanted or not p.loses_name:
        return []
    places: list[Place] = []
    for file_id, _, _ in p.view.reader.postings("*", 1 << F.IMPORT):
        file = p.view.file(file_id)
        if not wanted.isdisjoint(p.view.resolver.resolve(file.module, p.ties.name)):
            for row in p.view.reader.blocks_of_name_in("*", (file_id,)):
                block = p.view.wrap(row)
                places += [place_of(block, k) for k in block.positions("*")]
    return [risk("star imports", CHECK, "star imports take it along", places)] if places else []


# ---------------------------------------------------------------------------------------------------------------------
# What is replaced, handed on, put together


def _replaced(p: Plan) -> list[Risk]:
    """Assignments from outside to what is a function, a method or a class: monkeypatching."""
    if not _is_code(p) or _property_like(p):
        return []
    own = {s.cls.module for s in p.ties.subjects if isinstance(s, T.Attribute)}
    own |= {s.module for s in p.ties.subjects if isinstance(s, T.Global)}
    places = [
        u.row[:3]
        for u in p.ties.sure.values()
        if u.role == F.ATTRIBUTE and u.code & (F.STORE | F.DELETED) and u.block.file.module not in own
    ]
    if not places:
        return []
    tests = sum(1 for path, _, _ in places if is_test_path(path))
    where = "tests replace" if tests == len(places) else "code elsewhere replaces"
    return [risk("monkeypatched", CHECK, f"{where} it by assignment: what stands there has to fit as well", places)]


def _handed_on(p: Plan) -> list[Risk]:
    """Uses that hand the function itself on: who calls it then is not seen."""
    if p.kind not in ("signature", "retype", "remove") or not _is_function(p):
        return []
    kinds = _property_like(p)
    places = []
    for u in p.ties.sure.values():
        if u.is_call or u.row.role in ("import", "definition", "string", "parameter", "write"):
            continue
        if u.code & (F.DECORATOR | F.ANNOTATION | F.IN_STRING | F.BASE) and u.role != F.ATTRIBUTE:
            continue
        if u.role == F.ATTRIBUTE and (u.code & (F.STORE | F.DELETED) or kinds):
            continue
        if u.role in (F.READ, F.ATTRIBUTE):
            places.append(u.row[:3])
    if not places or p.kind == "remove":
        return []
    why = "it is handed on without being called here: whoever calls it then is not among the callers"
    return [risk("handed on", CHECK, why, places)]


_OF_PROPERTIES = frozenset(("getter", "setter", "deleter", "fget", "fset", "fdel"))


def _taken_off(p: Plan) -> list[Risk]:
    """Of what gets another type: the attributes that are taken of it right where it is got."""
    if p.kind != "retype":
        return []
    calls = _is_function(p) and not _property_like(p)
    uses = p.calls if calls else [u for u in p.ties.sure.values() if u.row.role in ("attribute", "read")]
    wanted: dict[int, tuple[Block, set[int]]] = {}
    for u in uses:
        wanted.setdefault(u.block.row.id, (u.block, set()))[1].add(F.CALL_OF - u.k if calls else u.k)
    times: dict[str, int] = {}
    places: list[Place] = []
    for block, links in wanted.values():
        o = block.o
        for j in range(len(o) // 6):
            name = block.names[o[j * 6]]
            if o[j * 6 + 5] in links and o[j * 6 + 3] & F.ROLE_MASK == F.ATTRIBUTE and name not in _OF_PROPERTIES:
                times[name] = times.get(name, 0) + 1
                places.append(place_of(block, j))
    if not times:
        return []
    order = sorted(times, key=lambda n: (-times[n], n))
    names = ", ".join(f"`.{n}`" + (f" ({times[n]} times)" if times[n] > 1 else "") for n in order[:8])
    names += f" and {len(order) - 8} more" if len(order) > 8 else ""
    what = "its result" if calls else "it"
    return [risk("taken off", CHECK, f"{names} of {what}: the new type has to have what is taken of it", places)]


def _forwarding(p: Plan) -> list[Risk]:
    """Calls that pass `*args` or `**kwargs`: what they hand on is not seen."""
    if p.kind != "signature" and not p.is_parameter:
        return []
    calls = p.calls
    stars: list[Place] = []
    forwarded: dict[str, list[Place]] = {}
    for use in calls:
        arguments = _arguments(p.sources, use)
        if not re.search(r"(?:^|[(,])\s*\*", arguments):
            continue
        stars.append(use.row[:3])
        names = re.findall(r"(?:^|[(,])\s*\*\*?\s*(\w+)", arguments)
        if any(_is_parameter(use, n) for n in names):
            forwarded.setdefault(use.row.scope, []).append(use.row[:3])
    out = []
    if forwarded:
        who = ", ".join(sorted(forwarded)[:3]) + (f" and {len(forwarded) - 3} more" if len(forwarded) > 3 else "")
        many = "" if len(forwarded) > 1 else "s"
        why = f"{who} hand{many} *args or **kwargs on to it: what their callers pass reaches it unseen"
        out.append(risk("**kwargs", CHECK, why, [x for places in forwarded.values() for x in places]))
    rest = [x for x in stars if not any(x in places for places in forwarded.values())]
    if rest:
        out.append(risk("unpacked", CHECK, "calls unpack * or ** here: which arguments these are is not seen", rest))
    return out


def _arguments(sources: Sources, use: Use) -> str:
    """The text between the parentheses of a call, its nested brackets and strings left out; '' where there are none."""
    lines = sources.all(use.row.path)
    number, column = use.row.end_line - 1, use.row.end_column - 1
    out: list[str] = []
    depth = 0
    quote = ""
    for _ in range(60):
        if number >= len(lines):
            break
        text = lines[number][column:]
        for c in text:
            if quote:
                quote = "" if c == quote else quote
                continue
            if c == "#":
                break
            if c in "'\"":
                quote = c
            elif c in "([{":
                depth += 1
                if depth > 1:
                    out.append(" ")
            elif c in ")]}":
                depth -= 1
                if depth <= 0:
                    return "".join(out)
            elif depth == 1:
                out.append(c)
            elif depth == 0 and not c.isspace():
                return ""
        number, column, quote = number + 1, 0, ""
    return "".join(out)


def _is_parameter(use: Use, name: str) -> bool:
    scope = use.block.o[use.k * 6 + 4]
    while scope >= 0 and use.block.s[scope * 7] != F.FUNCTION:
        scope = use.block.s[scope * 7 + 2]
    return scope >= 0 and any(
        use.block.o[k * 6 + 3] & F.ROLE_MASK == F.PARAMETER and use.block.o[k * 6 + 4] == scope
        for k in use.block.positions(name)
    )


def _made_up(p: Plan) -> list[Risk]:
    """Names that are put together where the symbol stands: globals(), and a module's `__getattr__`."""
    if not p.is_global or not p.loses_name:
        return []
    out = []
    for module in sorted({s.module for s in p.ties.subjects if isinstance(s, T.Global)}):
        for file in p.view.reader.files_of_module(module):
            rows = p.view.reader.blocks_of_name_in("globals", (file.id,))
            places = [
                place_of(b, k)
                for b in map(p.view.wrap, rows)
                for k in b.positions("globals")
                if b.o[k * 6 + 3] & F.ROLE_MASK == F.CALL
            ]
            if places:
                why = f"{module} looks names up in globals(): a name may be put together there"
                out.append(risk("globals", CHECK, why, places))
    return out


_RECORDS = re.compile(
    r"^(typing|typing_extensions):(NamedTuple|TypedDict)$|^enum:|^pydantic[.:]|^django\.db\.models.*:Model$"
    r"|^rest_framework[.:]|^marshmallow[.:]|^sqlmodel[.:]|^msgspec[.:]|^ctypes:Structure$|^peewee:|^mongoengine[.:]"
)
_RECORD_MAKERS = frozenset(
    ("dataclass", "dataclasses", "attrs", "define", "frozen", "attrib", "s", "dataclass_transform")
)


def _serialised(p: Plan) -> list[Risk]:
    """Fields of records, whose names are data as well: dictionaries, files, tables, messages."""
    if not p.loses_name:
        return []
    out = []
    places = p.view.members(p.ties.name) if p.is_member else {}
    for cls in p.ties.classes:
        fields = [(b, k) for b, k in places.get(cls, ()) if b.o[k * 6 + 3] & F.ROLE_MASK == F.WRITE]
        if not fields:
            continue
        base = next(
            (
                n.symbol or ""
                for n in p.view.hierarchy.mro(cls)
                if isinstance(n, Opaque) and _RECORDS.search(n.symbol or "")
            ),
            "",
        )
        if not base and any(c.symbol == "django.db.models.base:Model" for c in _classes(p, cls)):
            base = "django.db.models:Model"
        made = "" if base else next((m for m in _decorators(p.view, cls) if m in _RECORD_MAKERS), "")
        if base or made:
            what = base.replace(":", ".") if base else f"@{made}"
            why = f"a field of {cls.name} ({what}): its name is in what is stored, sent or built from dictionaries"
            out.append(risk("serialised", CHECK, why, [place_of(b, k) for b, k in fields]))
    if p.is_global and p.kind in ("rename", "move") and _is_class(p):
        for word in ("pickle", "shelve", "dill", "joblib", "cloudpickle"):
            found = p.view.reader.postings(word, 1 << F.IMPORT)
            if found:
                why = f"the project uses {word}: what was stored before names the class by module and name"
                places_of = [(p.view.file(f).path, 0, 0) for f, _, _ in found[:MAX_PLACES]]
                out.append(risk("serialised", CHECK, why, places_of, len(found)))
                break
    return out


def _classes(p: Plan, cls: Class) -> list[Class]:
    return [n for n in p.view.hierarchy.mro(cls) if isinstance(n, Class)]


def _decorators(view: View, cls: Class) -> list[str]:
    """The names in the decorators of a class."""
    out = []
    for block, k in view.definitions(cls.module, cls.name):
        line = block.place(k)[0]
        for j in range(len(block.o) // 6):
            code = block.o[j * 6 + 3]
            if code & F.DECORATOR and code & F.ROLE_MASK in (F.READ, F.CALL, F.ATTRIBUTE) and block.place(j)[0] <= line:
                out.append(block.names[block.o[j * 6]])
    return out


# ---------------------------------------------------------------------------------------------------------------------
# What the change itself would bring about


def _found_instead(p: Plan) -> list[Risk]:
    """Of what is removed: what Python finds under the name then."""
    if p.kind != "remove":
        return []
    out = []
    name = p.ties.name
    members = p.view.members(name) if p.is_member else {}
    for s in p.subjects:
        if isinstance(s, T.Attribute):
            place = [place_of(b, k) for b, k in members.get(s.cls, ())[:1]]
            for node in p.view.hierarchy.mro(s.cls)[1:]:
                if isinstance(node, Class) and node in members:
                    base = f"{node.symbol}.{name}"
                    why = f"without it {base} is found instead, and nothing fails: its callers get what that does"
                    out.append(risk("found instead", BREAKS, why, place))
                    break
                if isinstance(node, Opaque) and node.symbol and outside_member(node.symbol, name):
                    base = f"{node.symbol.replace(':', '.')}.{name}"
                    why = f"without it {base} is found instead, and nothing fails: its callers get what that does"
                    out.append(risk("found instead", BREAKS, why, place))
                    break
        elif isinstance(s, T.Global) and name in _BUILTINS:
            why = f"without it the builtin {name} is found instead, and nothing fails"
            places = [place_of(b, k) for b, k in p.view.definitions(s.module, s.name)[:1]]
            out.append(risk("found instead", BREAKS, why, places))
    for s, reason in p.ties.subjects.items():
        if p.kind == "remove" and s not in p.subjects and "belongs to Protocol" in reason:
            why = f"{T.symbol_of(p.view, s)} {reason}: who loses the member satisfies it no longer"
            out.append(risk("protocol", CHECK, why, []))
            break
    return out


def _left_behind(p: Plan) -> list[Risk]:
    """Of what is removed: the sure uses that name it still.  (Of what `getattr` and its like are given `_strings`
    tells.)
    """
    if p.kind != "remove":
        return []
    own = {T.symbol_of(p.view, s) for s in p.subjects}
    used = [u for u in p.ties.sure.values() if u.role != F.STRING or not u.code & F.BY_GETATTR]
    rows = [u.row for u in used if u.row.role not in ("definition", "write", "parameter")]
    rows = [r for r in rows if r.symbol in own and not any(r.scope == o or r.scope.startswith(f"{o}.") for o in own)]
    if not rows:
        return []
    files = len({r.path for r in rows})
    tests = sum(1 for r in rows if is_test_path(r.path))
    why = f"{len(rows)} {_s(len(rows), 'use')} in {files} {_s(files, 'file')} would lead nowhere"
    why += f", {tests} of them in tests" if tests else ""
    return [risk("uses", BREAKS, why, [r[:3] for r in rows], len(rows))]


#: decorators that make something of a function and register it nowhere
_PLAIN = frozenset((
    "property", "cached_property", "staticmethod", "classmethod", "abstractmethod", "abstractproperty", "overload",
    "override", "final", "wraps", "lru_cache", "cache", "contextmanager", "asynccontextmanager", "total_ordering",
    "dataclass", "attrs", "define", "frozen", "setter", "getter", "deleter", "functools", "contextlib", "abc", "typing",
    "dataclasses", "attr", "typing_extensions", "deprecated", "no_type_check", "runtime_checkable", "mock", "patch",
    "object", "unittest", "skipIf", "skipUnless", "skip", "coroutine", "asyncio", "warnings", "singledispatchmethod",
))  # fmt: skip


def _registered(p: Plan) -> list[Risk]:
    """Decorators that may register it somewhere, under its name or with its signature."""
    if p.kind == "retype" or not _is_code(p):
        return []
    found: dict[str, list[Place]] = {}
    for block, k in _definitions(p):
        line = block.place(k)[0]
        words: dict[int, list[str]] = {}
        for j in range(len(block.o) // 6):
            code = block.o[j * 6 + 3]
            at = block.place(j)[0]
            if code & F.DECORATOR and at < line and code & F.ROLE_MASK in (F.READ, F.CALL, F.ATTRIBUTE):
                words.setdefault(at, []).append(block.names[block.o[j * 6]])
        for called in words.values():
            names = called[:2]
            if not _PLAIN.issuperset(names) and names[0] != p.ties.name:
                found.setdefault(".".join(names), []).append(place_of(block, k))
    if not found:
        return []
    if any(n.rpartition(".")[2] in ("fixture", "yield_fixture") for n in found):
        why = "it is a fixture: tests ask for it by a parameter of this name"
        return [risk("registered", BREAKS if p.loses_name else CHECK, why, [x for v in found.values() for x in v])]
    why = f"{', '.join(f'`@{n}`' for n in sorted(found))} may register it, under its name or for others to call"
    return [risk("registered", CHECK, why, [x for v in found.values() for x in v])]


def _definitions(p: Plan) -> list[tuple[Block, int]]:
    """Where the subjects themselves are defined by `def` or `class`."""
    out = []
    for s in p.subjects:
        if isinstance(s, T.Global):
            places = p.view.definitions(s.module, s.name)
        elif isinstance(s, T.Attribute):
            places = p.view.members(s.name).get(s.cls, [])
        else:
            continue
        out += [(b, k) for b, k in places if b.o[k * 6 + 3] & F.ROLE_MASK == F.DEFINITION]
    return out


def _moved(p: Plan) -> list[Risk]:
    """Of what moves: the names of its module that it uses, which the new place has to have."""
    if p.kind != "move":
        return []
    out = _in_the_way(p)
    used: dict[str, Place] = {}
    for s in p.subjects:
        if not isinstance(s, T.Global):
            continue
        for block, _ in p.view.definitions(s.module, s.name):
            for b in _blocks_under(p.view, block, s):
                for j in range(len(b.o) // 6):
                    code, link = b.o[j * 6 + 3], b.o[j * 6 + 5]
                    name = b.names[b.o[j * 6]]
                    is_global = code & F.ROLE_MASK in (F.READ, F.CALL) and link == F.GLOBAL and name != s.name
                    if is_global and name not in used and p.view.global_targets(b.file, name):
                        used[name] = place_of(b, j)
    if not used:
        return out
    names = ", ".join(sorted(used)[:12]) + (f" and {len(used) - 12} more" if len(used) > 12 else "")
    why = f"it uses {len(used)} {_s(len(used), 'name')} of its module: {names}; the new place has to import them"
    out.append(risk("dependencies", CHECK, why, used.values()))
    homes = {s.module for s in p.subjects if isinstance(s, T.Global)}
    own = tuple(T.symbol_of(p.view, s) for s in p.subjects)
    back = [
        u.row
        for u in p.ties.sure.values()
        if u.block.file.module in homes and u.row.role not in ("definition", "import", "string")
        and not any(u.row.scope == o or u.row.scope.startswith(f"{o}.") for o in own)
    ]  # fmt: skip
    defined = [n for n in used if any(p.view.definition_kinds(h, n) - {"i"} for h in homes)]
    if back and defined:
        why = f"its module uses it, and it uses {', '.join(sorted(defined)[:6])} of it: the two would "
        why += "import each other"
        out.append(risk("cycle", CHECK, why, [r[:3] for r in back]))
    return out


def _in_the_way(p: Plan) -> list[Risk]:
    """What stands where it is to go."""
    if not p.to:
        return []
    out = []
    files = p.view.reader.files_of_module(p.to)
    for s in p.subjects:
        if isinstance(s, T.Global) and files and p.view.resolver.resolve(p.to, s.name):
            places = [place_of(b, k) for b, k in p.view.definitions(p.to, s.name)]
            out.append(risk("collision", BREAKS, f"`{p.to}` has a {s.name} already", places or [(files[0].path, 0, 0)]))
    return out


def _blocks_under(view: View, block: Block, s: T.Global) -> list[Block]:
    """The blocks of a definition: its own, of a class those of its body."""
    if block.row.kind == "run":
        return [block]
    inside = (s.name, f"{s.name}.")
    rows = [view.wrap(r) for r in view.reader.blocks_of_file(block.row.file_id)]
    return [block, *(b for b in rows if b.row.owner == inside[0] or b.row.owner.startswith(inside[1]))]


def _signatures(p: Plan) -> list[Risk]:
    """Members of the family that have another signature already."""
    if p.kind != "signature" or not p.is_member or not _is_function(p):
        return []
    shapes: dict[str, list[Place]] = {}
    members = p.view.members(p.ties.name)
    for cls in p.ties.classes:
        for block, k in members.get(cls, ())[:1]:
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.DEFINITION:
                continue
            scope = T.scope_defined(block, k)
            names = [
                block.names[block.o[j * 6]]
                for j in range(len(block.o) // 6)
                if block.o[j * 6 + 3] & F.ROLE_MASK == F.PARAMETER and block.o[j * 6 + 4] == scope
            ]
            shapes.setdefault(", ".join(names[1:]), []).append(place_of(block, k))
    if len(shapes) < 2:
        return []
    most = max(shapes, key=lambda n: len(shapes[n]))
    others = [x for n, places in shapes.items() if n != most for x in places]
    takes = "takes" if len(others) == 1 else "take"
    why = f"{len(others)} of the family {takes} other parameters than ({most}): a new signature has to fit each of them"
    return [risk("signatures", CHECK, why, others)]


# ---------------------------------------------------------------------------------------------------------------------
# What was not looked at


def _texts(p: Plan) -> list[Risk]:
    """Templates and configuration that mention it, and Python files that could not be read."""
    if not p.root or p.is_parameter or not p.loses_name:
        return []
    return [
        risk(m.kind, m.level, m.why, m.places, m.count)
        for m in mentions.find(p.root, p.ties.name, list(_full_names(p)), p.is_member)
    ]


def _full_names(p: Plan) -> list[str]:
    out = []
    for s in p.subjects:
        if isinstance(s, T.Variable):
            continue
        module, _, qualname = T.symbol_of(p.view, s).partition(":")
        out += [f"{module}.{qualname}", f"{module}:{qualname}"] if qualname else [module]
        while qualname and isinstance(s, T.Global) and "." in module:  # as packages offer it
            module = module.rpartition(".")[0]
            if p.view.resolver.resolve(module, s.name):
                out += [f"{module}.{qualname}", f"{module}:{qualname}"]
    return out


def _not_analysed(p: Plan) -> list[Risk]:
    missing = p.view.reader.not_analysed()
    if not missing:
        return []
    word = re.compile(rf"\b{re.escape(p.ties.name)}\b")
    named = [path for path, _ in missing if any(word.search(line) for line in p.sources.all(path))]
    if named:
        why = f"files that could not be analysed, or not all of them, and that hold the word {p.ties.name}"
        return [risk("not analysed", CHECK, why, [(path, 0, 0) for path in named])]
    why = "files, or parts of them, that could not be analysed; the word stands in none that can be read"
    return [risk("not analysed", NOTE, why, [(path, 0, 0) for path, _ in missing])]


def _limits(p: Plan) -> list[Risk]:
    out = [risk("limits", NOTE, why, []) for why in p.cut_off]
    if p.tests:
        out.append(risk("tests", NOTE, p.tests, []))
    return out


# ---------------------------------------------------------------------------------------------------------------------


def _s(n: int, word: str) -> str:
    return word if n == 1 else f"{word}s"


def _kinds(p: Plan) -> set[str]:
    out: set[str] = set()
    for s in p.subjects:
        if isinstance(s, T.Global):
            out |= p.view.definition_kinds(s.module, s.name)
        elif isinstance(s, T.Attribute):
            found = p.view.lookup(s.cls, s.name)
            owner = found.cls if isinstance(found, Member) else s.cls
            out |= p.view.definition_kinds(owner.module, f"{owner.name}.{s.name}")
    return out


def _is_function(p: Plan) -> bool:
    return "d" in _kinds(p)


def _is_class(p: Plan) -> bool:
    return "c" in _kinds(p)


def _is_code(p: Plan) -> bool:
    return bool(_kinds(p) & {"c", "d"})


def _property_like(p: Plan) -> bool:
    """Whether reading the attribute runs it."""
    members = p.view.members(p.ties.name) if p.is_member else {}
    for cls in p.ties.classes:
        for block, k in members.get(cls, ())[:1]:
            scope = T.scope_defined(block, k)
            if scope >= 0 and block.s[scope * 7 + 6] & (F.S_PROPERTY | F.S_SETTER):
                return True
    return False


_ALL: tuple[Callable[[Plan], list[Risk]], ...] = (
    _left_behind, _found_instead, _outside_bases, _fixed, _protocols, _dunder, _receivers, _strings, _replaced,
    _registered, _handed_on, _taken_off, _forwarding, _signatures, _public, _stars, _serialised, _made_up, _moved,
    _texts, _not_analysed, _limits,
)  # fmt: skip

__all__ = ["BREAKS", "CHECK", "LEVELS", "NOTE", "Plan", "Risk", "risk", "risks"]
