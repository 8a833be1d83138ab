# case: functions by keyword
# file: main.py
def a():
    return 1
def b():
    return "b"
def call(f=None, g=None):
    return f(), g()
x = call(g=a, f=b)

# case: **kwargs used by key
# file: main.py
def show(**kw):
    return kw["n"]
x = show(n=1, s="t")

# case: handed on
# file: main.py
def inner(a, b):
    return [a, b]
def outer(**kw):
    return inner(**kw)
r = outer(b=1, a=2)

# case: a dictionary at the call
# file: main.py
def f(x, y=2):
    return x + y
opts = {"x": 1.5}
a = f(**opts)
b = f(y=1, x=1)

# case: both stars
# file: main.py
def wrap(f, *args, **kw):
    return f(*args, **kw)
def target(a, b="d"):
    return {a: b}
x = wrap(target, 1, b="s")
y = wrap(target, 2)
