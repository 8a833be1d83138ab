# Dictionaries: what is put in, and what comes out.

# case: a key that is a tuple of call results
# file: main.py
def x():
    return 1
def y():
    return "y"
grid = {}
grid[x(), y()] = x
grid[0, "z"] = y
a = grid[1, "y"]()
for (n, s), fn in grid.items():
    got = fn

# case: a default dictionary of default dictionaries
# file: main.py
from collections import defaultdict
tree = defaultdict(lambda: defaultdict(list))
tree["a"]["b"].append(1)
tree["a"]["c"].append("x")
leaf = tree["a"]["b"]
inner = tree["a"]
def make():
    return {"count": 0}
counts = defaultdict(make)
counts["k"]["count"] += 1
c = counts["k"]["count"]

# case: a dictionary with __missing__
# file: main.py
class Names(dict):
    def __missing__(self, key):
        value = key.upper()
        self[key] = value
        return value
names = Names(a="A")
a = names["a"]
b = names["b"]
n = len(names)

# case: popitem, setdefault and get with a call
# file: main.py
def fallback():
    return []
d = {"a": [1]}
k, v = d.popitem()
e = d.get("z", fallback())
f = d.setdefault("z", fallback())
f.append(2.5)
g = d["z"][0]
h = d.get("none")
i = d.pop("gone", "nothing")

# case: functions with partial application as values
# file: main.py
from functools import partial
def add(a, b):
    return a + b
ops = {"inc": partial(add, 1), "hi": partial(add, "hi ")}
a = ops["inc"](2)
b = ops["hi"]("you")

# case: iterated by sorted items, with the value called
# file: main.py
def one():
    return 1
def two():
    return "2"
fns = {"b": two, "a": one}
out = {}
for name, fn in sorted(fns.items()):
    out[name] = fn()
r = out["a"]
biggest = max(fns, key=lambda k: k)
vals = list(out.values())

# case: dict views and comparisons
# file: main.py
a = {"x": 1, "y": 2}
b = {"y": 3, "z": 4}
common = a.keys() & b.keys()
either = a.keys() | b
only = [k for k in a if k not in b]
merged = {**a, **b, "w": None}
w = merged["w"]
sx = merged["x"]
inv = {v: k for k, v in merged.items() if v}
name = inv[3]
rev = list(reversed(a))
pairs = list(a.items())
same = a == b

# case: nested update through a variable that is an inner dictionary
# file: main.py
conf = {"db": {"host": "h", "port": 1}, "debug": False}
db = conf["db"]
db["user"] = ("root", 0)
db["port"] = "5432"
user = conf["db"]["user"]
port = conf["db"]["port"]
host = db["host"]
del db["host"]
conf["debug"] = conf["db"].get("user")
dbg = conf["debug"]

# case: dictionary by class, and by function
# file: main.py
class Cat:
    def say(self):
        return "meow"
class Cow:
    def say(self):
        return 2
def feed(animal):
    return food[type(animal)]
food = {Cat: "fish", Cow: ["grass"]}
sounds = {c: c().say() for c in (Cat, Cow)}
f = feed(Cat())
g = feed(Cow())
s = sounds[Cat]
