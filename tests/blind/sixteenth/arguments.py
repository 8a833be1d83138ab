# Arguments, in containers, nested and computed.

# case: nested functions given as defaults and as arguments
# file: main.py
def outer():
    def inner():
        return 1
    def other(f=inner):
        return f()
    return other
def use(g, h=outer()):
    return g(), h()
def text():
    return "t"
a = use(text)
b, c = use(outer(), text)
d = outer()(text)

# case: a dictionary of functions is an argument, and picks by another
# file: main.py
def up(s):
    return s.upper()
def size(s):
    return len(s)
def halves(s):
    return s[:1], s[1:]
def pick(table, name, value):
    return table[name](value)
OPS = {"up": up, "size": size}
a = pick(OPS, "up", "x")
b = pick(OPS, "size", "xy")
c = pick({"h": halves, **OPS}, "h", "xyz")
d = pick(dict(n=size), "n", "w")

# case: an argument is called in a loop with the others
# file: main.py
def each(f, *values, collect=list):
    out = []
    for v in values:
        out.append(f(v))
    return collect(out)
def double(n):
    return n * 2
def shout(s):
    return str(s) + "!"
a = each(double, 1, 2)
b = each(shout, 1, None)
c = each(double, "a", collect=tuple)
d = each(len, "ab", collect=sum)
e = each(shout, collect=set)

# case: tuples of a function and its arguments
# file: main.py
def add(a, b):
    return a + b
def neg(a):
    return -a
def run(job):
    f, *args = job
    return f(*args)
def run_all(*jobs):
    return [run(j) for j in jobs]
x = run((add, 1, 2))
y = run((add, "a", "b"))
z = run((neg, 2.5))
both = run_all((neg, 1), (add, [1], ["x"]))
first, second = both

# case: an argument is deleted, rebound and handed to itself
# file: main.py
def keep(value):
    kept = [value]
    del value
    value = len(kept)
    return kept, value
def apply(f, x):
    x = f(x)
    f = type(x)
    return f
def ident(v):
    return v
kept, n = keep("s")
cls = apply(str, 3)
again = cls(4.5)
made = apply(ident, 2)("7")
more = ident(ident)(ident)(b"x")

# case: generator expressions and comprehensions as arguments
# file: main.py
def total(numbers, start=0):
    for n in numbers:
        start = start + n
    return start
def first(items):
    for item in items:
        return item
def square(n):
    return n * n
a = total(square(i) for i in range(3))
b = total([n / 2 for n in (1, 2)], start=0.5)
c = first(s.strip() for s in [" x "])
d = first({k: v for k, v in [("a", 1)]})
e = first({(i, str(i)) for i in range(2)})
f = first(x for x in [])
