# case: function returning itself or another
# file: main.py
def a():
    return a
def b():
    return a()
x = b()
y = b()()()
# case: call result used as key and index
# file: main.py
def key():
    return "k"
def idx():
    return 0
d = {"k": [len]}
r = d[key()][idx()]("abc")
# case: chained string and list calls
# file: main.py
r = "a,b".upper().split(",")[0].lower()
s = sorted(set("ba"))[0].join(["x", "y"])
t = [3, 1].copy().pop()
# case: methods through class and instance
# file: main.py
class P:
    def f(self, x):
        return x
    @staticmethod
    def g(x):
        return [x]
p = P()
a = P.f(p, 1)
b = P.g("s")
c = p.g(2.5)
d = p.f(P.f)(p, b"x")
# case: functions called in a with, for and while head
# file: main.py
from contextlib import nullcontext
def ctx():
    return nullcontext("v")
def items():
    return (1, 2)
def more(n):
    return n < 2
with ctx() as v:
    pass
for i in items():
    j = i
n = 0
while more(n):
    n += 1
