# case: getattr with names from a tuple
# file: main.py
class Api:
    def get(self):
        return {"a": 1}
    def post(self):
        return 201
api = Api()
for verb in ("get", "post"):
    fn = getattr(api, verb)
    out = fn()
got = getattr(api, "get")()
code = getattr(Api(), "po" + "st")()
# case: globals by name
# file: main.py
def start():
    return 1
def stop():
    return "x"
a = globals()["start"]()
name = "stop"
b = globals()[name]()
globals()["late"] = 2.5
c = late
d = globals()["a"]
# case: importlib
# file: plugins/__init__.py
# file: plugins/csv_plugin.py
def load():
    return ["row"]
# file: main.py
import importlib
mod = importlib.import_module("plugins.csv_plugin")
a = mod.load()
js = importlib.import_module("json")
b = js.dumps({})
# case: setattr and delattr
# file: main.py
class Rec:
    pass
r = Rec()
setattr(r, "size", 3)
a = r.size
for key, value in {"name": "n"}.items():
    setattr(r, key, value)
b = r.name
def method(self):
    return self.size
setattr(Rec, "get_size", method)
c = r.get_size()
# case: type with three arguments
# file: main.py
def hello(self):
    return "hi " + self.name
Greeter = type("Greeter", (), {"hello": hello, "name": "g", "n": 1})
g = Greeter()
a = g.hello()
b = g.n
class Base:
    def base(self):
        return 1.5
Sub = type("Sub", (Base,), {"extra": lambda self: [self]})
s = Sub()
c = s.base()
d = s.extra()
# case: __getattr__
# file: main.py
class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        return getattr(self._target, name)
class Real:
    size = 3
    def work(self):
        return "done"
p = Proxy(Real())
a = p.work()
b = p.size
class Default:
    def __getattr__(self, name):
        return name.upper()
c = Default().anything
# case: __dict__ and vars
# file: main.py
class Conf:
    def __init__(self):
        self.level = 3
c = Conf()
c.__dict__["name"] = "x"
a = c.name
b = c.__dict__["level"]
d = vars(c)["level"]
e = Conf.__dict__
# case: exec and eval of constants
# file: main.py
exec("made = 3")
a = made
b = eval("1 + 2")
def f():
    return "f"
c = eval("f()")
exec("def g():\n    return 2.5")
d = g()
# case: methods swapped at run time
# file: main.py
class Door:
    def open(self):
        return "open"
def locked(self):
    return None
d = Door()
a = d.open()
Door.open = locked
b = Door().open()
class Win:
    pass
w = Win()
w.close = lambda: 5
c = w.close()
# case: module attributes patched
# file: store.py
backend = None
def get():
    return backend
# file: main.py
import store
store.backend = {"k": 1}
a = store.get()
def fake():
    return "fake"
store.get = fake
b = store.get()
c = getattr(store, "backend")
# case: dispatch by method name
# file: main.py
class Visitor:
    def visit(self, node):
        name = "visit_" + type(node).__name__
        method = getattr(self, name)
        return method(node)
    def visit_Num(self, node):
        return node.value
    def visit_Text(self, node):
        return node.text
class Num:
    value = 1
class Text:
    text = "t"
v = Visitor()
a = v.visit(Num())
b = v.visit(Text())
# case: classes from a table of names
# file: main.py
import sys
class Red:
    code = 1
class Blue:
    code = "b"
this = sys.modules[__name__]
a = getattr(this, "Red")
b = getattr(this, "Blue")().code
c = locals()["Red"].code
d = __import__("os").sep
# case: operator helpers
# file: main.py
from operator import attrgetter, itemgetter, methodcaller
import operator
class P:
    def __init__(self, n):
        self.n = n
    def name(self):
        return "p"
ps = [P(2), P(1)]
s = sorted(ps, key=attrgetter("n"))
f = s[0]
pairs = sorted([(2, "b"), (1, "a")], key=itemgetter(1))
g = pairs[0]
h = operator.add(1, 2)
names = list(map(methodcaller("name"), ps))
