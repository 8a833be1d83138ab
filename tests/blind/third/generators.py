# case: chunks
# file: main.py
def chunks(xs, n):
    for i in range(0, len(xs), n):
        yield xs[i:i + n]
c = list(chunks([1, 2, 3], 2))
f = c[0]
s = list(chunks("abc", 2))
# case: two yields of one loop
# file: main.py
def interleave(a, b):
    for x, y in zip(a, b):
        yield x
        yield y
r = list(interleave([1], ["a"]))
it = interleave("a", "b")
n = next(it)
# case: averager coroutine
# file: main.py
def averager():
    total = 0.0
    count = 0
    avg = None
    while True:
        term = yield avg
        total += term
        count += 1
        avg = total / count
co = averager()
next(co)
a = co.send(10)   # wide: a
b = co.send(30)   # wide: b
# case: filter pipeline
# file: main.py
def source():
    yield from ["1", "x", "2"]
def only_digits(it):
    for s in it:
        if s.isdigit():
            yield s
def to_int(it):
    return (int(s) for s in it)
pipe = to_int(only_digits(source()))
t = sum(pipe)
l = list(to_int(only_digits(source())))
# case: generator in class with state
# file: main.py
class Deck:
    suits = "SH"
    def __init__(self):
        self.cards = [(s, n) for s in self.suits for n in range(2)]
    def __iter__(self):
        for card in self.cards:
            yield card
    def __len__(self):
        return len(self.cards)
    def __getitem__(self, i):
        return self.cards[i]
d = Deck()
for suit, num in d:
    x = suit
c = d[0]
n = len(d)
l = list(d)
# case: contextmanager and exit
# file: main.py
from contextlib import contextmanager
@contextmanager
def tag(name):
    data = {"name": name}
    yield data
    data.clear()
with tag("b") as t:
    n = t["name"]
# case: recursive generator over nested dicts
# file: main.py
def leaves(d):
    for k, v in d.items():
        if isinstance(v, dict):
            yield from leaves(v)
        else:
            yield v
l = list(leaves({"a": 1, "b": {"c": 2}}))   # wide: l
# case: zip, any, first
# file: main.py
def first(it, default=None):
    for x in it:
        return x
    return default
def evens(xs):
    return (x for x in xs if x % 2 == 0)
f = first(evens([1, 2]))   # wide: f first
g = first([], "d")   # wide: g
a = any(x > 1 for x in [1, 2])
d = {x: x * x for x in evens([2])}
v = d[2]
