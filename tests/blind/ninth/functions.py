# case: a function assigned and called by its new name
# file: main.py
def f(x):
    return x
g = f
h = g
a = h(1)
b = g("s")

# case: closures keep what they were made with
# file: main.py
def adder(n):
    def add(m):
        return n + m
    return add
two = adder(2)
text = adder("a")
x = two(1)
y = text("b")

# case: nonlocal counters
# file: main.py
def counter():
    n = 0
    last = None
    def step():
        nonlocal n, last
        n += 1
        last = str(n)
        return n, last
    return step
c = counter()
a = c()
b = c()

# case: attributes of functions
# file: main.py
def f():
    f.calls += 1
    return f.calls
f.calls = 0
f.label = "f"
a = f()
b = f.label
c = f.__name__
d = f.__doc__

# case: a function defined in branches
# file: main.py
import sys
def build(fast):
    if fast:
        def run(n):
            return n
    else:
        def run(n):
            return str(n)
    return run
a = build(True)(1)
b = build(False)(2)

# case: recursion over a nested list
# file: main.py
def flatten(items):
    out = []
    for item in items:
        if isinstance(item, list):
            out.extend(flatten(item))
        else:
            out.append(item)
    return out
flat = flatten([1, [2, [3]]])
first = flat[0]

# case: a function of functions
# file: main.py
def compose(f, g):
    def both(x):
        return f(g(x))
    return both
def inc(n):
    return n + 1
def text(n):
    return str(n)
inc_text = compose(text, inc)
size = compose(len, inc_text)
a = inc_text(1)
b = size(10)
