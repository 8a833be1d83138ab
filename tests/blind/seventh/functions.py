# case: returns a function that returns a function
# file: main.py
def a():
    def b():
        def c():
            return 1
        return c
    return b
x = a()()()

# case: partial application by hand
# file: main.py
def curry(f, x):
    def inner(y):
        return f(x, y)
    return inner
def pair(a, b):
    return a, b
p = curry(pair, 1)
r = p("b")

# case: compose
# file: main.py
def compose(f, g):
    return lambda x: f(g(x))
def inc(x):
    return x + 1
h = compose(str, inc)
x = h(1)

# case: a function in a tuple default
# file: main.py
def f():
    return 1
def run(fs=(f,)):
    return fs[0]()
x = run()

# case: *args are functions
# file: main.py
def run(*fs):
    out = []
    for f in fs:
        out.append(f())
    return out
def a():
    return 1
def b():
    return 2
r = run(a, b)
x = r[0]

# case: inner function with the outer's name
# file: main.py
def f():
    def f():
        return "inner"
    return f
x = f()()

# case: global function rebound in a function
# file: main.py
def impl():
    return 1
def other():
    return "o"
def switch():
    global impl
    impl = other
switch()
x = impl()  # wide: x
