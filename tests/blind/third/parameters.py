# case: same function, objects of several classes
# file: main.py
class Sq:
    def __init__(self, s):
        self.s = s
    def area(self):
        return self.s ** 2
class Ci:
    def __init__(self, r):
        self.r = r
    def area(self):
        return 3.14 * self.r
def total(shapes):
    t = 0
    for s in shapes:
        t += s.area()
    return t
a = total([Sq(2)])   # wide: a
b = total([Ci(1)])   # wide: b
def big(shape, limit=10):
    return shape.area() > limit
c = big(Sq(1))
# case: out parameters
# file: main.py
def fill(target, key, value):
    target[key] = value
def extend(xs, more):
    for m in more:
        xs.append(m)
d = {}
fill(d, "a", 1)
v = d["a"]
l = []
extend(l, ["x"])
w = l[0]
# case: parameter shadowing
# file: main.py
name = "global"
def f(name):
    name = name + 1
    return name
def g(name=name):
    return name
x = f(1)
y = g()
z = g(2.5)
# case: parameter narrowed
# file: main.py
def norm(v):
    if v is None:
        v = 0
    if isinstance(v, str):
        v = int(v)
    return v
a = norm(None)
b = norm("3")
c = norm(4)
# case: callback receives own object
# file: main.py
class Node:
    def __init__(self, v):
        self.v = v
        self.kids = []
    def add(self, kid):
        self.kids.append(kid)
        return kid
    def walk(self, fn):
        fn(self)
        for k in self.kids:
            k.walk(fn)
seen = []
def visit(node):
    seen.append(node.v)
root = Node(1)
root.add(Node(2))
root.walk(visit)
s = seen[0]
# case: default None replaced by class
# file: main.py
class Default:
    def fmt(self, s):
        return s.upper()
class Plain:
    def fmt(self, s):
        return s
def out(s, formatter=None):
    formatter = formatter or Default()
    return formatter.fmt(s)
a = out("x")
b = out("y", Plain())
