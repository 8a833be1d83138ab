# case: function factory in a loop over a table
# file: main.py
def make(op):
    def plus(a, b):
        return a + b
    def minus(a, b):
        return a - b
    if op == "+":
        return plus
    return minus
p = make("+")
r = p(1, 2)
# case: closures over parameters of different type
# file: main.py
def const(v):
    def get():
        return v
    return get
a = const(1)()
b = const("s")()
gs = [const(1.5), const(None)]
c = gs[0]()   # wide: c
# case: nested nonlocal through two levels
# file: main.py
def outer():
    log = []
    def mid(tag):
        def inner(msg):
            log.append(tag + msg)
            return len(log)
        return inner
    return mid, log
mid, log = outer()
say = mid("t")
n = say("m")
first = log[0]
# case: generic helpers
# file: main.py
def first(xs):
    return xs[0]
def last(xs):
    return xs[-1]
def swap(p):
    a, b = p
    return b, a
def ident(x):
    return x
a = first([1])
b = first("s")
c = last((1, "t"))
d = swap((1, "x"))
e = ident(ident)(2.5)
f = first(ident([None]))
# case: argument defaults and module constants
# file: main.py
LIMIT = 5
UNIT = "kg"
def weigh(n, limit=LIMIT, unit=UNIT):
    if n > limit:
        n = limit
    return f"{n}{unit}"
def total(*ns, start=0.0):
    for n in ns:
        start += n
    return start
w = weigh(9)
t = total(1, 2)
# case: recursion on own tree with dict
# file: main.py
def size(tree):
    n = 1
    for child in tree["kids"]:
        n += size(child)
    return n
def names(tree, out=None):
    out = [] if out is None else out
    out.append(tree["name"])
    for c in tree["kids"]:
        names(c, out)
    return out
t = {"name": "a", "kids": [{"name": "b", "kids": []}]}
s = size(t)
ns = names(t)   # wide: ns
