# case: a counting decorator with an attribute on the wrapper
# file: main.py
import functools
def counted(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper
@counted
def area(w, h=2):
    return w * h
a = area(3)
b = area(1.5, h=2)
n = area.calls

# case: a class as decorator with call
# file: main.py
class Cached:
    def __init__(self, f):
        self.f = f
        self.store = {}
    def __call__(self, key):
        if key not in self.store:
            self.store[key] = self.f(key)
        return self.store[key]
@Cached
def load(key):
    return [key]
x = load("a")
s = load.store

# case: a decorator that changes the result
# file: main.py
def as_list(f):
    def inner(*args):
        return list(f(*args))
    return inner
@as_list
def letters(word):
    for c in word:
        yield c
x = letters("abc")
first = x[0]

# case: a registry by name
# file: main.py
HANDLERS = {}
def handles(name):
    def deco(f):
        HANDLERS[name] = f
        return f
    return deco
@handles("int")
def to_int(text):
    return int(text)
@handles("list")
def to_list(text):
    return text.split()
def convert(kind, text):
    return HANDLERS[kind](text)
a = convert("int", "3")
b = convert("list", "a b")

# case: a decorator on a method that gets self
# file: main.py
def checked(method):
    def inner(self, value):
        self.seen.append(value)
        return method(self, value)
    return inner
class Sink:
    def __init__(self):
        self.seen = []
    @checked
    def put(self, value):
        return len(self.seen), value
s = Sink()
a = s.put("x")
b = s.seen

# case: a class decorator adds a method
# file: main.py
def shown(cls):
    def show(self):
        return f"<{self.name}>"
    cls.show = show
    return cls
@shown
class User:
    def __init__(self, name):
        self.name = name
x = User("u").show()

# case: stacked decorators that wrap
# file: main.py
def bold(f):
    def inner():
        return "<b>" + f() + "</b>"
    return inner
def sized(f):
    def inner():
        text = f()
        return text, len(text)
    return inner
@sized
@bold
def hello():
    return "hi"
x = hello()
y = x[1]

# case: contextmanager as a function
# file: main.py
from contextlib import contextmanager
@contextmanager
def opened(name):
    res = {"name": name}
    try:
        yield res
    finally:
        res.clear()
with opened("f") as r:
    n = r["name"]
