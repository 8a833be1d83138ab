# case: assigned, passed and returned
# file: main.py
f = lambda x: x + 1
def use(g):
    return g(2)
def make():
    return lambda s: s * 2
a = f(1)
b = use(f)
c = make()("a")
d = use(lambda n: [n])

# case: lambdas with defaults and stars
# file: main.py
f = lambda a, b=2.0: a * b
g = lambda *args: args
h = lambda **kw: kw
a = f(1)
b = g(1, "a")
c = h(x=1)
d = f(2, 3)

# case: a lambda calls functions of the module
# file: main.py
def one():
    return 1
def two(n):
    return str(n)
chain = lambda: two(one())
a = chain()
pick = lambda flag: one if flag else two
b = pick(True)()
c = pick(False)(3)

# case: lambdas in a list comprehension
# file: main.py
fs = [lambda n=i: n for i in range(2)]
a = fs[0]()
gs = [lambda: "x", lambda: 1]
b = gs[0]()
c = gs[1]()
for g in gs:
    r = g()

# case: sorting and reducing
# file: main.py
from functools import reduce
rows = [("b", 2), ("a", 1)]
s = sorted(rows, key=lambda r: r[1])
t = reduce(lambda acc, r: acc + r[1], rows, 0)
u = list(map(lambda r: r[0], rows))
v = list(filter(lambda r: r[1] > 1, rows))

# case: a lambda in an attribute and in a class
# file: main.py
class Calc:
    twice = lambda self, n: n * 2
    def __init__(self, op):
        self.op = op
    def run(self, n):
        return self.op(n)
c = Calc(lambda n: n / 2)
a = c.run(4)
b = c.twice("a")

# case: a lambda that returns a lambda
# file: main.py
add = lambda a: lambda b: a + b
one = add(1)
x = one(2)
y = add("a")("b")
