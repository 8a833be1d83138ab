# case: a submodule through the package
# file: pkg/__init__.py
# file: pkg/sub/__init__.py
from .impl import go as run
# file: pkg/sub/impl.py
def go():
    return 1
# file: main.py
import pkg.sub
from pkg.sub import run as r
from pkg.sub.impl import go
x = pkg.sub.run()
y = r()
z = go()

# case: a module is given away
# file: tools.py
def f():
    return "f"
# file: main.py
import tools
def use(m):
    return m.f()
x = use(tools)

# case: a class attribute from an imported module
# file: conf.py
class Conf:
    name = "c"
    def get(self):
        return [self.name]
conf = Conf()
# file: main.py
from conf import conf
x = conf.get()
y = conf.name

# case: importlib and __import__
# file: plug.py
def go():
    return 2.5
# file: main.py
import importlib
m = importlib.import_module("plug")
x = m.go()

# case: relative import of the parent
# file: pkg/__init__.py
VERSION = "1"
def helper():
    return 1
# file: pkg/mod.py
from . import VERSION, helper
def use():
    return VERSION, helper()
# file: main.py
from pkg import VERSION
import pkg
v = VERSION
h = pkg.helper()
