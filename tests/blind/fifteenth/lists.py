# Lists.

# case: slices, concatenation and repetition
# file: main.py
def f():
    return 1
def g():
    return "g"
fs = [f, g]
a = fs[0]()
b = fs[-1]()
c = fs[1:][0]()
both = fs + [len]
d = both[2]("abc")
e = [f] * 2
h = e[1]()
i = fs[::-1][0]()
copy = fs[:]
copy[0] = g
j = copy[0]()
k = fs[0]()
l = [*fs, *e][2]()

# case: methods of lists
# file: main.py
items = [3, 1]
items.append("x")
items.insert(0, 2.5)
items.extend((None,))
a = items.pop()
b = items.index(1)
c = items.count(3)
nums = [3, 1, 2]
nums.sort()
d = nums[0]
e = nums.copy()
nums.reverse()
f = nums.remove(1)
g = sorted(nums, reverse=True)
stack = []
stack.append((1, "one"))
n, word = stack.pop()
nums.clear()

# case: comprehensions with conditions, of calls and nested
# file: main.py
def half(n):
    return n / 2
def label(n):
    return f"n{n}"
halves = [half(n) for n in range(4) if n % 2]
words = [fn(1) for fn in (half, label)]
grid = [[(r, label(c)) for c in range(2)] for r in range(2)]
cell = grid[0][1]
name = cell[1]
flat = [x for row in grid for x in row]
odd = {n % 2 for n in range(3)}
table = [[0] * 2 for _ in range(2)]
table[0][1] = "x"
v = table[0][0]
picked = [a if a else None for a in halves]

# case: lists of lists of functions and of instances
# file: main.py
class Cmd:
    def __init__(self, fn):
        self.fn = fn
    def run(self):
        return self.fn()
def one():
    return 1
def two():
    return "2"
queue = [[Cmd(one)], [Cmd(two), Cmd(one)]]
a = queue[0][0].run()
for row in queue:
    for cmd in row:
        b = cmd.run()
head, *tail = queue
c = tail[0][0].fn
last = queue[-1][-1]
d = last.run()
nested = [one, [two, [len]]]
e = nested[1][1][0]("ab")
g = nested[1][0]()
h = [q.run() for q in sum(queue, [])]

# case: unpacking, loops and deletion
# file: main.py
rows = [("a", 1, [1.5]), ("b", 2, [])]
for name, n, extra in rows:
    extra.append(0.5)
for i, (name, *rest) in enumerate(rows):
    kept = rest
(first, _, xs), second = rows
x = xs[0]
del rows[0]
left = rows[0]
pairs = list(zip(*[("k", 1), ("l", 2)]))
keys = pairs[0]
matrix = [[1, 2], [3, 4]]
turned = [list(r) for r in zip(*matrix)]
t = turned[0][0]
a, b = sorted("ba")
swap = [1, "x"]
swap[0], swap[1] = swap[1], swap[0]
s = swap[0]
