# case: any, all over own objects
# file: main.py
class T:
    def __init__(self, ok):
        self.ok = ok
    def passed(self):
        return self.ok
ts = [T(True), T(False)]
a = any(t.passed() for t in ts)
b = all(map(T.passed, ts))
c = len([t for t in ts if t.passed()])
first = next(t for t in ts if t.ok)
n = next((t for t in ts if not t.ok), None)   # wide: n
# case: sorting own classes
# file: main.py
class V:
    def __init__(self, n):
        self.n = n
    def __lt__(self, o):
        return self.n < o.n
    def __repr__(self):
        return "V%d" % self.n
vs = sorted([V(2), V(1)])
r = repr(vs[0])
m = min(vs)
vs.sort(key=lambda v: v.n, reverse=True)
t = max(vs, key=lambda v: v.n)
k = t.n
# case: conversions through dunders
# file: main.py
class Len:
    def __len__(self):
        return 3
    def __int__(self):
        return 7
    def __float__(self):
        return 1.5
    def __str__(self):
        return "len"
    def __hash__(self):
        return 1
    def __call__(self):
        return b"called"
    def __abs__(self):
        return "abs"
x = Len()
a = len(x)
b = int(x)
c = float(x)
d = str(x)
e = hash(x)
f = x()
g = abs(x)
h = bool(x)
# case: round trip of bytes and numbers
# file: main.py
b = "hi".encode()
n = int.from_bytes(b, "big")
back = n.to_bytes(2, "big")
s = back.decode("utf8")
h = b.hex()
f = 2 ** 10
g = 2 ** -1
q = 7 // 2
r = 7 / 2
m = -7 % 3
z = 1 + 2.0
t = True + 1
# case: print and input free
# file: main.py
r = print("x")
v = vars()
t = type(3)
u = type("s")("x")
i = isinstance(t, type)
fs = frozenset("a") | {"b"}
sl = "hello"[slice(1, 3)]
