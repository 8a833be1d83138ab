# case: an imported function as argument
# file: to_import.py
def func():
    return 1
def deeper(f):
    return f()
# file: main.py
from to_import import func, deeper
def param(f):
    return deeper(f)
x = param(func)

# case: a parameter is called with another parameter
# file: main.py
def first(f, g):
    return f(g)
def takes(h):
    return h()
def last():
    return "l"
a = first(takes, last)

# case: the argument is a call
# file: main.py
def get():
    def inner():
        return 2.5
    return inner
def use(f):
    return f()
x = use(get())

# case: a bound method and a class as arguments
# file: main.py
class A:
    def m(self):
        return "m"
def use(f):
    return f()
x = use(A().m)
y = use(A)
z = use(lambda: use(y.m))

# case: a tuple of functions unpacked
# file: main.py
def f():
    return 1
def g():
    return "g"
def both(pair):
    a, b = pair
    return a(), b()
r = both((f, g))

# case: several defaults, some overridden
# file: main.py
def d1():
    return 1
def d2():
    return "2"
def run(a=d1, b=d2):
    x = a()
    y = b()
    return [x], y
p = run()
q = run(b=d1)
