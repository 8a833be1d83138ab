# case: the result of a call is called
# file: main.py
def inner():
    return 1
def outer():
    return inner
x = outer()()

# case: in an expression and an argument
# file: main.py
def a():
    return 1
def b(x):
    return x + 1
def c(x, y):
    return [x, y]
r = c(b(a()), b(a()))
s = a() + b(2)

# case: a lambda called at once
# file: main.py
x = (lambda v: [v])(1)
y = (lambda a, b=2: a * b)("s")

# case: a method of a fresh instance
# file: main.py
class A:
    def me(self):
        return self
    def n(self):
        return 1
r = A().me().me().n()

# case: nested functions called
# file: main.py
def outer():
    def mid():
        def low():
            return "low"
        return low()
    return mid()
x = outer()
