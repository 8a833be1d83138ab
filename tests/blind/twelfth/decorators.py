# Decorators: what they leave under the name.

# case: a decorator that swaps the function for its result's maker
# file: main.py
def lazily(fn):
    return lambda: fn
@lazily
def load():
    return 3
inner = load()
value = inner()

# case: a decorator keeps the functions by their arity
# file: main.py
table = {}
def arity(n):
    def keep(fn):
        table[n] = fn
        return n
    return keep
@arity(0)
def none():
    return "none"
@arity(1)
def one(x):
    return x
a = none
b = table[0]()
c = table[1](2.5)

# case: a decorated method calls the undecorated one
# file: main.py
def loud(method):
    def wrapper(self, *args):
        return method(self, *args) + "!"
    wrapper.quiet = method
    return wrapper
class Dog:
    def __init__(self, name):
        self.name = name
    @loud
    def bark(self, word):
        return self.name + word
    def whisper(self):
        return Dog.bark.quiet(self, "w")
d = Dog("rex")
a = d.bark("wuff")
b = d.whisper()

# case: a class decorator that wraps the class in a proxy
# file: main.py
class Proxy:
    def __init__(self, cls):
        self.cls = cls
        self.made = []
    def __call__(self, *args, **kwargs):
        it = self.cls(*args, **kwargs)
        self.made.append(it)
        return it
@Proxy
class Point:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
p = Point(1, y="two")
q = Point.made[0]
x = p.x
y = q.y

# case: a decorator out of a dictionary, and one that is a method of an instance
# file: main.py
def double(fn):
    def inner(n):
        return fn(n) * 2
    return inner
def plain(fn):
    return fn
ways = {"double": double, "plain": plain}
@ways["double"]
def f(n):
    return n
class App:
    def __init__(self):
        self.routes = {}
    def route(self, path):
        def add(fn):
            self.routes[path] = fn
            return fn
        return add
    def handle(self, path):
        return self.routes[path]()
app = App()
@app.route("/")
def index():
    return "index"
@app.route("/n")
def number():
    return 42
a = f(2)
b = app.handle("/")
c = app.routes["/n"]()

# case: a descriptor as a decorator of a method
# file: main.py
class once:
    def __init__(self, fn):
        self.fn = fn
        self.name = fn.__name__
    def __get__(self, obj, cls):
        if obj is None:
            return self
        value = self.fn(obj)
        obj.__dict__[self.name] = value
        return value
class Report:
    @once
    def rows(self):
        return [1, 2]
    @once
    def title(self):
        return "t"
r = Report()
rows = r.rows
title = r.title
meta = Report.rows
name = meta.name

# case: a decorator with a function as its argument
# file: main.py
def after(callback):
    def deco(fn):
        def run(*args):
            out = fn(*args)
            return callback(out)
        return run
    return deco
def to_text(n):
    return str(n)
@after(to_text)
def add(a, b):
    return a + b
@after(len)
def words(s):
    return s.split()
t = add(1, 2)
n = words("a b")

# case: decorators in a loop over plain functions
# file: main.py
def tag(fn):
    def tagged():
        return (fn.__name__, fn())
    return tagged
def a():
    return 1
def b():
    return "b"
tagged = [tag(f) for f in (a, b)]
name, value = tagged[0]()

# case: singledispatch by classes of one's own
# file: main.py
from functools import singledispatch
class Circle:
    pass
class Square:
    pass
@singledispatch
def area(shape):
    return None
@area.register
def _(shape: Circle):
    return 3.14
@area.register(Square)
def square_area(shape):
    return 4
a = area(Circle())
b = area(Square())
c = area("x")
d = square_area(Square())
