# Builtin functions.

# case: map, filter, zip and enumerate with own functions
# file: main.py
def double(n):
    return n * 2
def is_big(n):
    return n > 2
numbers = [1, 2, 3]
mapped = list(map(double, numbers))
kept = [n for n in filter(is_big, numbers)]
pairs = list(zip(numbers, map(str, numbers)))
first, second = pairs[0]
table = dict(enumerate("ab"))
for i, (k, v) in enumerate(table.items()):
    last = (i, k, v)
m = max(numbers, key=double)
s = sorted(["b", "a"], key=len, reverse=True)

# case: sum, min, max, any, all and round
# file: main.py
def cost(item):
    return item[1]
items = [("a", 1.5), ("b", 2.5)]
total = sum(cost(i) for i in items)
cheap = min(items, key=cost)
name = cheap[0]
bigger = max(1, 2)
none = max([], default=None)
ok = any(cost(i) > 2 for i in items)
r = round(total)
r2 = round(total, 1)
d = divmod(7, 2)
p = pow(2, 3)
a = abs(-1.5)
lists = sum([[1], [2]], [])

# case: type, isinstance, callable, getattr and vars
# file: main.py
class P:
    kind = "p"
    def __init__(self):
        self.size = 1
    def grow(self):
        return self.size
p = P()
t = type(p)
q = t()
k = getattr(p, "kind")
g = getattr(p, "grow")()
d = getattr(p, "nothing", 2.5)
c = callable(P)
v = vars(p)
i = isinstance(p, (int, P))
s = issubclass(t, object)
h = hasattr(q, "size")
n = t.__name__

# case: iterators by hand
# file: main.py
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
it = iter(Countdown(3))
a = next(it)
b = list(it)
c = next(iter("xy"))
d = next(iter([]), None)
def read():
    return "line"
lines = iter(read, "line")
e = list(lines)
f = list(reversed([1, "x"]))
total = sum(Countdown(4))

# case: conversions by special methods
# file: main.py
class Price:
    def __init__(self, cents):
        self.cents = cents
    def __int__(self):
        return self.cents
    def __str__(self):
        return f"{self.cents} ct"
    def __len__(self):
        return 2
    def __bool__(self):
        return self.cents > 0
    def __contains__(self, n):
        return n == self.cents
    def __getitem__(self, i):
        return str(i)
    def __call__(self, *a):
        return a
p = Price(5)
a = int(p)
b = str(p)
c = len(p)
d = bool(p)
e = 5 in p
f = p[0]
g = p(1, "x")
h = f"{p}" + repr(1)
i = list(map(p, [1, 2]))
