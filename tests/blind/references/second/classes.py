# case: an attribute first set outside the constructor
# file: main.py
class Form:
    def validate(self):
        self.«errors» = []
        return not self.«errors»
class Report:
    errors = 0
def submit(form):
    if form.validate():
        return form.«errors»
submit(Form())

# case: property overridden below
# file: main.py
class Animal:
    @property
    def «1:name»(self):
        return "x"
    def hello(self):
        return self.«1:name»
class Dog(Animal):
    @property
    def «1:name»(self):
        return super().«1:name» + "!"
print(Dog().«1:name», Animal().«1:name»)
class City:
    def __init__(self):
        self.«2:name» = "y"
print(City().«2:name»)

# case: a builder that returns new instances
# file: main.py
class Url:
    def __init__(self, «1:path»=""):
        self.«2:path» = «1:path»
    def «3:join»(self, part):
        return Url(self.«2:path» + part)
    def with_path(self, «4:path»):
        return type(self)(«1:path»=«4:path»)
u = Url("a").«3:join»("b").«3:join»("c")
print(u.«2:path», u.with_path(«4:path»="z").«2:path», ",".join([]))

# case: class methods as constructors
# file: main.py
class Date:
    def __init__(self, year):
        self.«1:year» = year
    @classmethod
    def «2:today»(cls):
        return cls(2020)
    @classmethod
    def parse(cls, text):
        d = cls.«2:today»()
        d.«1:year» = int(text)
        return d
print(Date.«2:today»().«1:year», Date.parse("1").«1:year»)

# case: attributes of elements of an attribute
# file: main.py
class Leaf:
    def __init__(self):
        self.«1:weight» = 1
class Tree:
    def __init__(self):
        self.«2:leaves» = [Leaf() for _ in range(3)]
    def total(self):
        return sum(leaf.«1:weight» for leaf in self.«2:leaves»)
    def heaviest(self):
        best = None
        for leaf in self.«2:leaves»:
            if best is None or leaf.«1:weight» > best.«1:weight»:
                best = leaf
        return best
print(Tree().heaviest().«1:weight»)
class Bag:
    weight = 2

# case: a subclass instance given to a function
# file: main.py
class Base:
    def «1:setup»(self): pass
class A(Base):
    def «2:extra»(self): pass
class B(Base):
    def «1:setup»(self): pass
def prepare(x):
    x.«1:setup»()
prepare(A())
prepare(B())
A().«2:extra»()

# case: operators
# file: main.py
class Vec:
    def __init__(self, x):
        self.«x» = x
    def __add__(self, other):
        return Vec(self.«x» + other.«x»)
    def __eq__(self, other):
        return isinstance(other, Vec) and self.«x» == other.«x»
    def __iter__(self):
        yield self.«x»
print((Vec(1) + Vec(2)).«x»)
class Pixel:
    x = 1

# case: iterating an object of the project
# file: main.py
class Entry:
    def __init__(self):
        self.«label» = "a"
class Menu:
    def __init__(self):
        self.entries = [Entry()]
    def __iter__(self):
        return iter(self.entries)
    def __getitem__(self, i):
        return self.entries[i]
for e in Menu():
    print(e.«label»)
print(Menu()[0].«label»)

# case: singletons
# file: main.py
class Db:
    _inst = None
    @classmethod
    def get(cls):
        if cls._inst is None:
            cls._inst = cls()
        return cls._inst
    def «query»(self):
        return 1
Db.get().«query»()
def f():
    db = Db.get()
    return db.«query»()

# case: visitor by type
# file: main.py
class Num:
    def accept(self, v):
        return v.«1:visit_num»(self)
class Add:
    def accept(self, v):
        return v.«2:visit_add»(self)
class Eval:
    def «1:visit_num»(self, n):
        return 1
    def «2:visit_add»(self, n):
        return 2
for node in [Num(), Add()]:
    node.accept(Eval())

# case: composition with the same method names
# file: main.py
class Inner:
    def «1:save»(self):
        return 1
class Outer:
    def __init__(self, inner):
        self.«2:inner» = inner
    def «3:save»(self):
        return self.«2:inner».«1:save»()
Outer(Inner()).«3:save»()

# case: a bound method as callback
# file: main.py
class Button:
    def __init__(self, «1:on_click»):
        self.«2:on_click» = «1:on_click»
    def press(self):
        self.«2:on_click»(3)
class App:
    def __init__(self):
        self.button = Button(«1:on_click»=self.«3:clicked»)
    def «3:clicked»(self, n):
        return n
App().button.press()

# case: generics by inheritance from builtin containers
# file: main.py
class Stack(list):
    def «1:push»(self, x):
        self.append(x)
    def «2:peek»(self):
        return self[-1]
s = Stack()
s.«1:push»(1)
s.«2:peek»()

# case: attribute deleted and tested
# file: main.py
class Cache:
    def __init__(self):
        self.«value» = 1
    def clear(self):
        del self.«value»
    def has(self):
        return hasattr(self, "«value»")
c = Cache()
c.clear()
c.«value» = 2

# case: static factory in a dictionary of classes
# file: main.py
class Json:
    def «1:dump»(self): pass
class Yaml:
    def «2:dump»(self): pass
kinds = {"json": Json, "yaml": Yaml}
def get(kind):
    return kinds[kind]()
get("json").«1:dump»()
get("yaml").«2:dump»()
