# Lists: what is in them.

# case: a list of lists of functions, called by two indexes
# file: main.py
def a():
    return 1
def b():
    return "b"
def c():
    return 2.5
grid = [[a, b], [c]]
x = grid[0][1]()
y = grid[1][0]()
z = [row[0]() for row in grid]
for row in grid:
    for fn in row:
        got = fn()

# case: insert, extend and slices of mixed things
# file: main.py
l = [1]
l.insert(0, "a")
l.extend((2.5, None))
l += [b"x"]
first = l[0]
part = l[1:3]
r = l.pop()
l[1] = {}
rev = l[::-1]
n = l.index("a")

# case: a list holds itself
# file: main.py
l = [1]
l.append(l)
inner = l[1]
n = l[0]

# case: comprehension with several fors, and the inner uses the outer
# file: main.py
words = ["ab", "c"]
letters = [ch for w in words for ch in w]
pairs = [(w, i) for i, w in enumerate(words) if i]
table = [[f"{w}{i}" for i in range(2)] for w in words]
cell = table[0][0]
flat = [x for row in table for x in row]
lens = {len(w) for w in words}
nest = [{w: [ch]} for w in words for ch in w]

# case: sorted objects, and the least
# file: main.py
class Task:
    def __init__(self, name, prio):
        self.name = name
        self.prio = prio
    def __lt__(self, other):
        return self.prio < other.prio
    def __repr__(self):
        return f"Task({self.name})"
tasks = [Task("b", 2), Task("a", 1)]
tasks.sort()
top = tasks[0].name
low = min(tasks).prio
names = [t.name for t in sorted(tasks, reverse=True)]
text = repr(tasks)
high, *others = tasks
rest = others[0]

# case: a stack machine
# file: main.py
class Machine:
    def __init__(self):
        self.stack = []
    def push(self, v):
        self.stack.append(v)
    def add(self):
        b = self.stack.pop()
        a = self.stack.pop()
        self.push(a + b)
    def run(self, code):
        for op in code:
            if isinstance(op, int):
                self.push(op)
            else:
                getattr(self, op)()
        return self.stack[-1]
r = Machine().run([1, 2, "add"])

# case: lists multiplied and compared
# file: main.py
row = [0] * 3
grid = [[None] * 2 for _ in range(2)]
grid[0][1] = "x"
cell = grid[0][1]
bigger = [1, 2] > [1]
both = row + ["s"]
copy = both.copy()
copy.clear()
copy.append(1.5)
c = copy[0]
starred = [*row, *"ab"]

# case: a queue of functions that add to the queue
# file: main.py
queue = []
done = []
def start():
    queue.append(middle)
    return "start"
def middle():
    queue.append(end)
    return 2
def end():
    return None
queue.append(start)
while queue:
    fn = queue.pop(0)
    done.append(fn())
last = done[-1]

# case: a bisected list and an accumulated one
# file: main.py
import bisect
import heapq
xs = [1, 3]
bisect.insort(xs, 2)
i = bisect.bisect(xs, 2)
heap = []
heapq.heappush(heap, (2, "b"))
heapq.heappush(heap, (1, "a"))
n, s = heapq.heappop(heap)
small = heapq.nsmallest(1, heap)
total = [xs[0]]
for x in xs[1:]:
    total.append(total[-1] + x)
