# case: assigned, given, returned
# file: main.py
f = lambda x: x + 1
a = f(1)
def apply(g, v):
    return g(v)
b = apply(lambda s: s.upper(), "a")
def make(n):
    return lambda x: [x, n]
c = make(1.5)(2)

# case: calls a function
# file: main.py
def work(x):
    return str(x)
l = lambda v: work(v)
x = l(1)

# case: in a list and a dictionary
# file: main.py
fs = [lambda: 1, lambda: "s"]
a = fs[0]()
b = fs[1]()
d = {"k": lambda n: n * 2.0}
c = d["k"](3)

# case: given as key
# file: main.py
pairs = [("b", 2), ("a", 1)]
s = sorted(pairs, key=lambda p: p[1])
m = max(pairs, key=lambda p: p[0])
name, num = m

# case: a lambda that gives a lambda
# file: main.py
add = lambda a: lambda b: a + b
x = add(1)(2)
y = add("a")("b")
