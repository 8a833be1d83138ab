# case: setattr over a table of pairs
# file: main.py
class Conf:
    pass
c = Conf()
for name, value in (("host", "h"), ("port", 80)):
    setattr(c, name, value)
a = getattr(c, "port", None)

# case: a class made with type and a method
# file: main.py
def area(self):
    return self.side ** 2
Square = type("Square", (object,), {"side": 3, "area": area})
s = Square()
a = s.area()
b = s.side

# case: exec that defines a function
# file: main.py
exec("def made(n):\n    return [n]\nanswer = 42")
x = made("q")
y = answer

# case: methods by a name that is put together
# file: main.py
class Machine:
    def on_start(self):
        return "started"
    def on_stop(self):
        return 0
    def fire(self, event):
        return getattr(self, "on_" + event)()
m = Machine()
a = m.fire("start")
b = m.fire("stop")

# case: import by name
# file: main.py
import importlib
m = importlib.import_module("helper")
x = m.answer()
k = m.LIMIT
# file: helper.py
LIMIT = 2.5
def answer():
    return "a"

# case: globals as a table
# file: main.py
def show_a():
    return "a"
def show_b():
    return 2
def show(kind):
    return globals()["show_" + kind]()
x = show("a")
y = show("b")

# case: vars of an instance
# file: main.py
class P:
    def __init__(self):
        self.a = 1
        self.b = "x"
d = vars(P())
names = sorted(d)
n = d["a"]
