# case: nested and returned
# file: main.py
def outer(x):
    y = x + 1
    def inner(z):
        w = y + z
        return w
    return inner
f = outer(1)
r = f(2)
s = f(2.5)
# case: recursion
# file: main.py
def depth(tree):
    if not tree:
        return 0
    deepest = 0
    for child in tree:
        d = depth(child)
        deepest = max(deepest, d)
    return deepest + 1
n = depth([[], [[]]])
def join(items):
    if len(items) == 1:
        return items[0]
    return items[0] + join(items[1:])
j = join(["a", "b"])
# case: attributes of functions
# file: main.py
def counter():
    counter.n += 1
    return counter.n
counter.n = 0
a = counter()
b = counter.n
counter.label = "c"
c = counter.label
d = counter.__name__
# case: higher order
# file: main.py
def compose(*fns):
    def composed(x):
        for fn in fns:
            x = fn(x)
        return x
    return composed
def inc(n):
    return n + 1
def text(n):
    return str(n)
p = compose(inc, text)
r = p(1)
def flip(f):
    return lambda a, b: f(b, a)
def sub(a, b):
    return a - b
s = flip(sub)(1, 2)
# case: functions defined under a condition
# file: main.py
import sys
if sys.version_info >= (3,):
    def enc(s):
        return s.encode()
else:
    def enc(s):
        return s
r = enc("x")
try:
    import no_such_module_here as nm
except ImportError:
    nm = None
def get():
    return nm
g = get()
# case: redefined
# file: main.py
def f():
    return 1
a = f()
def f():
    return "f"
b = f()
def g():
    return f()
c = g()
# case: functions called before they are defined
# file: main.py
def main():
    x = helper(1)
    return x
def helper(n):
    return later(n, "a")
def later(n, s):
    return [n, s]
r = main()
if __name__ != "__main__":
    q = helper(2.5)
# case: a function that returns several functions
# file: main.py
def make():
    store = []
    def push(x):
        store.append(x)
        return len(store)
    def pop():
        return store.pop()
    return push, pop
push, pop = make()
a = push("x")
b = pop()
# case: default arguments that are functions
# file: main.py
def ident(x):
    return x
def apply(x, fn=ident, wrap=list):
    y = fn(x)
    return wrap([y])
a = apply(1)
b = apply("a", str.upper, tuple)
c = apply(2, fn=lambda v: v / 2)
# case: docstrings, pass and bare returns
# file: main.py
def doc():
    """Says nothing."""
def nothing():
    pass
def bare(x):
    if x:
        return
    print(x)
def maybe(x):
    if x > 1:
        return x
a = doc()
b = nothing()
c = bare(1)
d = maybe(2)  # wide: d
e = maybe(0)  # wide: e
# case: memoised by hand
# file: main.py
cache = {}
def fib(n):
    if n in cache:
        return cache[n]
    if n < 2:
        value = n
    else:
        value = fib(n - 1) + fib(n - 2)
    cache[n] = value
    return value
r = fib(5)
# case: functions over containers of objects
# file: main.py
class Item:
    def __init__(self, price, qty):
        self.price = price
        self.qty = qty
    def cost(self):
        return self.price * self.qty
def total(items):  # wide: total
    t = 0
    for item in items:
        t += item.cost()
    return t
def find(items, pred):
    for item in items:
        if pred(item):
            return item
    return None
basket = [Item(1.5, 2), Item(2.5, 1)]
t = total(basket)  # wide: t
i = find(basket, lambda it: it.qty > 1)  # wide: i
j = find([], bool)
