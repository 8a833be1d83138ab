# Lists and other sequences.

# case: editing a list
# file: main.py
items = ["b", "a"]
items.append("c")
items.insert(0, "z")
items.extend(["x", "y"])
popped = items.pop()
zero = items.pop(0)
items.remove("x")
where = items.index("a")
items.sort()
items.reverse()
head, *tail = items
middle = items[1:-1]
every = items[::2]
items[0:1] = ["p", "q"]
del items[-1]
copy = items.copy()
copy.clear()
left = items + [1]
many = ["-"] * 3
last = left[-1]
first = left[0]
found = "p" in items
none = items.append("n")

# case: tables
# file: main.py
matrix = [[1, 2, 3], [4, 5, 6]]
turned = [list(row) for row in zip(*matrix)]
flat = [x for row in matrix for x in row]
diag = [matrix[i][i] for i in range(2)]
col = [row[1] for row in matrix]
row_sums = list(map(sum, matrix))
labels = [f"{r},{c}" for r in range(2) for c in range(2) if r != c]
grid = [[None] * 2 for _ in range(2)]
grid[0][0] = "x"
cell = grid[0][0]
empty = grid[1][1]
best = max(matrix, key=sum)
pairs = [(i, row[0]) for i, row in enumerate(matrix)]
(i0, v0), (i1, v1) = pairs
lookup = dict(pairs)
first = lookup[0]
sliced = matrix[0][1:]
product = [[a * b for b in (1, 2.5)] for a in flat[:2]]
value = product[0][1]

# case: a stack, a queue, a ring
# file: main.py
class Stack:
    def __init__(self, items=()):
        self._items = list(items)
    def push(self, item):
        self._items.append(item)
        return self
    def pop(self):
        return self._items.pop() if self._items else None
    def peek(self):
        return self._items[-1]
    def __len__(self):
        return len(self._items)
    def __bool__(self):
        return bool(self._items)
    def __iter__(self):
        return reversed(self._items)
s = Stack("ab").push("c")
top = s.pop()
peeked = s.peek()
order = list(s)
while s:
    gone = s.pop()
nothing = s.pop()
n = Stack([1, 2])
two = n.pop()
size = len(n)
class History(list):
    def add(self, item):
        self.append(item)
        return len(self)
    @property
    def latest(self):
        return self[-1]
h = History()
count = h.add("one")
h.add("two")
latest = h.latest
old = h[0]
part = h[:1]

# case: callables in lists
# file: main.py
def strip(s):
    return s.strip()
def words(s):
    return s.split()
def count(ws):
    return len(ws)
steps = [strip, words]
steps.append(count)
value = "  a b c "
for step in steps:
    value = step(value)
hooks = []
def hook(f):
    hooks.append(f)
    return f
@hook
def first():
    return 1
@hook
def second():
    return "two"
results = [h() for h in hooks]
one = hooks[0]()
two = hooks[-1]()
while hooks:
    h = hooks.pop()
    last = h()
methods = [str.upper, str.title]
shown = [m("ab cd") for m in methods]
makers = [list, tuple, set]
made = [make("aa") for make in makers]
firsts = makers[1]([1.5])

# case: sequences of other types
# file: main.py
import array
t = (1, "a", 2.5)
u = t + (None,)
tail = u[1:]
back = t[::-1]
n, *others = t
r = range(10)[2:8:2]
start = r.start
picked = r[1]
b = b"bytes"
code = b[0]
bs = b[1:3]
text = "some text"
ch = text[3]
caps = text.title()[:4]
arr = array.array("d", [1.0, 2.0])
second = arr[1]
listed = arr.tolist()
nums = sorted({3, 1, 2})
chars = sorted(text)
unique = list(dict.fromkeys("aab"))
joined = [*t, *"xy", *range(2)]
merged = (*nums, *chars[:1])
z = list(zip(nums, "ab"))
unz, chs = zip(*z)
bigger = [1, 2] > [1]
index = t.index("a")

# case: a search and its trail
# file: main.py
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def bfs(start, goal):
    queue = [[start]]
    seen = set()
    while queue:
        path = queue.pop(0)
        node = path[-1]
        if node == goal:
            return path
        if node in seen:
            continue
        seen.add(node)
        for nxt in graph[node]:
            queue.append(path + [nxt])
    return None
def topo():
    order, marks = [], {}
    def visit(n):
        if marks.get(n):
            return
        marks[n] = True
        for m in graph[n]:
            visit(m)
        order.insert(0, n)
    for n in graph:
        visit(n)
    return order
way = bfs("a", "d")
none = bfs("d", "a")
length = len(way)
ordered = topo()
edges = [(a, b) for a, bs in graph.items() for b in bs]
src, dst = edges[0]
degree = {n: len(bs) for n, bs in graph.items()}
