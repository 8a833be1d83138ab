# case: a stack of mixed things
# file: main.py
stack = [1]
stack.append("x")
top = stack.pop()
n = len(stack)
stack.insert(0, None)
first = stack[0]

# case: a matrix by comprehension
# file: main.py
m = [[i * j for j in range(2)] for i in range(2)]
row = m[0]
cell = m[0][1]
t = list(zip(*m))
flat = [c for r in m for c in r]

# case: slices and sums
# file: main.py
a = [1, 2, 3]
b = a[1:]
c = a[::-1]
d = a + ["x"]
e = a * 2
a[1:2] = [9.5]
f = a[0]

# case: a list of instances filled in a loop
# file: main.py
class Job:
    def __init__(self, n):
        self.n = n
jobs = []
for i in range(3):
    jobs.append(Job(i))
total = 0
for j in jobs:
    total += j.n
last = jobs[-1]
done = [j.n for j in jobs if j.n]

# case: unpacking with a star from a split
# file: main.py
head, *tail = "a b c".split()
x = tail
y = tail[0]
*init, end = [1, 2.0]
z = end

# case: deque and heap
# file: main.py
import heapq
from collections import deque
q = deque([1])
q.appendleft(0)
x = q.popleft()
heap = []
heapq.heappush(heap, (2, "b"))
heapq.heappush(heap, (1, "a"))
y = heapq.heappop(heap)
z = y[1]

# case: a list subclass
# file: main.py
class Stack(list):
    def push(self, item):
        self.append(item)
        return self
    def top(self):
        return self[-1]
s = Stack()
s.push("a").push("b")
t = s.top()
n = len(s)

# case: membership and sorting in place
# file: main.py
names = ["b", "a"]
names.sort()
first = names[0]
r = names.sort(key=len)
has = "a" in names
count = names.count("a")
