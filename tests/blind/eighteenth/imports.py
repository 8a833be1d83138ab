# Imports.

# case: a function from a module calls one of the same name in another
# file: main.py
from a import run
x = run()
# file: a.py
import b
def run():
    return [b.run()]
# file: b.py
def run():
    return 1

# case: an __init__ binds a function of a submodule's name
# file: main.py
import pkg
from pkg import tool
a = pkg.tool()
b = tool()
# file: pkg/__init__.py
from pkg.tool import tool
# file: pkg/tool.py
def tool():
    return "tool"

# case: a class from a module is a base, whose method calls the module's function
# file: main.py
from base import Base
def helper():
    return "main"
class Mine(Base):
    def own(self):
        return helper()
m = Mine()
a = m.run()
b = m.own()
# file: base.py
def helper():
    return 1
class Base:
    def run(self):
        return helper()

# case: a module's list is filled by another module on import
# file: main.py
import registry
import plugin
names = [p() for p in registry.plugins]
first = registry.plugins[0]
a = first()
# file: registry.py
plugins = []
def register(f):
    plugins.append(f)
    return f
# file: plugin.py
from registry import register
@register
def load():
    return "loaded"

# case: import in try with a second name, and a flag
# file: main.py
try:
    import json as codec
    HAS = True
except ImportError:
    codec = None
    HAS = False
a = codec.dumps([1])
b = HAS

# case: a relative import from a sibling and from the parent
# file: main.py
from app.views.home import show
a = show()
# file: app/__init__.py
NAME = "app"
# file: app/views/__init__.py
# file: app/views/home.py
from .. import NAME
from .parts import head
def show():
    top = head(NAME)
    return [top]
# file: app/views/parts.py
def head(name):
    return (name, 1)

# case: a module has __getattr__
# file: main.py
import lazy
a = lazy.size
b = lazy.make()
# file: lazy.py
def make():
    return "made"
def __getattr__(name):
    if name == "size":
        return 3
    raise AttributeError(name)
