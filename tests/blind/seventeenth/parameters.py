# Parameters.

# case: a parameter is assigned anew
# file: main.py
def normal(value):
    if value is None:
        value = "none"
    value = [value]
    return value
a = normal(None)
b = normal(3)

# case: a parameter is called, and its result is called
# file: main.py
def maker():
    return worker
def worker():
    return 1
def drive(f):
    g = f()
    return g()
a = drive(maker)

# case: positional only and keyword only
# file: main.py
def both(a, /, b, *, c):
    return a, b, c
x = both(1, "b", c=None)
y = both(1.5, b=b"", c=[1])
first, second, third = y

# case: a default that is another function's result
# file: main.py
def default():
    return {"k": 1}
def read(key, table=default()):
    return table[key]
a = read("k")
b = read(0, ["zero"])

# case: a mutable default keeps what is put in
# file: main.py
def remember(item, seen=[]):
    seen.append(item)
    return seen
a = remember(1)
b = remember("x")
c = remember(None, [])

# case: a parameter of the inner function shadows the outer one
# file: main.py
def outer(x):
    def inner(x):
        return x
    y = inner(str(x))
    return x, y
a = outer(1)
b, c = outer(2.5)
