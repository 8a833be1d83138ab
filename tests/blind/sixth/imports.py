# case: from a module
# file: lib.py
def f():
    return 1
class C:
    def m(self):
        return "m"
N = 2.5
# file: main.py
from lib import C, N, f
import lib
a = f()
b = C().m()
c = lib.f()
d = lib.N
e = N

# case: a package
# file: pkg/__init__.py
from .a import fa
from . import b
# file: pkg/a.py
def fa():
    return [1]
# file: pkg/b.py
def fb():
    return {"x": 1}
# file: main.py
import pkg
import pkg.b as bb
x = pkg.fa()
y = pkg.b.fb()
z = bb.fb()

# case: star import
# file: tools.py
def one():
    return 1
def _two():
    return 2
# file: main.py
from tools import *
x = one()

# case: import in a function
# file: late.py
class L:
    v = "late"
def make():
    return L()
# file: main.py
def use():
    from late import make as mk
    return mk().v
x = use()

# case: a chain of imports
# file: a.py
from b import g as h
# file: b.py
from c import g
# file: c.py
def g():
    return b"x"
# file: main.py
from a import h
x = h()

# case: a module's variable that is a function
# file: reg.py
handlers = {}
def default():
    return 0
current = default
# file: main.py
import reg
def mine():
    return "m"
reg.handlers["m"] = mine
x = reg.handlers["m"]()
y = reg.current()
