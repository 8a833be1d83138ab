# Lambdas.

# case: a lambda in a default parameter
# file: main.py
def run(x, f=lambda n: n + 1):
    return f(x)
a = run(1)
b = run("s", lambda s: [s])
c = run(2.5)

# case: a lambda returns a lambda over its parameter
# file: main.py
add = lambda a: lambda b: a + b
inc = add(1)
x = inc(2)
y = add("a")("b")

# case: lambdas in a list and in a dictionary
# file: main.py
fs = [lambda: 1, lambda: "s"]
a = fs[0]()
b = fs[1]()
table = {
    "neg": lambda n: -n,
    "text": lambda n: str(n),
}
c = table["neg"](1.5)
d = table["text"](2)

# case: a lambda calls a function and a method
# file: main.py
class Store:
    def __init__(self):
        self.rows = {"a": 1}
    def find(self, key):
        return self.rows[key]
store = Store()
def wrap(x):
    return (x,)
look = lambda key: wrap(store.find(key))
row = look("a")
value = row[0]

# case: a lambda as a method, and one as an attribute
# file: main.py
class Thing:
    size = lambda self: self.n
    def __init__(self, n):
        self.n = n
        self.later = lambda: self.size()
t = Thing(4)
a = t.size()
b = t.later()

# case: a lambda with star arguments and a conditional
# file: main.py
pick = lambda *args, **kw: kw["key"] if kw else args[0]
a = pick(1, 2)
b = pick(1, key="k")
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
c = fact(5)
