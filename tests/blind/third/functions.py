# case: counters and accumulators
# file: main.py
def counter():
    n = 0
    def tick():
        nonlocal n
        n += 1
        return n
    return tick
t1 = counter()
a = t1()
b = counter()()
# case: a function table built in a loop
# file: main.py
def add(a, b):
    return a + b
def cat(a, b):
    return str(a) + str(b)
table = {}
for fn in (add, cat):
    table[fn.__name__] = fn
x = table["add"](1, 2)   # wide: x
y = [fn(1, 2) for fn in table.values()]
# case: mutual helpers and early return
# file: main.py
def parse(text):
    if not text:
        return None
    if text[0].isdigit():
        return number(text)
    return word(text)
def number(text):
    return int(text)
def word(text):
    return text.lower()
a = parse("12")   # wide: a
b = parse("AB")   # wide: b
# case: partial application by hand
# file: main.py
def partial(fn, *fixed):
    def bound(*more):
        return fn(*fixed, *more)
    return bound
def vol(a, b, c):
    return a * b * c
v = partial(vol, 1, 2)
r = v(3)
s = partial(partial, vol)(1, 2)(2.0)
# case: functions with attributes as registry
# file: main.py
def register(fn):
    register.all.append(fn)
    return fn
register.all = []
def one():
    return 1
register(one)
r = register.all[0]()
n = len(register.all)
# case: inner class in a function
# file: main.py
def make(n):
    class Local:
        def __init__(self):
            self.n = n
        def twice(self):
            return self.n * 2
    return Local()
a = make(2).twice()
b = make("s").twice()
# case: recursion with accumulator tuple
# file: main.py
def fib(n, memo={}):
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
f = fib(10)
def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)
g = gcd(12, 8)
def power(base, exp):
    if exp == 0:
        return 1
    return base * power(base, exp - 1)
p = power(2.0, 3)   # wide: p power
# case: higher order over objects
# file: main.py
class U:
    def __init__(self, name, age):
        self.name = name
        self.age = age
def pluck(attr):
    def get(obj):
        return getattr(obj, attr)
    return get
us = [U("a", 1), U("b", 2)]
names = [pluck("name")(u) for u in us]
age = pluck("age")
ages = list(map(age, us))
fst = ages[0]
