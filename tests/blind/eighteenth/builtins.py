# Builtins.

# case: max and min with a key that is a method, and a default
# file: main.py
class Card:
    def __init__(self, rank):
        self.rank = rank
    def worth(self):
        return self.rank
cards = [Card(1), Card(2)]
top = max(cards, key=Card.worth)
low = min(cards, key=lambda c: c.rank)
none = max([], default="nobody")
rank = top.rank

# case: divmod, pow, round and abs of own classes
# file: main.py
class Money:
    def __init__(self, n):
        self.n = n
    def __divmod__(self, by):
        return Money(self.n // by), self.n % by
    def __abs__(self):
        return Money(abs(self.n))
    def __round__(self, digits=None):
        return "rounded"
    def __pow__(self, by):
        return [self.n] * by
m = Money(-7)
q, r = divmod(m, 2)
a = abs(m)
b = round(m)
c = pow(m, 2)
d = round(2.5)
e = round(2.55, 1)

# case: vars, dir and id of an instance
# file: main.py
class Point:
    def __init__(self):
        self.x = 1
        self.y = "y"
p = Point()
names = dir(p)
first = names[0]
space = vars(p)
x = space["x"]
y = space["y"]
number = id(p)
code = hash(p)

# case: zip of three, the shortest ends
# file: main.py
def func1(n):
    return n
def func2(n):
    return str(n)
out = []
for f, n, word in zip([func1, func2], (1, 2, 3), ["a", "b"]):
    got = f(n)
    out.append((got, word))
last = out[-1]

# case: int, float, str and bool of own classes
# file: main.py
class Temp:
    def __int__(self):
        return 3
    def __float__(self):
        return 3.5
    def __str__(self):
        return "temp"
    def __bool__(self):
        return False
    def __len__(self):
        return 4
    def __contains__(self, x):
        return x == 1
t = Temp()
a = int(t)
b = float(t)
c = str(t)
d = bool(t)
e = len(t)
f = 1 in t
g = not t
h = t or "else"

# case: sum with a start that is a list, and of instances with __radd__
# file: main.py
class Vec:
    def __init__(self, x):
        self.x = x
    def __radd__(self, other):
        return Vec(self.x)
    def __add__(self, other):
        return Vec(self.x + other.x)
a = sum([[1], [2]], [])
b = sum([Vec(1), Vec(2)])
c = sum((0.5, 1))
d = b.x
