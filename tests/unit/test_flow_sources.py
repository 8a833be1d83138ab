"""Edits inside of one function that others hang on by more than what it returns: what stays is what a first time finds
out, and only who looked is run again.
"""

import pytest
from solving import Project

from inferd.inference.flow import flows

#: (files, file, old, new, what is run again)
CASES = {
    "a statement": (
        {"a.py": "def f(x):\n    y = 1\n    return x\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "y = 1", "y = 2.5", {"f"},
    ),
    "another result": (
        {
            "a.py": "def f(x):\n    return x\n\ndef beside(): return 1\n",
            "b.py": "from a import f, beside\ndef g(): return f('s')\ndef h(): return beside()\ng()\nh()\n",
        },
        "a.py", "return x", "return [x]", {"f", "g"},
    ),
    "beside a bound of a type variable": (
        {
            "a.py": "from typing import TypeVar\nclass Base:\n    name = 's'\nT = TypeVar('T', bound=Base)\n",
            "b.py": "from a import T\ndef f(x: T):\n    y = 1\n    return x.name\ndef g(): return f(1)\ng()\n",
        },
        "b.py", "y = 1", "y = 2.5", {"f"},
    ),
    "beside a bound in the same file": (
        {
            "a.py": "from typing import TypeVar\nclass Base:\n    name = 's'\nT = TypeVar('T', bound=Base)\n"
                    "def f(x: T):\n    y = 1\n    return x.name\ndef g(): return f(1)\ng()\n",
        },
        "a.py", "y = 1", "y = 2.5", {"f"},
    ),
    "beside a default of a type variable of a library": (
        {"a.py": "from email.message import Message\ndef f():\n    y = 1\n    return Message().values()\nf()\n"},
        "a.py", "y = 1", "y = 2.5", {"f"},
    ),
    "it yields": (
        {"a.py": "def f(x):\n    return x\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "return x", "yield x", {"f", "g"},
    ),
    "its first attribute": (
        {
            "a.py": "class C:\n    def __init__(self):\n        pass\n    def get(self): return self.x\n",
            "b.py": "from a import C\ndef g(): return C().get()\ng()\n",
        },
        "a.py", "pass", "self.x = 1", {"C.__init__", "C.get", "g"},
    ),
    "an attribute of another kind": (
        {
            "a.py": "class C:\n    def __init__(self):\n        self.x = 1\n        self.y = 1\n"
                    "    def get(self): return self.x\n    def other(self): return self.y\n",
            "b.py": "from a import C\ndef g(): return C().get()\ndef h(): return C().other()\ng()\nh()\n",
        },
        "a.py", "self.x = 1", "self.x = 's'", {"C.__init__", "C.get", "g"},
    ),
    "it looks up with what it is given": (
        {
            "a.py": "TABLE = {'one': 1, 'two': 's'}\ndef f(key):\n    return key\n",
            "b.py": "from a import f\ndef g(): return f('one')\ndef h(): return f('two')\ng()\nh()\n",
        },
        "a.py", "return key", "return TABLE[key]", {"f", "g", "h"},
    ),
    "a parameter more": (
        {"a.py": "def f(x, y=1):\n    return x\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "y=1", "y='t', z=2", {"f", "g"},
    ),
    "what its documentation says": (
        {
            "a.py": "def f(x):\n    '''Do.\n\n    :param x: it\n    :rtype: int\n    '''\n    return unknown(x)\n",
            "b.py": "from a import f\ndef g(): return f('s')\ng()\n",
        },
        "a.py", ":rtype: int", ":rtype: str", {"f", "g"},
    ),
    "documentation that says a parameter": (
        {
            "a.py": "def f(x):\n    '''Do.\n\n    it\n    '''\n    return x\n",
            "b.py": "from a import f\ndef g(y): return f(y)\ndef test(): return g\n",
        },
        "a.py", "    it\n", "    :param int x: it\n", {"f", "g"},
    ),
    "it only raises": (
        {
            "a.py": "def f(x):\n    print(x)\n\ndef g(x):\n    f(x)\n    return 1\n",
            "b.py": "from a import g\ndef h(): return g(1)\nh()\n",
        },
        "a.py", "print(x)", "raise ValueError", {"f", "g", "h"},
    ),
    "it binds a variable of the module": (
        {
            "a.py": "known = None\ndef f(x):\n    global known\n    known = 1\n\ndef g(): return known\n",
            "b.py": "from a import f, g\ndef h():\n    f(1)\n    return g()\nh()\n",
        },
        "a.py", "known = 1", "known = 's'", {"f", "g", "h"},
    ),
    "a variable of a function around": (
        {
            "a.py": "def make(x):\n    held = x\n    def inner(): return held\n    return inner\n",
            "b.py": "from a import make\ndef g(): return make('s')()\ng()\n",
        },
        "a.py", "held = x", "held = [x]", {"make", "make.<locals>.inner", "g"},
    ),
    "a step more before a function within": (
        {
            "a.py": "def make(x):\n    def inner(): return x\n    return inner\n",
            "b.py": "from a import make\ndef g(): return make('s')()\ng()\n",
        },
        "a.py", "    def inner", "    print(x)\n    def inner", {"make", "make.<locals>.inner", "g"},
    ),
    "a step more before a lambda": (
        {
            "a.py": "def make(x):\n    return lambda y: (x, y)\n",
            "b.py": "from a import make\ndef g(): return make('s')(1)\ng()\n",
        },
        "a.py", "    return", "    print(x)\n    return", {"make", "g"},
    ),
    "the parameter of a lambda": (
        {
            "a.py": "def make(x):\n    return lambda y: (x, y)\n",
            "b.py": "from a import make\ndef g(): return make('s')(1)\ng()\n",
        },
        "a.py", "lambda y: (x, y)", "lambda z: (x, z)", {"make", "g"},
    ),
    "what a decorator gives": (
        {
            "a.py": "def deco(f):\n    def inner(*a): return f(*a)\n    return inner\n",
            "b.py": "from a import deco\n@deco\ndef g(x): return x\ndef h(): return g('s')\nh()\n",
        },
        "a.py", "    return inner\n", "    return f\n", {"deco", "deco.<locals>.inner", "g", "h"},
    ),
    "a class more": (
        {"a.py": "def f(x):\n    return x\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "def f", "class D:\n    pass\n\ndef f", set(),
    ),
    "a constant more": (
        {"a.py": "LIMIT = 3\ndef f(x):\n    return LIMIT\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "LIMIT = 3\n", "OTHER = {'a': [1, 2], 'b': (3,)}\nLIMIT = 3\n", set(),
    ),
    "a constant of another type": (
        {
            "a.py": "LIMIT = 3\nNAME = 's'\ndef f(x):\n    return LIMIT\ndef h(): return NAME\n",
            "b.py": "from a import f, h\ndef g(): return f('s')\ng()\nh()\n",
        },
        "a.py", "LIMIT = 3", "LIMIT = 3.5", {"f", "g"},
    ),
    "a constant that is bound twice": (
        {
            "a.py": "LIMIT = 3\nNAME = 's'\ndef f(x):\n    return LIMIT\ndef h(): return NAME\n",
            "b.py": "from a import f, h\ndef g(): return f('s')\ng()\nh()\n",
        },
        "a.py", "NAME = 's'", "NAME = 's'\nLIMIT = 'x'", {"f", "g"},
    ),
    "a function between": (
        {
            "a.py": "def f(x):\n    return x\n\nclass C:\n    def get(self): return f(self)\n",
            "b.py": "from a import C, f\ndef g(): return f('s')\ng()\nC().get()\n",
        },
        "a.py", "\nclass C", "\ndef new(a, b=1): return lambda: a\n\nclass C", {"new"},
    ),
    "a function that hides a builtin": (
        {"a.py": "def f(x):\n    return len(x)\n", "b.py": "from a import f\ndef g(): return f('s')\ng()\n"},
        "a.py", "def f", "def len(x): return None\n\ndef f", {"f", "g", "len"},
    ),
    "a function goes": (
        {
            "a.py": "def new(): return 1\n\ndef f(x):\n    return x\n",
            "b.py": "from a import f\ndef g(): return f('s')\ng()\n",
        },
        "a.py", "def new(): return 1\n", "# gone\n", set(),
    ),
    "a function that is asked for goes": (
        {
            "a.py": "def new(): return 1\n\ndef f(x):\n    return x\n",
            "b.py": "import a\ndef g(): return a.new()\ng()\na.f(1)\n",
        },
        "a.py", "def new(): return 1\n", "# gone\n", {"g"},
    ),
    "a method more": (
        {
            "a.py": "class C:\n    size = 1\n    def get(self): return self.size\n",
            "b.py": "from a import C\ndef g(): return C().get()\ng()\n",
        },
        "a.py", "    def get", "    def new(self): return self.get()\n    def get", {"C.new"},
    ),
    "a method below that hides another": (
        {
            "a.py": "class A:\n    def get(self): return 1\nclass C(A):\n    size = 1\n",
            "b.py": "from a import C\ndef g(): return C().get()\ng()\n",
        },
        "a.py", "    size = 1\n", "    size = 1\n    def get(self): return 's'\n", {"A.get", "C.get", "g"},
    ),
    "another base": (
        {
            "a.py": "class A:\n    def get(self): return 1\nclass B:\n"
                    "    def get(self): return 's'\nclass C(A):\n    pass\n",
            "b.py": "from a import C\ndef g(): return C().get()\ng()\n",
        },
        "a.py", "class C(A)", "class C(B)", {"A.get", "B.get", "g"},
    ),
    "a decorator": (
        {
            "a.py": "def deco(f): return str\n\ndef f(x):\n    return x\n\ndef h(x): return x\n",
            "b.py": "from a import f, h\ndef g(): return f(1)\ng()\nh(2)\n",
        },
        "a.py", "\ndef f", "\n@deco\ndef f", {"deco", "f", "g"},
    ),
    "a default": (
        {
            "a.py": "def f(x=1):\n    return x\n\ndef h(x=1): return x\n",
            "b.py": "from a import f, h\ndef g(): return f()\ng()\nh()\n",
        },
        "a.py", "def f(x=1)", "def f(x='s')", {"f", "g"},
    ),
    "an import of another thing": (
        {
            "a.py": "from c import make\nfrom c import name\n\ndef f(): return make\ndef h(): return name\n",
            "b.py": "from a import f, h\ndef g(): return f()\ng()\nh()\n",
            "c.py": "make = 1\nother = 's'\nname = None\n",
        },
        "a.py", "from c import make", "from c import other as make", {"f", "g"},
    ),
    "a star import": (
        {
            "a.py": "def f(): return make\ndef h(): return 1\n",
            "b.py": "from a import f, h\ndef g(): return f()\ng()\nh()\n",
            "c.py": "make = 1\n",
        },
        "a.py", "def f", "from c import *\ndef f", {"f", "g", "h"},  # it may bring anything
    ),
    "what is in `__all__`": (
        {
            "a.py": "__all__ = ['one']\none = 1\ntwo = 's'\n",
            "b.py": "from a import *\ndef f(): return two\ndef h(): return one\nf()\nh()\n",
        },
        "a.py", "['one']", "['one', 'two']", {"f"},
    ),
    "a type variable's bound": (
        {
            "a.py": "from typing import TypeVar\nT = TypeVar('T', bound=int)\n"
                    "def f(x: T) -> T:\n    return x.real\ndef h(): return 1\n",
            "b.py": "from a import f, h\ndef g(y): return f(y)\ng(1)\nh()\n",
        },
        "a.py", "bound=int", "bound=complex", {"f"},
    ),
    "beside a named tuple": (
        {
            "a.py": "from collections import namedtuple\nP = namedtuple('P', 'x y')\n"
                    "def f():\n    return P(1, 's').y\n",
            "b.py": "from a import f\ndef g(): return f()\ng()\n",
        },
        "a.py", "P = ", "LIMIT = 1\nP = ", set(),
    ),
    "a named tuple": (
        {
            "a.py": "from collections import namedtuple\nP = namedtuple('P', 'x y')\n"
                    "def f():\n    return P(1, 's').y\n",
            "b.py": "from a import f\ndef g(): return f()\ng()\n",
        },
        "a.py", "'x y'", "'y x'", {"f", "g"},
    ),
    "a lambda of a module, moved": (
        {
            "a.py": "get = lambda x: [x]\ndef f(y): return get(y)\n",
            "b.py": "from a import f\ndef g(): return f(1)\ng()\n",
        },
        "a.py", "get =", "one = 1\nlimits = (one, 's', None)\nget =", set(),
    ),
    "a lambda of a module": (
        {
            "a.py": "get = lambda x: [x]\ndef f(y): return get(y)\n",
            "b.py": "from a import f\ndef g(): return f(1)\ng()\n",
        },
        "a.py", "[x]", "{x}", {"", "f", "g"},  # it is run in the module
    ),
    "a registry is filled": (
        {
            "a.py": "known = {}\ndef f(): return known['a']\ndef h(): return 1\n",
            "b.py": "from a import f, h\ndef g(): return f()\ng()\nh()\n",
        },
        "a.py", "known = {}\n", "known = {}\nknown['a'] = 1\n", {"f", "g"},
    ),
    "it fills a container of the module": (
        {
            "a.py": "known = []\ndef f(x):\n    print(x)\n\ndef g(): return known[0]\n",
            "b.py": "from a import f, g\ndef h():\n    f(1)\n    return g()\nh()\n",
        },
        "a.py", "print(x)", "known.append(x)", {"f", "g", "h"},
    ),
    "nonlocal": (
        {
            "a.py": "def f(x):\n    held = None\n    def put():\n        nonlocal held\n        held = 1\n"
                    "    put()\n    return held\n",
            "b.py": "from a import f\ndef g(): return f('s')\ng()\n",
        },
        "a.py", "held = 1", "held = 's'", {"f", "f.<locals>.put", "g"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_an_edit_runs_again(tmp_path, name):
    files, file, old, new, again = CASES[name]
    project = Project(tmp_path, files)
    project.again()
    assert project.edit(file, old, new) == again
    project.edit(file, new, old)
    project.project.close()


def test_a_solve_that_is_given_up_forgets_no_change(tmp_path, monkeypatch):
    """What was to be seen as changed is so at the next try, too."""
    files, file, old, new, _ = CASES["another result"]
    project = Project(tmp_path, files)
    project.again()
    (tmp_path / file).write_text((tmp_path / file).read_text().replace(old, new))
    project.project.update()

    solve = flows.solve

    def stop(*args, **more):
        solve(*args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, project.project.snapshot() as view:
        patched.setattr(flows, "solve", stop)
        with pytest.raises(KeyboardInterrupt):
            project.stays.rows(view, project.project.shelf(), "")
    assert project.again() == {"f", "g"}
    project.project.close()


#: what happens to files: (files at first, path -> text or None where it goes, what is run again)
MOVES = {
    "a module that nobody has asked for": (
        {"a.py": "def f(x): return x\n", "b.py": "from a import f\ndef g(): return f(1)\ng()\n"},
        {"c.py": "from a import f\ndef h(): return f(2)\nh()\n"},
        {"h"},
    ),
    "a module that was missing": (
        {"a.py": "import c\ndef f(x): return c.make(x)\nf(1)\n", "b.py": "def g(): return 1\ng()\n"},
        {"c.py": "def make(x): return [x]\n"},
        {"f", "make"},
    ),
    "a module goes": (
        {"a.py": "import c\ndef f(x): return c.make(x)\nf(1)\n", "b.py": "def g(): return 1\ng()\n",
         "c.py": "def make(x): return [x]\n"},
        {"c.py": None},
        {"f"},
    ),
    "a module is another file": (
        {"a.py": "import c\ndef f(x): return c.make(x)\nf(1)\n", "b.py": "def g(): return 1\ng()\n",
         "c.py": "def make(x): return [x]\n"},
        {"c.py": None, "c/__init__.py": "def make(x): return {x}\n"},
        {"f", "make"},
    ),
    "a module of a package, by a string": (
        {"a.py": "from importlib import import_module\ndef f(x): return import_module('p.c').make(x)\nf(1)\n",
         "b.py": "def g(): return 1\ng()\n", "p/__init__.py": ""},
        {"p/c.py": "def make(x): return [x]\n"},
        {"f", "make"},
    ),
    "a package, by its attribute": (
        {"a.py": "import p.c\ndef f(x): return p.c.make(x)\nf(1)\n", "b.py": "def g(): return 1\ng()\n",
         "q.py": "", "r.py": "", "s.py": "", "t.py": "", "u.py": ""},
        {"p/__init__.py": "", "p/c.py": "def make(x): return [x]\n"},
        {"f", "make"},
    ),
    "a stub beside the source": (
        {"a.py": "import c\ndef f(x): return c.make(x)\nf(1)\n", "b.py": "def g(): return 1\ng()\n",
         "c.py": "def make(x): return [x]\n", "d.py": "", "e.py": "", "h.py": "", "i.py": ""},
        {"c.pyi": "def make(x: int) -> str: ...\n"},
        {"f", "make"},
    ),
}  # fmt: skip
FILL = {f"filler{n}.py": f"def filled{n}(x): return x\nfilled{n}({n})\n" for n in range(20)}


@pytest.mark.parametrize("name", MOVES)
def test_files_that_come_and_go(tmp_path, name):
    files, moves, again = MOVES[name]
    for path in {**files, **moves}:
        (tmp_path / path).parent.mkdir(exist_ok=True)
    project = Project(tmp_path, {**FILL, **files})
    project.again()
    for path, text in moves.items():
        if text is None:
            (tmp_path / path).unlink()
        else:
            (tmp_path / path).write_text(text)
    assert project.again() == again
    for path in moves:
        if path in files:
            (tmp_path / path).write_text(files[path])
        else:
            (tmp_path / path).unlink()
    project.again()
    assert project.again() == set()
    project.project.close()
