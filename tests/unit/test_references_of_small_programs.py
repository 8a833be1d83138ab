"""That each place of a name leads to all of its places: the programs of `tests/blind/references`.

`benchmarks/blind_references.py` says how they are written, and counts.
"""

import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
sys.path.append(str(_ROOT / "benchmarks"))

import blind_references  # noqa: E402

#: programs that are not answered as they say, with the reason
_OPEN = {
    "conditional import by platform": "two functions under one name are told apart where they are defined",
    "overloads": "parameters of overloads are told apart",
    "decorators that keep, replace and count": "attributes of functions are no members",
    "type variables, parameter specifications and aliases": "a parameter that is declared by P.kwargs is not followed",
    "attributes of a module assigned from another module": "what only others store into a module has no definition",
    "a function defined three times in a row": "definitions under one name are one, whichever a call reaches",
    "a class defined twice, and one in both branches": "definitions under one name are one",
    "attributes of functions and of methods": "attributes of functions are no members",
    "closures that rebind what they keep": "attributes of functions are no members",
    "factories that give classes": "what a function gives is no base that members are shared with",
    "zip, enumerate, reversed and stars": "zip(*rows) gives tuples of what any row has",
    "async for, with, gather and queues": "what is put into a queue of asyncio is not followed",
    "fixtures and parameters of tests, several in one string": "dotted strings are possible",
    "a package run as a program, its tests and its setup": "dotted strings are possible",
    "overloads, type variables and protocols": "a declared type argument of a base that calls give other things",
    "handlers in tables, executors and loops over classes": "kwargs= of threads are not followed",
    "two star imports that give one name": "a name that two star imports give is either",
    "attributes that a module makes on demand": "keys of globals() are not followed",
    "variables of modules that others set, delete and count": "what only others store into a module has no definition",
    "broken lines above, below and within": "a function with a broken line is left out",
}


_PATHS = sorted((_ROOT / "tests/blind/references").rglob("*.py"))


@pytest.mark.parametrize("path", _PATHS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_place_of_a_name_gives_all_of_its_places(path, capsys):
    wrong = []
    for program in blind_references.programs(path):
        count = blind_references.measure(program, True, path.stem)
        if count.programs != [1, 1] and program.name not in _OPEN:
            wrong.append(program.name)
        assert count.programs == [0, 1] or program.name not in _OPEN, f"{program.name} is right now"
    assert not wrong, capsys.readouterr().out


_TYPE_PARAMETERS = """\
# case: type parameters of functions, classes and aliases
# file: main.py
T = 1
type «1:Pairs»[«2:T»] = list[tuple[«2:T», «2:T»]]
def first[«3:T»](items: list[«3:T»], default: "«3:T»") -> «3:T»:
    x: «3:T» = default
    return items[0] if items else x
class Stack[«4:T», *Ts]:
    last: «4:T»
    def push(self, item: «4:T») -> "Stack[«4:T»]":
        return self
    def map[«5:U»](self, item: «4:T», other: «5:U») -> «1:Pairs»[«5:U»]:
        return [(other, other)]
    class Inner[«6:U»]:
        z: dict[«4:T», «6:U»]
Stack().push(T).map(1, "x")
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_type_parameters(tmp_path, capsys):
    path = tmp_path / "type_parameters.py"
    path.write_text(_TYPE_PARAMETERS, encoding="utf-8")
    for program in blind_references.programs(path):
        assert blind_references.measure(program, True, path.stem).programs == [1, 1], capsys.readouterr().out
