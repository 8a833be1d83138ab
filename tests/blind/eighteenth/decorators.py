# Decorators.

# case: a decorator puts the function into a dictionary under its name
# file: main.py
table = {}
def keep(f):
    table[f.__name__] = f
    return f
@keep
def func1():
    return 1
@keep
def func2():
    return "two"
a = table["func1"]()
b = table["func2"]()
c = func1()

# case: a decorator with a default argument, used with brackets and without
# file: main.py
def deco(f=None, times=2):
    def outer(g):
        def inner():
            return [g()] * times
        return inner
    if f is None:
        return outer
    return outer(f)
@deco
def func1():
    return 1
@deco(times=3)
def func2():
    return "two"
a = func1()
b = func2()

# case: a decorator swaps the arguments
# file: main.py
def swap(f):
    def inner(a, b):
        return f(b, a)
    return inner
@swap
def func1(x, y):
    first = x
    second = y
    return first
a = func1(1, "s")

# case: three decorators of one function, from the inside out
# file: main.py
def to_list(f):
    def in_list(*args):
        return [f(*args)]
    return in_list
def to_tuple(f):
    def in_tuple(*args):
        return (f(*args),)
    return in_tuple
def same(f):
    return f
@to_list
@same
@to_tuple
def func1(n):
    return n
a = func1(1)
b = a[0]
c = b[0]

# case: a class is a decorator, with __get__ for methods
# file: main.py
class Bound:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, owner):
        def call(*args):
            return self.f(obj, *args)
        return call
class House:
    rooms = 3
    @Bound
    def size(self, factor):
        return self.rooms * factor
a = House().size(1.5)
b = House().size(2)

# case: a decorator that adds an attribute, which the function reads
# file: main.py
def tagged(tag):
    def mark(f):
        f.tag = tag
        return f
    return mark
@tagged("x")
def func1():
    return func1.tag
@tagged(3)
def func2():
    return func2.tag
a = func1()
b = func2()
c = func1.tag

# case: staticmethod, classmethod and property by hand
# file: main.py
class Tool:
    def plain():
        return 1
    plain = staticmethod(plain)
    def make(cls):
        return cls()
    make = classmethod(make)
    def name(self):
        return "tool"
    name = property(name)
a = Tool.plain()
b = Tool.make()
c = b.name
d = b.plain()
