# Direct calls.

# case: three brackets behind one name
# file: main.py
def func1():
    def inner():
        def deep():
            return 1.5
        return deep
    return inner
a = func1()
b = func1()()
c = func1()()()

# case: a call of a method of a literal
# file: main.py
a = "a,b".split(",")
b = [3, 1].pop()
c = {"k": b"v"}.get("k")
d = (1, 2).index(1)
e = "{}".format(1)
f = b"x".decode()
g = (5).bit_length()

# case: a call within a call's brackets of the same function
# file: main.py
def wrap(value):
    return [value]
a = wrap(wrap(wrap(1)))
b = a[0]
c = b[0]
d = c[0]

# case: a function is called before and after the one it calls is defined anew
# file: main.py
def helper():
    return 1
def func1():
    return helper()
a = func1()
def helper():
    return "two"
b = func1()

# case: a call in an f-string, a subscript, a slice and a comparison
# file: main.py
def one():
    return 1
def name():
    return "n"
rows = ["a", "b", "c"]
a = f"{name()}-{one()}"
b = rows[one()]
c = rows[one():]
d = one() < 2
e = one() if name() else None

# case: an attribute of a call's result, which is called with a call
# file: main.py
class Box:
    def __init__(self, value):
        self.value = value
    def map(self, f):
        return Box(f(self.value))
def text(n):
    return str(n)
def make():
    return Box(1)
a = make().map(text)
b = make().map(text).value
c = make().map(text).map(len).value
