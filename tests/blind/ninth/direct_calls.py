# case: calls of what is returned
# file: main.py
def outer():
    def inner():
        def core():
            return 1
        return core
    return inner
a = outer()()()
b = outer()
c = b()

# case: a call as an argument
# file: main.py
def f(n):
    return n + 1
def g(n):
    return str(n)
def h(s, n):
    return s * n
x = h(g(f(1)), f(2))

# case: calls of literals and conditional expressions
# file: main.py
def f():
    return 1
def g():
    return "g"
def choose(flag):
    return (f if flag else g)()
a = choose(True)
b = choose(False)
c = (lambda q: q)(2.0)
d = [f, g][1]()
e = (f or g)()

# case: chained methods
# file: main.py
class Query:
    def __init__(self):
        self.parts = []
    def where(self, part):
        self.parts.append(part)
        return self
    def limit(self, n):
        self.n = n
        return self
    def all(self):
        return self.parts[: self.n]
rows = Query().where("a").where("b").limit(1).all()

# case: mutual recursion
# file: main.py
def even(n):
    if n == 0:
        return True
    return odd(n - 1)
def odd(n):
    if n == 0:
        return False
    return even(n - 1)
a = even(4)
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
b = fact(4)
