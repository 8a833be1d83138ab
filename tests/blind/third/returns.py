# case: returns a tuple of a function and its state
# file: main.py
def make():
    state = {"n": 0}
    def inc():
        state["n"] += 1
        return state["n"]
    return inc, state
inc, st = make()
a = inc()
b = st["n"]
# case: returned through three functions
# file: main.py
class Tok:
    kind = "t"
def lex():
    return [Tok(), Tok()]
def parse():
    toks = lex()
    return toks[0]
def compile_():
    return parse().kind
k = compile_()
t = parse()
# case: early, late and never
# file: main.py
def sign(n):
    if n > 0:
        return "pos"
    elif n < 0:
        return "neg"
    else:
        return "zero"
def check(n):
    if n < 0:
        raise ValueError(n)
    return n
def forever():
    while True:
        return 1
a = sign(1)
b = check(2)
c = forever()
# case: return of a conditional class
# file: main.py
class A:
    v = 1
class B:
    v = "b"
def cls(flag):
    return A if flag else B
def make(flag):
    return cls(flag)()
x = make(True)   # wide: x
y = make(False).v   # wide: y
# case: return in try, with, for
# file: main.py
class Lock:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return None
def guarded():
    with Lock() as l:
        return l
def num(s):
    try:
        return int(s)
    except ValueError:
        return None
def first(xs):
    for x in xs:
        return x
g = guarded()
n = num("1")   # wide: n num
f = first(["a"])   # wide: f first
# case: implicit none and self
# file: main.py
class L:
    def __init__(self):
        self.xs = []
    def add(self, x):
        self.xs.append(x)
    def chain(self, x):
        self.add(x)
        return self
l = L()
r = l.add(1)
c = l.chain(2).chain(3)
x = c.xs[0]
# case: star results
# file: main.py
def many():
    return 1, *["a", "b"]
def lst():
    return [*many(), 2.5]
def dct():
    return {**{"a": 1}, "b": None}
m = many()
l = lst()
d = dct()["b"]
