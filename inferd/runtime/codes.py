"""What a code object tells about its function: parameters, kind, qualified name, whether it rebinds a parameter.

No `dis`: a loop over the bytes costs 5 microseconds a function where `dis` costs 150 (docs/decisions/0003-recorder.md).
"""

from __future__ import annotations

import opcode as _opcode
import sys
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

_OPS = _opcode.opmap
_FAST = frozenset(_OPS[n] for n in ("STORE_FAST", "DELETE_FAST") if n in _OPS)
_PAIRS = frozenset(
    _OPS[n] for n in ("STORE_FAST_STORE_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_MAYBE_NULL") if n in _OPS
)
_CELLS = frozenset(_OPS[n] for n in ("STORE_DEREF", "DELETE_DEREF") if n in _OPS)
_STORES = _FAST | _PAIRS | _CELLS
_EXTENDED = _OPS["EXTENDED_ARG"]
_RESUME = _OPS.get("RESUME", -1)
_YIELD = _OPS["YIELD_VALUE"]
_CACHES = sys.version_info >= (3, 11)

VARARGS, VARKEYWORDS, GENERATOR, COROUTINE, ITERABLE_COROUTINE, ASYNC_GENERATOR = 4, 8, 0x20, 0x80, 0x100, 0x200
_OPTIMIZED, _NEWLOCALS = 1, 2
_SUSPENDS = GENERATOR | COROUTINE | ASYNC_GENERATOR
_FOLDED = frozenset(["<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"])
_MADE = ("<frozen", "<inferd>", "<attrs generated", "<__array_function__", "<decorator-gen")
_UNNAMED = frozenset(["<generic parameters of", "<lambda>"])


def parameters(code: CodeType) -> list[tuple[str, str]]:
    """(name, kind) of each parameter in the order of the signature as docs/spool.md has it."""
    names = code.co_varnames
    positional, keyword = code.co_argcount, code.co_kwonlyargcount
    found = [(names[n], "p" if n < code.co_posonlyargcount else "n") for n in range(positional)]
    at = positional + keyword
    if code.co_flags & VARARGS:
        found.append((names[at], "v"))
        at += 1
    found += [(names[n], "k") for n in range(positional, positional + keyword)]
    if code.co_flags & VARKEYWORDS:
        found.append((names[at], "w"))
    return found


def loses_class(code: CodeType) -> bool:
    """Whether a look at the variables of a class body that runs takes its `__class__` away.

    Up to Python 3.12 such a look copies cells over names, and where a method uses `super()`, `__class__` is empty.
    (Up to 3.11 the interpreter looks itself, whenever there is a profile function; nobody can prevent that.)
    """
    return "__class__" in code.co_cellvars and "__class__" in code.co_names


def kind(code: CodeType) -> str | None:
    """`function`, `lambda`, `class`, `module`; None for what belongs to the function around it."""
    name = code.co_name
    if name[:1] == "<":
        if name == "<lambda>":
            return "lambda"
        if name == "<module>" and not code.co_flags & _NEWLOCALS:
            return "module"
        return None
    if code.co_flags & _OPTIMIZED:
        return "function"
    return "class"


def is_generated(code: CodeType) -> bool:
    """Whether code without a file is the interpreter's own, or what a class decorator or a named tuple is made of."""
    name, filename = code.co_name, code.co_filename
    if filename.startswith(_MADE):
        return True
    if filename != "<string>":
        return False
    if name == "<module>":
        inner = nested(code)
        return bool(inner) and all(map(is_generated, inner))
    return name == "__create_fn__" or (name[:2] == "__" == name[-2:]) or code.co_varnames[:1] == ("_cls",)


def is_folded(code: CodeType) -> bool:
    return code.co_name in _FOLDED


def flags(code: CodeType) -> str:
    found = code.co_flags
    return (
        ("g" if found & GENERATOR else "")
        + ("c" if found & (COROUTINE | ITERABLE_COROUTINE) else "")
        + ("a" if found & ASYNC_GENERATOR else "")
    )


def suspends(code: CodeType) -> bool:
    return bool(code.co_flags & _SUSPENDS)


def nested(code: CodeType) -> list[CodeType]:
    own = type(code)
    return [item for item in code.co_consts if type(item) is own]


def rebinds(code: CodeType, count: int) -> bool:
    """Whether one of the first `count` local variables may be assigned or deleted, here or in an inner function."""
    if not count:
        return False
    raw = code.co_code
    found = _STORES.intersection(raw[::2])
    if found:
        if not _CELLS.isdisjoint(found) and not set(code.co_varnames[:count]).isdisjoint(code.co_cellvars):
            return True
        for op in found:
            if op in _CELLS:
                continue
            paired = op in _PAIRS
            at = raw.find(op)
            while at >= 0:
                if not at & 1:
                    arg = raw[at + 1]
                    hit = arg >> 4 < count or arg & 15 < count if paired else arg < count
                    if hit and (count > 255 or not at or raw[at - 2] != _EXTENDED):
                        return True
                at = raw.find(op, at + 1)
    shared = set(code.co_varnames[:count]).intersection(code.co_cellvars)
    return bool(shared) and any(_rebinds_free(inner, shared) for inner in nested(code))


def _rebinds_free(code: CodeType, names: set[str]) -> bool:
    mine = names.intersection(code.co_freevars)
    if not mine:
        return False
    if not _CELLS.isdisjoint(code.co_code[::2]):
        return True
    return any(_rebinds_free(inner, mine) for inner in nested(code))


def sent_to(code: CodeType, offset: int) -> str | None:
    """The local variable that the value sent at this point is bound to: `name = yield …`. `offset` is that of the
    RESUME (3.11 and later) or of the YIELD_VALUE.
    """
    raw = code.co_code
    at = offset + 2
    while _CACHES and at < len(raw) and raw[at] in (0, _RESUME):
        at += 2
    extended = 0
    while at < len(raw) and raw[at] == _EXTENDED:
        extended = (extended | raw[at + 1]) << 8
        at += 2
    if at >= len(raw):
        return None
    op, arg = raw[at], raw[at + 1] | extended
    names = code.co_varnames
    if op in _PAIRS:
        arg >>= 4
        return names[arg] if arg < len(names) else None
    if op in _FAST and op == _OPS["STORE_FAST"]:
        return names[arg] if arg < len(names) else None
    if op in _CELLS and op == _OPS["STORE_DEREF"]:
        if _CACHES:
            every = list(names) + [n for n in code.co_cellvars if n not in names] + list(code.co_freevars)
            return every[arg] if arg < len(every) else None
        every = list(code.co_cellvars) + list(code.co_freevars)
        return every[arg] if arg < len(every) else None
    return None


def takes_sends(code: CodeType) -> bool:
    """Whether some `yield` binds what is sent."""
    raw = code.co_code
    return any(raw[at] == _YIELD and sent_to(code, at) is not None for at in range(0, len(raw), 2))


def span(code: CodeType) -> list[int] | None:
    """The smallest range that holds all instructions of a lambda, 3.11 and later."""
    if not hasattr(code, "co_positions"):
        return None
    low, high = None, None
    for line, end_line, col, end_col in code.co_positions():
        if line is None or end_line is None or col is None or end_col is None or col == end_col == 0:
            continue  # what begins every function stands at no place
        if low is None or (line, col) < low:
            low = (line, col)
        if high is None or (end_line, end_col) > high:
            high = (end_line, end_col)
    return None if low is None or high is None else [*low, *high]


def without_caches(raw: bytes, offset: int) -> int:
    """The instruction that a frame stands at: 3.12 says where the caches behind it end."""
    while offset > 0 and raw[offset] == 0:
        offset -= 2
    return offset


def places(code: CodeType, offsets: list[int]) -> list[tuple[Any, ...]]:
    """(line, column, end line, end column) of instructions; only the lines below 3.11."""
    if hasattr(code, "co_positions"):
        every = list(islice(code.co_positions(), max(offsets) // 2 + 1))
        found: list[tuple[Any, ...]] = []
        for offset in offsets:
            line, end_line, col, end_col = every[offset // 2] if offset // 2 < len(every) else (None, None, None, None)
            found.append((line or code.co_firstlineno, col, end_line, end_col))
        return found
    return [(_line(code, offset), None, None, None) for offset in offsets]


def _line(code: CodeType, offset: int) -> int:
    if hasattr(code, "co_lines"):
        for start, end, line in code.co_lines():
            if start <= offset < end and line is not None:
                return int(line)
        return code.co_firstlineno
    found = code.co_firstlineno
    address = 0
    table = code.co_lnotab  # 3.9
    for n in range(0, len(table), 2):
        address += table[n]
        if address > offset:
            break
        step = table[n + 1]
        found += step - 256 if step >= 128 else step
    return found


def qualnames(code: CodeType, prefix: str = "") -> list[tuple[CodeType, str]]:
    """Below 3.11: each code nested in this one with its qualified name, rebuilt from the nesting."""
    found = []
    inner_prefix = prefix
    if kind(code) != "module":
        inner_prefix += code.co_name + ("." if kind(code) == "class" else ".<locals>.")
    for inner in nested(code):
        found.append((inner, inner_prefix + inner.co_name))
        found += qualnames(inner, inner_prefix)
    return found
