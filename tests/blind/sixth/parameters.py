# case: from several sites
# file: main.py
def f(x):
    return x
f(1)
f("a")
f(None)

# case: a parameter that is an instance, called
# file: main.py
class A:
    def go(self):
        return 1
class B:
    def go(self):
        return 2.5
def run(o):
    return o.go()
x = run(A())
y = run(B())

# case: a parameter is unpacked and returned
# file: main.py
def first(pair):
    a, b = pair
    return a
x = first((1, "s"))
y = first(["a", "b"])

# case: a mutable given and changed
# file: main.py
def fill(l, x):
    l.append(x)
    return l
r = fill([], 1)
s = r[0]

# case: default None, made inside
# file: main.py
def collect(x, into=None):
    if into is None:
        into = []
    into.append(x)
    return into
a = collect(1)
b = collect(2, [1])

# case: positional-only and keyword-only
# file: main.py
def f(a, /, b, *, c=3.5):
    return a, b, c
t = f(1, "b", c=None)
u = f(2, b="x")
