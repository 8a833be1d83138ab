# case: numbers
# file: main.py
a = abs(-3)
b = abs(-2.5)
c = round(2.567, 2)
d = round(2.5)
e = divmod(7, 2)
f = pow(2, 3)
g = max(1, 5)
h = min([2.5, 1.5])
i = sum([1, 2, 3])
j = int("7") + len("abc")
k = float("1.5")
l = complex(1, 2)
m = bin(5)
n = hash("a")
o = 7 / 2
p = 7 // 2
q = 2 ** 8
# case: sequences
# file: main.py
r = range(3)
l = list(r)
t = tuple("ab")
s = set([1, 2])
f = frozenset((1.5,))
e = list(enumerate(["a", "b"]))
z = list(zip([1, 2], "ab"))
v = list(reversed([1, 2]))
o = sorted({3, 1, 2})
d = dict(a=1, b=2)
dd = dict([("x", 1.5)])
dz = dict(zip(["k"], [b"v"]))
b = bytes([1, 2])
ba = bytearray(b"x")
# case: map and filter with functions
# file: main.py
def double(n):
    return n * 2
def is_big(n):
    return n > 2
def to_text(n):
    return str(n)
many = list(map(double, [1, 2, 3]))
big = list(filter(is_big, many))
texts = [t for t in map(to_text, big)]
total = 0
for m in map(double, big):
    total += m
# case: sorted, max and min with a key
# file: main.py
class Task:
    def __init__(self, cost, name):
        self.cost = cost
        self.name = name
def by_cost(task):
    c = task.cost
    return c
tasks = [Task(3, "a"), Task(1, "b")]
ordered = sorted(tasks, key=by_cost)
first = ordered[0]
top = max(tasks, key=by_cost)
low = min(tasks, key=lambda task: task.name)
tasks.sort(key=by_cost, reverse=True)
# case: any and all, iter and next
# file: main.py
it = iter([1, 2])
a = next(it)
b = next(it, None)  # wide: b
c = any(x > 1 for x in [1, 2])
d = all([True, False])
e = next(iter({"k": 1.5}))
f = next(iter({"k": 1.5}.items()))
g = callable(len)
h = isinstance(1, int)
i = issubclass(bool, int)
# case: strings
# file: main.py
s = "a,b"
p = s.split(",")
q = "-".join(p)
r = s.partition(",")
t = s.encode("utf-8")
u = t.decode()
v = s.find("b")
w = s.isdigit()
x = "%s-%d" % (s, 1)
y = "{}".format(1)
z = s.splitlines()[0]
aa = repr(s)
bb = ord("a")
cc = chr(98)
dd = s[0]
ee = s[1:]
ff = t[0]
gg = s.replace("a", "b").upper().title()
# case: type and isinstance
# file: main.py
class A:
    def __init__(self, v):
        self.v = v
a = A(1)
k = type(a)
b = k(2)
c = type(3)
d = type(a)("x")
n = type(a).__name__
e = a.__class__
f = e(2.5)
# case: containers of containers
# file: main.py
pairs = [(1, "a"), (2, "b")]
nums, letters = zip(*pairs)
index = {k: v for k, v in pairs}
back = {v: k for k, v in index.items()}
flat = [x for pair in pairs for x in pair]
total = sum(n for n, _ in pairs)
groups = {}
for n, c in pairs:
    groups.setdefault(c, []).append(n)
first = groups["a"]
# case: len, str and repr call the dunders
# file: main.py
class Bag:
    def __init__(self, items):
        self.items = items
    def __len__(self):
        return len(self.items)
    def __str__(self):
        return "Bag"
    def __bool__(self):
        return True
    def __contains__(self, x):
        found = x in self.items
        return found
    def __getitem__(self, i):
        item = self.items[i]
        return item
bag = Bag(["a", "b"])
n = len(bag)
s = str(bag)
t = bool(bag)
c = "a" in bag
g = bag[0]
u = f"{bag}"
# case: open and print
# file: main.py
import os
import tempfile
path = os.path.join(tempfile.gettempdir(), "inferd-blind")
with open(path, "w") as out:
    w = out.write("x\ny")
with open(path) as f:
    text = f.read()
with open(path) as g:
    lines = g.readlines()
with open(path, "rb") as h:
    data = h.read()
for line in open(path):
    pass
r = print("x")
os.remove(path)
# case: hasattr, getattr, vars and dir
# file: main.py
class Conf:
    debug = True
    def __init__(self):
        self.level = 3
        self.name = "c"
    def reset(self):
        self.level = 0
        return self.level
c = Conf()
a = hasattr(c, "level")
b = getattr(c, "level")
d = getattr(c, "reset")()
e = getattr(c, "nothing", 2.5)
f = vars(c)
g = dir(c)
h = getattr(Conf, "debug")
i = id(c)
# case: list methods and slices
# file: main.py
l = [3, 1, 2]
a = l.pop()
b = l.index(3)
c = l.copy()
d = l[1:]
e = l.count(1)
f = l.sort()
g = l + ["x"]
h = l * 2
i = [*l, 2.5]
j = sorted(l)[0]
k = l.append(5)
m = l[-1]
n = (1, "a", 2.5)[1]
o = (1, "a", 2.5)[1:]
p = {1, 2} | {"a"}
q = {1, 2} - {1}
