# case: dotted imports and aliases of packages
# file: shop/__init__.py
# file: shop/cart/__init__.py
«1:RATE» = 2
# file: shop/cart/lines.py
def «2:total»(«3:rows»):
    return sum(«3:rows»)
# file: main.py
import shop.cart.«4:lines»
import shop.cart.«4:lines» as «4:L»
import shop.cart as basket
from shop import cart
from shop.cart import «4:lines», «1:RATE» as «1:R»
print(shop.cart.«4:lines».«2:total»(«3:rows»=[1]), «4:L».«2:total»([2]), basket.«1:RATE», «1:R», cart.«4:lines».«2:total»([3]))
def later():
    import shop.cart.«4:lines»
    return shop.cart.«4:lines».«2:total»([shop.cart.«1:RATE»]), «4:lines».«2:total»([])
print(later())

# case: star import without all, underscores and a later definition
# file: base.py
«1:alpha» = 1
_hidden = 2
def «2:beta»():
    return «1:alpha»
class «3:Gamma»:
    pass
# file: main.py
from base import *
_hidden = «1:alpha»
print(«2:beta»(), «3:Gamma»(), _hidden)
class Mine(«3:Gamma»):
    alpha = «1:alpha»

# case: a star import that a later definition replaces
# file: base.py
def «1:run»():
    return 1
def «2:stop»():
    return «1:run»()
# file: main.py
from base import *
def «3:run»():
    return «2:stop»()
print(«3:run»())
# file: third.py
import base, main
print(base.«1:run»(), main.«3:run»(), main.«2:stop»())

# case: a submodule that the package imports is an attribute
# file: pkg/__init__.py
from . import «1:util»
from .«1:util» import «2:clean» as «2:tidy»
__all__ = ["«1:util»", "«2:tidy»"]
# file: pkg/util.py
def «2:clean»(«3:text»):
    return «3:text».strip()
# file: main.py
import pkg
from pkg import *
from pkg import «1:util» as «1:u»
print(pkg.«1:util».«2:clean»("a"), «1:util».«2:clean»(«3:text»="b"), «2:tidy»("c"), «1:u».«2:clean»("d"), pkg.«2:tidy»("e"))

# case: cyclic imports that are used in functions
# file: left.py
import right
«1:depth» = 2
def «2:ping»(«3:n»):
    return right.«4:pong»(«3:n» - 1) if «3:n» else «1:depth»
# file: right.py
def «4:pong»(«5:n»):
    from left import «1:depth», «2:ping»
    return «2:ping»(«3:n»=«5:n» - 1) if «5:n» else «1:depth»
# file: main.py
from left import «2:ping»
import right, left
print(«2:ping»(3), right.«4:pong»(«5:n»=2), left.«1:depth»)

# case: imports in class bodies, methods and tries
# file: tools.py
def «1:strip»(«2:text»):
    return str(«2:text»)
«3:EMPTY» = ""
# file: main.py
class Text:
    from tools import «1:strip», «3:EMPTY» as «3:nothing»
    def run(self):
        from tools import «1:strip» as «1:local»
        return self.«1:strip»(), «1:local»(«2:text»=1), self.«3:nothing»
try:
    from tools import «3:EMPTY»
except ImportError:
    «3:EMPTY» = None
print(Text().run(), Text.«3:nothing», «3:EMPTY»)

# case: a private class re-exported under a public name
# file: engine/__init__.py
from ._impl import «1:_Engine» as «1:Engine», «2:start»
__version__ = "1"
__all__ = ["«1:Engine»", "«2:start»"]
# file: engine/_impl.py
class «1:_Engine»:
    «3:power» = 1
    def «4:go»(self) -> "«1:_Engine»":
        return self
def «2:start»() -> «1:_Engine»:
    return «1:_Engine»().«4:go»()
# file: main.py
from engine import «1:Engine», «2:start»
import engine
class Fast(«1:Engine»):
    «3:power» = engine.«1:Engine».«3:power» + 1
print(«2:start»().«3:power», Fast().«4:go»().«3:power», engine.__version__)

# case: a version and other names with underscores
# file: lib/__init__.py
«1:__version__» = "1.0"
«2:__author__» = "me"
«3:__all__» = ["«1:__version__»"]
# file: lib/info.py
from . import «1:__version__», «2:__author__» as «2:author»
def «4:text»():
    return f"{«1:__version__» + «2:author»}"
# file: main.py
import lib
from lib import «1:__version__» as «1:version»
from lib import info
__version__ = "2"
print(lib.«1:__version__», «1:version», lib.«2:__author__», lib.«3:__all__», info.«4:text»(), info.«2:author», __version__)

# case: a fallback for a module that may be missing
# file: fast.py
def «1:encode»(«2:value»):
    return «2:value»
«3:SPEED» = 9
# file: main.py
try:
    from fast import «1:encode»
    import fast
    «4:HAS_FAST» = True
except ImportError:
    «4:HAS_FAST» = False
    fast = None
    def «1:encode»(value):
        return str(value)
def use(x):
    return «1:encode»(x), fast.«3:SPEED» if «4:HAS_FAST» else 0
# file: other.py
from main import «1:encode» as «1:enc», «4:HAS_FAST»
print(«1:enc»(1), «4:HAS_FAST»)

# case: state of a module, from inside and outside
# file: state.py
«1:count» = 0
«2:cache» = {}
def bump(«3:by»=1):
    global «1:count»
    «1:count» += «3:by»
    «2:cache»[«1:count»] = «3:by»
def reset(count=0):
    return count
# file: main.py
import state
from state import «2:cache»
state.bump(«3:by»=2)
state.«1:count» += 1
state.«1:count» = state.«1:count» * 2
del state.«2:cache»[2]
print(state.«1:count», «2:cache»)
def count():
    return state.«1:count»

# case: only for type checking
# file: model.py
class «1:User»:
    «2:name»: str = "x"
«3:Users» = list[«1:User»]
# file: views.py
from __future__ import annotations
import typing as t
if t.TYPE_CHECKING:
    from model import «1:User» as «1:U», «3:Users»
def show(user: «1:U», many: t.Optional[«3:Users»] = None) -> str:
    for «4:u» in many or []:
        print(«4:u».«2:name»)
    found = t.cast("«1:U»", user)
    return user.«2:name» + found.«2:name»
# file: main.py
import model, views
print(views.show(model.«1:User»(), many=[model.«1:User»()]))
