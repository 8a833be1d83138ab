# Classes.

# case: an object is kept by another and called through it
# file: main.py
class Engine:
    def start(self):
        return "brm"
class Quiet(Engine):
    def start(self):
        return None
class Car:
    def __init__(self, engine):
        self.engine = engine
    def go(self):
        sound = self.engine.start()
        return sound
a = Car(Engine()).go()
b = Car(Quiet()).go()

# case: a class method makes what the subclass is
# file: main.py
class Shape:
    @classmethod
    def make(cls, n):
        shape = cls()
        shape.n = n
        return shape
class Round(Shape):
    def area(self):
        return self.n * 3.0
s = Shape.make("one")
r = Round.make(2)
a = s.n
b = r.area()

# case: a state object that replaces itself
# file: main.py
class Off:
    def press(self):
        return On()
class On:
    def press(self):
        return Off()
class Lamp:
    def __init__(self):
        self.state = Off()
    def press(self):
        self.state = self.state.press()
lamp = Lamp()
lamp.press()
now = lamp.state

# case: an attribute made outside of the class
# file: main.py
class Bag:
    pass
def fill(bag):
    bag.item = 1
    bag.name = "b"
    return bag.item
b = Bag()
a = fill(b)
c = b.name
b.extra = [b.item]
d = b.extra[0]

# case: a class attribute is an instance of another class, and used through cls and self
# file: main.py
class Log:
    def __init__(self):
        self.lines = []
    def add(self, line):
        self.lines.append(line)
        return len(self.lines)
class Job:
    log = Log()
    def run(self):
        n = self.log.add("run")
        return n
    @classmethod
    def clear(cls):
        old = cls.log.lines
        cls.log = Log()
        return old
n = Job().run()
old = Job.clear()
new = Job.log.lines

# case: a property with a setter that converts
# file: main.py
class Cell:
    def __init__(self):
        self._value = None
    @property
    def value(self):
        return self._value
    @value.setter
    def value(self, new):
        self._value = str(new)
c = Cell()
before = c.value
c.value = 5
after = c.value

# case: an instance compares and adds with reflected methods
# file: main.py
class Unit:
    def __mul__(self, other):
        return "mul"
    def __rmul__(self, other):
        return 1
    def __eq__(self, other):
        return [other]
    def __neg__(self):
        return Unit()
    def __getitem__(self, key):
        return key
u = Unit()
a = u * 2
b = 2 * u
c = u == 3
d = -u
e = u["k"]
f = u[1:2]
