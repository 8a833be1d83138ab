# case: a call of a call of a call
# file: main.py
def a():
    def b():
        def c():
            return "deep"
        return c
    return b
x = a()()()

# case: a conditional callee
# file: main.py
def one():
    return 1
def two():
    return "2"
def run(flag):
    return (one if flag else two)()
x = run(True)
y = run(False)

# case: a method called on a literal
# file: main.py
x = "a,b".split(",")
y = [3, 1].index(1)
z = {"k": 1.5}.get("k")
w = (1).bit_length()

# case: an item of a list called
# file: main.py
def f():
    return 1.5
def g():
    return b""
fs = [f, g]
x = fs[0]()
y = fs[-1]()
h, k = fs
z = k()

# case: a class held in a variable called
# file: main.py
class A:
    def go(self):
        return A
K = A
x = K()
y = x.go()()
z = K().go
