# case: names swapped in a loop
# file: main.py
a, b = 0, 1
for _ in range(4):
    a, b = b, a + b
c = a
d, e = divmod(b, 2)
# case: attribute rebound to another class
# file: main.py
class On:
    def flip(self):
        return "off"
class Off:
    def flip(self):
        return 1
class Lamp:
    def __init__(self):
        self.state = Off()
lamp = Lamp()
x = lamp.state.flip()   # wide: x
lamp.state = On()
y = lamp.state.flip()
# case: unpack from a function and a dict
# file: main.py
def conf():
    return {"a": 1, "b": "x"}
k1, k2 = conf()
v1, v2 = conf().values()   # wide: v1 v2
(i1, i2) = conf().items()
q, w = i1   # wide: w
# case: conditional chain
# file: main.py
import os
env = os.environ.get("SURELY_NOT_SET")
name = env or "dflt"   # wide: name
if env is None:
    level = 3
elif env:
    level = "x"   # wide: level
size = level   # wide: size
# case: string building
# file: main.py
s = ""
for part in ("a", "b"):
    s += part
parts = s.split()
t = f"{s}-{len(s)}"
u = s * 2 + t
v = u[0] + u[1:]
w = "%s %d" % (u, 3)
# case: multiple targets with items
# file: main.py
d = {}
x = d["k"] = [1]
x.append(2)
y = d["k"][0]
class A:
    pass
a = A()
b = a.v = d["s"] = "t"
c = a.v
