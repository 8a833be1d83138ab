# case: chained and swapped
# file: main.py
a = b = c = 3
x, y = 1, "y"
x, y = y, x
p = q = []
p.append(1)
# case: a function assigned to several names
# file: main.py
def f():
    return 1
def g():
    return "g"
h = f
k = h
r = k()
h = g
s = h()
k, h = h, k
t = k()
u = h()
# case: starred
# file: main.py
head, *tail = [1, 2, 3]
*init, last = ("a", "b", 2.5)
first, *mid, end = "hello"
(m, n), o = (1, "n"), None
[v, w] = 1.5, b"w"
for i, (j, *k) in [(1, ("a", 2, 3))]:
    pass
# case: functions in unpacked tuples
# file: main.py
def one():
    return 1
def two():
    return "2"
def three():
    return 3.0
a, (b, c) = one, (two, three)
x = a()
y = b()
z = c()
d, *rest = one, two, three
w = d()
v = rest[0]()
# case: augmented
# file: main.py
n = 1
n += 1.5
s = "a"
s *= 3
l = [1]
l += ["b"]
d = {"a": 1}
d |= {"b": "x"}
t = (1,)
t += ("a",)
m = 7
m //= 2
m /= 2
b = True
b &= False
# case: walrus
# file: main.py
import re
if (n := len("abc")) > 2:
    k = n
while (chunk := "abc"[n:]) and n < 2:
    n += 1
vals = [y := 1.5, y]
z = y
def f():  # wide: f
    if m := re.match("a", "abc"):  # wide: m
        return m.group()
    return None
g = f()  # wide: g
# case: conditional expression
# file: main.py
import sys
flag = len(sys.argv) >= 0
x = 1 if flag else "no"  # wide: x
def a():
    return 1
def b():
    return 2
fn = a if flag else a
r = fn()
w = None or "text"
v = "" or 0 or [1]
u = 1 and "yes"
# case: attribute assignments
# file: main.py
class Box:
    pass
b = Box()
b.w = 1
b.h = 2.5
b.inner = Box()
b.inner.label = "x"
area = b.w * b.h
label = b.inner.label
b.w = "wide"
wide = b.w
c = b
same = c.h
# case: globals from functions
# file: main.py
state = None
count = 0
def setup():
    global state, count
    state = {"a": 1}
    count += 1
    return state
def teardown():
    global late
    late = [1]
before = state
got = setup()
after = count
teardown()
done = late
# case: nonlocal
# file: main.py
def counter():
    n = 0
    tag = None
    def bump():
        nonlocal n, tag
        n += 1
        tag = "t"
        return n
    def read():
        return tag
    return bump, read
b, r = counter()
x = b()
y = r()
# case: subscripts assigned
# file: main.py
def hello():
    return "hello"
def bye():
    return 0
table = [hello, hello]
table[1] = bye
a = table[0]()
b = table[1]()
m = {}
m["f"] = hello
c = m["f"]()
m["f"] = bye
d = m["f"]()
grid = [[0, 0], [0, 0]]
grid[0][1] = 5
row = grid[0]
cell = grid[0][1]
# case: recursive use of the own name
# file: main.py
x = "1,2"
x = x.split(",")
x = [int(p) for p in x]
x = sum(x)
x = x / 2
x = str(x)
x = x.encode()
x = len(x)
# case: annotated and deleted
# file: main.py
count: int = 3
name: "str" = "n"
pending: list
pending = [1, "a"]
tmp = 5
del tmp
tmp = "again"
def f():
    value: float = 1.5
    other = value
    return other
r = f()
# case: a class under another name
# file: main.py
class Duck:
    def quack(self):
        return "quack"
Bird = Duck
Other = Bird
d = Other()
q = d.quack
s = q()
make = Duck
e = make().quack()
