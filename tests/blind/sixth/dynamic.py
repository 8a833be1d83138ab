# case: eval of an expression with names
# file: main.py
def f(x):
    return x * 2
y = eval("f(3)")
z = eval("f('a')")

# case: exec defines a function
# file: main.py
exec("def g(a):\n    return [a]")
x = g(1)
exec("n = 5")
m = n

# case: getattr and setattr
# file: main.py
class C:
    def run(self):
        return 1
c = C()
f = getattr(c, "run")
x = f()
setattr(c, "extra", "s")
y = c.extra
z = getattr(c, "none", None)

# case: globals
# file: main.py
def task():
    return 2.5
f = globals()["task"]
x = f()
globals()["made"] = "m"
y = made

# case: type with three arguments
# file: main.py
def hi(self):
    return "hi"
K = type("K", (), {"hi": hi, "n": 3})
k = K()
x = k.hi()
y = K.n
