# case: tuple of functions unpacked
# file: main.py
def f():
    return 1
def g():
    return "g"
a, b = f, g
x = a()
y = b()
a, b = b, a
z = a()
# case: starred takes functions
# file: main.py
def f():
    return 1
def g():
    return "g"
first, *others = f, g, g
x = first()
y = others[0]()
n = len(others)
# case: one name through a loop
# file: main.py
value = None
for item in [1, 2]:
    value = item
result = value   # wide: result
total = 0.0
for n in range(3):
    total += n
done = total
# case: deep attribute chain
# file: main.py
class A:
    pass
class B:
    pass
a = A()
a.b = B()
a.b.value = 5
a.b.name = "n"
x = a.b.value
a.b.value = "five"
y = a.b.value
# case: multiple returns assigned
# file: main.py
def stats(xs):
    lo = min(xs)
    hi = max(xs)
    mean = sum(xs) / len(xs)
    return lo, hi, mean
lo, hi, mean = stats([3, 1, 2])
all_ = stats([1.5])
# case: annotation only and later value
# file: main.py
count: int
names: list
count = 3
names = ["a"]
class Conf:
    path: str
    def load(self):
        self.path = "p"
        return self.path
p = Conf().load()
# case: augmented on own class
# file: main.py
class Acc:
    def __init__(self):
        self.items = []
    def __iadd__(self, other):
        self.items.append(other)
        return self
class Num:
    def __init__(self, v):
        self.v = v
    def __add__(self, o):
        return Num(self.v + o)
acc = Acc()
acc += 1
acc += "x"
n = Num(1)
n += 5
v = n.v
# case: assignment expressions in conditions
# file: main.py
def find(xs):
    for x in xs:
        if (sq := x * x) > 3:
            return sq
    return None
r = find([1, 2, 3])   # wide: r find
if (n := len("abc")) > 2:
    m = n
# case: shadowing builtins
# file: main.py
def list(x):
    return "mine"
l = list(3)
len = lambda x: 2.5
n = len([1])
# case: class body assignments
# file: main.py
BASE = 10
class Config:
    size = BASE
    double = size * 2
    names = [str(i) for i in range(3)]
    first = names[0]
    def helper(x):
        return x + 1
    computed = helper(4)
s = Config.size
d = Config.double
f = Config.first
c = Config.computed
