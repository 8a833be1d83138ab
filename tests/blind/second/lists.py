# case: functions by index
# file: main.py
def a():
    return 1
def b():
    return "b"
fs = [a, b]
x = fs[0]()
y = fs[1]()
z = fs[-1]()
i = 1
w = fs[i]()
# case: changed items
# file: main.py
def a():
    return 1
def b():
    return "b"
l = [a, a]
l[0] = b
x = l[0]()
y = l[1]()
# case: grown
# file: main.py
l = []
l.append(1)
l.extend([2, 3])
l.insert(0, 4)
l += [5]
p = l.pop()
i = l.index(2)
c = l.copy()
s = l[1:]
n = l.count(1)
r = l.sort()
# case: nested
# file: main.py
m = [[1, 2], [3, 4]]
row = m[0]
v = m[1][0]
col = [r[0] for r in m]
t = list(zip(*m))
f = [x for r in m for x in r]
m[0][1] = 9
g = [[0] * 2 for _ in range(2)]
z = g[0][0]
# case: objects in a list
# file: main.py
class A:
    def go(self):
        return 1
class B:
    def go(self):
        return "b"
objs = [A(), B()]
for o in objs:
    r = o.go()
first = objs[0].go()
rs = [o.go() for o in objs]
last = objs[-1]
# case: given and returned
# file: main.py
def add(xs, x):
    xs.append(x)
    return xs
def total(xs):
    t = 0
    for x in xs:
        t += x
    return t
l = add([1], 2)
s = total(l)
e = total([])
# case: filled by a method
# file: main.py
class Stack:
    def __init__(self):
        self._items = []
    def push(self, x):
        self._items.append(x)
    def pop(self):
        return self._items.pop()
    def peek(self):
        return self._items[-1] if self._items else None
s = Stack()
s.push("a")
v = s.pop()
w = s.peek()   # wide: w
# case: comprehension with condition and calls
# file: main.py
def f(n):
    return n * 1.0
xs = [f(n) for n in range(3) if n]
ys = [x for x in xs if x > 1]
pairs = [(i, c) for i, c in enumerate("ab")]
a, b = pairs[0]
s = {len(w) for w in ["a"]}
nested = [[y for y in range(x)] for x in range(3)]
# case: unpacked in calls and literals
# file: main.py
a = [1, 2]
b = [*a, "x"]
c, *d = b
e = a + ["y"]
f = a * 2
g = [*range(2)]
h = list("ab") + list((1.5,))
# case: a slice of functions
# file: main.py
def a():
    return 1
def b():
    return "b"
def c():
    return 2.5
fs = [a, b, c]
for f in fs[1:]:
    r = f()   # wide: r
x, y = fs[:2]
z = y()
# case: loop over copies, deletion, sorting keys
# file: main.py
l = [("b", 2), ("a", 1)]
l.sort(key=lambda p: p[0])
k, v = l[0]
del l[0]
rest = l
rev = l[::-1]
mx = max(l)
j = [str(x) for _, x in l]
