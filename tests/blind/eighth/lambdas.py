# case: a lambda that returns a lambda
# file: main.py
add = lambda a: lambda b: a + b
x = add(1)(2)
y = add("a")("b")

# case: lambdas in a loop with a default
# file: main.py
fs = []
for n in (1, 2):
    fs.append(lambda x, n=n: (x, n))
r = fs[0]("v")
a, b = r

# case: a lambda as a key of a method
# file: main.py
class Table:
    def __init__(self, rows):
        self.rows = rows
    def by(self, key):
        return sorted(self.rows, key=key)
t = Table([("b", 2), ("a", 1)])
r = t.by(lambda row: row[1])
f = r[0]

# case: a conditional in a lambda
# file: main.py
sign = lambda n: "neg" if n < 0 else 0
a = sign(-1)
b = sign(1)

# case: lambdas with star parameters
# file: main.py
g = lambda *a, **k: (a, k)
r = g(1, "x", z=2.0)
p = r[0]
q = r[1]["z"]

# case: immediately called and stored
# file: main.py
v = (lambda x: x * 2)(2.5)
class H:
    hook = staticmethod(lambda n: [n])
w = H.hook(3)
u = H().hook("s")
