# case: the index is a parameter
# file: main.py
def f():
    return 1
def g():
    return "g"
def call(l, i):
    return l[i]()
x = call([f, g], 1)

# case: appended and called by index
# file: main.py
def f():
    return 1
def g():
    return "g"
l = [f]
l.append(g)
x = l[1]()
y = l[0]()
z = l[-1]()

# case: joined lists
# file: main.py
def f():
    return 1
def g():
    return "g"
l = [f] + [g]
x = l[1]()
m = [*l, 3]
y = m[2]
z = m[0]()

# case: a comprehension of functions
# file: main.py
def make(n):
    def inner():
        return [n]
    return inner
fs = [make(i) for i in ["a", "b"]]
x = fs[0]()

# case: nested lists with functions
# file: main.py
def f():
    return 1
def g():
    return "g"
l = [[f], [[g]]]
x = l[0][0]()
y = l[1][0][0]()

# case: in a loop with an index
# file: main.py
def f():
    return 1
def g():
    return 2
fs = [f, g]
for i in range(len(fs)):
    x = fs[i]()
while fs:
    y = fs.pop()()
