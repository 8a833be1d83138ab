# case: calls back from the library
# file: main.py
import re
import functools
def up(m):
    return m.group().upper()
s = re.sub("a", up, "abc")
@functools.wraps(up)
def w(m):
    return up(m)
n = functools.reduce(lambda a, b: a + b, [1, 2])

# case: standard classes
# file: main.py
import datetime
import pathlib
import random
d = datetime.date(2020, 1, 1)
y = d.year
t = d.isoformat()
p = pathlib.Path("a") / "b"
n = p.name
c = random.choice(["a"])
r = random.randint(1, 2)

# case: a class below a library's
# file: main.py
import threading
class T(threading.Thread):
    def run(self):
        self.result = work()
def work():
    return 1
t = T()
t.start()
t.join()
x = t.result
