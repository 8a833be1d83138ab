# Direct calls.

# case: calls of what calls give
# file: main.py
def level(n):
    def first(a):
        def second(b):
            return a, b
        return second
    return first
x = level(1)("a")(2.5)
y = level(2)(None)
z = y([1])
w = (lambda f: f)(level)(3)
v = w("b")

# case: calls of items of what calls give
# file: main.py
def f():
    return 1
def g():
    return "g"
def both():
    return f, g
def table():
    return {"f": f, "g": [g]}
class K:
    run = staticmethod(g)
    def __init__(self):
        self.call = f
def make():
    return K()
a = both()[0]()
b = both()[1]()
c = table()["f"]()
d = table()["g"][0]()
e = make().call()
h = make().run()
i = (f, g)[1]()
j = [f, g][:1][0]()
k = (f if a else g)()

# case: methods chained, on results and on super
# file: main.py
class Query:
    def __init__(self, parts=()):
        self.parts = parts
    def where(self, part):
        return type(self)(self.parts + (part,))
    def first(self):
        return self.parts[0]
class Sorted(Query):
    def where(self, part):
        return super().where(part).order()
    def order(self):
        return self
q = Query().where("a").where(1)
s = Sorted().where("b")
a = q.first()
b = s.where("c").order().first().upper()
c = Sorted.where(s, "d")
d = Query.where(q, 2.5).parts

# case: recursion, mutual recursion and a function that calls itself through a variable
# file: main.py
def even(n):
    if n == 0:
        return True
    return odd(n - 1)
def odd(n):
    if n == 0:
        return False
    return even(n - 1)
def depth(tree):
    return 1 + max([depth(t) for t in tree], default=0)
def flat(tree):
    out = []
    for t in tree:
        out.extend(flat(t) if isinstance(t, list) else [t])
    return out
again = depth
a = even(4)
b = again([[], [[]]])
c = flat([1, [2, ["x"]]])

# case: immediate calls of lambdas, classes and comprehensions
# file: main.py
def f(n=1):
    return n
def g():
    return "g"
a = (lambda: f)()()
b = [h() for h in (f, g)]
c = {n: h() for n, h in {"f": f}.items()}
d = tuple(h() for h in [g, g])
class K:
    def __call__(self, x):
        return [x]
    def __getitem__(self, i):
        return self
e = K()(1)
h = K()[0]("x")
i = K().__call__(2.5)
j = type("T", (K,), {})()(None)
