# case: map over several and lazily used
# file: main.py
def add(a, b):
    return a + b
sums = list(map(add, [1, 2], [3, 4]))
strs = [*map(str, sums)]
total = sum(map(len, strs))
lens = dict(zip(strs, map(len, strs)))
# case: filter with methods
# file: main.py
class Item:
    def __init__(self, price):
        self.price = price
    def cheap(self):
        return self.price < 10
items = [Item(5), Item(20)]
ch = list(filter(Item.cheap, items))
ch2 = list(filter(lambda i: i.price > 1, items))
f = ch[0]
p = f.price
names = sorted(items, key=lambda it: it.price)
best = max(items, key=lambda it: it.price)
# case: enumerate with unpacking
# file: main.py
pairs = [("a", 1), ("b", 2)]
for i, (name, num) in enumerate(pairs):
    label = name
    val = num
idx = {name: i for i, (name, _) in enumerate(pairs)}
z = idx["a"]
# case: type conversions
# file: main.py
a = int("5")
b = float(a)
c = str(b)
d = bool(c)
e = list("abc")
f = tuple(e)
g = set(f)
h = dict(a=1)
i = frozenset(g)
j = bytes("x", "utf8")
k = complex("1j")
# case: isinstance dispatch
# file: main.py
def show(v):
    if isinstance(v, str):
        return v.upper()
    elif isinstance(v, (int, float)):
        return v + 1
    elif isinstance(v, list):
        return [show(x) for x in v]
    return None
a = show("a")
b = show(1)
c = show(2.5)
e = show(None)
# case: string methods chain
# file: main.py
s = " Hello World "
words = s.strip().lower().split()
title = " ".join(w.capitalize() for w in words)
n = title.count("o")
idx = title.index("W")
parts = title.rpartition(" ")
is_d = "5".isdigit()
rep = title.replace("H", "J")
z = "a".zfill(3)
tab = str.maketrans("a", "b")
# case: open and lines
# file: main.py
def read(path):
    with open(path) as f:
        return [line.strip() for line in f]
lines = read(__file__)
first = lines[0]
def count(path):
    n = 0
    for line in open(path):
        n += 1
    return n
c = count(__file__)
# case: getattr on modules and classes
# file: main.py
import math
f = getattr(math, "sqrt")
r = f(4)
class K:
    v = 1
    @staticmethod
    def s():
        return "s"
g = getattr(K, "s")()
w = getattr(K(), "v", None)   # wide: w
has = hasattr(K, "s")
