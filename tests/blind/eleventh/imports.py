# Imports.

# case: a package with a façade
# file: main.py
import store
from store import Item, make_item as make, VERSION
from store.backend import memory as mem
from store.backend.memory import Backend
item = make("pen", 2)
price = item.price
backend = Backend()
backend.save(item)
count = mem.saved
loaded = backend.load("pen")
major = VERSION[0]
default = store.default_backend()
same = type(default) is Backend
names = store.__all__
again = store.backend.memory.Backend().load("nope")
# file: store/__init__.py
from .models import Item, make_item
from . import backend
VERSION = (1, 2)
__all__ = ["Item", "make_item", "VERSION"]
def default_backend():
    from .backend.memory import Backend
    return Backend()
# file: store/models.py
class Item:
    def __init__(self, name, price):
        self.name = name
        self.price = price
def make_item(name, price):
    return Item(name, float(price))
# file: store/backend/__init__.py
# file: store/backend/memory.py
from ..models import Item
saved = 0
class Backend:
    def __init__(self):
        self.items = {}
    def save(self, item):
        global saved
        saved += 1
        self.items[item.name] = item
    def load(self, name):
        return self.items.get(name) or Item(name, 0.0)

# case: star imports and what they hide
# file: main.py
from tools import *
from tools import _secret
from shadow import *
a = size
b = run(3)
c = Helper().help()
d = _secret
try:
    hidden
except NameError:
    e = "hidden"
f = run.__module__
# file: tools.py
__all__ = ["size", "run", "Helper"]
size = 3
hidden = 1.5
_secret = b"s"
def run(n):
    return n
class Helper:
    def help(self):
        return [size]
# file: shadow.py
from os.path import join as _join
def run(n):
    return _join("a", str(n))
size = "large"
_private = 1

# case: modules that need each other
# file: main.py
import parent
p = parent.Parent("p")
c = p.spawn()
back = c.owner
name = back.name
kind = c.kind()
# file: parent.py
import child
class Parent:
    def __init__(self, name):
        self.name = name
        self.kids = []
    def spawn(self):
        kid = child.Child(self)
        self.kids.append(kid)
        return kid
def label():
    return "label"
# file: child.py
class Child:
    def __init__(self, owner):
        self.owner = owner
    def kind(self):
        from parent import label
        text = label()
        return text, type(self.owner)

# case: a module as an object
# file: main.py
import settings
import settings as conf
from settings import level
settings.level = "high"
now = conf.level
early = level
def changed():
    import settings as s
    s.extra = [1]
    return s.level
got = changed()
extra = conf.extra
settings.bump()
n = settings.count
fun = settings.bump
fun()
m = settings.count
alias = settings.alias(4)
# file: settings.py
level = 1
count = 0
def bump():
    global count
    count = count + 1
alias = float

# case: fallbacks and names of the library
# file: main.py
try:
    import no_such_json as json
except ImportError:
    import json
import os.path as osp
import collections.abc
import xml.etree.ElementTree as ET
from datetime import datetime as DT, timedelta
from concurrent.futures import ThreadPoolExecutor
import importlib.util
text = json.dumps([1])
base = osp.basename("/a/b")
is_map = isinstance({}, collections.abc.Mapping)
tree = ET.fromstring("<a><b x='1'>t</b></a>")
tag = tree.tag
b = tree.find("b")
inner = b.text
x = b.get("x")
tags = [e.tag for e in tree.iter()]
soon = DT(2024, 1, 1) + timedelta(hours=1)
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(len, "abc")
    three = future.result()
    mapped = list(pool.map(str, [1, 2]))
spec = importlib.util.find_spec("json")
origin = spec.name

# case: lazy attributes of a package
# file: main.py
import pack
from pack import heavy
value = heavy.compute(2)
small = pack.small
late = pack.lazy_name
sub = pack.heavy
main_name = __name__
pkg = sub.__package__
# file: pack/__init__.py
small = 1
def __getattr__(name):
    if name == "lazy_name":
        from .heavy import NAME
        return NAME
    raise AttributeError(name)
# file: pack/heavy.py
NAME = "heavy"
def compute(n):
    return [NAME] * n
