# case: eval of names chosen
# file: main.py
def f():
    return 1
def g():
    return "g"
x = eval("f")()
y = eval("g")()
z = eval("f() + 1")
# case: exec assigns several
# file: main.py
base = 2
exec("double = base * 2; half = base / 2")
d = double
h = half
exec("items = [d, 'x']")
l = items
# case: getattr with default function
# file: main.py
class H:
    def on_a(self):
        return 1
    def missing(self):
        return None
    def dispatch(self, name):
        return getattr(self, "on_" + name, self.missing)()
h = H()
a = h.dispatch("a")   # wide: a
b = h.dispatch("zzz")   # wide: b
# case: locals in class body and vars of instance
# file: main.py
class A:
    x = 1
    y = x + 1.5
    def __init__(self):
        self.z = "z"
a = A()
z = vars(a)["z"]
y = A.__dict__["y"]
w = getattr(a, "z")
# case: type built and instantiated
# file: main.py
Base = type("Base", (), {"kind": "base"})
Sub = type("Sub", (Base,), {"size": 3, "get": lambda self: self.size})
s = Sub()
k = s.kind
n = s.get()
# case: sys.modules and module getattr
# file: main.py
import sys
import helper
m = sys.modules["helper"]
a = m.value
b = helper.lazy_thing
# file: helper.py
value = 5
def __getattr__(name):
    if name == "lazy_thing":
        return "lazy"
    raise AttributeError(name)
