# case: plugin package with base and registry
# file: main.py
from plug import load, names
from plug.base import Plugin
p = load("csv")
r = p.run("a,b")
n = names()
k = p.name
# file: plug/__init__.py
from .registry import get, known
from . import csvp
def load(name):
    return get(name)()
def names():
    return sorted(known)
# file: plug/registry.py
known = {}
def add(cls):
    known[cls.name] = cls
    return cls
def get(name):
    return known[name]
# file: plug/base.py
class Plugin:
    name = ""
    def run(self, text):
        raise NotImplementedError
# file: plug/csvp.py
from .base import Plugin
from .registry import add
@add
class Csv(Plugin):
    name = "csv"
    def run(self, text):
        return text.split(",")
# case: helpers under aliases
# file: main.py
import util.math as um
import util.text as ut
from util import shout as sh
a = um.mean([1, 2])
b = ut.clean(" x ")
c = sh("y")
d = um.ut.clean("z")
# file: util/__init__.py
from .text import shout
# file: util/text.py
def clean(s):
    return s.strip()
def shout(s):
    return clean(s).upper()
# file: util/math.py
from . import text as ut
def mean(xs):
    return sum(xs) / len(xs)
