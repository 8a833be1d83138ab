# case: map, filter, sorted with functions
# file: main.py
def double(n):
    return n * 2
def is_big(n):
    return n > 2
m = map(double, [1, 2])
l = list(m)
f = list(filter(is_big, l))
s = sorted(["b", "a"], key=str.lower)
t = sorted([3, 1], reverse=True)
r = list(reversed(t))
# case: zip and enumerate
# file: main.py
z = list(zip([1, 2], "ab"))
d = dict(zip("ab", [1.0, 2.0]))
e = list(enumerate(["x"], 1))
first = z[0]
a, b = first
n, w = e[0]
# case: numbers
# file: main.py
a = abs(-3)
b = abs(-2.5)
c = round(2.5)
d = round(2.567, 1)
e = pow(2, 3)
f = divmod(7, 2)
g = sum([1, 2])
h = sum([1.0, 2.0])
i = min(1, 2)
j = max(["a", "b"])
k = max([1, 2], key=lambda v: -v)
l = max([], default=None)
m = min("a", "b", key=len)
# case: min and max of own classes
# file: main.py
class Item:
    def __init__(self, w):
        self.w = w
    def __lt__(self, other):
        return self.w < other.w
    def __gt__(self, other):
        return self.w > other.w
items = [Item(2), Item(1)]
small = min(items)
large = max(items, key=lambda it: it.w)
ordered = sorted(items)
lead = ordered[0]
w = small.w
# case: sum of own class
# file: main.py
class Money:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        return Money(self.n + other.n)
total = sum([Money(1), Money(2)], Money(0))
n = total.n
lists = sum([[1], [2]], [])
# case: strings
# file: main.py
s = "a,b"
p = s.split(",")
j = "-".join(p)
e = s.encode()
x = e.decode()
u = s.partition(",")
head, _, tail = u
f = s.find("b")
b = s.startswith("a")
fm = "{} {}".format(1, 2)
pct = "%s" % 1
fs = f"{s}!"
ch = s[0]
o = ord(ch)
c = chr(o)
h = hex(255)
# case: type and isinstance
# file: main.py
class A:
    pass
class B(A):
    pass
t = type(B())
m = t()
i = isinstance(m, A)
s = issubclass(B, A)
n = B.__name__
mod = A.__module__
d = m.__class__
# case: getattr, setattr, hasattr
# file: main.py
class P:
    x = 1
    def go(self):
        return "went"
p = P()
a = getattr(p, "x")
b = getattr(p, "nope", None)
setattr(p, "y", 2.5)
y = p.y
g = getattr(p, "go")
r = g()
r2 = getattr(p, "go")()
h = hasattr(p, "z")
# case: iter and next
# file: main.py
it = iter([1, 2])
a = next(it)
b = next(it, "end")   # wide: b
c = next(iter({}), None)
k = iter({"a": 1})
d = next(k)
e = iter(lambda: 1, 1)
# case: sets and frozen sets
# file: main.py
s = set("ab")
f = frozenset([1])
u = s | {"c"}
i = s & {"a"}
d = s - {"a"}
n = len(s)
c = s.copy()
x = s.pop()
a = f.union([2])
# case: files and bytes
# file: main.py
with open(__file__) as fh:
    text = fh.read()
    fh.seek(0)
    lines = fh.readlines()
    one = lines[0]
with open(__file__, "rb") as fb:
    raw = fb.read()
b = bytes([1, 2])
ba = bytearray(b)
i = b[0]
sl = b[:1]
# case: any, all, range, slice
# file: main.py
a = any([0, 1])
b = all(x for x in [1])
r = range(3)
l = list(r)
sl = slice(1, 2)
v = [1, 2, 3][sl]
h = hash("a")
i = id(r)
c = callable(len)
rep = repr(1)
bo = bool([])
co = complex(1, 2)
# case: a dunder behind a builtin
# file: main.py
class Bag:
    def __init__(self, *things):
        self.things = things
    def __len__(self):
        return len(self.things)
    def __iter__(self):
        return iter(self.things)
    def __contains__(self, x):
        return x in self.things
    def __getitem__(self, i):
        return self.things[i]
    def __repr__(self):
        return "Bag"
    def __bool__(self):
        return True
b = Bag("a", "b")
n = len(b)
l = list(b)
h = "a" in b
g = b[0]
r = repr(b)
s = str(b)
t = tuple(b)
