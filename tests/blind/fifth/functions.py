# case: curried
# file: main.py
def curry(f):
    def one(a):
        def two(b):
            return f(a, b)
        return two
    return one
def add(a, b):
    return a + b
c = curry(add)
five = c(2)
r = five(3)
s = curry(add)("a")("b")
# case: state in default list
# file: main.py
def track(x, seen=[]):
    seen.append(x)
    return len(seen)
a = track("a")
b = track("b")
# case: call through a class holding functions
# file: main.py
def sq(x):
    return x * x
def half(x):
    return x / 2
class Pipeline:
    def __init__(self, *steps):
        self.steps = list(steps)
    def add(self, step):
        self.steps.append(step)
        return self
    def run(self, v):
        for s in self.steps:
            v = s(v)
        return v
p = Pipeline(sq).add(half)
n = len(p.steps)
r = p.run(3)   # wide: r run
# case: redefined constants
# file: main.py
RATE = 1
RATE = 2.5
def cost(n):
    return n * RATE
c = cost(2)
def limit():
    return CAP
CAP = "cap"
l = limit()
