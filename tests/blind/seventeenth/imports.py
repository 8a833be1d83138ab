# Imports.

# case: a package exports a class of a submodule
# file: shapes/__init__.py
from .square import Square
from .square import area as square_area
# file: shapes/square.py
class Square:
    def __init__(self, side):
        self.side = side
def area(shape):
    return shape.side * shape.side
# file: main.py
import shapes
from shapes import Square as Sq, square_area
s = Sq(2)
a = square_area(s)
b = shapes.Square("x").side
c = shapes.square.area(s)

# case: an import under an alias inside a function
# file: helper.py
def work():
    return "helped"
def other():
    return 0
# file: main.py
def run():
    import helper as h
    from helper import other as o
    return h.work(), o()
a, b = run()
def chooser(flag):
    if flag:
        from helper import work as chosen
    else:
        from helper import other as chosen
    return chosen
c = chooser(True)()
d = chooser(False)()

# case: a conditional import with a fallback
# file: fallback.py
def dumps(value):
    return repr(value)
# file: main.py
try:
    import surely_missing_module as tool
except ImportError:
    import fallback as tool
text = tool.dumps([1])
try:
    from fallback import loads
except ImportError:
    def loads(text):
        return [text]
back = loads(text)

# case: a star import, limited by __all__
# file: lib.py
__all__ = ["public", "LIMIT"]
LIMIT = 10
def public():
    return hidden()
def hidden():
    return "h"
# file: main.py
def hidden():
    return 1.5
from lib import *
a = public()
b = hidden()
c = LIMIT

# case: a module is an argument and is kept in a list
# file: one.py
def name():
    return "one"
# file: two.py
def name():
    return 2
# file: main.py
import one
import two
def ask(module):
    return module.name()
a = ask(one)
b = ask(two)
mods = [one, two]
c = [m.name() for m in mods]

# case: relative imports through parents
# file: app/__init__.py
# file: app/base.py
def start():
    return "started"
# file: app/web/__init__.py
from ..base import start as begin
# file: app/web/views.py
from . import begin
from .. import base
def view():
    return begin()
def direct():
    return base.start
# file: main.py
from app.web.views import view, direct
import app.web.views as v
a = view()
b = direct()()
c = v.begin()

# case: an attribute of a module is replaced from outside
# file: settings.py
hook = None
def fire():
    return hook()
# file: main.py
import settings
def mine():
    return "mine"
settings.hook = mine
a = settings.fire()
b = settings.hook
