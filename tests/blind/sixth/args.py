# case: a function given to a function that gives it on
# file: main.py
def end():
    return 1
def middle(f):
    return f()
def start(f):
    return middle(f)
x = start(end)

# case: two arguments are functions
# file: main.py
def one(v):
    return str(v)
def two(v):
    return [v]
def both(f, g, v):
    a = f(v)
    b = g(a)
    return b
r = both(one, two, 3)

# case: a default that is a function
# file: main.py
def plain(x):
    return x
def loud(x):
    return x.upper()
def say(text, how=plain):
    return how(text)
a = say("a")
b = say("b", loud)

# case: a parameter reassigned to another function
# file: main.py
def f1():
    return 1
def f2():
    return "s"
def run(f):
    f = f2
    return f()
z = run(f1)

# case: a nested function given away
# file: main.py
def apply(f, x):
    return f(x)
def outer(n):
    def add(x):
        return x + n
    return apply(add, 2)
y = outer(1.5)

# case: starred list and tuple at a call
# file: main.py
def area(w, h):
    return w * h
size = (2, 3.5)
a = area(*size)
b = area(*[1, 2])
