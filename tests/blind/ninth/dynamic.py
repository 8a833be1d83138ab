# case: getattr with a constant and with a default
# file: main.py
class Robot:
    name = "r"
    def walk(self):
        return 1
def stay():
    return "stay"
r = Robot()
a = getattr(r, "walk")()
b = getattr(r, "fly", stay)()
c = getattr(r, "name")
d = getattr(Robot, "walk")(r)

# case: setattr, then used
# file: main.py
class Bag:
    pass
def shake(self):
    return "shaken"
setattr(Bag, "shake", shake)
bag = Bag()
setattr(bag, "size", 3)
a = bag.shake()
b = bag.size
c = hasattr(bag, "size")

# case: exec and eval of constants
# file: main.py
def f():
    return 1
x = eval("f()")
exec("y = f() + 0.5")
z = y

# case: globals and locals
# file: main.py
def red():
    return "red"
def use():
    return globals()["red"]()
a = use()
globals()["made"] = 3
b = made
c = vars()["red"]()

# case: type makes a class
# file: main.py
def speak(self):
    return self.word
class Animal:
    word = "..."
Dog = type("Dog", (Animal,), {"word": "wuff", "speak": speak})
d = Dog()
a = d.speak()
k = type(d)
e = k()

# case: import_module and sys.modules
# file: main.py
import importlib
import sys
tool = importlib.import_module("tools")
a = tool.work()
b = sys.modules["tools"].size
mod = __import__("tools")
c = mod.work()
# file: tools.py
size = 3
def work():
    return "w"

# case: methods by constructed names
# file: main.py
class Visitor:
    def visit(self, kind, value):
        method = getattr(self, "visit_" + kind)
        return method(value)
    def visit_num(self, value):
        return value + 1
    def visit_text(self, value):
        return value.upper()
v = Visitor()
a = v.visit("num", 1)
b = v.visit("text", "a")
