# Assignments: chained, unpacked, augmented, conditional, of attributes and items.

# case: a ring buffer with wrapped positions
# file: main.py
class Ring:
    def __init__(self, size):
        self.items = [None] * size
        self.start = self.count = 0
    def push(self, item):
        end = (self.start + self.count) % len(self.items)
        self.items[end] = item
        if self.count < len(self.items):
            self.count += 1
        else:
            self.start = (self.start + 1) % len(self.items)
    def pop(self):
        item, self.items[self.start] = self.items[self.start], None
        self.start += 1
        self.start %= len(self.items)
        self.count -= 1
        return item
    def __len__(self):
        return self.count
r = Ring(2)
r.push("a")
r.push("b")
r.push("c")
x = r.pop()
n = len(r)
at = r.start

# case: fibonacci by swapping, and a running maximum
# file: main.py
def fib(n):
    a, b = 0, 1
    while n:
        a, b, n = b, a + b, n - 1
    return a
def extremes(values):
    low = high = None
    for v in values:
        if low is None or v < low:
            low = v
        if high is None or v > high:
            high = v
    return low, high
f = fib(10)
low, high = extremes([3.5, 1.0, 2.0])
a = b = c = []
b.append(1)
first = c[0]
(x, y), z = (1, "two"), [3.0]
head, *middle, tail = "abcd"
[p, q] = {"k": 1, "l": 2}
i = j = 0
i += 1.5
j |= True

# case: a bank account that keeps its history
# file: main.py
class Insufficient(Exception):
    pass
class Account:
    interest = 0.02
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.history = []
    def deposit(self, amount):
        self.balance += amount
        self.history += [("deposit", amount)]
        return self.balance
    def withdraw(self, amount):
        if (after := self.balance - amount) < 0:
            raise Insufficient(f"{self.owner} lacks {-after}")
        self.balance = after
        self.history += [("withdraw", amount)]
        return after
    def accrue(self):
        gained = self.balance * self.interest
        self.balance += gained
        return gained
a = Account("ann", 100)
left = a.withdraw(30)
gained = a.accrue()
now = a.balance
kind, amount = a.history[-1]
try:
    a.withdraw(1000)
except Insufficient as e:
    text = str(e)

# case: a vector with in-place operators
# file: main.py
class Vec:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)
    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self
    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y
    def __neg__(self):
        return -1 * self
    def __iter__(self):
        yield self.x
        yield self.y
v = Vec(1, 2)
w = v
w += Vec(3, 4)
same = v is w
u = 2 * v + w
d = v @ u
x, y = -v
w *= 1.5
wx = w.x

# case: a configuration tree filled by dotted paths
# file: main.py
def assign(tree, path, value):
    *parents, leaf = path.split(".")
    node = tree
    for name in parents:
        node = node.setdefault(name, {})
    old, node[leaf] = node.get(leaf), value
    return old
def lookup(tree, path, default=None):
    node = tree
    for name in path.split("."):
        if not isinstance(node, dict) or name not in node:
            return default
        node = node[name]
    return node
tree = {}
none = assign(tree, "server.port", 80)
assign(tree, "server.host", "local")
before = assign(tree, "server.port", 8080)
port = lookup(tree, "server.port")
missing = lookup(tree, "server.user", "nobody")

# case: swapping state between two objects
# file: main.py
class Slot:
    value = None
    def __init__(self, *value):
        if value:
            self.value, = value
def swap(a, b):
    a.value, b.value = b.value, a.value
def rotate(*slots):
    first = slots[0].value
    for here, there in zip(slots, slots[1:]):
        here.value = there.value
    slots[-1].value = first
    return first
a, b, c = Slot(1), Slot("two"), Slot()
swap(a, b)
av = a.value
f = rotate(a, b, c)
cv = c.value
d = {}
d["x"], d["y"] = d.setdefault("z", 1), 2.0
x = d["x"]
