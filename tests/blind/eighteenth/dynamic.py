# Dynamic code.

# case: getattr on a module of the project
# file: main.py
import tools
def func1(name):
    f = getattr(tools, name)
    return f()
a = func1("saw")
b = getattr(tools, "SIZE")
c = getattr(tools, "none", 2.5)
# file: tools.py
SIZE = 3
def saw():
    return "saw"

# case: setattr with a function on an instance, and a call of it
# file: main.py
class Bag:
    pass
def func1():
    return 1
b = Bag()
setattr(b, "run", func1)
a = b.run()
setattr(Bag, "name", lambda self: "bag")
c = b.name()

# case: eval of a call of a function
# file: main.py
def func1():
    return 1
def func2(f):
    return [f()]
a = eval("func1()")
b = eval("func2(func1)")
c = eval("lambda x: x")("s")

# case: a text with a class is executed
# file: main.py
space = {}
exec("x = 1", space)
code = "y = 'text'"
exec(code)
z = eval("y")
w = eval("1.5 + 1")

# case: a method by a name from a list, with arguments
# file: main.py
class Calc:
    def add(self, a, b):
        return a + b
    def show(self, a, b):
        return f"{a}{b}"
calc = Calc()
results = []
for name in ["add", "show"]:
    method = getattr(calc, name)
    value = method(1, 2)
    results.append(value)
last = results[-1]

# case: type with a base and an attribute
# file: main.py
class Base:
    def who(self):
        return self.name
Made = type("Made", (Base,), {"name": "made", "size": 3})
m = Made()
a = m.who()
b = m.size
c = Made.name

# case: vars and globals in functions, read by name
# file: main.py
LIMIT = 3
def func1():
    return "one"
def pick(name):
    return globals()[name]
a = pick("func1")()
b = pick("LIMIT")
class Opt:
    depth = 1.5
c = vars(Opt)["depth"]
