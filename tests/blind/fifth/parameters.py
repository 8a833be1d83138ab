# case: shapes and visitors by function
# file: main.py
class Sq:
    def __init__(self, a):
        self.a = a
class Ci:
    def __init__(self, r):
        self.r = r
def area(s):
    if isinstance(s, Sq):
        side = s.a
        return side * side
    rad = s.r
    return 3.14 * rad
a = area(Sq(2))
b = area(Ci(1.5))
def scale(s, k):
    if isinstance(s, Sq):
        return Sq(s.a * k)
    return Ci(s.r * k)
c = scale(Sq(1), 2)
d = c.a
