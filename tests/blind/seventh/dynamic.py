# case: exec binds and calls
# file: main.py
def f():
    return 1
exec("x = f()")
y = x
z = eval("x + 1.5")

# case: getattr by a loop over names
# file: main.py
class C:
    def a(self):
        return 1
    def b(self):
        return "b"
c = C()
for name in ["a", "b"]:
    r = getattr(c, name)()

# case: setattr of functions
# file: main.py
class C:
    pass
def hi(self):
    return "hi"
setattr(C, "hi", hi)
x = C().hi()
