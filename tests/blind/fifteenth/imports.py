# Imports.

# case: modules in packages, aliases and functions of one name
# file: pkg/__init__.py
# file: pkg/a.py
def run():
    return 1
# file: pkg/sub/__init__.py
# file: pkg/sub/b.py
from ..a import run as run_a
def run():
    return str(run_a())
# file: main.py
import pkg.a
import pkg.sub.b as b
from pkg.a import run
from pkg.sub import b as again
x = pkg.a.run()
y = b.run()
z = run()
w = again.run()
v = pkg.sub.b.run_a()

# case: star imports, with all and with private names
# file: left.py
__all__ = ["one", "_hidden"]
def one():
    return 1
def _hidden():
    return "h"
def not_given():
    return None
value = 2.5
# file: right.py
def one():
    return b"right"
def two():
    return [one()]
# file: main.py
from left import *
a = one()
b = _hidden()
from right import *
c = one()
d = two()
from left import value
e = value

# case: an init that builds its api
# file: lib/__init__.py
from .shapes import Circle, make as make_shape
from . import consts
from .consts import *
def default():
    return make_shape(consts.SIZE)
VERSION = str(SIZE)
# file: lib/consts.py
SIZE = 3
NAME = "lib"
# file: lib/shapes.py
class Circle:
    def __init__(self, r):
        self.r = r
def make(r):
    return Circle(r)
# file: main.py
import lib
from lib import Circle, default
a = default()
b = a.r
c = lib.NAME
d = lib.make_shape("big").r
e = lib.shapes.make(1)
f = lib.VERSION
g = Circle(2.5).r

# case: imports in functions, in branches and of each other
# file: first.py
def ping(n):
    from second import pong
    if n:
        return pong(n - 1)
    return "first"
# file: second.py
import first
def pong(n):
    if n:
        return first.ping(n - 1)
    return "second"
# file: main.py
try:
    from missing_module_xyz import thing
except ImportError:
    thing = None
if thing is None:
    from first import ping as thing
a = thing(3)
def late():
    import second
    return second.pong(0)
b = late()
c = thing

# case: state in a module that others change
# file: state.py
handlers = []
current = None
def register(fn):
    handlers.append(fn)
    return fn
def fire(x):
    return [h(x) for h in handlers]
# file: plug.py
import state
@state.register
def on_event(x):
    return (x, "seen")
class Plug:
    name = "plug"
state.current = Plug()
# file: main.py
import importlib
import plug
import state
from state import register
register(lambda x: x)
out = state.fire(1)
name = state.current.name
mod = importlib.import_module("plug")
again = mod.on_event(2)
state.limit = 2.5
lim = state.limit
