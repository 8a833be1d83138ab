# case: csv, io, string
# file: main.py
import csv
import io
buf = io.StringIO("a,b\n1,2\n")
rows = list(csv.reader(buf))
r = rows[0]
c = r[0]
d = list(csv.DictReader(io.StringIO("a,b\n1,2\n")))
v = d[0]["a"]
s = buf.getvalue()
# case: subprocess-free system things
# file: main.py
import os
import sys
import platform
p = sys.platform
v = sys.version_info[0]
e = os.environ
l = os.listdir(".")
n = platform.system()
sep = os.linesep
b = os.path.basename("/a/b")
argv = sys.argv
# case: heapq, bisect, copy
# file: main.py
import bisect
import copy
import heapq
h = [3, 1]
heapq.heapify(h)
heapq.heappush(h, 2)
x = heapq.heappop(h)
i = bisect.bisect([1, 2], 2)
c = copy.copy(h)
class A:
    n = 1
a = copy.deepcopy(A())
n = a.n
big = heapq.nlargest(1, [1, 2])
# case: threading with own functions
# file: main.py
import threading
out = []
def work(n, label="x"):
    out.append(n)
    return n
t = threading.Thread(target=work, args=(1,))
t.start()
t.join()
lock = threading.Lock()
with lock:
    done = True
o = out[0]
# case: decimal, fractions, statistics, uuid
# file: main.py
import statistics
import uuid
from decimal import Decimal
from fractions import Fraction
d = Decimal("1.5") + 1
f = Fraction(1, 2) * 2
m = statistics.mean([1.0, 2.0])
u = uuid.uuid4()
h = u.hex
q = d.quantize(Decimal("1"))
# case: logging and dataclasses
# file: main.py
import logging
from dataclasses import asdict, dataclass, replace
log = logging.getLogger(__name__)
lvl = log.level
@dataclass
class P:
    x: int
    y: str = "y"
p = P(1)
d = asdict(p)
q = replace(p, x=2)
x = q.x
name = log.name
