# Decorators: plain, with arguments, as classes, stacked.

# case: a retry with arguments
# file: main.py
import functools
def retry(times, catch=Exception):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            last = None
            for attempt in range(times):
                try:
                    return func(*args, **kwargs)
                except catch as exc:
                    last = exc
            raise RuntimeError("gave up") from last
        wrapper.times = times
        return wrapper
    return decorate
calls = []
@retry(3, catch=ValueError)
def flaky(n):
    calls.append(n)
    if len(calls) < 2:
        raise ValueError("not yet")
    return {"n": n}
@retry(1)
def broken():
    raise KeyError("k")
result = flaky(4)
tries = flaky.times
try:
    broken()
except RuntimeError as err:
    cause = err.__cause__
    text = str(err)

# case: commands registered by name
# file: main.py
COMMANDS = {}
def command(name=None, *, hidden=False):
    def register(func):
        COMMANDS[name or func.__name__] = (func, hidden)
        return func
    return register
@command()
def ping(*args):
    return "pong"
@command("sum")
def add_up(*args):
    return sum(int(a) for a in args)
@command(hidden=True)
def quit(*args):
    raise SystemExit(0)
def run(line):
    word, *args = line.split()
    func, _ = COMMANDS[word]
    return func(*args)
said = ping()
total = add_up("1", "2")
out = run("ping")
shown = sorted(n for n, (_, hidden) in COMMANDS.items() if not hidden)

# case: a class that counts calls
# file: main.py
import functools
class Counted:
    def __init__(self, func):
        functools.update_wrapper(self, func)
        self.func = func
        self.calls = 0
    def __call__(self, *args):
        self.calls += 1
        return self.func(*args)
    def __get__(self, obj, owner):
        if obj is None:
            return self
        return functools.partial(self, obj)
@Counted
def double(x):
    return x * 2
class Shop:
    @Counted
    def sell(self, item):
        return [item]
a = double(4)
b = double("ab")
times = double.calls
shop = Shop()
sold = shop.sell("pen")
sales = Shop.sell.calls

# case: stacked
# file: main.py
def listed(func):
    def inner(*args):
        return [func(*args)]
    return inner
def named(name):
    def outer(func):
        def inner(*args):
            return name, func(*args)
        return inner
    return outer
def upper(func):
    return lambda *args: func(*args).upper()
@listed
@named("greeting")
@upper
def greet(who):
    return f"hello {who}"
@named("n")
@listed
def number(x):
    return x + 1
hello = greet("ann")
label, words = hello[0]
n = number(1.5)
tag, values = n
value = values[0]

# case: decorating a class
# file: main.py
def singleton(cls):
    instances = {}
    def get(*args):
        if cls not in instances:
            instances[cls] = cls(*args)
        return instances[cls]
    return get
def describe(cls):
    cls.describe = lambda self: f"{cls.__name__}({self.name})"
    cls.registered = True
    return cls
@singleton
class Settings:
    def __init__(self, path):
        self.path = path
@describe
class Pet:
    def __init__(self, name):
        self.name = name
one = Settings("a.ini")
two = Settings("b.ini")
same = one is two
path = two.path
pet = Pet("Rex")
shown = pet.describe()
flag = Pet.registered

# case: what contextlib and functools decorate
# file: main.py
import contextlib
import functools
log = []
@contextlib.contextmanager
def section(name):
    log.append("<" + name)
    try:
        yield len(log)
    finally:
        log.append(name + ">")
@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
@functools.singledispatch
def show(value):
    return repr(value)
@show.register
def _(value: int):
    return value + 1
@show.register(list)
def _(value):
    return [show(v) for v in value]
with section("one") as depth:
    inner = fib(10)
@section("two")
def work():
    return tuple(log)
seen = work()
a = show("x")
b = show(3)
c = show([1])
info = fib.cache_info()
hits = info.hits
