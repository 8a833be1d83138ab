# Imports.

# case: a chain of __init__ files
# file: app/__init__.py
from .core import *
from .core import _secret as secret
# file: app/core/__init__.py
from .engine import Engine, start
from . import engine as motor
__all__ = ["Engine", "start", "motor", "VERSION"]
VERSION = "1"
def _secret():
    return 2.5
# file: app/core/engine.py
from ..tools import helper
class Engine:
    def run(self):
        return helper(self)
def start():
    return Engine()
# file: app/tools.py
def helper(x):
    return [x]
# file: main.py
import app
from app import start as begin
a = app.start().run()
b = app.motor.helper(1)
c = app.secret()
d = begin()
e = app.VERSION
f = app.core.engine.Engine

# case: import a.b as c, and names of one spelling
# file: a/__init__.py
def b():
    return "function"
kind = "package"
# file: a/b.py
kind = 1
def b():
    return kind
# file: a/c.py
from a import kind
from .b import b as inner
def both():
    return kind, inner()
# file: main.py
from a import b
x = b()
import a.b as mod
y = mod.b()
from a import b as again
z = again.kind
import a
w = a.kind
import a.c
v = a.c.both()

# case: a cycle with attributes read late
# file: left.py
import right
class Left:
    def partner(self):
        return right.Right(self)
def name():
    return "left"
# file: right.py
import left
class Right:
    def __init__(self, other):
        self.other = other
    def back(self):
        return left.Left()
def names():
    return [left.name()]
# file: main.py
from left import Left
import right
a = Left().partner()
b = a.other
c = a.back()
d = right.names()
e = right.left.name()
f = c.partner().back().partner

# case: conditional imports, and try with several fallbacks
# file: fast.py
raise ImportError("no fast")
# file: slow.py
def work():
    return "slow"
LEVEL = 1
# file: settings.py
MODE = "test"
# file: main.py
import settings
try:
    from fast import work
except ImportError:
    from slow import work
try:
    import missing_module_xyz as extra
except ImportError:
    extra = None
if settings.MODE == "test":
    from slow import LEVEL as level
else:
    level = None
def later():
    import slow
    return slow.work
a = work()
b = level
c = later()()
d = extra

# case: attributes of modules, assigned from outside
# file: config.py
handler = None
limit = 1
def current():
    return handler
def call(x):
    return handler(x)
# file: setup.py
import config
def install(f):
    config.handler = f
    config.extra = {"f": f}
config.limit = "none"
# file: main.py
import config
import setup
from config import limit
def shout(x):
    return f"{x}!"
a = limit
setup.install(shout)
b = config.call(1)
c = config.current()("x")
d = config.extra["f"](2)
config.call = lambda x: [x]
e = config.call(3)
f = config.limit

# case: star imports that shadow, in a package and in modules
# file: lib/__init__.py
from .one import *
from .two import *
extra = one() if callable(one) else None
# file: lib/one.py
from os.path import join
def one():
    return 1
def shared():
    return "one"
_private = 0
# file: lib/two.py
def two():
    return 2.5
def shared():
    return b"two"
# file: main.py
from lib import *
a = one()
b = two()
c = shared()
d = join("a", "b")
e = extra
from lib.one import shared
f = shared()
from lib.one import _private as p
