# case: returned bound method
# file: main.py
class A:
    def __init__(self, n):
        self.n = n
    def get(self):
        return self.n
    def getter(self):
        return self.get
x = A("s").getter()()
y = A("t").getter
z = y()()
# case: calls in default, comprehension, f-string
# file: main.py
def one():
    return 1
def two(x=one()):
    return str(x)
a = [two() for _ in range(2)]
b = f"{two(2)}"
c = {two(): one()}
d = one() + one()
# case: immediate result of a decorator-like call
# file: main.py
def wrap(f):
    return lambda *a: (f(*a), "w")
def g(x):
    return [x]
r = wrap(g)(3)
l, s = wrap(g)("a")
# case: nested functions calling each other
# file: main.py
def outer(n):
    def even(k):
        if k == 0:
            return "even"
        return odd(k - 1)
    def odd(k):
        if k == 0:
            return "odd"
        return even(k - 1)
    return even(n)
r = outer(3)
# case: class call through variable and instance call
# file: main.py
class F:
    def __call__(self, x):
        return x
def make():
    return F
k = make()
a = k()(1)
b = make()()("s")
c = F()(F())(2.5)
# case: call on subscript of call
# file: main.py
def fns():
    return {"a": lambda: 1, "b": lambda: "b"}
def lst():
    return [len, str]
x = fns()["b"]()
y = lst()[0]("abc")
z = lst()[1](5)
