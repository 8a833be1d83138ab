# Code in several files.

# case: a package with relative imports and an all
# file: shop/__init__.py
from .cart import Cart
from .money import *
from . import tax as _tax
__all__ = ["Cart", "rate"]
rate = _tax.rate
# file: shop/cart.py
from .money import Money, zero
from . import tax
class Cart:
    def __init__(self):
        self.lines = []
    def add(self, name, price):
        self.lines.append((name, Money(price)))
        return self
    def total(self):
        result = zero
        for name, price in self.lines:
            result = result.plus(price)
        return result.plus(Money(tax.of(result.amount)))
# file: shop/money.py
__all__ = ["Money"]
class Money:
    def __init__(self, amount):
        self.amount = amount
    def plus(self, other):
        return Money(self.amount + other.amount)
zero = Money(0)
# file: shop/tax.py
rate = 0.2
def of(amount):
    return amount * rate
# file: main.py
import shop
from shop import *
from shop import Money
cart = Cart().add("tea", 3).add("milk", 1)
total = cart.total()
amount = total.amount
r = rate
m = shop.tax.of(10)
first = cart.lines[0][1]
hidden = shop.money.zero

# case: a cycle of imports
# file: app/__init__.py
# file: app/models.py
from app import signals
class User:
    def __init__(self, name):
        self.name = name
        signals.fire(self)
    def group(self):
        from app.groups import Group
        return Group(self)
# file: app/groups.py
import app.models as models
class Group:
    def __init__(self, owner):
        self.owner = owner
        self.members = [owner]
    def add(self, name):
        made = models.User(name)
        self.members.append(made)
        return made
# file: app/signals.py
listeners = []
def listen(f):
    listeners.append(f)
    return f
def fire(sender):
    for f in listeners:
        f(sender)
# file: main.py
from app import signals
from app.models import User
@signals.listen
def log(user):
    names.append(user.name)
names = []
u = User("ann")
g = u.group()
new = g.add("bob")
owner = g.owner
one = g.members[1].name

# case: conditional imports and fallbacks
# file: compat.py
import sys
try:
    import nosuchmodule as fast
except ImportError:
    fast = None
if sys.version_info >= (3, 8):
    from functools import lru_cache as cache
else:
    def cache(maxsize=None):
        return lambda f: f
try:
    import json as codec
except ImportError:
    codec = None
if fast is None:
    def dump(x):
        return codec.dumps(x)
else:
    dump = fast.dump
# file: main.py
from compat import cache, codec, dump, fast
@cache(maxsize=10)
def load(n):
    return dump({"n": n})
a = load(1)
b = codec.loads(a)
c = fast
d = cache

# case: submodules as attributes
# file: lib/__init__.py
from lib import core
version = "1.0"
# file: lib/core/__init__.py
from .engine import Engine as _Engine
def start(name="main"):
    return _Engine(name)
# file: lib/core/engine.py
from ..util.text import slug
class Engine:
    kinds = ("a", "b")
    def __init__(self, name):
        self.name = slug(name)
# file: lib/util/__init__.py
# file: lib/util/text.py
def slug(s):
    return s.lower().replace(" ", "-")
# file: main.py
import lib.core.engine
import lib.util.text as text
e = lib.core.start("My Engine")
n = e.name
k = lib.core.engine.Engine.kinds
s = text.slug("A B")
v = lib.version
u = lib.util.text
f = u.slug
w = f("C")

# case: a registry filled by importing modules by name
# file: plugins/__init__.py
registry = {}
def register(name):
    def deco(cls):
        registry[name] = cls
        return cls
    return deco
def load(name):
    import importlib
    module = importlib.import_module("plugins." + name)
    return module
# file: plugins/csvp.py
from plugins import register
@register("csv")
class CsvPlugin:
    def read(self, text):
        return text.split(",")
# file: plugins/intp.py
from . import register
@register("int")
class IntPlugin:
    def read(self, text):
        return int(text)
# file: main.py
import plugins
for name in ("csvp", "intp"):
    plugins.load(name)
reader = plugins.registry["csv"]()
rows = reader.read("a,b")
number = plugins.registry["int"]().read("3")
out = {k: c().read("1") for k, c in plugins.registry.items()}

# case: module state shared between files
# file: config.py
settings = {"debug": False}
level = None
def configure(**kw):
    global level
    settings.update(kw)
    level = kw.get("level", 0)
    return settings
# file: reader.py
import config
from config import settings
def debug():
    return settings["debug"]
def level():
    return config.level
# file: main.py
import config
import reader
from config import level as early
done = config.configure(debug=True, level=3, name="x")
a = reader.debug()
b = reader.level()
c = early
config.extra = [1]
d = config.extra
e = config.settings["name"]

# case: names that shadow, and a main guard
# file: tools.py
def list(x):
    return [x, x]
def open(path):
    return {"path": path}
def run():
    return list(1), open("p")
if __name__ == "__main__":
    unused = run()
# file: main.py
import tools
from tools import list as pair, open
a = tools.run()
b = pair("x")
c = open("y")
d = list("ab")
def main(argv=None):
    argv = argv or ["prog"]
    return len(argv)
if __name__ == "__main__":
    code = main()
else:
    code = None
e = main(["a", "b"])
