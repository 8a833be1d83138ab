# Direct calls.

# case: a call of what a call returns
# file: main.py
def outer():
    def inner():
        return 5
    return inner
a = outer()()
def three():
    return lambda: (lambda: "deep")
b = three()()()

# case: a call of an item of what a call returns
# file: main.py
def low():
    return 0
def high():
    return "h"
def both():
    return [low, high]
def named():
    return {"low": low, "high": high}
a = both()[1]()
b = named()["low"]()
c = (low, high)[0]()

# case: a call of a conditional expression and of an or
# file: main.py
def yes():
    return 1
def no():
    return "n"
flag = True
a = (yes if flag else no)()
b = (None or no)()
c = (yes and no)()

# case: a call through a method that returns self
# file: main.py
class Query:
    def __init__(self):
        self.parts = []
    def where(self, part):
        self.parts.append(part)
        return self
    def all(self):
        return self.parts
rows = Query().where("a").where("b").all()
size = Query().where(1).all().__len__()

# case: a call of an instance, made and called at once
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x):
        return self.n + x
a = Adder(2)(3)
b = Adder("x")("y")
c = Adder(1).__call__(1.5)
