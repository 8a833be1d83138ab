# case: import and import as
# file: main.py
import shapes
import shapes as sh
from shapes import area
from shapes import Square as Sq
a = shapes.area(2)
b = sh.area(3)
c = area(4)
d = Sq(2).grow()
# file: shapes.py
def area(n):
    return n * n
class Square:
    def __init__(self, n):
        self.n = n
    def grow(self):
        return Square(self.n + 1)

# case: a package with names in its init
# file: main.py
import pack
from pack import helper, VERSION
from pack.core import Engine
a = helper()
b = pack.VERSION
c = pack.core.Engine().start()
d = Engine()
e = VERSION
# file: pack/__init__.py
from .core import Engine
from .util import helper
VERSION = "1"
# file: pack/core.py
from . import util
class Engine:
    def start(self):
        return util.helper()
# file: pack/util.py
def helper():
    return 1

# case: star imports
# file: main.py
from lib import *
a = public()
b = LIMIT
# file: lib.py
__all__ = ["public", "LIMIT"]
LIMIT = 5
def public():
    return _hidden()
def _hidden():
    return "h"

# case: relative imports over two levels
# file: main.py
from app.sub.leaf import leaf
x = leaf()
# file: app/__init__.py
# file: app/base.py
def base():
    return 1.5
# file: app/sub/__init__.py
# file: app/sub/side.py
def side():
    return "side"
# file: app/sub/leaf.py
from ..base import base
from .side import side
from . import side as side_module
def leaf():
    return base(), side(), side_module.side()

# case: imports in functions and in try
# file: main.py
try:
    from missing_thing import fast as work
except ImportError:
    from slow import work
def late():
    from slow import work as w
    return w()
a = work()
b = late()
# file: slow.py
def work():
    return "slow"

# case: modules that import each other
# file: main.py
import left
a = left.start()
# file: left.py
import right
def start():
    return right.more(2)
def base(n):
    return n
# file: right.py
import left
def more(n):
    return left.base(n) + 0.5

# case: a name of a module is changed by another
# file: main.py
import state
from state import get
import change
a = get()
b = state.hook()
# file: state.py
value = None
def hook():
    return 1
def get():
    return value
# file: change.py
import state
def mine():
    return "mine"
state.value = 3
state.hook = mine
