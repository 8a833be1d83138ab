# Dynamic code.

# case: getattr with constants, in loops and with defaults
# file: main.py
class Bot:
    def on_start(self):
        return 1
    def on_stop(self):
        return "stop"
    def other(self):
        return None
def fire(bot, event):
    handler = getattr(bot, "on_" + event, None)
    return handler()
b = Bot()
a = getattr(b, "on_start")()
c = fire(b, "stop")
d = fire(b, "start")
for name in ("on_start", "on_stop"):
    e = getattr(b, name)()
f = getattr(b, "missing", lambda: 2.5)()

# case: setattr and attributes by name
# file: main.py
class Bag:
    pass
def put(bag, **values):
    for name, value in values.items():
        setattr(bag, name, value)
    return bag
b = Bag()
setattr(b, "x", 1)
a = b.x
setattr(Bag, "shout", lambda self: "hey")
c = b.shout()
d = put(Bag(), size=2.5)
e = d.size
b.__dict__["y"] = None
f = b.y
delattr(b, "x")

# case: globals, locals and modules by name
# file: main.py
import sys
def run_a():
    return 1
def run_b():
    return "b"
def call(name):
    return globals()["run_" + name]()
a = globals()["run_a"]()
b = call("b")
globals()["made"] = run_a
c = made()
here = sys.modules[__name__]
d = here.run_b()
e = getattr(here, "run_a")()
f = vars(here)["run_b"]()

# case: exec and eval of constants
# file: main.py
def f():
    return 1
a = eval("f()")
b = eval("[1, 'x']")
space = {}
exec("def g():\n    return 2.5\ny = 'y'", space)
c = space["g"]
exec("z = 3")
d = eval("f")()

# case: classes made by type
# file: main.py
def greet(self):
    return self.name
class Base:
    name = "base"
    def hello(self):
        return greet(self)
Made = type("Made", (Base,), {"greet": greet, "size": 1})
m = Made()
a = m.greet()
b = m.size
c = m.hello()
kinds = {n: type(n, (Base,), {"name": n}) for n in ("A", "B")}
k = kinds["A"]()
d = k.name
e = isinstance(k, Base)
