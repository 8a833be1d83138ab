# case: functions by key
# file: main.py
def a():
    return 1
def b():
    return "b"
table = {"a": a, "b": b}
x = table["a"]()
y = table["b"]()
f = table["b"]
z = f()
# case: changed afterwards
# file: main.py
def one():
    return 1
def two():
    return "2"
d = {"k": one}
d["k"] = two
r = d["k"]()
d["new"] = one
s = d["new"]()
# case: nested
# file: main.py
cfg = {"db": {"host": "h", "port": 5}, "on": True}
host = cfg["db"]["host"]
port = cfg["db"]["port"]
on = cfg["on"]
db = cfg["db"]
db["pool"] = [1, 2]
pool = cfg["db"]["pool"]
q = pool[0]
# case: update, setdefault, pop, get
# file: main.py
d = {"a": 1}
d.update({"b": "x"})
b = d["b"]
d.update(c=2.5)
c = d["c"]
g = d.get("a")
h = d.get("zz")
k = d.get("zz", b"d")
p = d.pop("a")
s = d.setdefault("l", [])
s.append(1)
n = len(d)
# case: iteration
# file: main.py
ages = {"ann": 30, "bob": 25}
for name in ages:
    who = name
for name, age in ages.items():
    old = age + 1
for v in ages.values():
    half = v / 2
ks = list(ages.keys())
vs = sorted(ages.values())
it = list(ages.items())
pair = it[0]
# case: comprehension and inversion
# file: main.py
words = ["x", "yy"]
lens = {w: len(w) for w in words}
inv = {v: k for k, v in lens.items()}
a = lens["x"]
b = inv[1]
nest = {w: {"n": len(w)} for w in words}
c = nest["x"]["n"]
# case: passed to a function that fills it
# file: main.py
def job():
    return None
def fill(d, key):
    d[key] = job
    d["size"] = 10
def main():
    box = {}
    fill(box, "j")
    return box
m = main()
s = m["size"]
t = m["j"]
# case: defaultdict and Counter
# file: main.py
from collections import defaultdict, Counter, OrderedDict
groups = defaultdict(list)
for w in ["a", "bb"]:
    groups[len(w)].append(w)
g = groups[1]
e = g[0]
c = Counter("aab")
n = c["a"]
top = c.most_common(1)
o = OrderedDict()
o["k"] = 1.5
v = o["k"]
# case: merged
# file: main.py
a = {"x": 1}
b = {"y": "s"}
c = {**a, **b}
d = a | b
e = dict(a, z=2.0)
f = c["y"]
g = e["z"]
h = dict(a=1, b="q")["b"]
# case: a dictionary of classes
# file: main.py
class Circle:
    def draw(self):
        return "o"
class Line:
    def draw(self):
        return 1
kinds = {"circle": Circle, "line": Line}
def create(kind):
    cls = kinds[kind]
    return cls()
c = kinds["circle"]()
s = c.draw()
k = kinds["line"]().draw()
# case: keys that are not strings
# file: main.py
def f():
    return "f"
d = {1: f, (1, 2): "pair", None: 3.5}
a = d[1]()
b = d[(1, 2)]
c = d[None]
key = 1
e = d[key]
# case: dictionary in an attribute
# file: main.py
class Reg:
    shared = {}
    def __init__(self):
        self.own = {}
    def add(self, name, fn):
        self.own[name] = fn
        Reg.shared[name] = self
    def call(self, name):
        return self.own[name]()
def go():
    return 1
r = Reg()
r.add("go", go)
x = r.call("go")
s = Reg.shared["go"]
y = s.call("go")
# case: unpacking into parameters
# file: main.py
def f(a, b, c=None):
    return b
opts = {"a": 1, "b": "two"}
x = f(**opts)
y = f(1, **{"b": 2.5})
# case: aliases
# file: main.py
def g():
    return 5
d = {}
e = d
e["g"] = g
r = d["g"]()
def get():
    return d
k = get()["g"]()
