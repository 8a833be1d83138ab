# Lambdas: functions without a name.

# case: a lambda with a walrus and a conditional
# file: main.py
f = lambda n: (m := n * 2) and str(m)
a = f(2)
g = lambda *a, **k: (a, k)
args, kw = g(1, x="x")
h = lambda: None
n = h()

# case: a lambda returns one of two functions
# file: main.py
def up(s):
    return s.upper()
def size(s):
    return len(s)
pick = lambda big: up if big else size
a = pick(True)("a")
b = pick(False)("a")

# case: lambdas in a class body and a property of one
# file: main.py
class Shape:
    sides = property(lambda self: self.n)
    make = classmethod(lambda cls, n: cls(n))
    unit = staticmethod(lambda: "cm")
    __str__ = lambda self: f"shape {self.n}"
    def __init__(self, n):
        self.n = n
s = Shape.make(3)
n = s.sides
u = s.unit()
t = str(s)

# case: the fixed point of a lambda
# file: main.py
fix = lambda f: (lambda x: x(x))(lambda y: f(lambda v: y(y)(v)))
fact = fix(lambda rec: lambda n: 1 if n == 0 else n * rec(n - 1))
r = fact(4)

# case: church numerals
# file: main.py
zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
two = succ(succ(zero))
n = two(lambda k: k + 1)(0)
s = two(lambda t: t + "i")("")

# case: lambdas as pairs
# file: main.py
cons = lambda a, b: lambda pick: pick(a, b)
car = lambda p: p(lambda a, b: a)
cdr = lambda p: p(lambda a, b: b)
p = cons(1, cons("two", None))
a = car(p)
b = car(cdr(p))
c = cdr(cdr(p))

# case: lambdas that take methods
# file: main.py
class Num:
    def __init__(self, n):
        self.n = n
    def add(self, o):
        return Num(self.n + o.n)
    def text(self):
        return str(self.n)
call = lambda method, *args: method(*args)
one = Num(1)
two = call(one.add, Num(2))
t = call(two.text)
u = (lambda o: o.text)(one)()

# case: lambdas kept in a list with their data
# file: main.py
jobs = [(lambda x: x + 1, 1), (lambda s: s + "!", "hey")]
out = [f(v) for f, v in jobs]
f, v = jobs[1]
r = f(v)
by = sorted([("b", 1), ("a", 2)], key=lambda kv: kv[1])
first = by[0][0]
keep = list(filter(lambda kv: kv[1] > 1, by))
