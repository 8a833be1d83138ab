# case: a parameter is assigned to an attribute and used
# file: main.py
class Log:
    def write(self, m):
        return len(m)
class App:
    def __init__(self, log):
        self.log = log
    def run(self, text):
        return self.log.write(text)
n = App(Log()).run("x")

# case: a parameter is rebound by a branch
# file: main.py
def f(x=None):
    if x is None:
        x = []
    x.append(1)
    return x
a = f()
b = f([2])

# case: positional through a star
# file: main.py
def f(a, b, c):
    return c, b, a
args = (1, "b")
r = f(*args, 2.5)

# case: several functions hand on
# file: main.py
def a(x):
    return b(x)
def b(x):
    return c(x)
def c(x):
    return [x]
r = a(1)
s = b("s")
