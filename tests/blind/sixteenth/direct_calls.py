# Calls of what stands there.

# case: calls of items of literals
# file: main.py
def f():
    return 1
def g():
    return "g"
a = [f, g][0]()
b = (f, g)[-1]()
c = {"f": f, 2: g}[2]()
d = {f}.pop()()
e = [[f], [g]][1][0]()
h = (lambda: (f, g))()[1]()
i = [x() for x in (f, g)][1]
j = ((f,),)[0][0]()

# case: calls of calls of calls, with arguments at each step
# file: main.py
def add(a):
    def second(b):
        def third(c):
            return a, b, c
        return third
    return second
def flip(f):
    return lambda b: lambda a: f(a)(b)
x = add(1)("b")(2.5)
y = flip(add)(None)(b"a")("last")
step = add([])
z = step(1)(2)
w = flip(step)(1)
v = flip(lambda a: lambda b: [a, b])(1)("one")

# case: calls in the head of statements
# file: main.py
def items():
    return [1, 2]
def ok(n):
    return n > 0
class Ctx:
    def __enter__(self):
        return "in"
    def __exit__(self, *a):
        return None
def ctx():
    return Ctx()
def fail(n):
    return ValueError(n)
for i in items():
    while not ok(i):
        i += 1
with ctx() as c, Ctx() as d:
    assert ok(1), fail(2)
if (n := len(items())) and ok(n):
    e = n
try:
    raise fail("x")
except type(fail(0)) as err:
    f = err
del items()[0]

# case: methods called through a class, an instance and a name
# file: main.py
class A:
    def m(self, x=None):
        return x
    @classmethod
    def k(cls):
        return cls
    @staticmethod
    def s(x):
        return [x]
class B(A):
    pass
obj = B()
a = A.m(obj, 1)
b = obj.m("s")
m = obj.m
c = m(2.5)
d = obj.k()().m()
e = B.s(1)
f = A.__dict__["m"](obj, b"")
g = type(obj).m(obj, ())
h = obj.__class__.k()
i = (obj.s or obj.m)({})

# case: recursion through parameters, containers and each other
# file: main.py
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return "no" if n == 0 else even(n - 1)
def walk(tree, visit):
    if isinstance(tree, list):
        return [walk(t, visit) for t in tree]
    return visit(tree)
def again(f, n, x):
    return x if n == 0 else again(f, n - 1, f(x))
table = {}
def fact(n):
    return 1 if n < 2 else n * table["fact"](n - 1)
table["fact"] = fact
a = even(4)
b = odd(4)
c = walk([1, [2]], str)
d = again(lambda s: s + "x", 2, "")
e = again(float, 1, 3)
f = fact(3)
