# case: called with the result of itself
# file: main.py
def f(x):
    return [x]
a = f(f(1))

# case: a method called on the class
# file: main.py
class A:
    def f(self, n):
        return n
x = A.f(A(), "s")
y = A().f(1)

# case: a subscript is called
# file: main.py
def f():
    return 1
x = [f][0]()
y = {"k": f}["k"]()
z = (f, 2)[0]()
