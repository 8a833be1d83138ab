# Returns.

# case: a function returns another one's result, or its own argument
# file: main.py
def func1(x):
    return [x]
def func2(x, wrap):
    if wrap:
        return func1(x)
    return x
a = func2(1, True)
b = func2("s", False)

# case: a class of the function is returned as an instance
# file: main.py
def func1(size):
    class Local:
        def get(self):
            return size
    return Local()
a = func1(1)
b = a.get()
c = func1("s").get()

# case: a return in a loop's else
# file: main.py
def find(rows, wanted):
    for row in rows:
        if row == wanted:
            return row
    else:
        return None
a = find(["a"], "a")
b = find([1], 2)

# case: a named tuple is returned, and unpacked
# file: main.py
from collections import namedtuple
Pair = namedtuple("Pair", ["left", "right"])
def func1():
    return Pair(1, right="r")
p = func1()
l, r = p
x = p.left
y = p[1]
z = p._replace(left=2.5)
w = z.left

# case: two functions return each other
# file: main.py
def ping():
    return pong
def pong():
    return ping
a = ping()
b = a()
c = ping()()()

# case: a return of an assignment expression and of a comparison
# file: main.py
def func1(rows):
    return (n := len(rows)) > 1 and n
def func2(x):
    return x is None
a = func1([1, 2])
b = func2(a)
c = func2(None)

# case: the returned function keeps what it was given
# file: main.py
def make(items):
    def add(item):
        items.append(item)
        return items
    return add
rows = [1]
add = make(rows)
out = add("s")
last = rows[-1]
