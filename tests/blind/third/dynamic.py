# case: eval of attribute and item
# file: main.py
class C:
    v = 5
    def m(self):
        return "m"
c = C()
d = {"k": 1.5}
a = eval("c.v")
b = eval("c.m()")
e = eval("d['k']")
f = eval("[c.v, 2]")
# case: exec then use in function
# file: main.py
def work():
    return 10
exec("result = work()")
exec("pair = (result, 'x')")
n = result
x, y = pair
# case: setattr and delattr on an object
# file: main.py
class Bag:
    pass
def fill(b):
    setattr(b, "size", 3)
    setattr(b, "cb", fill)
    return b
b = fill(Bag())
s = b.size
c = b.cb
# case: choose a function by globals
# file: main.py
def do_a():
    return 1
def do_b():
    return "b"
def run(name):
    return globals()["do_" + name]()
x = run("a")
y = run("b")
# case: class made by a function
# file: main.py
def make_class(name, value):
    class Made:
        label = name
        def get(self):
            return value
    return Made
A = make_class("A", 1)
B = make_class("B", "b")
a = A().get()
b = B().get()
l = A.label
# case: import by name, attribute by name
# file: main.py
import importlib
def load(path):
    mod, attr = path.split(":")
    return getattr(importlib.import_module(mod), attr)
p = importlib.import_module("plugin")
f = getattr(p, "entry")
r = f()
q = __import__("plugin").entry()
# file: plugin.py
def entry():
    return "in"
