# Dynamic code.

# case: getattr with names out of containers and out of parameters
# file: main.py
class Robot:
    def left(self):
        return "l"
    def right(self):
        return 1
    def stop(self):
        return None
    speed = 2.5
COMMANDS = {"L": "left", "R": "right"}
def do(robot, text):
    out = []
    for char in text:
        out.append(getattr(robot, COMMANDS[char])())
    return out
r = Robot()
a = do(r, "LR")
b = getattr(r, "speed")
c = getattr(r, "jump", r.stop)()
d = [getattr(r, n)() for n in ["left", "right"]]
e = getattr(Robot, "right")(r)
f = hasattr(r, "speed") and getattr(r, "left")()

# case: setattr of functions and classes in loops
# file: main.py
class Host:
    pass
def hello(self):
    return "hi"
def count(self, n=1):
    return n
for f in (hello, count):
    setattr(Host, f.__name__, f)
for name, value in [("size", 1.5), ("tags", ["a"])]:
    setattr(Host, name, value)
h = Host()
a = h.hello()
b = h.count()
c = h.size
d = h.tags
setattr(h, "own", lambda: b"own")
e = h.own()
for i in range(2):
    setattr(h, f"slot{i}", i)
g = h.slot0

# case: globals, locals and vars are read and filled
# file: main.py
def start():
    return 1
def stop():
    return "s"
class Holder:
    x = None
def call(name, *args):
    return globals()[name](*args)
a = call("start")
b = call("stop")
globals().update(begin=start)
c = begin()
for n in ("alpha", "beta"):
    globals()[n] = len(n)
d = alpha
def inside():
    left = 1.5
    return locals()["left"]
e = inside()
f = vars(Holder)["x"]
g = "start" in globals() and globals().get("stop")()

# case: exec and eval of texts that are put together
# file: main.py
def base(n):
    return n + 1
exec("def made(x):\n    return base(x)")
a = made(1)
space = {"n": 2}
exec("m = n * 2", space)
b = space["m"]
c = eval("base(3)")
d = eval("[base(i) for i in range(2)]")
e = eval("n", {"n": "text"})
f = eval("lambda v: (v, base)")(2.5)
code = compile("k = base(1)", "<c>", "exec")
exec(code)
g = k
op = "+"
h = eval("1 " + op + " 2.5")

# case: classes made by type, with bases, methods and a metaclass
# file: main.py
class Base:
    def hello(self):
        return self.name
def init(self, name):
    self.name = name
Person = type("Person", (Base,), {"__init__": init, "age": 3})
p = Person("ann")
a = p.hello()
b = p.age
class Meta(type):
    def label(cls):
        return cls.__name__
Made = Meta("Made", (Person,), dict(shout=lambda self: self.hello() + "!"))
m = Made("bob")
c = m.shout()
d = Made.label()
kinds = {n: type(n, (Base,), {"name": n}) for n in ("A", "B")}
e = kinds["A"]().hello()
f = type(p)("cy").name

# case: modules by name, and attributes of modules
# file: plug/__init__.py
# file: plug/first.py
def run():
    return 1
# file: plug/second.py
def run():
    return "two"
NAME = 2.5
# file: main.py
import importlib
import sys
def load(name):
    return importlib.import_module("plug." + name)
a = load("first").run()
b = load("second").run()
mods = [importlib.import_module(f"plug.{n}") for n in ("first", "second")]
c = [m.run() for m in mods]
d = getattr(sys.modules["plug.second"], "NAME")
e = __import__("plug.first").first.run()
f = importlib.import_module(".second", "plug").NAME
