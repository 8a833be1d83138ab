# case: package with re-exports
# file: main.py
from pkg import Tool, make
import pkg
t = Tool()
u = t.use()
m = make()
v = pkg.VERSION
w = pkg.tools.Tool().use()
# file: pkg/__init__.py
from .tools import Tool
from .factory import make
VERSION = "1"
# file: pkg/tools.py
class Tool:
    def use(self):
        return 1
# file: pkg/factory.py
from . import tools
def make():
    return tools.Tool()
# case: relative up
# file: main.py
from app.core.run import start
r = start()
# file: app/__init__.py
# file: app/conf.py
def get(name):
    return {"a": 1}[name]
# file: app/core/__init__.py
# file: app/core/run.py
from ..conf import get as fetch
from .util import *
def start():
    x = fetch("a")
    return clean(x)
# file: app/core/util.py
__all__ = ["clean"]
def clean(v):
    return str(v)
def hidden():
    return 0
# case: aliases
# file: main.py
import a.b as ab
import a.b.c
from a import b as other
from a.b.c import f as g
r = ab.c.f()
s = a.b.c.f()
t = other.c.f()
u = g()
# file: a/__init__.py
# file: a/b/__init__.py
# file: a/b/c.py
def f():
    return 2.5
# case: star with override
# file: main.py
from base import *
def name():
    return "mine"
a = name()
b = size()
# file: base.py
from deep import *
def name():
    return 0
# file: deep.py
def size():
    return 1
# case: cyclic
# file: main.py
import one
a = one.first()
# file: one.py
import two
def first():
    return two.second()
def third():
    return "third"
# file: two.py
import one
def second():
    return one.third()
# case: in function, conditional
# file: main.py
def load():
    from lib import get
    import lib as l
    v = l.get()
    return get()
try:
    import nonexistent_zz as fast
except ImportError:
    import lib as fast
r = load()
s = fast.get()
# file: lib.py
def get():
    return [1]
# case: module attribute as parameter
# file: main.py
import settings
from runner import run
def hook():
    return settings.NAME
r = run(hook)
s = run(settings.compute)
settings.NAME = "other"
# file: settings.py
NAME = "n"
def compute():
    return 5
# file: runner.py
def run(fn):
    return fn()
# case: class in package inherits from another package
# file: main.py
from plugins.csv import CsvReader
from core import base
r = CsvReader("x")
d = r.read()
p = r.path
k = isinstance(r, base.Reader)
# file: core/__init__.py
# file: core/base.py
class Reader:
    def __init__(self, path):
        self.path = path
    def read(self):
        return self.parse(self.path)
    def parse(self, text):
        raise NotImplementedError
# file: plugins/__init__.py
# file: plugins/csv.py
from core.base import Reader
class CsvReader(Reader):
    def parse(self, text):
        return text.split(",")
# case: state in another module
# file: main.py
import state
from state import push, items
push("a")
push("b")
i = items
f = items[0]
n = state.count
g = state.peek()
# file: state.py
items = []
count = 0
def push(x):
    global count
    items.append(x)
    count += 1
def peek():
    return items[-1]
# case: __init__ defines, submodule imports it
# file: main.py
import shop
from shop import sale
t = sale.total([1, 2])
r = shop.RATE
c = sale.Cart().rate
# file: shop/__init__.py
RATE = 0.5
def helper(x):
    return x * RATE
# file: shop/sale.py
from . import helper, RATE
from shop import RATE as R2
def total(xs):
    return helper(sum(xs))
class Cart:
    rate = R2
# case: getattr on a package, from import of submodule
# file: main.py
from tools import alpha, beta
mods = [alpha, beta]
for m in mods:
    r = m.run()
x = mods[0].run()
y = {"b": beta}["b"].run()
# file: tools/__init__.py
# file: tools/alpha.py
def run():
    return 1
# file: tools/beta.py
def run():
    return "b"
