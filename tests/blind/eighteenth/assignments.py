# Assignments.

# case: a function under two names, of which one is rebound
# file: main.py
def func1():
    return 1
def func2():
    return "two"
a = func1
b = a
a = func2
x = a()
y = b()

# case: a method is taken off two instances into one name each
# file: main.py
class Cup:
    def __init__(self, size):
        self.size = size
    def fill(self):
        return self.size
small = Cup(1).fill
large = Cup(2.5).fill
a = small()
b = large()

# case: nested targets with lists and tuples
# file: main.py
def func1():
    return (1, ["a", (2.5, b"z")])
(a, [b, (c, d)]) = func1()
[e, (f, *g)] = 1, ("s", 2, 3)
h = g[0]

# case: an annotation without a value, then one in a branch
# file: main.py
def func1(flag):
    value: object
    if flag:
        value = 1
    else:
        value = "s"
    return value
a = func1(True)
b = func1(False)

# case: a chain assigns one list to three names, which share it
# file: main.py
a = b = c = []
a.append(1)
b.append("s")
d = c[0]
e = len(c)
a = [2.5]
f = a[0]

# case: unpacking of a dictionary, a string and a set of one
# file: main.py
k, l = {"x": 1, "y": 2}
m, n, o = "abc"
(p,) = {4.5}
q, *r = range(4)
*s, t = {"k": 1}.items()

# case: a variable of the class is read and bound by augmented assignment in a method
# file: main.py
class Shelf:
    count = 0
    tags = []
    def add(self, tag):
        self.count += 1
        self.tags += [tag]
        return self.count
s = Shelf()
a = s.add("x")
b = s.count
c = Shelf.count
d = Shelf.tags
