# case: dispatch with default
# file: main.py
def add(a, b):
    return a + b
def div(a, b):
    return a / b
def unknown(a, b):
    return None
ops = {"+": add, "/": div}
def calc(op, a, b):
    fn = ops.get(op, unknown)
    return fn(a, b)
x = calc("+", 1, 2)   # wide: x calc
y = ops["/"](1, 2)
fn = ops.get("+")
# case: mutated through an attribute of another object
# file: main.py
class Ctx:
    def __init__(self, env):
        self.env = env
    def set(self, k, v):
        self.env[k] = v
env = {"a": 1}
c = Ctx(env)
c.set("b", "s")
b = env["b"]
c.env["f"] = len
n = env["f"]("abc")
# case: grouping
# file: main.py
words = ["apple", "bob", "cat"]
groups = {}
for w in words:
    groups.setdefault(len(w), []).append(w)
g = groups[3]
first = g[0]
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
c = counts["bob"]
best = max(counts, key=counts.get)
srt = sorted(counts.items(), key=lambda kv: kv[1])
top = srt[0]
k, v = top
# case: a dict of dicts of functions
# file: main.py
def get_user():
    return "user"
def del_user():
    return True
api = {"user": {"get": get_user, "del": del_user}}
r = api["user"]["get"]()
s = api["user"]["del"]()
for name, methods in api.items():
    for verb, fn in methods.items():
        out = fn()
api["user"]["new"] = lambda: 5
t = api["user"]["new"]()
# case: class instances as values
# file: main.py
class Cat:
    def talk(self):
        return "meow"
class Robot:
    def talk(self):
        return 101
zoo = {"cat": Cat(), "bot": Robot()}
a = zoo["cat"].talk()
zoo["cat"] = Robot()
b = zoo["cat"].talk()
all_ = [z.talk() for z in zoo.values()]
# case: pop, popitem, clear, del
# file: main.py
d = {"x": 1, "y": "s"}
v = d.pop("y")
w = d.pop("zz", None)
del d["x"]
d["n"] = 2.5
k, val = d.popitem()
d.clear()
e = {}
e[1] = "one"
e[2] = "two"
f = e[1]
# case: returned and extended
# file: main.py
def defaults():
    return {"host": "h", "port": 80}
def merged(**over):
    conf = defaults()
    conf.update(over)
    return conf
a = defaults()["port"]
m = merged(port=8080, debug=True)
h = m["host"]
p = m["port"]
dbg = m["debug"]
# case: keys from variables
# file: main.py
KEY = "run"
def run():
    return 1
def stop():
    return "stopped"
table = {KEY: run}
other = "stop"
table[other] = stop
a = table["run"]()
b = table[other]()
name = "st" + "op"
c = table[name]()
