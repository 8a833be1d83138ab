# case: counter and inverted index
# file: main.py
text = ["a", "b", "a"]
index = {}
for i, w in enumerate(text):
    index.setdefault(w, []).append(i)
where = index["a"]
p = where[0]
freq = dict.fromkeys(text, 0)
for w in text:
    freq[w] += 1
f = freq["a"]
inv = {v: k for k, v in freq.items()}
# case: nested update by path
# file: main.py
tree = {}
def put(tree, path, value):
    node = tree
    for part in path[:-1]:
        node = node.setdefault(part, {})
    node[path[-1]] = value
put(tree, ["a", "b"], 1)
x = len(tree)
# case: functions stored by decorator-free registration
# file: main.py
class Router:
    def __init__(self):
        self.table = {}
    def add(self, path, fn):
        self.table[path] = fn
        return self
    def go(self, path, *args):
        return self.table[path](*args)
def home():
    return "home"
def user(n):
    return n + 1
r = Router().add("/", home).add("/u", user)
a = r.go("/")   # wide: a
keys = list(r.table)
# case: default by or and get
# file: main.py
opts = {"depth": 2}
d = opts.get("depth", 1)
n = opts.get("name") or "none"
c = opts.get("cb", len)("abc")
if "depth" in opts:
    e = opts["depth"]
opts["depth"] += 1
g = opts["depth"]
# case: class attribute dict changed by instances
# file: main.py
class Cfg:
    values = {"debug": False}
    def set(self, k, v):
        self.values[k] = v
    def get(self, k):
        return self.values[k]
c = Cfg()
c.set("level", 3)
d = Cfg.values["debug"]
l = c.values["level"]
# case: zip, items sorted, max by value
# file: main.py
names = ["x", "y"]
nums = [1.5, 2.5]
m = dict(zip(names, nums))
best = max(m.items(), key=lambda kv: kv[1])
k, v = best
srt = {k: m[k] for k in sorted(m)}
s = sum(m.values())
w = [*m]
z = {**m, "n": None}["n"]
