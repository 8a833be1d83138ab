# Functions as values.

# case: a counter behind a closure
# file: main.py
def make_counter(start=0, step=1):
    value = start
    log = []
    def bump():
        nonlocal value
        value += step
        log.append(value)
        return value
    def reset(to=None):
        nonlocal value
        old, value = value, start if to is None else to
        return old
    return bump, reset, log
bump, reset, log = make_counter()
one = bump()
two = bump()
before = reset()
fbump, freset, flog = make_counter(0.5, 0.25)
f = fbump()
g = freset(2.0)
last = flog[-1]

# case: composing
# file: main.py
from functools import reduce, partial
def compose(*funcs):
    def run(value):
        return reduce(lambda acc, f: f(acc), funcs, value)
    return run
def split(text, sep=","):
    return text.split(sep)
def count(items):
    return len(items)
def square(n):
    return n * n
pipeline = compose(split, count, square)
nine = pipeline("a,b,c")
by_dash = partial(split, sep="-")
parts = by_dash("x-y")
base_two = partial(int, base=2)
five = base_two("101")
table = {f.__name__: f for f in (split, count, square)}
four = table["square"](2)
names = list(table)
def apply_all(value, funcs):
    return [f(value) for f in funcs]
both = apply_all([1, 2], [len, sum])

# case: attributes of functions
# file: main.py
def cached(n):
    if n not in cached.memory:
        cached.memory[n] = str(n) * n
        cached.misses += 1
    return cached.memory[n]
cached.memory = {}
cached.misses = 0
a = cached(2)
b = cached(2)
misses = cached.misses
memory = cached.memory
name = cached.__name__
def documented():
    """Say nothing."""
doc = documented.__doc__
defaults = make = (lambda x, y=3: x).__defaults__
def outer():
    def helper():
        return helper.hits
    helper.hits = 7
    return helper
hits = outer()()

# case: late binding
# file: main.py
handlers = []
for i in range(3):
    handlers.append(lambda: i)
i = "changed"
now = handlers[0]()
fixed = [lambda i=i: i for i in (1.5, 2.5)]
half = fixed[0]()
def later():
    return helper()
def helper():
    return b"first"
one = later()
def helper():
    return ["second"]
two = later()
x = 1
def read():
    return x
x = "text"
got = read()
def shadow():
    x = None
    def inner():
        return x
    x = 3.5
    return inner()
local = shadow()

# case: functions chosen by a condition
# file: main.py
import sys
if sys.version_info >= (3, 8):
    def tool(x):
        return [x]
else:
    def tool(x):
        return (x,)
def choose(flag):
    if flag:
        def f():
            return 1
    else:
        def f():
            return "one"
    return f
r = tool(1)
a = choose(True)
b = choose(False)
x = a()
y = b()
fast = None
def slow(n):
    return n + 0.5
use = fast or slow
z = use(1)
def swap(first, second):
    return second, first
add, mul = (lambda a, b: a + b), (lambda a, b: a * b)
add, mul = swap(add, mul)
w = add(3, "ab")
