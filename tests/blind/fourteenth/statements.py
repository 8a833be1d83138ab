# Simple and compound statements.

# case: unpacking of all shapes
# file: main.py
a, b = 1, "x"
c, (d, e) = 2.5, (None, b"")
f, *g = "abc"
*h, i = [1, 2, "z"]
[j, k] = {"k1": 1, "k2": 2}
l = m = []
(n) = 3
o, = {True}
p, *q, r = range(5)
for s, (t, *u) in [(1, ("a", 2.5, None))]:
    pass
a, b = b, a

# case: augmented assignment to everything
# file: main.py
n = 1
n += 2.5
s = "a"
s *= 2
l = [1]
l += ("x", None)
d = {"k": 1}
d["k"] -= 0.5
d |= {"z": "z"}
class C:
    n = 0
c = C()
c.n += 1.5
t = (1,)
t += ("b",)
u = {1}
u |= {"u"}
k = d["k"]
i = 7
i /= 2
j = 7
j //= 2
b = bytearray()
b += b"x"

# case: annotations with and without values
# file: main.py
from typing import Final, ClassVar, Optional
x: int = 1
y: "str"
y = "late"
LIMIT: Final = 10
class C:
    n: ClassVar[int] = 1
    name: Optional[str] = None
    def __init__(self, items: list[str]):
        self.items: list[str] = items
        self.count: int = len(items)
c = C(["a"])
first = c.items[0]
name = c.name
notes = C.__annotations__

# case: assert, del and pass
# file: main.py
def f(x):
    assert x is not None, "no"
    y = x
    del x
    return y
a = f(1)
d = {"a": 1, "b": 2}
del d["a"]
l = [1, 2, 3]
del l[0:2], d["b"]
try:
    f(None)
except AssertionError as e:
    words = e.args

# case: raise from, and the context
# file: main.py
class AppError(Exception):
    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code
def load():
    try:
        int("x")
    except ValueError as error:
        raise AppError("bad") from error
try:
    load()
except AppError as e:
    cause = e.__cause__
    code = e.code
    text = str(e)
    args = e.args
    trace = e.__traceback__
    plain = e.with_traceback(None)

# case: try, else and finally decide
# file: main.py
def f(x):
    try:
        n = int(x)
    except (TypeError, ValueError) as e:
        return e
    else:
        return n
    finally:
        log.append(x)
log = []
a = f("1")
b = f("q")
c = f(None)
def g():
    for i in range(3):
        try:
            continue
        finally:
            last = str(i)
    return last
d = g()

# case: exception groups
# file: main.py
def many():
    raise ExceptionGroup("several", [ValueError("a"), TypeError("b"), KeyError("c")])
try:
    many()
except* ValueError as group:
    first = group.exceptions
    one = first[0]
except* (TypeError, KeyError) as others:
    message = others.message
    rest = others.exceptions
plain = ExceptionGroup("x", [OSError(1, "no")])
part = plain.subgroup(OSError)

# case: for and while with else
# file: main.py
def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            break
    else:
        return None
    return i
a = find(["x", "y"], "y")
b = find([], 1)
n = 3
while n:
    n -= 1
else:
    n = "done"

# case: with several managers
# file: main.py
from contextlib import contextmanager, nullcontext, suppress
@contextmanager
def tag(name):
    yield [name]
with tag("a") as a, tag(1) as b, nullcontext({"k": 1}) as c:
    x = a[0]
with (
    suppress(KeyError),
    tag(2.5) as d,
):
    y = d[0]
    {}["none"]

# case: match with all patterns
# file: main.py
class P:
    def __init__(self, x):
        self.x = x
def what(v):
    match v:
        case None:
            return None
        case 0 | 1 as bit:
            return bit
        case int(n):
            return [n]
        case str() as s if s:
            return s
        case [x, *rest]:
            return rest
        case {"k": value, **others}:
            return others
        case P(x=float(f)):
            return f
        case (a, b) | [a, b, _]:
            return (a, b)
        case _:
            return b""
r = [what(None), what(0), what(7), what("s")]
t = what([1, "a", "b"])
u = what({"k": 1, "z": 2.5})
w = what(P(1.5))
z = what(2.5)

# case: functions with every kind of parameter
# file: main.py
def f(a, b=1, /, c=2, *args, d, e="e", **kw):
    return kw
x = f(1, 2.5, "c", None, b"", d=[1], g=3)
def g(*, key=None):
    return key
y = g()
z = g(key=lambda: 1)
w = z()
def h(n=[]):
    n.append(1)
    return n
k = h()

# case: decorators of classes and functions, stacked
# file: main.py
def twice(f):
    def run(*args):
        return [f(*args), f(*args)]
    return run
def tag(name):
    def deco(x):
        x.tag = name
        return x
    return deco
@tag("fn")
@twice
def half(n):
    return n / 2
@tag(1)
class C:
    @staticmethod
    @twice
    def s(x):
        return x
    @classmethod
    def c(cls):
        return cls.tag
a = half(3)
b = half.tag
c = C.s("q")
d = C.c()

# case: classes in functions, and class scopes
# file: main.py
x = 1
def make(base):
    class Made(base):
        x = "inner"
        y = [x]
        z = [i for i in range(2)]
        if base is dict:
            w = 1.5
        def get(self):
            return x
    return Made
M = make(dict)
m = M(a=1)
a = m.get()
b = M.x
c = M.y
d = M.w
e = m["a"]

# case: global and nonlocal
# file: main.py
state = None
def set_state(v):
    global state, fresh
    state = v
    fresh = [v]
def counter():
    n = 0
    def step():
        nonlocal n
        n += 0.5
        return n
    return step
set_state("on")
a = state
b = fresh
s = counter()
c = s()

# case: import forms
# file: main.py
import os.path as osp
import xml.etree.ElementTree as ET
import collections.abc
from json import dumps as to_json, loads
from os import *
a = osp.join("a", "b")
root = ET.fromstring("<a b='1'><c/></a>")
tag = root.tag
attr = root.get("b")
child = root[0]
kids = root.findall("c")
b = to_json([1])
c = loads("[1]")
d = isinstance([], collections.abc.Sequence)
e = getcwd()

# case: generators return and stop
# file: main.py
def upto(n):
    while True:
        if n <= 0:
            return "end"
        yield n
        n -= 1
def use():
    end = yield from upto(2)
    yield end
last = None
for last in use():
    pass
g = upto(1)
for _ in g:
    pass
d = next(g, None)
