# case: relative imports in a package
# file: main.py
from pkg.sub.leaf import deep
import pkg.sub.leaf
from pkg import sub, util as u
from pkg.sub import leaf as lf
d = deep()
e = pkg.sub.leaf.deep()
f = sub.up()
g = u.helper("a")
h = lf.CONST
i = pkg.VERSION
j = pkg.sub.leaf.top_name
# file: pkg/__init__.py
VERSION = (1, 2)
from . import util
from .util import helper
# file: pkg/util.py
def helper(x):
    return [x]
name = "util"
# file: pkg/sub/__init__.py
from ..util import helper
from .. import VERSION
def up():
    return helper(VERSION)
# file: pkg/sub/leaf.py
from ..util import name as top_name
from . import up
CONST = {1: "a"}
def deep():
    return up()

# case: star imports and __all__
# file: main.py
from mod import *
from other import *
a = visible()
b = listed
try:
    c = _hidden
except NameError:
    c = None
d = chained()
try:
    e = not_listed
except NameError as err:
    e = "gone"
# file: mod.py
def visible():
    return 1
_hidden = 2
from third import *
# file: third.py
def chained():
    return 1.5
# file: other.py
__all__ = ["listed"]
__all__ += ["more"]
listed = "x"
more = b"m"
not_listed = [1]

# case: re-exports and renamed names
# file: main.py
import api
from api import Client as C, connect
from api.v2 import Client as C2
c = C("x")
n = c.name
d = connect()
e = api.Client("y")
f = C2("z").name
g = api.v2.Client
h = api.DEFAULT
# file: api/__init__.py
from .core import Client, connect
from . import v2
from .consts import LIMIT as DEFAULT
__all__ = ["Client", "connect"]
# file: api/core.py
class Client:
    def __init__(self, name):
        self.name = name
def connect():
    return Client("default")
# file: api/v2.py
from .core import Client as Base
class Client(Base):
    @property
    def name(self):
        return [self._n]
    @name.setter
    def name(self, v):
        self._n = v
# file: api/consts.py
LIMIT = 10

# case: mutually recursive imports
# file: main.py
import a
from b import B
x = a.A().partner()
y = B().back()
z = a.get_b().back().partner()
# file: a.py
import b
class A:
    def partner(self):
        return b.B()
def get_b():
    return b.B()
# file: b.py
import a
class B:
    def back(self):
        return a.A()

# case: namespace packages and deep modules
# file: main.py
import ns.one.alpha
import ns.two
from ns.one import alpha as al
from ns import two as t
a = ns.one.alpha.value
b = ns.two.f()
c = al.value
d = t.f()
import ns.one.alpha as nal
e = nal.value
# file: ns/one/alpha.py
value = 1.5
# file: ns/two.py
from ns.one.alpha import value
def f():
    return [value]

# case: conditional and guarded imports
# file: main.py
try:
    import ujson_missing as json
except ImportError:
    import json
text = json.dumps([1])
try:
    from fast_missing import speed
except ImportError:
    from slow import speed
s = speed()
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from slow import Thing
def use(t: "Thing"):
    return t.size
import slow
u = use(slow.Thing())
def lazy():
    from slow import speed as sp
    import os.path
    return sp(), os.path.sep
l = lazy()
import sys
if sys.platform == "win32":
    import winreg
    plat = "w"
else:
    plat = "u"
# file: slow.py
def speed():
    return 1
class Thing:
    size = 3.5

# case: modules as values
# file: main.py
import importlib
import math as m
import shapes
mod = shapes
sq = mod.Square(2)
side = sq.side
mods = [m, shapes]
dyn = importlib.import_module("shapes")
ds = dyn.Square(3)
got = getattr(shapes, "Square")(1)
nm = shapes.__name__
fl = shapes.__file__
shapes.extra = 5
ex = shapes.extra
shapes.Square.tag = "t"
tg = sq.tag
def through(module):
    return module.area(2)
th = through(shapes)
sub = importlib.import_module(".inner", "shapes_pkg")
iv = sub.val
dd = shapes.__dict__
im = __import__("shapes").area(1)
# file: shapes.py
class Square:
    def __init__(self, side):
        self.side = side
def area(n):
    return n * 1.0
# file: shapes_pkg/__init__.py
# file: shapes_pkg/inner.py
val = "inner"

# case: module attributes on demand
# file: main.py
import lazy
import pkg
from lazy import later
a = later
b = lazy.other
c = pkg.thing
d = pkg.mod.thing
# file: lazy.py
def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    return [name]
# file: pkg/__init__.py
from .mod import *
from . import mod
# file: pkg/mod.py
thing = 3.5

# case: stubs beside the source
# file: main.py
import lib
from lib import make
a = make(1)
b = lib.Thing().run()
c = lib.Thing().attr
d = lib.over("x")
e = lib.over(1)
# file: lib.py
def make(x):
    return eval("str(x)")
class Thing:
    def __init__(self):
        self.attr = eval("[1]")
    def run(self):
        return eval("1.5")
def over(x):
    return eval("len(x)") if isinstance(x, str) else eval("b'x'")
# file: lib.pyi
from typing import overload
def make(x: int) -> str: ...
class Thing:
    attr: list[int]
    def run(self) -> float: ...
@overload
def over(x: str) -> int: ...
@overload
def over(x: int) -> bytes: ...

# case: a path that is added
# file: main.py
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "vendor"))
import helper_lib
h = helper_lib.work(1)
from helper_lib import Tool
t = Tool().name
# file: vendor/helper_lib.py
def work(n):
    return {n: "done"}
class Tool:
    name = "tool"

# case: submodules set by import
# file: main.py
import top
a = top.child.val
b = top.get()
from top import child
c = child.val
import top.late
d = top.late.fn()
e = top.child.sibling.val2
# file: top/__init__.py
import top.child
def get():
    return top.child.val
# file: top/child.py
val = "c"
from top import sib as sibling
# file: top/sib.py
val2 = 2.5
# file: top/late.py
from .child import val as v
def fn():
    return [v]

# case: names bound by imports in odd places
# file: main.py
class Holder:
    import math
    from os import path as p
    def area(self, r):
        return self.math.pi * r
h = Holder().area(2)
j = Holder.p.join("a", "b")
def outer():
    import json as j
    def inner():
        return j.dumps({})
    return inner()
o = outer()
import collections.abc as cabc, os as operating, sys
s = operating.sep
from os.path import (
    join as pj,
    split,
)
k = pj("a", "b")
hd, tl = split(k)
x = [sys.maxsize][0]
chk = isinstance([], cabc.Sequence)
from shared import *
sv = shared_value
shared_value = "mine"
sv2 = shared_value
# file: shared.py
shared_value = 7
