# Functions.

# case: functions in lists, tuples, attributes and returned
# file: main.py
def a():
    return 1
def b():
    return "b"
def give(flag):
    if flag:
        return a
    return b
class Holder:
    pass
h = Holder()
h.f = a
funcs = [a, b]
funcs.append(h.f)
t = (b, [a])
r1 = give(True)()
r2 = give(False)()
r3 = h.f()
r4 = t[0]()
r5 = t[1][0]()
for f in funcs:
    r6 = f()
a.note = "n"
r7 = a.note

# case: closures that count and share
# file: main.py
def counter(start):
    n = start
    def up(by=1):
        nonlocal n
        n += by
        return n
    def get():
        return n
    return up, get
up, get = counter(0)
x = up()
y = up(0.5)
z = get()
def adders():
    return [lambda v, i=i: v + i for i in range(3)]
w = adders()[0](1)
v = [f(2) for f in adders()]

# case: functions that take and give functions
# file: main.py
def compose(f, g):
    def both(x):
        return f(g(x))
    return both
def twice(f):
    return compose(f, f)
def inc(n):
    return n + 1
def text(n):
    return str(n)
def wrap(x):
    return [x]
a = compose(text, inc)(1)
b = twice(inc)(2)
c = twice(wrap)("x")
d = compose(compose(len, text), inc)
e = d(3)

# case: nested functions of the same name, and one that is redefined
# file: main.py
def work():
    return 1
first = work()
def work():
    return "again"
second = work()
def outer():
    def work():
        return 2.5
    def use():
        return work()
    return use()
third = outer()
if second:
    def choose():
        return b"yes"
else:
    def choose():
        return None
fourth = choose()
old = work
del work
fifth = old()

# case: function attributes, defaults that hold state and annotations
# file: main.py
def cached(key, store={}):
    if key not in store:
        store[key] = len(store)
    return store[key]
def tick():
    tick.count += 1
    return tick.count
tick.count = 0
def show(x: int, *rest: str, sep: str = ",") -> str:
    return sep.join((str(x), *rest))
a = cached("x")
b = cached("y")
c = tick()
d = tick.count
e = show(1, "a", "b")
f = show.__name__
g = show.__defaults__
h = show.__annotations__["x"]
