"""Semantic tokens: what each name in a document is, read off the facts of its blocks.

A local is what binds it in its scope, a name of the module what its namespace says, an attribute of `self` what the
class in this file makes of it, one of a module or a class what Python's rules say, else a method where it is called and
a property where it is not: so a file costs a pass over its occurrences, and no inference.  The numbers are written as
text at once.
"""

import builtins
from collections.abc import Iterator
from typing import NamedTuple

from inferd.index.resolve import Module, Outside, Symbol
from inferd.query.view import Block, Dangling, Local, Member, View, some_roles
from inferd.syntax import facts as F
from inferd_lsp import convert
from inferd_lsp.capabilities import TOKEN_MODIFIERS, TOKEN_TYPES
from inferd_lsp.convert import Written
from inferd_lsp.spots import Call, Params, position_of

_NAMESPACE, _CLASS, _FUNCTION, _METHOD, _PROPERTY, _VARIABLE, _PARAMETER, _TYPE_PARAMETER = range(len(TOKEN_TYPES))
_DECLARATION, _READONLY, _STATIC, _ASYNC, _MODIFICATION, _LIBRARY = (1 << i for i in range(len(TOKEN_MODIFIERS)))


_DEFINED = some_roles(F.DEFINITION)


class Sent(NamedTuple):
    """The tokens that were sent last for a document."""

    id: str
    numbers: list[int]


def full(call: Call, params: Params) -> Written:
    """The tokens of a document."""
    del params
    numbers = _numbers(_tokens(call, 1, 1 << 30))
    kept = _keep(call, numbers)
    return Written(f'{{"resultId":"{kept.id}","data":[{_text(numbers)}]}}')


def delta(call: Call, params: Params) -> Written:
    """What has changed in the tokens since an answer; all of them where that is not known any more."""
    known = call.root.tokens.get(call.path)
    numbers = _numbers(_tokens(call, 1, 1 << 30))
    kept = _keep(call, numbers)
    if known is None or known.id != params.get("previousResultId"):
        return Written(f'{{"resultId":"{kept.id}","data":[{_text(numbers)}]}}')
    old = known.numbers
    start = 0
    most = min(len(old), len(numbers))
    while start < most and old[start] == numbers[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == numbers[-1 - end]:
        end += 1
    if start == len(old) == len(numbers):
        return Written(f'{{"resultId":"{kept.id}","edits":[]}}')
    inserted = numbers[start : len(numbers) - end]
    data = f',"data":[{_text(inserted)}]' if inserted else ""
    edit = f'{{"start":{start},"deleteCount":{len(old) - end - start}{data}}}'
    return Written(f'{{"resultId":"{kept.id}","edits":[{edit}]}}')


def in_range(call: Call, params: Params) -> Written:
    """The tokens of some lines."""
    span = params.get("range")
    span = span if isinstance(span, dict) else {}
    first, last = position_of(span.get("start")).line, position_of(span.get("end")).line
    return Written(f'{{"data":[{_text(_numbers(_tokens(call, first + 1, last + 1)))}]}}')


def _keep(call: Call, numbers: list[int]) -> Sent:
    known = call.root.tokens.get(call.path)
    kept = call.root.tokens[call.path] = Sent(str(int(known.id) + 1) if known is not None else "1", numbers)
    return kept


def _text(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


Token = tuple[int, int, int, int, int]  # line, column, length (as the protocol counts), type, modifiers


def _numbers(tokens: list[Token]) -> list[int]:
    out: list[int] = []
    line = column = 0
    last = (-1, -1)
    for at, start, length, kind, modifiers in tokens:
        if (at, start) <= last:
            continue
        out += (at - line, start - column if at == line else start, length, kind, modifiers)
        line, column = at, start
        last = (at, start + length - 1)
    return out


def _tokens(call: Call, first: int, last: int) -> list[Token]:
    file = call.view.reader.file_at(call.path)
    if file is None:
        return []
    found = call.texts.of(call.path)
    if found is None:
        return []
    index, is_compared = found
    encoding = call.settings.encoding
    blocks = call.view.blocks_of_file(file.id)
    names = _Names(call.view, blocks)
    out: list[Token] = []
    for block in blocks:
        if block.row.line > last or block.row.line + block.row.lines < first:
            continue
        call.check()
        o, known, above, widths = block.o, block.names, block.row.line - 1, block.w
        for k, kind, modifiers in names.kinds(block):
            line = o[k * 6 + 1] + above
            if not first <= line + 1 <= last:
                continue
            name = known[o[k * 6]]
            column = o[k * 6 + 2]
            if is_compared or (widths and str(k) in widths):
                span = call.texts.span(call.path, name, block.place(k))
                if span is not None and span[0] == span[2]:
                    out.append((span[0], span[1], span[3] - span[1], kind, modifiers))
            elif index is None or (text := index.line(line + 1)).isascii():
                out.append((line, column, len(name), kind, modifiers))
            else:
                start = convert.units(text, column, encoding)
                end = convert.units(text, column + len(name), encoding)
                out.append((line, start, end - start, kind, modifiers))
    out.sort()
    return out


class _Names:
    """What the names of a file are."""

    def __init__(self, view: View, blocks: list[Block]):
        self._view = view
        self._globals: dict[str, tuple[int, int]] = {}
        self._of_owner: dict[tuple[str, str], tuple[int, int]] = {}  # (class, name) -> what its body makes of it
        for block in blocks:
            owner = block.row.owner
            if owner:
                for k, name, _, _, _, link in block.having(_DEFINED):
                    if link == F.OWNER:
                        self._of_owner.setdefault((owner, name), _of_places([(block, k)], True))

    def kinds(self, block: Block) -> Iterator[tuple[int, int, int]]:
        """(occurrence, type, modifiers) of a block."""
        view = self._view
        locals_ = _locals(block)
        o = block.o
        for k in range(len(o) // 6):
            j = k * 6
            code, scope, link = o[j + 3], o[j + 4], o[j + 5]
            role = code & F.ROLE_MASK
            if role == F.STRING:
                continue
            name = block.names[o[j]]
            if role == F.KEYWORD:
                yield k, _PARAMETER, 0
            elif role == F.ATTRIBUTE:
                owner = view.self_class(block, link) if link >= 0 else ""
                known = self._of_owner.get((owner, name)) if owner else _of_entities(view, view.meaning(block, k))
                modifiers = _MODIFICATION if code & (F.STORE | F.DELETED) else 0
                if known is None:
                    known = (_METHOD if code & F.CALLED else _PROPERTY, 0)
                yield k, known[0], known[1] | modifiers
            elif role == F.IMPORT:
                if name == "*":
                    continue
                if code & F.MODULE_PART:
                    yield k, _NAMESPACE, 0
                else:
                    found = _of_entities(view, view.import_targets(block, block.i[link]))
                    kind, modifiers = found or (_VARIABLE, 0)
                    yield k, kind, modifiers
            else:
                kind, modifiers = self._of_name(block, name, role, code, scope, link, locals_)
                if role in (F.DEFINITION, F.PARAMETER):
                    modifiers |= _DECLARATION
                elif role in (F.WRITE, F.DELETE, F.CAPTURE):
                    modifiers |= _MODIFICATION
                yield k, kind, modifiers

    def _of_name(
        self, block: Block, name: str, role: int, code: int, scope: int, link: int,
        locals_: dict[tuple[int, str], tuple[int, int]],
    ) -> tuple[int, int]:  # fmt: skip
        del scope
        if role == F.DEFINITION and code & F.TYPE_PARAMETER:
            return _TYPE_PARAMETER, 0
        if role == F.PARAMETER:
            return _PARAMETER, 0
        if link >= 0:
            found = locals_.get((link, name))
            if found is not None:
                return found
            return _of_entities(self._view, self._view.local_targets(block, link, name)) or (_VARIABLE, 0)
        if link == F.OWNER_TYPE:
            return _TYPE_PARAMETER, 0
        if link == F.OWNER:
            return self._of_owner.get((block.row.owner, name)) or (_PROPERTY, 0)
        known = self._globals.get(name)
        if known is None:
            targets = self._view.global_targets(block.file, name)
            if targets:
                known = _of_entities(self._view, targets) or (_VARIABLE, _READONLY if name.isupper() else 0)
            else:
                known = _built_in(name)
            self._globals[name] = known
        return known


def _locals(block: Block) -> dict[tuple[int, str], tuple[int, int]]:
    """(scope, name) -> what a scope of the block binds a name to, where that is no import."""
    out: dict[tuple[int, str], tuple[int, int]] = {}
    o = block.o
    for j in range(0, len(o), 6):
        code, link = o[j + 3], o[j + 5]
        role = code & F.ROLE_MASK
        if link < 0 or role not in (F.PARAMETER, F.DEFINITION, F.WRITE, F.CAPTURE):
            continue
        key = (link, block.names[o[j]])
        if role == F.PARAMETER:
            out[key] = _PARAMETER, 0
        elif role == F.DEFINITION:
            if code & F.TYPE_PARAMETER:
                out[key] = _TYPE_PARAMETER, 0
            elif code & F.IS_CLASS:
                out[key] = _CLASS, 0
            else:
                out[key] = _METHOD if block.s[link * 7] == F.CLASS else _FUNCTION, 0
        else:
            out.setdefault(key, (_PROPERTY if block.s[link * 7] == F.CLASS else _VARIABLE, 0))
    return out


def _built_in(name: str) -> tuple[int, int]:
    value = getattr(builtins, name, None)
    if value is None and not hasattr(builtins, name):
        return _VARIABLE, 0
    if isinstance(value, type):
        return _CLASS, _LIBRARY
    return (_FUNCTION if callable(value) else _VARIABLE), _LIBRARY


def _of_entities(view: View, entities: tuple[object, ...]) -> tuple[int, int] | None:
    """What entities are, by the first of them; None where nothing tells."""
    for e in entities:
        if isinstance(e, Module):
            return _NAMESPACE, 0
        if isinstance(e, Outside):
            if not e.name:
                return _NAMESPACE, 0
            if e.module == "builtins":
                return _built_in(e.name)
            last = e.name.rpartition(".")[2]
            if last.isupper():
                return _VARIABLE, _READONLY
            return (_CLASS if last[:1].isupper() else _FUNCTION), 0
        if isinstance(e, Member):
            return _of_places(view.members(e.name).get(e.cls, []), True)
        if isinstance(e, Symbol):
            kinds = view.definition_kinds(e.module, e.name)
            if "c" in kinds:
                return _CLASS, 0
            if "d" in kinds:
                return _FUNCTION, 0
            return _VARIABLE, _READONLY if e.name.rpartition(".")[2].isupper() else 0
        if isinstance(e, (Local, Dangling)):
            return None
    return None


def _of_places(places: list[tuple[Block, int]], in_class: bool) -> tuple[int, int]:
    for block, k in places:
        code = block.record(k)[3]
        if code & F.ROLE_MASK == F.DEFINITION:
            if code & F.IS_CLASS:
                return _CLASS, 0
            scope = next((i for i in range(len(block.s) // 7) if block.s[i * 7 + 1] == k), -1)
            flags = block.s[scope * 7 + 6] if scope >= 0 else 0
            if flags & F.S_PROPERTY:
                return _PROPERTY, 0
            modifiers = (_STATIC if flags & F.S_STATIC else 0) | (_ASYNC if flags & F.S_ASYNC else 0)
            return (_METHOD if in_class else _FUNCTION), modifiers
    return (_PROPERTY if in_class else _VARIABLE), 0
