# Arguments.

# case: a method of a class, without an instance, is handed on with one
# file: main.py
class Door:
    def __init__(self, name):
        self.name = name
    def open(self):
        return self.name
    def width(self):
        return 2.5
def func1(f, obj):
    result = f(obj)
    return result
d = Door("front")
a = func1(Door.open, d)
b = func1(Door.width, d)

# case: an argument is put into a list, a tuple and a dictionary and called there
# file: main.py
def func1():
    return 1
def func2():
    return "two"
def func3():
    return b"three"
def run(f, g, h):
    row = [f]
    pair = (g, None)
    table = {"h": h}
    a = row[0]()
    b = pair[0]()
    c = table["h"]()
    return a, b, c
x, y, z = run(func1, func2, func3)

# case: the second call of one function gets the first call's result
# file: main.py
class Acc:
    pass
def func1(seed):
    if seed is None:
        made = Acc()
        return made
    return seed
a = func1(None)
b = func1(a)
c = func1(func1(3))

# case: an instance with __call__ is an argument beside a plain function
# file: main.py
class Scale:
    def __init__(self, by):
        self.by = by
    def __call__(self, value):
        return value * self.by
def double(value):
    return [value, value]
def apply(f, value):
    out = f(value)
    return out
a = apply(Scale(1.5), 2)
b = apply(double, 2)
c = apply(Scale("ab"), 3)

# case: a range, a set and a generator are starred
# file: main.py
def func1(a, b):
    first = a
    second = b
    return first
def func2():
    yield "x"
    yield "y"
p = func1(*range(2))
q = func1(*func2())
r = func1(*"mn")
s = func1(*{1.5: "k", 2.5: "l"})

# case: arguments are functions that get each other
# file: main.py
def first(k):
    return k(1)
def second(k):
    return k("s")
def both(f, g, k):
    a = f(k)
    b = g(k)
    return a, b
def ident(v):
    return v
m, n = both(first, second, ident)

# case: a function is its own argument, until a counter ends it
# file: main.py
def step(f, left):
    if left == 0:
        end = "done"
        return end
    return f(f, left - 1)
result = step(step, 3)
