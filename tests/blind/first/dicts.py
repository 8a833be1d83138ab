# case: nested literals of several types
# file: main.py
conf = {"db": {"host": "h", "port": 1, "opts": {"tls": True}}, "ids": [1, 2], "f": 2.5}
host = conf["db"]["host"]
port = conf["db"]["port"]
tls = conf["db"]["opts"]["tls"]
first = conf["ids"][1]
f = conf["f"]
db = conf["db"]
db["port"] = "http"
p2 = conf["db"]["port"]
# case: functions in nested dictionaries
# file: main.py
def add(a, b):
    return a + b
def cat(a, b):
    return f"{a}{b}"
ops = {"num": {"+": add}, "str": {"+": cat, "-": None}}
x = ops["num"]["+"](1, 2)
y = ops["str"]["+"]("a", 1)
g = ops["num"]
z = g["+"](1.5, 1)
# case: built in a loop
# file: main.py
words = ["aa", "b", "aa"]
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
positions = {}
for i, w in enumerate(words):
    if w not in positions:
        positions[w] = []
    positions[w].append(i)
first = positions["aa"][0]
most = max(counts, key=counts.get)
total = sum(counts.values())
items = sorted(counts.items())
# case: update with functions
# file: main.py
def old():
    return 1
def new():
    return "new"
def extra():
    return 2.5
table = {"a": old, "b": old}
table.update({"b": new})
table.update(c=extra)
x = table["a"]()
y = table["b"]()
z = table["c"]()
# case: keys that are computed or variables
# file: main.py
key = "name"
other = key + "s"
d = {key: "n", other: [1]}
d["id"] = 7
a = d[key]
b = d["name"]
c = d["id"]
num = {1: "one", 2: b"two"}
e = num[1]
t = {(0, 1): 2.5}
f = t[0, 1]
# case: a dictionary given to a function that fills it
# file: main.py
def fill(target, value):
    target["x"] = value
    return target
d = {}
fill(d, 1)
a = d["x"]
e = fill({"y": "y"}, 2.5)
b = e["x"]
c = e["y"]
# case: a dictionary returned
# file: main.py
def make():
    return {"f": helper, "n": 3}
def helper():
    return "helped"
m = make()
a = m["f"]()
b = make()["n"]
c = make()["f"]()
# case: comprehension of functions and classes
# file: main.py
class Cat:
    def say(self):
        return "miau"
class Dog:
    def say(self):
        return "wuff"
def mk(cls):
    return cls()
pets = {cls.__name__: cls for cls in (Cat, Dog)}
a = pets["Cat"]
for name, cls in pets.items():
    pet = mk(cls)
    said = pet.say()
made = {n: c() for n, c in pets.items()}
inst = made["Dog"]
# case: methods as values
# file: main.py
class Calc:
    def __init__(self):
        self.ops = {"inc": self.inc, "text": self.text}
        self.value = 1
    def inc(self):
        self.value += 1
        return self.value
    def text(self):
        return str(self.value)
    def run(self, name):
        op = self.ops[name]
        return op()
c = Calc()
a = c.run("inc")
b = c.ops["text"]()
# case: merging and copying
# file: main.py
a = {"x": 1}
b = {"y": "s"}
c = {**a, **b}
d = a | b
e = dict(a, z=2.5)
f = a.copy()
f["x"] = "changed"
x = c["x"]
y = d["y"]
z = e["z"]
g = f["x"]
h = a["x"]
# case: defaultdict, Counter and OrderedDict
# file: main.py
from collections import Counter, OrderedDict, defaultdict
dd = defaultdict(list)
dd["a"].append(1)
x = dd["a"]
ints = defaultdict(int)
ints["k"] += 1
y = ints["k"]
c = Counter("hello")
z = c["l"]
top = c.most_common(1)
letter, n = top[0]
od = OrderedDict()
od["a"] = 1.5
w = od["a"]
# case: values that are lambdas or called with star
# file: main.py
ops = {
    "neg": lambda x: -x,
    "pair": lambda a, b: (a, b),
    "const": lambda: "c",
}
a = ops["neg"](3)
b = ops["pair"](1, "x")
c = ops["const"]()
args = {"pair": (1.5, None)}
d = ops["pair"](*args["pair"])
# case: pop, setdefault, get and in
# file: main.py
d = {"a": 1, "b": "x"}
a = d.pop("a")
b = d.pop("zz", None)
c = d.setdefault("c", 2.5)
e = d.get("b")
f = d.get("nope", b"d")
g = "b" in d
h = list(d.keys())
i = list(d.values())
for k, v in d.items():
    kk, vv = k, v
j = d.popitem()
# case: a class with a dictionary as a table
# file: main.py
def start(arg):
    return arg
def stop(arg):
    return 0
class Shell:
    commands = {"start": start, "stop": stop}
    aliases = {"go": "start"}
    def run(self, name, arg):
        name = self.aliases.get(name, name)
        command = self.commands[name]
        return command(arg)
s = Shell()
a = s.run("go", "x")
b = Shell.commands["stop"]("y")
