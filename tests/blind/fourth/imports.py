# case: facade package
# file: main.py
from api import client, Client, errors
c = Client("h")
r = c.get("/")
d = client.default()
e = errors.NotFound("x").code
h = d.host
# file: api/__init__.py
from . import errors
from .client import Client
from . import client
# file: api/client.py
from .errors import NotFound
class Client:
    def __init__(self, host):
        self.host = host
    def get(self, path):
        if not path:
            raise NotFound(path)
        return self.host + path
def default():
    return Client("localhost")
# file: api/errors.py
class NotFound(Exception):
    code = 404
# case: lazily imported in a method
# file: main.py
class Loader:
    def load(self):
        from plugins import one as mod
        return mod.run()
    def load2(self):
        import plugins.two
        return plugins.two.run()
l = Loader()
a = l.load()
b = l.load2()
# file: plugins/__init__.py
# file: plugins/one.py
def run():
    return 1
# file: plugins/two.py
from .one import run as base
def run():
    return str(base())
# case: alias of alias
# file: main.py
from first import f1 as g
import second as s
x = g()
y = s.g2()
z = s.first.f1()
# file: first.py
def f1():
    return 2.5
# file: second.py
import first
from first import f1
g2 = f1
# case: module variable read late
# file: main.py
import conf
from use import mode
conf.mode = "fast"
m = mode()
conf.setup(5)
lv = conf.level
# file: conf.py
mode = "fast"
level = 0
def setup(n):
    global level
    level = n
# file: use.py
import conf
def mode():
    return conf.mode
# case: star import of a package with all
# file: main.py
from tools import *
a = hammer()
b = saw.cut()
# file: tools/__init__.py
__all__ = ["hammer", "saw"]
from .basic import hammer
from . import saw
# file: tools/basic.py
def hammer():
    return "bang"
# file: tools/saw.py
def cut():
    return 2
