# case: partial applications
# file: main.py
from functools import partial
def power(base, exponent, *, verbose=False):
    return base ** exponent if not verbose else str(base)
square = partial(power, exponent=2)
nine = square(3)
loud = partial(power, verbose=True)
word = loud(2, 3)
inner = square.func
kws = square.keywords
args = square.args
hexed = partial(int, base=16)
n = hexed("ff")
twice = partial(partial(power, 2), 5)
big = twice()
printer = partial(print, end="")
nothing = printer("")

# case: reduce, cache and total ordering
# file: main.py
from functools import reduce, lru_cache, cache, total_ordering, cached_property
product = reduce(lambda a, b: a * b, [1, 2, 3])
joined = reduce(lambda acc, w: acc + [w.upper()], ["a", "b"], [])
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
f = fib(10)
info = fib.cache_info()
hits = info.hits
@cache
def slow(key):
    return {"key": key}
s = slow("a")
raw = slow.__wrapped__("b")
@total_ordering
class Version:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
    @cached_property
    def label(self):
        return f"v{self.n}"
older = Version(1) >= Version(2)
newest = max(Version(1), Version(2))
label = newest.label
ordered = sorted([Version(2), Version(1)])[0]

# case: single dispatch
# file: main.py
from functools import singledispatch, singledispatchmethod
@singledispatch
def show(value):
    return "?"
@show.register
def _(value: int):
    return value + 1
@show.register(list)
def _(value):
    return [show(v) for v in value]
plain = show(object())
class Printer:
    @singledispatchmethod
    def out(self, arg):
        return None
    @out.register
    def _(self, arg: str):
        return arg.encode()
p = Printer()

# case: wraps and a decorator with arguments
# file: main.py
from functools import wraps
def repeat(times):
    def decorate(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            result = None
            for _ in range(times):
                result = func(*args, **kwargs)
            return [result] * times
        return wrapper
    return decorate
@repeat(3)
def greet(name, punct="!"):
    """Say hello."""
    return name + punct
out = greet("bob")
doc = greet.__doc__
title = greet.__name__
orig = greet.__wrapped__
direct = orig("x", punct="?")

# case: operator module
# file: main.py
import operator
from operator import itemgetter, attrgetter, methodcaller
class P:
    def __init__(self, name, age):
        self.name = name
        self.age = age
people = [P("a", 2), P("b", 1)]
by_age = sorted(people, key=attrgetter("age"))
young = by_age[0].name
names = list(map(attrgetter("name"), people))
pair = attrgetter("name", "age")(people[0])
second = itemgetter(1)(["x", "y"])
two = itemgetter("a", "b")({"a": 1, "b": "s"})
upper = methodcaller("upper")("abc")
added = operator.add(1, 2)
mul = operator.mul("ab", 2)
neg = operator.neg(3)
got = operator.getitem({"k": b"v"}, "k")
inside = operator.contains([1], 1)
same = operator.is_(None, None)
ind = operator.index(True)
div = operator.truediv(4, 2)

# case: a descriptor of partial methods
# file: main.py
from functools import partialmethod
class Cell:
    def __init__(self):
        self.alive = False
    def set_state(self, state):
        self.alive = state
        return self
    revive = partialmethod(set_state, True)
    kill = partialmethod(set_state, False)
c = Cell()
d = c.revive()
live = d.alive
e = c.kill()

# case: comparing keys
# file: main.py
from functools import cmp_to_key
def compare(a, b):
    return len(a) - len(b)
ordered = sorted(["ccc", "a"], key=cmp_to_key(compare))
first = ordered[0]
least = min(["bb", "a"], key=cmp_to_key(compare))

# case: composing functions
# file: main.py
from functools import reduce
def compose(*funcs):
    def pair(f, g):
        return lambda x: f(g(x))
    return reduce(pair, funcs)
def double(x):
    return x * 2
def text(x):
    return str(x)
both = compose(text, double)
out = both(4)
