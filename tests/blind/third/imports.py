# case: package exporting through three levels
# file: main.py
import lib
from lib import Engine, build as make
from lib.core.engine import Engine as E2
e = make("x")
s = e.start()
t = Engine("y").start()
u = lib.core.engine.build("z").name
v = E2("q").name
# file: lib/__init__.py
from .core import Engine, build
__all__ = ["Engine", "build"]
# file: lib/core/__init__.py
from .engine import *
# file: lib/core/engine.py
__all__ = ["Engine", "build"]
class Engine:
    def __init__(self, name):
        self.name = name
    def start(self):
        return [self.name]
def build(name):
    return Engine(name)
# case: siblings in a package
# file: main.py
from app import run
r = run.main()
# file: app/__init__.py
# file: app/run.py
from . import db
from .db import query as q
from .util.text import clean
def main():
    rows = q("x")
    c = db.connect()
    return clean(rows[0])
# file: app/db.py
from .util import text
def connect():
    return text.clean(" c ")
def query(sql):
    return [sql, sql]
# file: app/util/__init__.py
# file: app/util/text.py
def clean(s):
    return s.strip()
# case: same names in two modules
# file: main.py
import a
import b
from a import get as get_a
from b import get as get_b
x = a.get()
y = b.get()
z = get_a()
w = get_b()
fs = [get_a, get_b]
v = fs[1]()
# file: a.py
def get():
    return 1
# file: b.py
def get():
    return "b"
# case: imported name replaced
# file: main.py
from lib import work
a = work()
def work():
    return "mine"
b = work()
# file: lib.py
def work():
    return 1
# case: constants and computed values
# file: main.py
from settings import *
from settings import _hidden as h
import settings as st
d = DEBUG
p = PATHS[0]
t = TIMEOUT
x = h
n = st.names()
# file: settings.py
import os
DEBUG = False
PATHS = [os.path.join("a", "b")]
TIMEOUT = 2 * 1.5
_hidden = 3
def names():
    return {"d": DEBUG}
# case: module level state changed by functions
# file: main.py
import registry
from registry import add
class X:
    def go(self):
        return 2.5
add("x", X)
k = registry.get("x")
v = k().go()
# file: registry.py
_all = {}
def add(name, cls):
    _all[name] = cls
def get(name):
    return _all[name]
# case: __main__ guard and nested packages
# file: main.py
import pkg.sub.mod
import pkg.sub.mod as m
from pkg.sub import mod
from pkg import sub
a = pkg.sub.mod.f()
b = m.f()
c = mod.f()
d = sub.mod.f()
# file: pkg/__init__.py
# file: pkg/sub/__init__.py
from . import mod
# file: pkg/sub/mod.py
def f():
    return b"f"
if __name__ == "__main__":
    print(f())
