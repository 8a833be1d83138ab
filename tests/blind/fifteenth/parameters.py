# Parameters.

# case: one function called with several types
# file: main.py
def same(x):
    y = x
    return y
def pair(a, b):
    return [a, b]
a = same(1)
b = same("x")
c = pair(same(2.5), None)
d = same(same)
e = d(b"b")
f = same(pair)(1, 2)
g = same((1, "t"))[1]

# case: parameters that are called, subscripted and iterated
# file: main.py
def call(f, n):
    return f(n)
def item(box, key):
    return box[key]
def loop(things):
    last = None
    for t in things:
        last = t
    return last
def attr(obj):
    return obj.size
class S:
    size = 1.5
a = call(str, 1)
b = call(lambda n: [n], 2)
c = item({"k": "v"}, "k")
d = item([1, 2], 0)
e = loop((1, 2))
f = loop("ab")
g = attr(S())
h = call(S, 1) if False else attr(S)

# case: defaults that are functions, classes and other parameters
# file: main.py
def one():
    return 1
class Empty:
    pass
def make(kind=Empty, *args):
    return kind(*args)
def choose(a, b=None, f=one):
    if b is None:
        b = a
    return f(), b
a = make()
b = make(list, "xy")
c = make(dict)
d = choose("x")
e = choose("x", 2.5)
g = choose(1, f=lambda: b"")

# case: parameters of methods, and self given by hand
# file: main.py
class Calc:
    def __init__(self, base, op=max):
        self.base = base
        self.op = op
    def go(self, other, twice=False):
        result = self.op(self.base, other)
        return [result] if twice else result
def add(a, b):
    return a + b
c = Calc(1, add)
a = c.go(2)
b = c.go(2, True)
d = Calc.go(Calc("x", add), "y")
e = Calc(2).go(3)
m = Calc("a", add).go
f = m("b", twice=True)

# case: variable parameters, handed on and sliced
# file: main.py
def collect(*args, **kw):
    return args, kw
def head(first, *rest):
    if rest:
        return head(*rest)
    return first
def spread(*groups):
    return [x for g in groups for x in g]
def only(*, flag, other=2):
    return flag, other
a, b = collect(1, "x", k=2.5)
c = head(1, 2, 3)
d = spread([1], ("y",))
e = only(flag=None)
f = collect(*a, **b)[1]["k"]
g = a[1:]
h = collect()[0]
