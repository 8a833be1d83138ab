# Generators.

# case: send, throw and what next gives
# file: main.py
def average():
    total = 0.0
    n = 0
    mean = None
    while True:
        value = yield mean
        total += value
        n += 1
        mean = total / n
def guarded():
    try:
        yield 1
    except ValueError as e:
        yield str(e)
avg = average()
first = next(avg)
second = avg.send(3)
third = avg.send(2.5)
g = guarded()
a = next(g)
b = g.throw(ValueError("x"))
avg.close()

# case: delegated generators and their results
# file: main.py
def inner(n):
    got = yield n
    return [got]
def outer():
    x = yield from inner(1)
    y = yield from inner("two")
    return x, y
def run(gen):
    try:
        value = next(gen)
        while True:
            value = gen.send(2.5)
    except StopIteration as stop:
        return stop.value
result = run(outer())
xs, ys = result
z = xs[0]

# case: pipelines of generators
# file: main.py
def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1
def squares(source):
    for n in source:
        yield n * n
def labelled(source, label):
    for i, n in enumerate(source):
        yield f"{label}{i}", n
pipe = labelled(squares(numbers(3)), "s")
first = next(pipe)
name, value = first
rest = list(pipe)
total = sum(squares(numbers(4)))
as_dict = dict(labelled(numbers(2), "k"))
got = as_dict["k0"]
lazy = (str(n) for n in numbers(2))
text = ",".join(lazy)

# case: generators as methods, iterators of trees and contexts
# file: main.py
import contextlib
class Tree:
    def __init__(self, value, *kids):
        self.value = value
        self.kids = kids
    def __iter__(self):
        yield self.value
        for kid in self.kids:
            yield from kid
    def pairs(self):
        for kid in self.kids:
            yield self, kid.value
@contextlib.contextmanager
def opened(name):
    log = [name]
    yield log
    log.append("closed")
t = Tree(1, Tree("x"), Tree(2.5))
values = [v for v in t]
parent, value = next(t.pairs())
with opened("f") as log:
    log.append("used")
last = log[-1]
a, b, c = t

# case: functions that are yielded and called
# file: main.py
def one():
    return 1
def two():
    return "2"
def actions():
    yield one
    yield two
def steps(n):
    for i in range(n):
        yield lambda: i
def either(flag):
    if flag:
        yield one
    else:
        return
a = [f() for f in actions()]
for f in actions():
    b = f()
c = next(actions())()
d = [s() for s in steps(2)]
first, second = actions()
e = second()
h = list(either(False))
k = list(either(True))[0]()
