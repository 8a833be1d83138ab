# Imports: names from elsewhere.

# case: a module that changes its own names on a call
# file: main.py
import state
before = state.current
state.begin("user")
after = state.current
tool = state.make()
kind = tool.kind
# file: state.py
current = None
def begin(name):
    global current
    current = [name]
class Tool:
    kind = "tool"
def make():
    return Tool()

# case: an import inside a class body
# file: main.py
class Api:
    from helper import greet, LIMIT
    import helper as lib
    def both(self):
        return self.greet(), self.lib.count()
a = Api()
g, c = a.both()
l = Api.LIMIT
# file: helper.py
LIMIT = 10
def greet(self):
    return type(self)
def count():
    return 2

# case: a name imported twice from two places
# file: main.py
from first import tool
one = tool()
from second import tool
two = tool()
from first import *
three = tool()
# file: first.py
def tool():
    return 1
# file: second.py
def tool():
    return "2"

# case: a package whose init imports from a sibling of a subpackage
# file: main.py
import lib
from lib.core import base as b
x = lib.make()
y = b.Base().who()
z = lib.core.base.Base
w = x.who()
# file: lib/__init__.py
from lib.core.base import Base
from .util import wrap as make
# file: lib/core/__init__.py
# file: lib/core/base.py
class Base:
    def who(self):
        from ..util import NAME
        return NAME
# file: lib/util.py
from .core import base
NAME = "lib"
def wrap():
    return base.Base()

# case: a try with an else at an import
# file: main.py
try:
    import nowhere_to_be_found as fast
except ImportError:
    import slow as fast
else:
    fast.boost()
r = fast.compute(2)
try:
    from slow import turbo
except ImportError:
    turbo = None
# file: slow.py
def compute(n):
    return [n]

# case: functions registered by importing modules for their effect
# file: main.py
import plugins.alpha
import plugins.beta
from plugins import registry
a = registry["alpha"]()
b = registry["beta"]()
names = sorted(registry)
# file: plugins/__init__.py
registry = {}
def register(name):
    def deco(fn):
        registry[name] = fn
        return fn
    return deco
# file: plugins/alpha.py
from plugins import register
@register("alpha")
def run():
    return 1
# file: plugins/beta.py
from . import register
@register("beta")
def run():
    return "b"

# case: sys.modules and the module itself
# file: main.py
import sys
import cfg
mod = sys.modules["cfg"]
v = mod.VALUE
me = sys.modules[__name__]
name = __name__
me.extra = 1
s = cfg.self_value()
# file: cfg.py
import sys
VALUE = 5
def self_value():
    return sys.modules[__name__].VALUE

# case: constants of one module made from another's
# file: main.py
from settings import LIMITS, TABLE
low = LIMITS[0]
fn = TABLE["get"]
r = fn("k")
# file: settings.py
from defaults import *
from defaults import _private
LIMITS = (LOW, HIGH)
TABLE = {"get": getter, "p": _private}
# file: defaults.py
LOW = 1
HIGH = 2.5
_private = "p"
def getter(k):
    return {k: LOW}
