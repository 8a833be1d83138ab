# case: called with different types
# file: main.py
def f(v):
    return v
a = f(1)
b = f("s")
c = f([1.0])
d = f(None)

# case: a default of None is made a list
# file: main.py
def collect(item, into=None):
    if into is None:
        into = []
    into.append(item)
    return into
a = collect(1)
b = collect("s", ["t"])

# case: a default that is a function
# file: main.py
def plain(s):
    return s
def run(s, how=plain):
    return how(s)
def size(s):
    return len(s)
a = run("a")
b = run("b", size)

# case: positional only, keyword only and both
# file: main.py
def f(a, /, b, *, c):
    return a, b, c
x = f(1, "s", c=2.0)
y = f(1, b="t", c=3.0)

# case: star parameters
# file: main.py
def f(*args, **kwargs):
    first = args[0]
    n = len(args)
    keys = list(kwargs)
    return first, n, keys
a = f(1, 2)
b = f("s", x=1)

# case: parameters in nested functions
# file: main.py
def outer(x):
    def inner(y):
        return x, y
    return inner("in")
a = outer(1)
b = outer(2.0)

# case: a method's parameters
# file: main.py
class Calc:
    def __init__(self, start=0):
        self.value = start
    def add(self, n):
        self.value = self.value + n
        return self
    def get(self):
        return self.value
c = Calc().add(1).add(2)
v = c.get()
d = Calc(start=1)
