# Lists: stacks, queues, rows, searches.

# case: an undo stack of commands
# file: main.py
class Insert:
    def __init__(self, at, text):
        self.at, self.text = at, text
    def do(self, buffer):
        buffer[self.at:self.at] = list(self.text)
    def undo(self, buffer):
        del buffer[self.at:self.at + len(self.text)]
class Delete:
    def __init__(self, start, end):
        self.start, self.end = start, end
        self.cut = None
    def do(self, buffer):
        self.cut = buffer[self.start:self.end]
        del buffer[self.start:self.end]
    def undo(self, buffer):
        buffer[self.start:self.start] = self.cut
class Editor:
    def __init__(self):
        self.buffer = []
        self.done, self.undone = [], []
    def run(self, command):
        command.do(self.buffer)
        self.done.append(command)
        self.undone.clear()
    def undo(self):
        if not self.done:
            return None
        command = self.done.pop()
        command.undo(self.buffer)
        self.undone.append(command)
        return command
    def text(self):
        return "".join(self.buffer)
e = Editor()
e.run(Insert(0, "hello"))
e.run(Delete(1, 3))
t = e.text()
u = e.undo()
cut = u.cut
first = e.buffer[0]
e.undo()
nothing = e.undo()

# case: sorting algorithms
# file: main.py
def quicksort(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    low = [x for x in rest if x < pivot]
    high = [x for x in rest if x >= pivot]
    return quicksort(low) + [pivot] + quicksort(high)
def merge_sort(items):
    if len(items) <= 1:
        return list(items)
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    out = []
    while left and right:
        out.append((left if left[0] <= right[0] else right).pop(0))
    out.extend(left or right)
    return out
def bubble(items):
    for end in range(len(items) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swapped = True
        if not swapped:
            break
    return items
q = quicksort([3, 1, 2])
m = merge_sort(("b", "a"))
b = bubble([2.5, 1.5])
x, y, z = q[0], m[0], b[0]

# case: a grid and its neighbours
# file: main.py
class Grid:
    def __init__(self, text):
        self.rows = [list(line) for line in text.split()]
    def neighbours(self, x, y):
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if (dx or dy) and 0 <= y + dy < len(self.rows) and 0 <= x + dx < len(self.rows[0]):
                    yield self.rows[y + dy][x + dx]
    def step(self):
        new = []
        for y, row in enumerate(self.rows):
            line = []
            for x, cell in enumerate(row):
                alive = sum(n == "#" for n in self.neighbours(x, y))
                line.append("#" if alive == 3 or cell == "#" and alive == 2 else ".")
            new.append(line)
        self.rows = new
        return self
    def count(self):
        return sum(row.count("#") for row in self.rows)
g = Grid("... ### ...")
n = g.step().count()
cells = g.rows[1]
columns = [[row[i] for row in g.rows] for i in range(3)]
column = columns[1]
flat = sum(g.rows, [])

# case: lists of unlike things told apart
# file: main.py
events = [("click", (1, 2)), ("key", "a"), ("quit", None)]
clicks, keys = [], []
running = True
while events:
    name, data = events.pop(0)
    if name == "click":
        clicks.append(data)
    elif name == "key":
        keys.append(data)
    else:
        running = False
x = clicks[0]
k = keys[-1]
stack = [[]]
for char in "a(b(c))":
    if char == "(":
        stack.append([])
    elif char == ")":
        inner = stack.pop()
        stack[-1].append(inner)
    else:
        stack[-1].append(char)
tree = stack.pop()
leaf = tree[0]

# case: a priority list kept by bisection
# file: main.py
import bisect
class Sorted:
    def __init__(self, key=None):
        self.keys, self.items = [], []
        self.key = key or (lambda x: x)
    def add(self, item):
        k = self.key(item)
        at = bisect.bisect(self.keys, k)
        self.keys.insert(at, k)
        self.items.insert(at, item)
        return at
    def __getitem__(self, at):
        return self.items[at]
    def __len__(self):
        return len(self.items)
    def between(self, low, high):
        return self.items[bisect.bisect_left(self.keys, low):bisect.bisect_right(self.keys, high)]
s = Sorted(len)
at = s.add("ccc")
s.add("a")
first = s[0]
some = s.between(1, 2)
every = [x for x in s]
n = len(s)
plain = Sorted()
plain.add(2.5)
p = plain[0]

# case: building, cutting and comparing lists
# file: main.py
evens = [n for n in range(10) if n % 2 == 0]
pairs = [(x, y) for x in evens for y in "ab" if x]
table = [[0] * 3 for _ in range(2)]
table[0][1] = "x"
row = table[0]
copy = evens[:]
copy[1:3] = ["a", "b"]
mixed = copy[1]
a, b, *rest = copy
same = [1, 2] < [1, 3]
position = evens.index(4)
evens.remove(4)
top = evens.pop()
words = "b a c".split()
words.sort(key=str.lower, reverse=True)
nested = [[1, [2.5]], ["s"]]
deep = nested[0][1][0]
joined = [*words, None]
last = joined[-1]
twice = words * 2
