# case: from import and use
# file: tools.py
def «1:helper»():
    return 1
«2:LIMIT» = 3
# file: main.py
from tools import «1:helper», «2:LIMIT»
print(«1:helper»(), «2:LIMIT»)
# file: other.py
def helper():
    return 2
helper()

# case: import module and attribute
# file: tools.py
def «1:helper»():
    return 1
# file: main.py
import «2:tools»
«2:tools».«1:helper»()
f = «2:tools».«1:helper»

# case: import a.b
# file: pkg/__init__.py
# file: pkg/core.py
def «1:run»():
    pass
# file: main.py
import «2:pkg».«3:core»
«2:pkg».«3:core».«1:run»()

# case: import as
# file: pkg/__init__.py
# file: pkg/core.py
def «1:run»():
    pass
# file: main.py
import «3:pkg».«2:core» as «2:engine»
«2:engine».«1:run»()
from «3:pkg» import «2:core» as «2:c2»
«2:c2».«1:run»()

# case: from import as
# file: shapes.py
class «1:Circle»:
    pass
# file: main.py
from shapes import «1:Circle» as «1:Round»
x = «1:Round»()
def f(y: «1:Round»):
    return isinstance(y, «1:Round»)

# case: from dot import
# file: pkg/__init__.py
from . import «1:util»
from .«1:util» import «2:clean»
# file: pkg/util.py
def «2:clean»(s):
    return s
# file: main.py
import pkg
pkg.«1:util».«2:clean»("x")
pkg.«2:clean»("y")
from pkg import «2:clean»
«2:clean»("z")

# case: relative imports up
# file: app/__init__.py
# file: app/conf.py
«DEBUG» = True
# file: app/web/__init__.py
# file: app/web/views.py
from ..conf import «DEBUG»
from .. import conf
print(«DEBUG», conf.«DEBUG»)

# case: star import
# file: consts.py
«A» = 1
_b = 2
# file: main.py
from consts import *
print(«A»)
def f(A):
    return A

# case: star import with all
# file: consts.py
__all__ = ["«1:A»"]
«1:A» = 1
«2:B» = 2
print(«2:B»)
# file: main.py
from consts import *
B = 5
print(«1:A», B)

# case: re-export in an init by star
# file: lib/__init__.py
from .impl import *
# file: lib/impl.py
def «work»():
    pass
# file: main.py
import lib
from lib import «work»
«work»()
lib.«work»()

# case: re-export chain under another name
# file: lib/__init__.py
from .impl import «1:_work» as «1:work»
# file: lib/impl.py
def «1:_work»():
    pass
# file: main.py
from lib import «1:work»
«1:work»()

# case: import inside a function
# file: heavy.py
def «compute»(«2:n»):
    return «2:n»
# file: main.py
def lazy():
    from heavy import «compute»
    return «compute»(«2:n»=1)
def eager(compute):
    import heavy
    return heavy.«compute»(2)

# case: imports in try
# file: fast.py
def «dumps»(x):
    return x
# file: main.py
try:
    from fast import «dumps»
except ImportError:
    «dumps» = None
print(«dumps»(1))

# case: a submodule as attribute
# file: pkg/__init__.py
from . import a
# file: pkg/a.py
«VALUE» = 1
# file: pkg/b.py
from pkg import a
print(a.«VALUE»)
# file: main.py
import pkg.b
print(pkg.a.«VALUE»)

# case: a module variable changed from another module
# file: state.py
«current» = None
def get():
    return «current»
def put(value):
    global «current»
    «current» = value
# file: main.py
import state
state.«current» = 5
print(state.«current»)
current = 3

# case: a class imported and inherited from
# file: base.py
class «1:Base»:
    def «2:hook»(self):
        pass
    def run(self):
        self.«2:hook»()
# file: sub.py
from base import «1:Base»
class Sub(«1:Base»):
    def «2:hook»(self):
        super().«2:hook»()
# file: main.py
import sub
sub.Sub().«2:hook»()

# case: attributes across modules
# file: models.py
class User:
    def __init__(self):
        self.«email» = "x"
# file: repo.py
from models import User
def load():
    return User()
# file: main.py
from repo import load
u = load()
print(u.«email»)
def send(user):
    return user.«email»
send(load())
email = 1

# case: module aliases in an init
# file: pkg/__init__.py
from . import «1:_impl» as «1:api»
# file: pkg/_impl.py
def «2:go»():
    pass
# file: main.py
from pkg import «1:api»
«1:api».«2:go»()

# case: package and function of one name
# file: tool/__init__.py
from .tool import «tool»
# file: tool/tool.py
def «tool»():
    return 1
# file: main.py
from tool import «tool»
«tool»()

# case: name imported twice from two places
# file: a.py
«1:x» = 1
# file: b.py
«2:x» = 2
# file: main.py
import a, b
print(a.«1:x», b.«2:x»)

# case: type checking import
# file: models.py
class «M»:
    pass
# file: main.py
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from models import «M»
def f(x: "«M»"):
    return x

# case: constants in other modules through a class
# file: config.py
class Config:
    «HOST» = "h"
# file: main.py
from config import Config
print(Config.«HOST»)
class Local(Config):
    url = "http"
    def get(self):
        return self.«HOST»
print(Local.«HOST»)

# case: import in a class body
# file: tools.py
def «f»():
    pass
# file: main.py
class K:
    from tools import «f»
    g = staticmethod(«f»)
K.«f»()
