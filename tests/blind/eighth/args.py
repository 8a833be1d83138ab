# case: a tuple handed on by a star in the middle
# file: main.py
def join(a, b, c, *rest):
    return b, rest
def pack(*items):
    return join(0, *items, "end")
x = pack(1.5, b"z")
y = pack(None, None, True)

# case: arguments evaluated in order with a walrus
# file: main.py
def pair(a, b):
    return a, b
r = pair(n := 3, str(n))
m = n

# case: a starred call of a method taken from an instance
# file: main.py
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def moved(self, dx, dy=0):
        return Point(self.x + dx, self.y + dy)
p = Point(1, 2.5)
move = p.moved
q = move(*(1, 2))
u = q.x
v = q.y

# case: positional only with a name that is also a keyword
# file: main.py
def tag(name, /, **attrs):
    return name, attrs
t = tag("a", name=3, href="x")
n = t[1]["name"]

# case: a default that is a function
# file: main.py
def twice(n):
    return n * 2
def use(value, how=twice):
    return how(value)
a = use(2)
b = use("x", how=len)
c = use(1.5, str)

# case: a list is filled by the function that gets it
# file: main.py
def fill(target, value):
    target.append(value)
    return target
rows = []
same = fill(rows, "a")
first = same[0]
last = rows[-1]
