# case: list of lists of functions
# file: main.py
def a():
    return 1
def b():
    return "b"
grid = [[a, b], [b]]
x = grid[0][0]()
y = grid[1][0]()
for row in grid:
    for f in row:
        r = f()
# case: slices and negative indexes
# file: main.py
l = ["a", "b", "c"]
h = l[:1]
t = l[-1]
u = l[::2]
m = [1, "x", 2.5]
e = m[-1]
k = m[0]
p = m[1:]
q = p[0]
# case: building with loops and conditions
# file: main.py
def evens(n):
    out = []
    i = 0
    while i < n:
        if i % 2 == 0:
            out.append(i)
        i += 1
    return out
def squares(xs):
    res = []
    for x in xs:
        res = res + [x * x]
    return res
a = evens(5)
b = squares(a)
c = b[0]
# case: instances appended from functions
# file: main.py
class Task:
    def __init__(self, name):
        self.name = name
    def done(self):
        return True
tasks = []
def add(name):
    t = Task(name)
    tasks.append(t)
    return t
add("a")
add("b")
f = tasks[0].done()
names = [t.name for t in tasks]
last = tasks[-1].name
# case: list methods and aliases
# file: main.py
a = [3, 1]
b = a
b.append(2)
c = a[:]
c.append("x")
a.sort()
r = a.reverse()
i = b.pop(0)
s = sum(a)
j = a + b
k = c[-1]   # wide: k
# case: unpacking nested lists in loops
# file: main.py
data = [["a", [1, 2]], ["b", [3]]]
points = [(1, 2.0), (3, 4.0)]
for x, y in points:
    z = y
xs, ys = zip(*points)
fx = xs[0]
fy = ys[0]
m = {k: v for k, v in points}
w = m[1]
# case: stack and queue
# file: main.py
from collections import deque
stack = []
stack.append(("n", 1))
name, n = stack.pop()
q = deque()
q.append("x")
q.appendleft("y")
f = q.popleft()
while q:
    item = q.pop()
