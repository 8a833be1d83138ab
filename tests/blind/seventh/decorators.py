# case: a decorator returns another function
# file: main.py
def other():
    return "other"
def deco(f):
    return other
@deco
def work():
    return 1
x = work()

# case: nested decorators with arguments
# file: main.py
def tag(name):
    def deco(f):
        def inner(*args):
            return (name, f(*args))
        return inner
    return deco
@tag("a")
@tag(1)
def work(x):
    return x
r = work(2.5)

# case: a decorator that calls before it returns
# file: main.py
def setup():
    return 1
def deco(f):
    n = setup()
    def inner():
        return n, f()
    return inner
@deco
def work():
    return "w"
x = work()

# case: a method as decorator
# file: main.py
class App:
    def __init__(self):
        self.routes = {}
    def route(self, path):
        def deco(f):
            self.routes[path] = f
            return f
        return deco
    def run(self, path):
        return self.routes[path]()
app = App()
@app.route("/")
def index():
    return "i"
x = app.run("/")

# case: a decorated class
# file: main.py
def register(cls):
    cls.name = "n"
    return cls
@register
class A:
    def go(self):
        return self.name
x = A().go()
y = A.name

# case: a decorator keeps state
# file: main.py
def memo(f):
    cache = {}
    def inner(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    return inner
@memo
def square(n):
    return n * n
x = square(3)

# case: a decorator with optional arguments
# file: main.py
def opt(f=None, *, n=1):
    def deco(g):
        def inner(x):
            return [g(x)] * n
        return inner
    if f is None:
        return deco
    return deco(f)
@opt
def a(x):
    return x
@opt(n=2)
def b(x):
    return str(x)
x = a(1)
y = b(2)
