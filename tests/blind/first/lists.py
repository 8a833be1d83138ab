# case: items by index
# file: main.py
l = [1, "a", 2.5, None]
a = l[0]
b = l[1]
c = l[-1]
d = l[2]
n = [[1, "x"], [b"y"]]
e = n[0][1]
f = n[1][0]
# case: functions in lists
# file: main.py
def f():
    return 1
def g():
    return "g"
def h(x):
    return x
fs = [f, g]
a = fs[0]()
b = fs[1]()
fs.append(f)
c = fs[-1]()
for fn in fs:
    d = fn()
deep = [[f], [g, h]]
e = deep[1][1](2.5)
# case: slices
# file: main.py
def f():
    return 1
def g():
    return "g"
def h():
    return 2.5
fs = [f, g, h]
part = fs[1:]
a = part[0]()
b = fs[:2][1]()
c = fs[::-1][0]()
nums = [1, 2, 3]
d = nums[1:][0]
nums[0:2] = [9]
e = nums[0]
# case: comprehensions of functions and calls
# file: main.py
def one(x):
    return x
def two(x):
    return [x]
rs = [fn(1) for fn in (one, two)]
ls = [one for _ in range(3)]
a = ls[0]("a")
b = [two(x) for x in "ab"]
c = [f(2) for f in [one] if f]
d = [[one(i) for i in row] for row in [[1], [2]]]
e = {one(x) for x in [1.5]}
# case: changed in place
# file: main.py
l = []
l.append(1)
l.extend([2, 3])
l.insert(0, 4)
a = l[0]
l += [5]
b = l.pop()
l2 = list(l)
l2.append("x")
l.reverse()
c = l
del l[0]
d = l[0]
l.clear()
# case: lists of objects
# file: main.py
class Node:
    def __init__(self, name):
        self.name = name
        self.kids = []
    def add(self, kid):
        self.kids.append(kid)
        return kid
    def names(self):
        out = [self.name]
        for k in self.kids:
            out.extend(k.names())
        return out
root = Node("r")
k = root.add(Node("a"))
k2 = k.add(Node("b"))
n = root.names()
f = root.kids[0]
g = f.name
# case: passed and returned
# file: main.py
def append(l, x):
    l.append(x)
    return l
def first(l):
    return l[0]
def make():
    return [1, 2]
nums = make()
append(nums, 3)
a = first(nums)
b = append([], "x")
c = first(b)
d = make()[0]
# case: unpacked and zipped
# file: main.py
a, b = [1, "x"]
[c, [d, e]] = [1, [2.5, "e"]]
for x, y in [(1, "a"), (2, "b")]:
    p, q = x, y
for i, (u, v) in enumerate([(1.5, b"")]):
    pass
z = [*range(2), *"ab"]
f, *g = [f for f in (1, 2)]
k = list(zip([1], ["a"], [2.5]))
# case: stacks and queues
# file: main.py
stack = [1]
while stack:
    top = stack.pop()
    if top < 3:
        stack.append(top + 1)
def bfs(graph, start):
    queue = [start]
    seen = []
    while queue:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.append(node)
        queue.extend(graph[node])
    return seen
s = bfs({"a": ["b"], "b": []}, "a")
# case: multiplication, membership and comparison
# file: main.py
row = [0] * 3
grid = [[None] * 2 for _ in range(2)]
grid[0][0] = "x"
cell = row[1]
has = 3 in row
same = row == [0]
cat = [1] + ["a"]
longer = row < [1]
n = row.count(0)
t = tuple(row)
idx = [i for i, v in enumerate(row) if v == 0]
# case: nested lists of functions called with functions
# file: main.py
def run(fs, x):
    for f in fs:
        x = f(x)
    return x
def inc(x):
    return x + 1
def text(x):
    return str(x)
a = run([inc, inc], 1)
b = run([inc, text], 1)
fs = [[inc], [text]]
c = fs[1][0](a)
d = [f for f in fs[0]][0](2.5)
# case: in attributes and globals
# file: main.py
log = []
def note(x):
    log.append(x)
    return log
class Team:
    members = []
    def join(self, who):
        self.members.append(who)
        return self.members[-1]
n = note("a")
last = log[-1]
w = Team().join("bob")
m = Team.members
