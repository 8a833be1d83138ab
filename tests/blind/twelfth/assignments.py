# Assignments: names, targets, and what they hold last.

# case: a target that is an item of a call's result
# file: main.py
store = {}
def table():
    return store
def key():
    return "k"
table()[key()] = 5
value = store["k"]
table()["list"] = [value]
inner = store["list"][0]

# case: a name is assigned in its own for loop
# file: main.py
items = ["1", "2"]
for items in items:
    items = int(items)
last = items

# case: a swap of attributes
# file: main.py
class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b
    def swap(self):
        self.a, self.b = self.b, self.a
        return self
p = Pair(1, "x").swap()
a = p.a
b = p.b

# case: a loop over several targets with a star
# file: main.py
rows = [(1, "a", "b"), (2, "c")]
for number, *names in rows:
    joined = "".join(names)
total = number
letters = names

# case: names bound by try, and only there
# file: main.py
def risky(n):
    if n > 1:
        raise ValueError(n)
    return n
try:
    ok = risky(1)
    bad = risky(2)
except ValueError as error:
    bad = error.args
else:
    bad = None
finally:
    done = True
result = (ok, bad, done)

# case: a slice with a step is assigned and deleted
# file: main.py
letters = ["a", "b", "c", "d"]
letters[::2] = [1, 2]
first = letters[0]
second = letters[1]
del letters[1:]
head, = letters

# case: a class as a namespace of assigned names
# file: main.py
class Config:
    x = y = 0
    (a, b), c = (1, "b"), 2.0
    for i in range(3):
        pass
    if x == 0:
        z = "zero"
ints = (Config.x, Config.y, Config.i)
s = Config.b
f = Config.c
z = Config.z
Config.x += 0.5
now = Config.x

# case: augmented with another type on the right
# file: main.py
n = 1
n *= "ab"
t = (1,)
t += ("x",)
l = [0]
l += "xy"
l *= 2
s = {1}
s |= {"a"}
d = {"a": 1}
d |= [("b", "two")]
f = 7
f //= 2.0
m = n
m %= ()

# case: the same name in the module, the class and the method
# file: main.py
v = 1
class A:
    v = "class"
    w = v
    def get(self):
        return v
    def own(self):
        v = 2.5
        return v, self.v
a = A()
w = A.w
g = a.get()
o, p = a.own()
