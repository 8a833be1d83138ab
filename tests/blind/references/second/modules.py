# case: three modules hand on a function
# file: core.py
def «1:parse»(«2:text»):
    return «2:text»
# file: api.py
import core
«3:parse_all» = lambda texts: [core.«1:parse»(t) for t in texts]
def run(fn=core.«1:parse»):
    return fn(«2:text»="x")
# file: main.py
from api import run, «3:parse_all»
from core import «1:parse»
run(«1:parse»)
«3:parse_all»([])

# case: a package's init that imports its submodules
# file: pkg/__init__.py
from .models import «1:Model»
from . import views
__all__ = ["«1:Model»", "views"]
# file: pkg/models.py
class «1:Model»:
    «2:table» = "t"
# file: pkg/views.py
from .models import «1:Model»
from . import models
def show():
    return «1:Model».«2:table», models.«1:Model»().«2:table»
# file: main.py
from pkg import *
m = «1:Model»()
print(m.«2:table», views.show())

# case: circular imports
# file: a.py
import b
class «1:A»:
    def make(self):
        return b.«2:B»(self)
# file: b.py
import a
class «2:B»:
    def __init__(self, owner):
        self.«3:owner» = owner
def build():
    return «2:B»(a.«1:A»()).«3:owner».make().«3:owner»

# case: a function shadowed by an import
# file: tools.py
def «1:size»(x):
    return 1
# file: main.py
def f():
    from tools import «1:size»
    return «1:size»(1)
def «2:size»(x):
    return 2
print(«2:size»(3), f())

# case: conditional import by platform
# file: posix.py_.py
x = 1
# file: unix.py
def «open_it»(p):
    return p
# file: windows.py
def «open_it»(p):
    return p
# file: main.py
import sys
if sys.platform == "win32":
    from windows import «open_it»
else:
    from unix import «open_it»
«open_it»("x")

# case: constants used in defaults and decorators
# file: conf.py
«RETRIES» = 3
def retry(n):
    return lambda f: f
# file: main.py
import conf
from conf import «RETRIES», retry
@retry(«RETRIES»)
def f(n=«RETRIES», m=conf.«RETRIES»):
    return n
class K:
    RETRIES = «RETRIES»

# case: relative import of a sibling in a subpackage
# file: app/__init__.py
# file: app/db/__init__.py
from .session import «1:Session»
# file: app/db/session.py
class «1:Session»:
    def «2:commit»(self): pass
# file: app/service.py
from .db import «1:Session»
from . import db
def work():
    s = «1:Session»()
    s.«2:commit»()
    db.«1:Session»().«2:commit»()
    db.session.«1:Session»()

# case: an alias in one module, used through it in another
# file: low.py
def «1:go»():
    pass
# file: mid.py
import low
start = low.«1:go»
# file: main.py
import mid
mid.start()

# case: the same class name in two modules
# file: a.py
class «1:Node»:
    def «2:visit»(self): pass
# file: b.py
class «3:Node»:
    def «4:visit»(self): pass
# file: main.py
import a
from b import «3:Node»
a.«1:Node»().«2:visit»()
«3:Node»().«4:visit»()
def f(x: "a.«1:Node»", y: "«3:Node»"):
    x.«2:visit»()
    y.«4:visit»()
