# Lambdas.

# case: lambdas in containers, defaults and returned
# file: main.py
ops = {"inc": lambda n: n + 1, "text": lambda n: str(n)}
steps = [lambda: 1, lambda: "x"]
def make(k):
    return lambda v: (k, v)
def run(f=lambda: 2.5):
    return f()
a = ops["inc"](1)
b = ops["text"](1)
c = steps[1]()
d = make("k")(None)
e = run()
f = run(lambda: [1])
g = (lambda *xs, **kw: (xs, kw))(1, k="v")
h = (lambda x, y=1: x + y)(2)

# case: lambdas that call functions and methods
# file: main.py
def double(n):
    return n * 2
class Acc:
    def __init__(self):
        self.items = []
        self.on_add = lambda item: self.items.append(item)
    def add(self, item):
        self.on_add(item)
        return self.items
apply = lambda f, x: f(x)
a = apply(double, 2)
b = apply(lambda s: double(s), "x")
acc = Acc()
c = acc.add(1)
d = acc.add(2)
e = acc.items[0]
later = lambda: double(a)
f = later()

# case: lambdas as keys and conditions
# file: main.py
people = [("bob", 3), ("al", 1)]
by_age = sorted(people, key=lambda p: p[1])
youngest = by_age[0][0]
longest = max((n for n, _ in people), key=lambda s: len(s))
adults = list(filter(lambda p: p[1] > 2, people))
names = list(map(lambda p: p[0].title(), people))
pairs = list(map(lambda a, b: (b, a), [1], "x"))
people.sort(key=lambda p: (p[1], p[0]))
sign = lambda n: "neg" if n < 0 else n
s = sign(-1)
t = sign(1)

# case: lambdas of lambdas, and recursion
# file: main.py
curry = lambda f: lambda a: lambda b: f(a, b)
pair = curry(lambda x, y: (x, y))
a = pair(1)("x")
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
b = fact(5)
compose = lambda *fs: (lambda x: x) if not fs else (lambda x: fs[0](compose(*fs[1:])(x)))
c = compose(str, len)("abc")
thunk = lambda v: lambda: v
d = thunk([1])()
e = thunk(thunk(2.5))()()

# case: lambdas that close over what changes
# file: main.py
def handlers():
    out = []
    for name in ("a", "b"):
        out.append(lambda n=name: n * 2)
    return out
def later():
    value = 1
    get = lambda: value
    value = "changed"
    return get
class Event:
    def __init__(self):
        self.fs = []
    def on(self, f):
        self.fs.append(f)
        return f
    def fire(self, *args):
        return [f(*args) for f in self.fs]
a = [h() for h in handlers()]
b = later()()
e = Event()
e.on(lambda x: x)
f = e.on(lambda x: (x,))
c = e.fire(2.5)
d = f("y")
