# Returns.

# case: several returns, and none
# file: main.py
def kind(n):
    if n == 0:
        return None
    if n == 1:
        return "one"
    if n == 2:
        return
    return [n]
def nothing(n):
    n + 1
def loop(items):
    for i in items:
        if i:
            return i
    else:
        return "none"
a = kind(0)
b = kind(1)
c = kind(2)
d = kind(3)
e = nothing(1)
f = loop([1])
g = loop([0])

# case: functions, classes and modules are returned
# file: util.py
def helper():
    return 1
class Tool:
    def use(self):
        return helper
# file: main.py
import util
def module():
    return util
def cls():
    return util.Tool
def func():
    return util.helper
def method():
    return util.Tool().use
a = module().helper()
b = cls()()
c = func()()
d = method()()()
e = module().Tool().use()

# case: tuples, nested and unpacked
# file: main.py
def three():
    return 1, "two", 3.0
def nested():
    a, *rest = three()
    return (a, rest), {"k": three()}
def swap(pair):
    x, y = pair
    return y, x
x, y, z = three()
p, q = nested()
r = p[1]
s = q["k"][1]
t = swap(swap((1, "x")))
u = swap((None, [1]))[0]
v = three()[-1]

# case: returns out of loops, handlers and contexts
# file: main.py
class Ctx:
    def __enter__(self):
        return "entered"
    def __exit__(self, *a):
        return False
def inside():
    with Ctx() as c:
        return c
def tried(f):
    try:
        return f()
    except ZeroDivisionError:
        return "zero"
def while_true():
    n = 0
    while True:
        n += 1
        if n > 3:
            return float(n)
def zero():
    return 1 // 0
a = inside()
b = tried(zero)
c = tried(while_true)
d = while_true()

# case: self, copies and builders are returned
# file: main.py
class Builder:
    def __init__(self):
        self.parts = {}
    def set(self, name, value):
        self.parts[name] = value
        return self
    def build(self):
        return self.parts
    def copy(self):
        new = type(self)()
        new.parts = dict(self.parts)
        return new
class Loud(Builder):
    def build(self):
        parts = super().build()
        return {k.upper(): v for k, v in parts.items()}
b = Builder().set("a", 1).set("b", 2)
a = b.build()
c = b.copy()
d = Loud().set("x", None)
e = d.build()
f = d.copy().set("y", None).build()
g = a["a"]
