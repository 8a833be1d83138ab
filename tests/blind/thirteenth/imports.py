# Imports: names from other files.

# case: an import that is tried, with a fallback
# file: main.py
try:
    import fastjson as codec
except ImportError:
    import codec
try:
    from nowhere import tool
except ImportError:
    def tool(x):
        return [x]
text = codec.dumps({"a": 1})
value = codec.loads("7")
t = tool(1)
# file: codec.py
def dumps(value):
    return repr(value)
def loads(text):
    return int(text)

# case: star imports with and without __all__
# file: main.py
from public import *
from hidden import *
a = visible()
b = helper_of_hidden()
c = LIMIT
d = shared()
# file: public.py
__all__ = ["visible", "shared"]
LIMIT = "not exported"
def visible():
    return 1
def shared():
    return "from public"
def secret():
    return None
# file: hidden.py
LIMIT = 3.5
_private = 1
def helper_of_hidden():
    return [_private]
def shared():
    return b"from hidden"

# case: imports inside functions to break a cycle
# file: main.py
from models import User
u = User("ann")
m = u.greet()
s = u.save()
# file: models.py
class User:
    def __init__(self, name):
        self.name = name
    def greet(self):
        from mailer import send
        return send(self, "hello")
    def save(self):
        import storage
        return storage.backend().write(self.name, self)
# file: mailer.py
from models import User
def send(user, text):
    if isinstance(user, User):
        return f"{text} {user.name}"
    return None
# file: storage.py
class Memory:
    def __init__(self):
        self.rows = {}
    def write(self, key, value):
        self.rows[key] = value
        return len(self.rows)
_backend = None
def backend():
    global _backend
    if _backend is None:
        _backend = Memory()
    return _backend

# case: a facade that renames what it exports
# file: main.py
import api
from api import Client as C, errors
c = C("host")
r = c.get("/x")
try:
    c.get("")
except errors.BadPath as e:
    path = e.path
v = api.VERSION
d = api.default
k = type(d)
# file: api/__init__.py
from ._client import HttpClient as Client
from . import _errors as errors
from ._version import __version__ as VERSION
default = Client("localhost")
# file: api/_client.py
from ._errors import BadPath
class HttpClient:
    def __init__(self, host):
        self.host = host
    def get(self, path):
        if not path:
            raise BadPath(path)
        return {"url": self.host + path}
# file: api/_errors.py
class BadPath(Exception):
    def __init__(self, path):
        super().__init__(path)
        self.path = path
# file: api/_version.py
__version__ = "1.0"

# case: a module used as an object
# file: main.py
import settings
import handlers.upper, handlers.count
def run(module, text):
    return module.handle(text)
a = run(handlers.upper, "x")
b = run(handlers.count, "x")
settings.debug = True
flag = settings.describe()
for module in (handlers.upper, handlers.count):
    last = module.NAME
table = {m.NAME: m.handle for m in (handlers.upper, handlers.count)}
c = table["count"]("abc")
# file: settings.py
debug = None
def describe():
    return "debug" if debug else "plain"
# file: handlers/__init__.py
# file: handlers/upper.py
NAME = "upper"
def handle(text):
    return text.upper()
# file: handlers/count.py
NAME = "count"
def handle(text):
    return len(text)

# case: a class in one file that is extended in two others
# file: main.py
from widgets import make
from base import Widget
b = make("button", "ok")
l = make("label", 5)
w = b.render()
x = l.render()
all_kinds = Widget.kinds
p = b.press()
# file: base.py
class Widget:
    kinds = {}
    def __init_subclass__(cls, kind=None, **kwargs):
        super().__init_subclass__(**kwargs)
        if kind:
            Widget.kinds[kind] = cls
    def __init__(self, content):
        self.content = content
    def render(self):
        return f"<{self.tag()}>"
    def tag(self):
        return "widget"
# file: button.py
from base import Widget
class Button(Widget, kind="button"):
    def tag(self):
        return "button " + self.content
    def press(self):
        return self.content
# file: label.py
import base
class Label(base.Widget, kind="label"):
    def render(self):
        return [super().render(), self.content]
# file: widgets.py
import button, label
from base import Widget as _Widget
def make(kind, content):
    return _Widget.kinds[kind](content)
