# case: plain, aliased, from, submodule
# file: shop/__init__.py
version = "1"
# file: shop/cart.py
class Cart:
    def total(self):
        return 1.5
def new():
    return Cart()
# file: main.py
import shop
import shop.cart
import shop.cart as c
from shop import cart
from shop.cart import Cart as Basket, new
a = shop.version
b = shop.cart.new()
d = c.Cart().total()
e = cart.new().total()
f = Basket()
g = new()
# case: re-exports in __init__
# file: lib/__init__.py
from .core import Engine
from .util import helper as help_me
from . import core as _core
__all__ = ["Engine", "help_me"]
# file: lib/core.py
from .util import helper
class Engine:
    def run(self):
        return helper(2)
# file: lib/util.py
def helper(n):
    return [n]
# file: main.py
from lib import Engine, help_me
import lib
a = Engine().run()
b = help_me("x")
c = lib.Engine()
d = lib._core.Engine().run()
# case: star import
# file: defs.py
__all__ = ["f", "N"]
N = 3
def f():
    return N
def hidden():
    return None
# file: more.py
_private = 1
def g():
    return "g"
x = 2.5
# file: main.py
from defs import *
from more import *
a = f()
b = N
c = g()
d = x
# case: relative of two levels
# file: app/__init__.py
# file: app/models/__init__.py
from .user import User
# file: app/models/user.py
from ..db import connect
class User:
    def save(self):
        return connect().write(self)
# file: app/db.py
class Conn:
    def write(self, obj):
        return True
def connect():
    return Conn()
# file: app/views.py
from .models import User
from . import db
def view():
    u = User()
    s = u.save()
    k = db.connect()
    return s
# file: main.py
from app.views import view
from app import models
a = view()
u = models.User()
# case: imports inside functions
# file: heavy.py
def compute(x):
    return x * 2
# file: main.py
def lazy(x):
    from heavy import compute
    return compute(x)
def lazier():
    import heavy as h
    r = h.compute("s")
    return r
a = lazy(2)
b = lazier()
# case: circular
# file: a.py
import b
class A:
    def make(self):
        return b.B()
def fa():
    return b.fb()
# file: b.py
import a
class B:
    def back(self):
        return a.A()
def fb():
    return "fb"
# file: main.py
import a
x = a.A().make()
y = x.back()
z = a.fa()
# case: try except import
# file: fast.py
def go():
    return 1
# file: main.py
try:
    import nothing_like_this as impl
except ImportError:
    import fast as impl
a = impl.go()
try:
    from fast import go as g
except ImportError:
    g = None
b = g()
# case: chained attributes of packages
# file: p/__init__.py
from . import q
# file: p/q/__init__.py
from . import r
# file: p/q/r.py
class Deep:
    level = 3
    @staticmethod
    def get():
        return Deep()
# file: main.py
import p
a = p.q.r.Deep.level
b = p.q.r.Deep.get()
from p.q import r as deep
c = deep.Deep().level
# case: a module as a value
# file: red.py
name = "red"
def paint():
    return 1
# file: blue.py
name = "blue"
def paint():
    return "b"
# file: main.py
import red
import blue
mods = {"r": red, "b": blue}
def run(mod):
    return mod.paint()
a = run(red)
b = mods["b"].paint()
c = [m.name for m in (red, blue)]
d = red
e = d.paint()
# case: functions imported and passed across modules
# file: callbacks.py
def on_done(x):
    return f"done {x}"
def on_fail(e):
    return None
# file: runner.py
import callbacks
class Runner:
    def __init__(self, cb=callbacks.on_done):
        self.cb = cb
    def run(self, x):
        return self.cb(x)
# file: main.py
from runner import Runner
from callbacks import on_fail
a = Runner().run(1)
b = Runner(on_fail).run(2)
# case: a name that is a module and a function
# file: tool/__init__.py
from .run import run
# file: tool/run.py
def run(n=1):
    return n
# file: main.py
from tool import run
import tool
a = run()
b = tool.run("x")
# case: variables of modules and shared state
# file: settings.py
DEBUG = False
PATHS = ["a"]
def configure(**kw):
    global DEBUG
    DEBUG = kw.get("debug", DEBUG)
    return DEBUG
# file: main.py
import settings
from settings import PATHS, configure as conf
a = conf(debug=True)
b = settings.DEBUG
PATHS.append("b")
c = settings.PATHS[0]
# case: standard library
# file: main.py
import os.path
import xml.etree.ElementTree as ET
from os import path as osp, sep
from collections import abc
a = os.path.join("a", "b")
b = osp.dirname("a/b")
root = ET.fromstring("<a><b/></a>")
tag = root.tag
kids = list(root)
s = sep
i = isinstance([], abc.Sequence)
