"""What `findall` gives: strings, or where the pattern has several groups tuples of as many.

The library's declaration leaves that open, as it hangs on the pattern.  Only where the pattern is written out, in the
call or in the one `re.compile` that a variable is from, and no flags are given, which may change what a group is.
"""

import re
import warnings
from json import loads

from inferd.inference.engine import Engine, Where
from inferd.inference.program import Program
from inferd.inference.types import Tuple, Types

FINDING = "findall"


def found_all(engine: Engine, where: Where, words: list[str], is_bound: bool) -> Types:
    """What a call of `findall`, of the module or (*is_bound*) of a pattern, gives; () where that is not known."""
    program = engine.program(where)
    if is_bound:
        read = program.steps[int(words[1])]
        text = _compiled(engine, where, program, int(read[1])) if read[0] == "a" else None
    else:
        text = _text(program, words[2]) if len(words) == 4 else None
    if text is None:
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of patterns that somebody else wrote
            groups = re.compile(text).groups
    except (re.error, RecursionError, OverflowError):
        return ()
    string = engine.instance("str")
    return engine.instance("list", string if groups < 2 else (Tuple((string,) * groups),))


def _compiled(engine: Engine, where: Where, program: Program, n: int) -> str | None:
    """The text of the pattern that a step is, made there or stored once, here or in the module."""
    words = program.steps[n]
    if words[0] == "l":
        name = words[1]
        if name not in program.stores:
            program = engine.program(Where(where.space, where.file, 0))
        stores = program.stores.get(name, ())
        if len(stores) != 1 or program.steps[stores[0]][0] != "s":
            return None
        words = program.steps[int(program.steps[stores[0]][2])]
    is_made = words[0] == "(" and len(words) == 3 and program.steps[int(words[1])][-1] == "compile"
    return _text(program, words[2]) if is_made else None


def _text(program: Program, word: str) -> str | None:
    words = program.steps[int(word)] if word.isdigit() else [""]
    return loads(words[1][1:]) if words[0] == "c" and words[1].startswith('s"') else None
