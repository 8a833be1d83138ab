# case: the result of a call is called
# file: main.py
def outer():
    return inner
def inner():
    return 1
a = outer()()
def three():
    return outer
b = three()()()
# case: a lambda called at once
# file: main.py
a = (lambda: 1)()
b = (lambda x, y="s": y)(1)
c = (lambda f: f(2.5))(lambda v: v)
# case: a closure called with arguments
# file: main.py
def adder(n):
    def add(m):
        return n + m
    return add
a = adder(1)(2)
b = adder("a")("b")
# case: a method's result is called
# file: main.py
class Menu:
    def choose(self, name):
        return getattr(self, "open")
    def open(self):
        return "opened"
    def table(self):
        return [self.open, self.close]
    def close(self):
        return 0
m = Menu()
a = m.choose("x")()
b = m.table()[1]()
c = Menu().table()[0]()
# case: a constructor and a method at once
# file: main.py
class Parser:
    def __init__(self, text):
        self.text = text
    def tokens(self):
        return self.text.split()
    def first(self):
        return self.tokens()[0]
a = Parser("a b").tokens()
b = Parser("a b").first().upper()
# case: a call in a condition, in a subscript, in a return
# file: main.py
def key():
    return "k"
def table():
    return {"k": 1}
def ready():
    return True
def get():
    return table()[key()]
if ready():
    x = get()
y = [get(), key()][0]
z = {key(): table()}[key()]
# case: imported and called at once
# file: lib.py
def make():
    def made(x):
        return [x]
    return made
class Maker:
    def build(self):
        return self.work
    def work(self):
        return b"w"
# file: main.py
import lib
from lib import Maker
a = lib.make()(1)
b = Maker().build()()
c = lib.Maker().work()
# case: from a tuple, a dictionary and a conditional
# file: main.py
def f():
    return 1
def g():
    return "g"
a = (f, g)[1]()
b = {"f": f}["f"]()
c = (f if a else f)()
d = [g][0]()
e = (f or g)()
# case: nested calls as arguments
# file: main.py
def a(x):
    return x
def b(x):
    return str(x)
def c(x, y):
    return x, y
r = a(b(a(1)))
s = c(a(1.5), b(2))
t = a(a)(a)(b)(3)
# case: super called directly and class returned by a call
# file: main.py
class Base:
    def name(self):
        return "base"
class Sub(Base):
    def name(self):
        return super().name() + "!"
def cls():
    return Sub
n = cls()().name()
def deep():
    def level():
        return cls
    return level
m = deep()()()().name()
# case: partial called at once
# file: main.py
from functools import partial
def power(base, exp):
    return base ** exp
a = partial(power, 2)(3)
b = partial(power, exp=2)(1.5)
c = partial(str.upper, "a")()
# case: star args in a direct call
# file: main.py
def pick(i):
    return lambda *xs: xs[i]
a = pick(0)(1, "b")
b = pick(1)(*[1, 2])
def conf(**kw):
    return lambda k: kw[k]
c = conf(a=1)("a")
# case: a nested function that calls itself and its outer
# file: main.py
def fact(n):
    def go(k, acc):
        if k <= 1:
            return acc
        return go(k - 1, acc * k)
    return go(n, 1)
a = fact(4)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
b = even(3)
