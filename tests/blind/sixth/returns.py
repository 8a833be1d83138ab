# case: several returns
# file: main.py
def f(x):
    if x > 0:
        return 1
    elif x < 0:
        return "neg"
    return None
a = f(1)  # wide: a
b = f(-1)  # wide: b
c = f(0)  # wide: c

# case: a function returned from a call
# file: main.py
def a():
    return 1
def get():
    return a
def get2():
    return get()
f = get2()
x = f()

# case: tuples and unpacking
# file: main.py
def both():
    return [1], {"k": "v"}
x, y = both()
z = y["k"]
t = both()

# case: an instance
# file: main.py
class A:
    def __init__(self):
        self.v = 1
def make():
    a = A()
    a.v = "s"
    return a
x = make()
y = x.v  # wide: y

# case: nothing, and bare
# file: main.py
def nothing():
    pass
def bare(x):
    if x:
        return
    print(x)
a = nothing()
b = bare(1)

# case: a closure with its variable
# file: main.py
def outer(x):
    def inner(y):
        return x, y
    return inner
f = outer(1)
t = f("s")
u = outer("a")(2.5)
