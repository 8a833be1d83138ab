# case: conversions
# file: main.py
a = int("3")
b = float(a)
c = str(b)
d = bool(c)
e = list(c)
f = tuple(e)
g = set(f)
h = dict(zip(e, f))
i = frozenset(g)
j = complex(1, 2)

# case: map, filter, sorted
# file: main.py
def double(x):
    return x * 2
def small(x):
    return x < 3
m = list(map(double, [1, 2]))
f = list(filter(small, m))
s = sorted(["b", "a"])
r = list(reversed(s))
first = s[0]

# case: functions of numbers
# file: main.py
a = abs(-3)
b = max(1, 2)
c = min("a", "b")
d = sum([1.5, 2.5])
e = round(2.7)
f = pow(2, 3)
g = divmod(7, 2)
h = len("abc")

# case: enumerate and zip
# file: main.py
names = ["a", "b"]
for i, name in enumerate(names):
    label = name + str(i)
for x, y in zip(names, [1, 2]):
    both = (x, y)
any_long = any(len(n) > 1 for n in names)

# case: type and isinstance
# file: main.py
class A:
    def go(self):
        return 1
a = A()
t = type(a)
b = t()
c = b.go()
ok = isinstance(b, A)
name = t.__name__

# case: string methods
# file: main.py
s = "a b c"
parts = s.split()
joined = "-".join(parts)
up = joined.upper()
pos = up.find("B")
begins = up.startswith("A")
enc = up.encode()

# case: input is open, print is none
# file: main.py
r = print("x")
v = vars()
i = id(r)
h = hash("a")
c = chr(97)
o = ord(c)
x = hex(o)

# case: map with a lambda and a method
# file: main.py
class Conv:
    def __init__(self, k):
        self.k = k
    def to(self, x):
        return [x] * self.k
c = Conv(2)
out = list(map(c.to, ["a"]))
nums = list(map(lambda v: v + 1, [1, 2]))
e = out[0]
