# case: assigned and called later
# file: main.py
def hello():
    return "hi"
a = hello
b = a
c = b()

# case: recursion
# file: main.py
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
x = fib(5)

# case: mutual recursion
# file: main.py
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
e = even(4)

# case: a closure counts
# file: main.py
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
up = counter()
a = up()
b = up()

# case: a list of functions
# file: main.py
def a():
    return 1
def b():
    return 2
fs = [a, b]
for f in fs:
    r = f()

# case: attributes of functions
# file: main.py
def f():
    f.count += 1
    return f.count
f.count = 0
x = f()
name = f.__name__

# case: redefined
# file: main.py
def f():
    return 1
a = f()
def f():
    return "two"
b = f()

# case: several results by type of argument
# file: main.py
def same(x):
    return x
a = same(1)
b = same("s")
c = same([a])
d = same(same)
