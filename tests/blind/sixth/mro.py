# case: the second base
# file: main.py
class A:
    def a(self):
        return 1
class B:
    def b(self):
        return "b"
class C(A, B):
    pass
c = C()
x = c.a()
y = c.b()

# case: the first base wins
# file: main.py
class A:
    def f(self):
        return 1
class B:
    def f(self):
        return "b"
class C(A, B):
    def g(self):
        return self.f()
class D(B, A):
    pass
x = C().g()
y = D().f()

# case: super in a diamond
# file: main.py
class Root:
    def f(self):
        return "r"
class L(Root):
    def f(self):
        return super().f()
class R(Root):
    def f(self):
        return [super().f()]
class Bottom(L, R):
    def f(self):
        return super().f()
x = Bottom().f()

# case: a hook in a subclass
# file: main.py
class Base:
    def run(self):
        return self.hook()
    def hook(self):
        return None
class Sub(Base):
    def hook(self):
        return 5
a = Sub().run()
b = Base().run()

# case: super().__init__ with arguments
# file: main.py
class A:
    def __init__(self, x):
        self.x = x
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
b = B(1, "s")
p = b.x
q = b.y

# case: the parent named
# file: main.py
class A:
    def f(self):
        return 1
class B(A):
    def f(self):
        return A.f(self) + 1.5
x = B().f()

# case: class attributes inherited and overridden
# file: main.py
class A:
    kind = "a"
    size = 1
class B(A):
    kind = 2
    def show(self):
        return self.kind, self.size
k = B().show()
x = B.kind
y = A.kind
