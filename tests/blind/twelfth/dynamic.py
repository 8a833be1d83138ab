# Dynamic code: names that are computed.

# case: setattr in a loop over names
# file: main.py
class Bag:
    pass
bag = Bag()
for name in ("red", "blue"):
    setattr(bag, name, len(name))
r = bag.red
bag.__dict__["green"] = "g"
g = bag.green
v = vars(bag)

# case: eval of a constant
# file: main.py
a = eval("1 + 2")
b = eval("[1, 'x']")
n = 3
c = eval("n * 1.5")
exec("d = 'made'")
def f():
    return eval("len('abc')")
e = f()

# case: globals as a table
# file: main.py
def cmd_start():
    return "started"
def cmd_stop():
    return 0
a = globals()["cmd_start"]()
b = globals().get("cmd_stop")()
globals()["extra"] = 2.5
c = extra

# case: a class by name out of a module
# file: main.py
import animals
cls = getattr(animals, "Dog")
d = cls()
s = d.speak()
m = getattr(d, "speak")
t = m()
names = [n for n in dir(animals) if n == "Cat"]
cat = vars(animals)["Cat"]()
u = cat.speak()
# file: animals.py
class Dog:
    def speak(self):
        return "wuff"
class Cat:
    def speak(self):
        return 9

# case: importlib with a name
# file: main.py
import importlib
mod = importlib.import_module("plugin")
r = mod.run()
k = mod.KIND
math = __import__("math")
f = math.floor(2.5)
# file: plugin.py
KIND = "plug"
def run():
    return [KIND]

# case: methods that are made in a loop
# file: main.py
class Rec:
    pass
def getter(value):
    def get(self):
        return value
    return get
for n, v in (("one", 1), ("two", 2)):
    setattr(Rec, n, getter(v))
r = Rec()
a = r.one()

# case: attributes by string with a prefix
# file: main.py
class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + type(node).__name__)
        return method(node)
    def visit_int(self, node):
        return node + 1
    def visit_str(self, node):
        return node.upper()
    def visit_list(self, node):
        return [self.visit(n) for n in node]
v = Visitor()
a = v.visit(1)
b = v.visit("s")
c = v.visit([1])

# case: hasattr decides
# file: main.py
class File:
    def read(self):
        return "data"
class Path:
    def open(self):
        return File()
def read(x):
    if hasattr(x, "read"):
        return x.read()
    return x.open().read()
a = read(File())
b = read(Path())
del File.read
c = hasattr(File(), "read")
