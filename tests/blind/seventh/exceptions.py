# case: a function called in each part
# file: main.py
def a():
    return 1
def b():
    return 2
def c():
    return 3
def d():
    return 4
try:
    x = a()
except ValueError:
    x = b()
else:
    y = c()
finally:
    z = d()

# case: an exception's own method, caught twice
# file: main.py
class E(Exception):
    def code(self):
        return 1
def f():
    try:
        raise E("x")
    except E as e:
        return e.code()
r = f()

# case: raised from a called function with arguments
# file: main.py
class Bad(ValueError):
    def __init__(self, name):
        super().__init__(name)
        self.name = name
def check(n):
    if not n:
        raise Bad("n")
    return n
try:
    check(0)
except Bad as b:
    n = b.name
