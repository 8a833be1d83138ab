# Lambdas: small functions as values.

# case: sorting and grouping with keys
# file: main.py
from itertools import groupby
from functools import reduce
people = [("ann", 30), ("bob", 25), ("cid", 30)]
oldest = max(people, key=lambda p: p[1])
names = [n for n, _ in sorted(people, key=lambda p: (-p[1], p[0]))]
age = lambda p: p[1]
groups = {k: [n for n, _ in g] for k, g in groupby(sorted(people, key=age), key=age)}
thirty = groups[30]
total = reduce(lambda sum, p: sum + p[1], people, 0)
longest = reduce(lambda a, b: a if len(a) > len(b) else b, names)
table = list(map(lambda name, n: f"{name}{n}", names, range(3)))
odd = list(filter(lambda x: x % 2, [1, 2, 3]))
when = {"morning": lambda: "tea", "night": lambda: 8}
drink = when["morning"]()
hour = when["night"]()

# case: lambdas that catch their surroundings
# file: main.py
def adders(*amounts):
    return [lambda x, a=a: x + a for a in amounts]
def late():
    out = []
    for word in ("a", "b"):
        out.append(lambda: word)
    return out
def lazy(make):
    cache = []
    return lambda: cache[0] if cache else (cache.append(make()) or cache[0])
one, half = adders(1, 0.5)
a = one(1)
b = half(1)
w = late()[0]()
get = lazy(lambda: {"big": "thing"})
thing = get()
again = get()["big"]

# case: Church numerals and the Y of it
# file: main.py
zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
to_int = lambda n: n(lambda k: k + 1)(0)
two = succ(succ(zero))
n = to_int(two)
fact = (lambda f: f(f))(lambda self: lambda n: 1 if n == 0 else n * self(self)(n - 1))
f = fact(5)
pair = lambda a, b: lambda pick: pick(a, b)
p = pair(1, "two")
first = p(lambda a, b: a)
second = p(lambda a, b: b)

# case: a state machine whose table holds lambdas
# file: main.py
class Machine:
    def __init__(self):
        self.state = "idle"
        self.count = 0
        self.trace = []
        self.table = {
            ("idle", "coin"): lambda: self.to("ready"),
            ("ready", "push"): lambda: self.to("idle", spend=True),
        }
    def to(self, state, spend=False):
        self.trace.append((self.state, state))
        self.state = state
        if spend:
            self.count += 1
        return state
    def fire(self, event):
        action = self.table.get((self.state, event), lambda: None)
        return action()
m = Machine()
a = m.fire("coin")
b = m.fire("push")
c = m.fire("nothing")
last = m.trace[-1]
n = m.count

# case: validators put together
# file: main.py
both = lambda *tests: lambda v: all(t(v) for t in tests)
either = lambda *tests: lambda v: any(t(v) for t in tests)
negate = lambda test: lambda v: not test(v)
is_text = lambda v: isinstance(v, str)
is_long = lambda v: len(v) > 3
check = both(is_text, negate(is_long))
ok = check("abc")
bad = check("abcdef")
choose = lambda c, a, b: a if c else b
x = choose(True, 1, "s")
compose = lambda f, g: lambda *a, **k: f(g(*a, **k))
shout = compose(str.upper, str.strip)
loud = shout(" a ")
size = compose(len, shout)(" abc ")
