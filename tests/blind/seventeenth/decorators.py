# Decorators.

# case: a nested function is returned through a decorator with arguments
# file: main.py
def repeat(times):
    def around(func):
        def wrapper(*args):
            out = []
            for _ in range(times):
                out.append(func(*args))
            return out
        return wrapper
    return around
@repeat(3)
def maker(base):
    def inner():
        return base
    return inner
results = maker("b")
last = results[-1]()

# case: a decorator that gives the function back after keeping it
# file: main.py
REGISTRY = []
def keep(func):
    REGISTRY.append(func)
    return func
@keep
def first():
    return 1
@keep
def second():
    return "2"
a = first()
b = [f() for f in REGISTRY]

# case: two decorators, of which the outer changes the result
# file: main.py
def as_list(func):
    def listed(n):
        return [func(n)]
    return listed
def as_text(func):
    def texted(n):
        return str(func(n))
    return texted
@as_list
@as_text
def square(n):
    return n * n
@as_text
@as_list
def cube(n):
    return n ** 3
a = square(3)
b = cube(3)

# case: a decorator is an instance with a method
# file: main.py
class Router:
    def __init__(self):
        self.routes = {}
    def route(self, path):
        def add(func):
            self.routes[path] = func
            return func
        return add
    def call(self, path):
        return self.routes[path]()
router = Router()
@router.route("/")
def index():
    return "index"
page = router.call("/")
direct = index()

# case: a class decorator adds a method
# file: main.py
def shown(cls):
    def show(self):
        return f"{cls.__name__}:{self.value}"
    cls.show = show
    return cls
@shown
class Item:
    def __init__(self, value):
        self.value = value
item = Item(2)
text = item.show()

# case: a decorator of a method keeps self
# file: main.py
import functools
def logged(method):
    @functools.wraps(method)
    def wrapper(self, *args, **kwargs):
        self.log.append(method.__name__)
        return method(self, *args, **kwargs)
    return wrapper
class Account:
    def __init__(self):
        self.log = []
        self.sum = 0
    @logged
    def deposit(self, amount, note=""):
        self.sum += amount
        return note
acc = Account()
note = acc.deposit(5, note="pay")
entry = acc.log[0]
total = acc.sum

# case: a decorator replaces a function by a constant and by an instance
# file: main.py
def evaluated(func):
    return func()
class Lazy:
    def __init__(self, func):
        self.func = func
    def get(self):
        return self.func()
@evaluated
def answer():
    return 42
@Lazy
def later():
    return "later"
a = answer
b = later
c = later.get()
