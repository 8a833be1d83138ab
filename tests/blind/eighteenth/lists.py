# Lists.

# case: a list of lists, whose rows are a function and its argument
# file: main.py
def func1(n):
    return n
def func2(s):
    return [s]
jobs = [[func1, 1], [func2, "a"]]
for f, arg in jobs:
    result = f(arg)
a = jobs[0][0](2)
b = jobs[1][1]

# case: reversed, sorted and sliced copies of a list of functions
# file: main.py
def func1():
    return 1
def func2():
    return "two"
fs = [func1, func2]
back = fs[::-1]
a = back[0]()
r = list(reversed(fs))
b = r[0]()
c = fs[-1]()
d = fs[0:1][0]()

# case: remove, index and count
# file: main.py
def func1():
    return 1
def func2():
    return "two"
fs = [func1, func2]
fs.remove(func1)
a = fs[0]()
i = fs.index(func2)
n = fs.count(func1)
fs.clear()
m = len(fs)

# case: a list in which a later item replaces None
# file: main.py
slots = [None] * 3
slots[0] = 1
slots[1] = "s"
a = slots[0]
b = slots[1]
c = slots[2]

# case: a list is flattened by a comprehension, and joined by plus
# file: main.py
rows = [[1], ["s"]]
flat = [x for row in rows for x in row]
a = flat[0]
both = flat + [2.5]
b = both[-1]
flat += ("t",)
c = flat

# case: a list of instances, of which a method changes each
# file: main.py
class Dot:
    def __init__(self):
        self.x = 0
    def move(self, by):
        self.x = self.x + by
        return self
dots = [Dot(), Dot()]
moved = [d.move(0.5) for d in dots]
a = moved[0].x
dots[0].move(1)
b = dots[0].x
