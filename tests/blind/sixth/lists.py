# case: by index
# file: main.py
def f():
    return 1
def g():
    return "g"
l = [f, g, 3]
a = l[0]()
b = l[1]()
c = l[2]
d = l[-1]

# case: a slice and a copy
# file: main.py
def f():
    return 1
l = [f, f]
for x in l[1:]:
    a = x()
m = l.copy()
b = m[0]()
n = list(l)
c = n[0]()

# case: nested lists
# file: main.py
m = [[1, 2], ["a"]]
a = m[0]
b = m[1][0]
for row in m:
    for x in row:
        pass

# case: a comprehension of calls
# file: main.py
def sq(x):
    return x * x
r = [sq(i) for i in range(3)]
s = [str(v) for v in r if v]
a = r[0]
b = s[0]

# case: pop, append and extend
# file: main.py
l = []
l.append("a")
l.extend(["b"])
x = l.pop()
l.insert(0, "c")
y = l[0]
l[0] = "d"
z = l[0]

# case: tuples
# file: main.py
t = (1, "a", [2.5])
a = t[0]
b = t[2][0]
c = t + (None,)
d = c[3]
x, *y = t

# case: a list in an attribute
# file: main.py
class Q:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def pop(self):
        return self.items.pop()
q = Q()
q.push("a")
v = q.pop()
n = q.items

# case: a list of instances
# file: main.py
class A:
    def go(self):
        return 1
class B:
    def go(self):
        return "b"
l = [A(), B()]
x = l[0].go()
y = l[1].go()
for o in l:
    r = o.go()
