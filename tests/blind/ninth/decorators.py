# case: a plain decorator
# file: main.py
def loud(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs) + "!"
    return wrapper
@loud
def hello(name):
    return "hello " + name
x = hello("a")

# case: stacked decorators change the result
# file: main.py
def listed(f):
    def in_list(n):
        return [f(n)]
    return in_list
def keyed(f):
    def in_dict(n):
        return {"v": f(n)}
    return in_dict
@keyed
@listed
def work(n):
    return n + 0.5
d = work(1)
items = d["v"]

# case: a decorator with arguments
# file: main.py
import functools
def repeat(times):
    def decorate(f):
        @functools.wraps(f)
        def again(*args):
            out = []
            for _ in range(times):
                out.append(f(*args))
            return out
        return again
    return decorate
@repeat(2)
def roll(sides):
    return sides
a = roll(6)

# case: a class as a decorator
# file: main.py
class Counted:
    def __init__(self, func):
        self.func = func
        self.calls = 0
    def __call__(self, *args):
        self.calls += 1
        return self.func(*args)
@Counted
def area(w, h):
    return w * h
a = area(2, 3)
n = area.calls

# case: a registering decorator
# file: main.py
registry = {}
def register(name):
    def add(f):
        registry[name] = f
        return f
    return add
@register("up")
def up(s):
    return s.upper()
@register("size")
def size(s):
    return len(s)
a = registry["up"]("x")
b = registry["size"]("x")
c = up("y")

# case: a decorator of classes
# file: main.py
def named(cls):
    cls.title = cls.__name__
    cls.describe = lambda self: self.title
    return cls
@named
class Pen:
    def write(self):
        return 1
p = Pen()
t = p.title
d = p.describe()
w = p.write()

# case: a decorator that is a method
# file: main.py
class App:
    def __init__(self):
        self.routes = {}
    def route(self, path):
        def keep(f):
            self.routes[path] = f
            return f
        return keep
    def call(self, path):
        return self.routes[path]()
app = App()
@app.route("/")
def index():
    return "index"
@app.route("/n")
def number():
    return 5
a = app.call("/")
b = app.call("/n")
