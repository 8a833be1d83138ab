# Built-in functions whose results are called, and called back.

# case: what map, filter, zip and reversed give is called
# file: main.py
def one():
    return 1
def two():
    return "2"
def wrap(f):
    return lambda: [f()]
funcs = [one, two]
a = [f() for f in map(wrap, funcs)]
for f in filter(None, [None, one]):
    b = f()
for f, n in zip(funcs, (1.5, 2.5)):
    c = f()
    d = n
for f in reversed(funcs):
    e = f()
g = list(filter(callable, [one, 3]))[0]
h = next(map(wrap, [two]))()

# case: enumerate and sorted over functions and tuples
# file: main.py
def low():
    return 1
def high():
    return "h"
def rank(f):
    return f.__name__
for i, f in enumerate([low, high], start=1):
    a = f()
    b = i
for f in sorted([low, high], key=rank):
    c = f()
pairs = sorted({2: high, 1: low}.items())
d = pairs[0][1]()
best = min((low, high), key=rank)
e = best()
top = max([(1, low), (0, high)])[1]()
n = dict(enumerate([low]))[0]()

# case: iter with a sentinel, next with a default, and open
# file: main.py
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), "x.txt")
with open(path, "w") as out:
    n = out.write("a\nb\n")
with open(path) as f:
    line = f.readline()
    rest = f.read()
with open(path, "rb") as f:
    raw = f.read(1)
    parts = [len(p) for p in iter(lambda: f.read(2), b"")]
it = iter([1, 2])
a = next(it)
b = next(it, None)
c = next(it, "end")
lines = [s for s in open(path)]
d = next(iter({}), 0.5)

# case: methods of str and bytes, and format
# file: main.py
class Temp:
    def __init__(self, deg):
        self.deg = deg
    def __format__(self, spec):
        return f"{self.deg}{spec}"
    def __index__(self):
        return 3
t = Temp(1.5)
a = format(t, "C")
b = f"{t:K}"
c = "a,b".partition(",")
d = "x".encode().hex()
e = "abcd"[t]
f = "%s-%d" % ("a", 1)
g = "{0.deg}".format(t)
h = b"ab".decode().split("b")
i = bytes([65]) + bytearray(b"B")
j = "a".join(map(str, range(2))).isdigit()
k = hex(t)
l = "x".maketrans("a", "b")

# case: numbers through builtins and dunders
# file: main.py
class Money:
    def __init__(self, cents):
        self.cents = cents
    def __add__(self, other):
        return Money(self.cents + other.cents)
    def __radd__(self, other):
        return self
    def __abs__(self):
        return Money(abs(self.cents))
    def __round__(self, digits=0):
        return "rounded"
    def __divmod__(self, other):
        return self, other
    def __pow__(self, n, mod=None):
        return self.cents ** n
    def __lt__(self, other):
        return self.cents < other.cents
m = Money(-5)
a = sum([m, m])
b = abs(m).cents
c = round(m)
d = divmod(m, 2)
e = pow(m, 2)
f = min(m, Money(3)).cents
g = divmod(7, 2.0)
h = round(2.5, 1) + round(2.5)
i = pow(2, -1)
j = int("3") + complex(1, 2).real
