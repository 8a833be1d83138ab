# Classes.

# case: an instance attribute shadows the class attribute
# file: main.py
class Lamp:
    state = "off"
    def switch(self):
        self.state = 1
        return self.state
lamp = Lamp()
before = Lamp.state
after = lamp.switch()
kept = Lamp.state

# case: a nested class is made by a method of the outer one
# file: main.py
class Tree:
    class Node:
        def __init__(self, label):
            self.label = label
        def name(self):
            return self.label
    def grow(self, label):
        self.root = self.Node(label)
        return self.root
    def top(self):
        return self.root.name()
tree = Tree()
node = tree.grow("oak")
name = tree.top()
loose = Tree.Node(7).name()

# case: an alias of a method in the class body
# file: main.py
class Door:
    def open(self):
        return "open"
    unlock = open
    def close(self):
        return self.unlock()
    shut = staticmethod(lambda: 0)
door = Door()
a = door.unlock()
b = door.close()
c = door.shut()

# case: a method is replaced on an instance
# file: main.py
class Greeter:
    def greet(self):
        return "hello"
def quiet():
    return None
loud = Greeter()
silent = Greeter()
silent.greet = quiet
a = loud.greet()
b = silent.greet()

# case: a property that makes what it keeps
# file: main.py
class Engine:
    def start(self):
        return "vroom"
class Car:
    def __init__(self):
        self._engine = None
    @property
    def engine(self):
        if self._engine is None:
            self._engine = Engine()
        return self._engine
car = Car()
sound = car.engine.start()
same = car.engine is car.engine

# case: the class is called through self.__class__ and type
# file: main.py
class Shape:
    def copy(self):
        return self.__class__()
    def again(self):
        return type(self)()
    def kind(self):
        return "shape"
class Circle(Shape):
    def kind(self):
        return 0
a = Shape().copy()
b = Circle().copy()
c = Circle().again().kind()
d = Shape().again().kind()

# case: a function becomes a method by assignment to the class
# file: main.py
class Robot:
    def __init__(self):
        self.power = 9
def report(self):
    return self.power
def name(self, text):
    return text
Robot.report = report
Robot.name = name
r = Robot()
a = r.report()
b = r.name("r2")
