# case: functions by index
# file: main.py
def a():
    return 1
def b():
    return "b"
def c():
    return 3.0
fs = [a, b, c]
x = fs[0]()
y = fs[-1]()
z = fs[1]()

# case: functions in a loop
# file: main.py
def a():
    return 1
def b():
    return "b"
for f in [a, b]:
    r = f()
fs = []
fs.append(a)
fs.append(b)
for g in fs:
    s = g()

# case: slices
# file: main.py
def one():
    return 1
def two():
    return "2"
def three():
    return 3.0
fs = [one, two, three]
part = fs[1:]
x = part[0]()
y = part[1]()
last = fs[::-1][0]()

# case: nested lists
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

# case: comprehension of calls
# file: main.py
def sq(n):
    return n * n
def name(n):
    return f"n{n}"
a = [sq(n) for n in range(3)]
b = [f(1) for f in (sq, name)]
c = [(n, name(n)) for n in a if n]
d = [[sq(x) for x in range(2)] for _ in range(2)]

# case: methods of lists
# file: main.py
items = [3, 1]
items.insert(0, 2)
items.extend([4, 5])
last = items.pop()
where = items.index(1)
items.sort()
copy = items.copy()
both = items + ["s"]
nothing = items.reverse()
n = items.count(1)
twice = ["a"] * 2

# case: instances in a list
# file: main.py
class Dog:
    def say(self):
        return "wuff"
class Bell:
    def say(self):
        return 1
things = [Dog(), Bell()]
a = things[0].say()
b = things[1].say()
said = [t.say() for t in things]
