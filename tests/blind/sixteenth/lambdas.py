# Lambdas.

# case: in dictionaries, lists, tuples and sets, called in each way
# file: main.py
table = {"inc": lambda n: n + 1, "text": lambda n: str(n)}
a = table["inc"](1)
b = table["text"](1)
steps = [lambda: 1, (lambda: "x", lambda: 2.5)]
c = steps[0]()
d = steps[1][1]()
for name, f in table.items():
    e = f(3)
g = [f() for f in steps[1]]
fns = {lambda: None}
h = fns.pop()()
nested = {"a": {"b": lambda: b"deep"}}
i = nested["a"]["b"]()
nested["a"]["c"] = lambda x=1: [x]
j = nested["a"]["c"]()

# case: as defaults, as keyword arguments and as both
# file: main.py
def use(value, f=lambda v: [v], *, g=lambda v: v):
    return g(f(value))
def sort(items, key=lambda x: -x, default=lambda: None):
    return sorted(items, key=key)[0] if items else default()
a = use(1)
b = use(1, lambda v: str(v))
c = use("s", g=lambda v: {"v": v})
d = use(2.5, g=len)
e = sort([1, 2])
f = sort([], default=lambda: "none")
g = sort(["bb", "a"], key=lambda s: len(s))

# case: called at once, with arguments of every kind
# file: main.py
a = (lambda x: x * 2)("ab")
b = (lambda *args, **kw: (args, kw))(1, k="v")
c = (lambda x, y=2.5: y)(1)
d = (lambda f: f(f))(lambda g: [g])
e = (lambda: (lambda: 1))()()
f = (lambda x: (lambda y: (x, y)))(1)("y")
g = [(lambda n: n * n)(i) for i in range(3)]
h = (lambda self, n: self(self, n))(lambda self, n: 1 if n < 1 else n * self(self, n - 1), 3)
i = {"k": (lambda: "v")()}["k"]
j = (lambda *, k: k)(k=None)

# case: that return lambdas, classes, conditions and calls
# file: main.py
class Box:
    def __init__(self, v):
        self.v = v
make = lambda kind: Box if kind else dict
pick = lambda flag: (lambda: 1) if flag else (lambda: "no")
counter = lambda start: lambda step=1: start + step
a = make(True)(1).v
b = make(False)(k=1)
c = pick(True)()
d = pick(0)()
e = counter(1)()
f = counter(0.5)(step=2)
g = (lambda b: b and b.v)(Box("v"))
h = (lambda b: b or Box)(None)(2.5).v

# case: in classes, as methods, properties and keys
# file: main.py
class Shape:
    area = lambda self: self.w * self.h
    name = property(lambda self: type(self).__name__)
    make = classmethod(lambda cls, n: cls(n, n))
    helper = staticmethod(lambda x: [x])
    def __init__(self, w, h, on_change=lambda s: None):
        self.w = w
        self.h = h
        self.changed = on_change
        self.grow = lambda by: Shape(self.w + by, self.h)
s = Shape(2, 1.5)
a = s.area()
b = s.name
c = Shape.make(1).area()
d = s.helper("x")
e = s.changed(s)
f = s.grow(1).w
g = Shape(1, 1, on_change=lambda s: s.h).changed(s)
h = sorted([s, Shape(0, 0)], key=lambda p: p.area())[0].w
i = max([s], key=Shape.area).name
