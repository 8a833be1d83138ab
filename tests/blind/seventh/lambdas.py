# case: returned from a function, with a closure
# file: main.py
def adder(n):
    return lambda x: x + n
a = adder(1)(2)
b = adder("a")("b")

# case: a lambda that calls its argument
# file: main.py
def f():
    return 1
call = lambda g: g()
x = call(f)
y = call(lambda: "s")

# case: default arguments of lambdas
# file: main.py
def f():
    return 1
l = lambda g=f: g()
x = l()
y = l(str)

# case: lambdas in a loop
# file: main.py
fs = []
for i in range(2):
    fs.append(lambda x, i=i: x * i)
r = fs[0](2)
s = [f(1.5) for f in fs]
