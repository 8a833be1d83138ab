# Lambdas.

# case: a lambda in a tuple, a set and a class
# file: main.py
pair = (lambda: 1, lambda: "s")
a = pair[0]()
b = pair[1]()
class Holder:
    f = lambda self, x: [x]
    g = staticmethod(lambda x: (x,))
h = Holder()
c = h.f(1)
d = h.g(1)

# case: a lambda takes a lambda and gives one
# file: main.py
twice = lambda f: lambda x: f(f(x))
wrap = twice(lambda v: [v])
a = wrap(1)
b = a[0]
c = twice(lambda s: s + "!")("x")

# case: a lambda with a walrus and with keyword-only parameters
# file: main.py
f = lambda x, *, key=None: key or x
a = f(1)
b = f(1, key="k")
g = lambda x: (y := x) and [y]
c = g(2.5)

# case: lambdas as keys of sorted, max and groupings
# file: main.py
people = [("ann", 3), ("bob", 2)]
by_age = sorted(people, key=lambda p: p[1])
oldest = max(people, key=lambda p: p[1])
name, age = oldest
names = list(map(lambda p: p[0], people))

# case: a lambda that calls itself by its name
# file: main.py
count = lambda n: 0 if n == 0 else 1 + count(n - 1)
a = count(3)
nest = lambda n: [] if n == 0 else [nest(n - 1)]
b = nest(2)

# case: a lambda closes over self and an argument
# file: main.py
class Button:
    def __init__(self, label):
        self.label = label
        self.on_click = lambda: self.label
    def later(self, n):
        return lambda: (self.label, n)
b = Button("ok")
a = b.on_click()
c = b.later(1)()
d = Button(2).on_click()
