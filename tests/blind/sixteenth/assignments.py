# Assignments: chains of rebinding, targets of all kinds.

# case: a chain of rebindings through other names
# file: main.py
def f():
    return 1
def g():
    return "g"
def h():
    return 2.5
a = f
b = a
a = g
c = a
b, a = a, h
c = b
x = a()
y = b()
z = c()
f = h
w = f()

# case: star targets in every place, from several sources
# file: main.py
head, *tail = "abc"
*init, last = (1, "x", 2.5)
first, *middle, end = [1, 2, "z"]
(a, *b), c = (1, "s", None), b"c"
[p, [q, *r]] = [1, ["q", 2.5]]
*only, = {1: "one"}
*none, one = [True]
k = init[0]
m = middle
for i, *rest in [(1, "a", "b"), (2,)]:
    n = rest

# case: targets that are evaluated in order
# file: main.py
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
def index():
    return 0
items = [None, None]
i = 0
i, items[i] = 1, "first"
items[index()], j = "again", i
n = Node(1)
n.next = n = Node("two")
n.value, n.next = n, n.value
v = n.next
w = items[0]

# case: assigned in with, for, try, match and comprehension at once
# file: main.py
class Res:
    def __enter__(self):
        return self, 1
    def __exit__(self, *exc):
        return False
with Res() as (r, n):
    m = n
for key, (lo, hi) in {"a": (1, 2.5)}.items():
    span = hi - lo
try:
    d = {}["x"]
except KeyError as e:
    d = e.args[0]
match [1, "two", None]:
    case [int() as one, *others]:
        tail = others
squares = [last := i * i for i in range(3)]
done = last

# case: names of builtins, and of the function itself, are bound anew
# file: main.py
def list(*items):
    return {"items": items}
def id(x):
    return str(x)
a = list(1, 2)
b = id(3)
len = "five".__len__
c = len()
def once():
    global once
    once = lambda: "later"
    return 1
d = once()
e = once()
del id
f = id(a) > 0
sum = max = min
g = max(3, 2)

# case: augmented targets of attributes, items and calls
# file: main.py
class Box:
    count = 0
    def __init__(self):
        self.items = ()
    def __iadd__(self, other):
        self.items += (other,)
        return self
    def __or__(self, other):
        return [self, other]
def get(box):
    return box
b = Box()
b += 1
b.count += 1.5
get(b).items += ("x",)
c = b.items
d = b.count
table = {"n": 1, "s": "a"}
table["n"] += 0.5
table["s"] *= 2
e = table["n"]
f = b
f |= 3
