# case: an alias of a module and of its function
# file: net/__init__.py
# file: net/http.py
def «1:get»(«2:url»):
    return «2:url»
# file: main.py
import net.http as web
from net.http import «1:get» as «1:fetch»
from net import http
def load(get):
    return get(1)
print(web.«1:get»(«2:url»="a"), «1:fetch»(«2:url»="b"), http.«1:get»("c"), load(«1:fetch»))

# case: star import through two modules with and without all
# file: deep.py
«1:alpha» = 1
«2:_beta» = 2
def «3:gamma»():
    return «1:alpha» + «2:_beta»
# file: mid.py
from deep import *
from deep import «2:_beta»
__all__ = ["«1:alpha»", "«3:gamma»", "«4:delta»"]
«4:delta» = «3:gamma»()
# file: main.py
from mid import *
print(«1:alpha», «3:gamma»(), «4:delta»)
_beta = 3
print(_beta)

# case: all is extended
# file: kit/__init__.py
from .a import «1:one»
from .b import *
__all__ = ["«1:one»"]
__all__ += ["«2:two»"]
# file: kit/a.py
def «1:one»():
    return 1
# file: kit/b.py
def «2:two»():
    return 2
def three():
    return 3
# file: main.py
from kit import *
import kit
print(«1:one»(), «2:two»(), kit.«2:two»(), kit.three())

# case: a submodule imported elsewhere is an attribute of the package
# file: shop/__init__.py
# file: shop/prices/__init__.py
«1:TAX» = 0.2
# file: shop/prices/rules.py
from . import «1:TAX»
def «2:gross»(«3:net»):
    return «3:net» * (1 + «1:TAX»)
# file: main.py
import shop.prices.rules
import shop
print(shop.prices.«1:TAX», shop.prices.rules.«2:gross»(«3:net»=1), shop.prices.rules.«1:TAX»)

# case: attributes of a module assigned from another module
# file: settings.py
«1:level» = 0
# file: setup_all.py
import settings as conf
conf.«1:level» = 3
conf.«2:extra» = "x"
# file: main.py
import setup_all
import settings
from settings import «1:level»
print(settings.«1:level», settings.«2:extra», «1:level»)
extra = 1

# case: an import for type checking and a forward reference
# file: model.py
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from store import «1:Store» as «1:Keeper»
class «2:Row»:
    owner: «1:Keeper» | None = None
    def move(self, store: "«1:Keeper»") -> "«2:Row»":
        store.«3:add»(self)
        return self
# file: store.py
from model import «2:Row»
class «1:Store»:
    rows: "list[«2:Row»]"
    def «3:add»(self, row: "«2:Row»"):
        self.rows = [row]
# file: main.py
from store import «1:Store»
import model
model.«2:Row»().move(«1:Store»())

# case: relative imports from the parent and the grandparent
# file: lib/__init__.py
from .core.base import «1:Base» as «1:Root»
«2:VERSION» = "1"
# file: lib/core/__init__.py
from .. import «4:util»
# file: lib/core/base.py
from ..«4:util» import «3:clean»
from . import «4:util» as «4:tools»
class «1:Base»:
    def run(self, text):
        return «3:clean»(text), «4:tools».«3:clean»(text)
# file: lib/util.py
def «3:clean»(text):
    from . import «2:VERSION»
    return text + «2:VERSION»
# file: main.py
from lib import «1:Root», «2:VERSION»
print(«1:Root»().run("x"), «2:VERSION»)

# case: a name that two modules of one package have
# file: app/__init__.py
from .left import «1:make»
from .right import «2:make» as «2:build»
# file: app/left.py
def «1:make»(«3:size»):
    return «3:size»
# file: app/right.py
from .left import «1:make» as «1:_make»
def «2:make»(«4:size»):
    return «1:_make»(«3:size»=«4:size»)
# file: main.py
import app
print(app.«1:make»(«3:size»=1), app.«2:build»(«4:size»=2), app.right.«2:make»(3), app.left.«1:make»(4))

# case: a class re-exported by three inits and inherited
# file: a/__init__.py
from .b import «1:Thing»
# file: a/b/__init__.py
from .c import «1:Thing»
__all__ = ("«1:Thing»",)
# file: a/b/c.py
class «1:Thing»:
    def «2:touch»(self):
        return self
# file: main.py
import a
import a.b.c as deep
class Mine(a.«1:Thing»):
    def «2:touch»(self):
        return super().«2:touch»()
print(Mine().«2:touch»(), deep.«1:Thing»().«2:touch»(), a.b.«1:Thing»)

# case: a function imported in a function, with a local and a global of its name
# file: tools.py
def «1:pick»(«2:items»):
    return «2:items»[0]
# file: main.py
def inner():
    from tools import «1:pick»
    return «1:pick»(«2:items»=[1])
def outer(«3:pick»):
    return «3:pick»(items=[2])
def «4:pick»(«5:items»):
    return «5:items»
print(inner(), outer(«3:pick»=lambda items: items), «4:pick»(«5:items»=3))
