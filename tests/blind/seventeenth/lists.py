# Lists.

# case: functions of a list are called by index
# file: main.py
def one():
    return 1
def two():
    return "2"
def three():
    return 3.0
funcs = [one, two, three]
a = funcs[0]()
b = funcs[-1]()
c = funcs[len(funcs) - 2]()
d = funcs[1:][0]()

# case: a list that is filled by append, insert and extend
# file: main.py
def zero():
    return 0
def last():
    return "last"
out = []
out.append(last)
out.insert(0, zero)
a = out[0]()
b = out[1]()
out.extend([len])
c = out[2]("xyz")
d = out.pop()

# case: a comprehension that makes closures
# file: main.py
def const(v):
    def give():
        return v
    return give
makers = [const(v) for v in (1, 2)]
a = makers[0]()
texts = [const(str(i)) for i in range(2)]
b = texts[1]()
both = makers + texts
c = [m() for m in both]

# case: an item is assigned and a slice is replaced
# file: main.py
def old():
    return 1
def new():
    return "n"
items = [old, old]
items[0] = new
a = items[0]()
b = items[1]()
items[:] = [new]
c = items[0]()

# case: a list within a list
# file: main.py
def f():
    return None
def g():
    return 1
grid = [[f, g], [g, f]]
a = grid[0][1]()
b = grid[1][1]()
row = grid[1]
c = row[0]()
flat = [h for r in grid for h in r]

# case: unpacking a list in a loop
# file: main.py
def add(a, b):
    return a + b
def pair(a, b):
    return (a, b)
jobs = [[add, 1, 2], [pair, 3, 4]]
results = []
for func, *args in jobs:
    results.append(func(*args))
