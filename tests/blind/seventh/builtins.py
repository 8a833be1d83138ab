# case: map over functions
# file: main.py
def call(f):
    return f()
def one():
    return 1
def two():
    return 2
r = list(map(call, [one, two]))
x = r[0]

# case: filter with a method, any with a call
# file: main.py
class P:
    def ok(self, v):
        return v > 1
p = P()
l = list(filter(p.ok, [1, 2]))
b = any(p.ok(v) for v in l)

# case: sorted by an attribute
# file: main.py
class Item:
    def __init__(self, n):
        self.n = n
items = [Item(2), Item(1)]
s = sorted(items, key=lambda i: i.n)
first = s[0].n
big = max(items, key=lambda i: i.n)

# case: next with a default, iter of a list
# file: main.py
it = iter([1.5])
a = next(it)
b = next(iter("ab"), None)  # wide: b
c = list(it)

# case: str of own class, repr, format
# file: main.py
class A:
    def __str__(self):
        return "a"
    def __repr__(self):
        return "A()"
s = str(A())
r = repr(A())
f = f"{A()} {A()!r}"
l = "{}".format(3)

# case: zip and dict and enumerate
# file: main.py
d = dict(zip("ab", [1, 2]))
for i, (k, v) in enumerate(d.items()):
    t = (i, k, v)
e = list(enumerate(["x"], start=1))
p = e[0]

# case: isinstance chain
# file: main.py
def norm(x):
    if isinstance(x, str):
        return x.split()
    if isinstance(x, (list, tuple)):
        return list(x)
    return [x]
a = norm("a b")
b = norm((1, 2))
c = norm(2.5)
