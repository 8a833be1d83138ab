# Dynamic code: names that are strings, code that is text.

# case: handlers that are looked up by name
# file: main.py
class Shell:
    prompt = "> "
    def __init__(self):
        self.done = False
        self.vars = {}
    def do_set(self, name, value):
        self.vars[name] = value
        return value
    def do_get(self, name):
        return self.vars.get(name, "unset")
    def do_quit(self):
        self.done = True
    def default(self, *words):
        return f"unknown: {words[0]}"
    def run(self, line):
        command, *args = line.split()
        handler = getattr(self, "do_" + command, None)
        if handler is None:
            return self.default(command, *args)
        return handler(*args)
s = Shell()
a = s.run("set x 1")
b = s.run("get x")
c = s.run("fly")
d = s.run("quit")
done = s.done

# case: a class made from a description
# file: main.py
def make_class(name, fields, bases=(object,)):
    def __init__(self, **kwargs):
        for field, default in fields.items():
            setattr(self, field, kwargs.get(field, default))
    def describe(self):
        return name
    return type(name, bases, {"__init__": __init__, "describe": describe, "size": len(fields)})
Point = make_class("Point", {"x": 0, "y": 0})
p = Point(x=1)
what = p.describe()
size = Point.size
x = p.x
class Base:
    def hello(self):
        return "hello from " + self.describe()
Named = make_class("Named", {"label": ""}, (Base,))
n = Named(label="l")
h = n.hello()

# case: code in a text with a namespace of its own
# file: main.py
source = """
def area(w, h):
    return w * h
unit = "cm"
"""
space = {}
exec(source, space)
area = space["area"]
a = area(2, 3)
unit = space["unit"]
n = eval("1 + 2")
t = eval("[x * 2 for x in range(3)]")
env = {"k": 2.5}
v = eval("k * 2", {}, env)

# case: a proxy that hands on everything
# file: main.py
class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_seen", [])
    def __getattr__(self, name):
        self._seen.append(name)
        return getattr(self._target, name)
    def __setattr__(self, name, value):
        setattr(self._target, name, value)
class Engine:
    power = 100
    def start(self, key):
        return f"started with {key}"
e = Engine()
p = Proxy(e)
s = p.start("k")
w = p.power
p.power = 2.5
now = e.power
seen = p._seen

# case: modules by name
# file: main.py
import importlib
import sys
def load(name):
    module = importlib.import_module("formats." + name)
    return module.dump
json_dump = load("js")
text = json_dump([1])
csv_dump = load("cs")
rows = csv_dump([1])
mod = sys.modules["formats.js"]
same = mod.dump("x")
# file: formats/__init__.py
names = ["js", "cs"]
# file: formats/js.py
def dump(value):
    return str(value)
# file: formats/cs.py
def dump(value):
    return [value]

# case: attributes copied from one object to another
# file: main.py
class Source:
    def __init__(self):
        self.host = "h"
        self.port = 80
class Target:
    timeout = 1.5
def copy_attributes(source, target, names=("host", "port")):
    for name in names:
        setattr(target, name, getattr(source, name))
    return target
t = copy_attributes(Source(), Target())
host = t.host
port = t.port
d = dict(vars(t))
for key, value in list(vars(t).items()):
    last = key
delattr(t, "port")
timeout = t.timeout
globals()["made"] = [1]
first = made[0]
