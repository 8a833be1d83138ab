# case: init of the parent is found
# file: main.py
class A:
    def __init__(self):
        self.x = 1
class B(A):
    pass
class C(B):
    pass
x = C().x

# case: super in a class method
# file: main.py
class A:
    @classmethod
    def make(cls):
        return cls()
    def go(self):
        return "a"
class B(A):
    @classmethod
    def make(cls):
        return super().make()
    def go(self):
        return 1
x = B.make().go()

# case: mixin calls what the other base has
# file: main.py
class Mixin:
    def run(self):
        return self.work()
class Worker:
    def work(self):
        return [1]
class Both(Mixin, Worker):
    pass
x = Both().run()

# case: three levels with super().__init__
# file: main.py
class A:
    def __init__(self, a):
        self.a = a
class B(A):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
class C(B):
    def __init__(self, c):
        super().__init__(1, "b")
        self.c = c
c = C(2.5)
t = (c.a, c.b, c.c)

# case: a base in a variable and from a function
# file: main.py
class A:
    def f(self):
        return 1
Base = A
def base():
    return A
class B(Base):
    pass
class C(base()):
    pass
x = B().f()
y = C().f()

# case: two parents with __init__
# file: main.py
class A:
    def __init__(self):
        self.a = 1
class B:
    def __init__(self):
        self.b = "b"
class C(A, B):
    def __init__(self):
        A.__init__(self)
        B.__init__(self)
c = C()
x = c.a
y = c.b
