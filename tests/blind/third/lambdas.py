# case: lambda chain
# file: main.py
double = lambda x: x * 2
inc = lambda x: x + 1
comp = lambda f, g: lambda x: f(g(x))
h = comp(double, inc)
r = h(3)
s = comp(str, h)(1)
# case: lambda in class attribute and dict
# file: main.py
class Ops:
    table = {"up": lambda s: s.upper(), "len": lambda s: len(s)}
    key = staticmethod(lambda v: v[0])
    def run(self, name, s):
        return self.table[name](s)
o = Ops()
a = o.run("up", "x")   # wide: a run
b = o.key("abc")
c = Ops.table["len"]("abc")
# case: lambda with default capturing
# file: main.py
fns = {}
for name in ("a", "b"):
    fns[name] = lambda n=name: n + "!"
x = fns["a"]()
adders = [lambda v, i=i: v + i for i in range(3)]
y = adders[0](1)
# case: lambda returning calls
# file: main.py
class User:
    def __init__(self, name):
        self.name = name
    def greet(self):
        return "hi " + self.name
make = lambda name: User(name)
u = make("ann")
g = u.greet()
greet = lambda u: u.greet()
k = greet(u)
ns = list(map(lambda u: u.name, [u]))
# case: immediately and conditionally
# file: main.py
val = (lambda a, b=2: a + b)(1)
pick = (lambda: "yes") if val > 1 else (lambda: "no")
p = pick()
sort = sorted([3, 1], key=lambda v: (-v, str(v)))
any_ = any(map(lambda v: v > 2, sort))
# case: lambda given to own higher order
# file: main.py
def fold(fn, xs, init):
    acc = init
    for x in xs:
        acc = fn(acc, x)
    return acc
a = fold(lambda acc, x: acc + x, [1, 2], 0)
b = fold(lambda acc, x: acc + [x], ["a"], [])
def on(event, cb=lambda e: None):
    return cb(event)
c = on("e")
d = on("e", lambda e: e * 2)
