# case: chained and swapped
# file: main.py
a = b = c = []
a.append(1)
x, y = 1, "y"
x, y = y, x
d = c
# case: starred in the middle
# file: main.py
first, *middle, last = [1, 2, 3, 4]
(h, *t), u = "abc", 5
[p, q] = {"k": 1}.items(), None
# case: nested tuples
# file: main.py
def pair():
    return (1, ("a", 2.5))
n, (s, f) = pair()
whole = pair()
inner = whole[1]
deep = whole[1][0]
# case: a function under another name
# file: main.py
def greet():
    return "hi"
hello = greet
bonjour = hello
r = bonjour()
# case: names bound again and again
# file: main.py
def f():
    return 1
def g():
    return "g"
h = f
a = h()
h = g
b = h()
h = None
# case: augmented
# file: main.py
n = 1
n += 2
n /= 2
s = "a"
s += "b"
s *= 3
l = [1]
l += [2]
t = (1,)
t += ("x",)
d = {"a": 1}
d |= {"b": 2}
z = {1}
z |= {2}
n //= 1
# case: attributes and items as targets
# file: main.py
class Box:
    pass
b = Box()
b.x, b.y = 1, "s"
b.x += 1
l = [None, None]
l[0], l[1] = "a", "b"
v = b.y
w = l[0]
# case: global and nonlocal
# file: main.py
count = 0
def bump():
    global count, fresh
    count += 1
    fresh = "new"
    return count
def counter():
    n = None
    def inc():
        nonlocal n
        n = 1
        return n
    r = inc()
    return n
c = bump()
f = fresh
k = counter()
# case: walrus
# file: main.py
import re
if (m := re.match(r"\d+", "12")):
    g = m.group()
data = [y for x in ["1", "2"] if (y := int(x))]
last = y
print((size := len(data)), size)
# case: for with else and leftover variables
# file: main.py
for i, ch in enumerate("abc"):
    keep = ch
else:
    done = True
rest = i
for key in {"a": 1}:
    pass
for (a, b), c in [((1, "x"), 2.0)]:
    z = b
# case: conditional
# file: main.py
import sys
flag = len(sys.argv) > 100
v = 1 if flag else "one"   # wide: v
w = flag and 5   # wide: w
o = None or "default"
e = "" or 3
n = not v
cmp = 1 < 2 < 3
# case: with
# file: main.py
class Ctx:
    def __enter__(self):
        return "entered"
    def __exit__(self, *exc):
        return False
with Ctx() as e, open(__file__) as fh:
    line = fh.readline()
with Ctx():
    inside = 1
# case: del and again
# file: main.py
x = 1
del x
x = "s"
def f():
    y = 1.0
    del y
    y = x
    return y
r = f()
# case: annotated
# file: main.py
x: int = 5
y: "str"
y = "z"
class C:
    a: int = 3
    b: str
    def __init__(self):
        self.b = "q"
        self.c: float = 1.0
c = C()
t = c.a, c.b, c.c
