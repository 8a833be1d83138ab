# Each method of the built-in types.

# case: strings, what gives strings
# file: main.py
s = "Hello"
a = s.capitalize().casefold().center(9, "*").expandtabs()
b = s.format(1, k=2)
c = s.format_map({"k": 1})
d = s.join(["a"])
e = s.ljust(8).lower().lstrip("h").removeprefix("x").removesuffix("y")
f = s.replace("a", "b", 1).rjust(9).rstrip().strip().swapcase().title()
g = s.translate(str.maketrans("ab", "cd"))
h = s.upper().zfill(9)
i = str.maketrans({"a": None})
j = s.encode()
k = s.encode("utf-8").decode()

# case: strings, what gives others
# file: main.py
s = "a,b,c"
a = s.count("a")
b = s.endswith(("a", "c"))
c = s.find(",")
d = s.index(",")
e = s.isalnum() or s.isalpha()
f = s.partition(",")
g = f[0]
h = s.rpartition(",")
left, sep, right = h
i = s.rfind("x")
j = s.split(",")
k = s.rsplit(",", 1)[0]
l = s.splitlines(keepends=True)
m = s.startswith("a")
n = [w.strip() for w in s.split(",")]
first, *others = s.split(",")
o = s.isidentifier()
p = max(s.split(","), key=len)

# case: bytes and bytearrays
# file: main.py
b = b"ab,c"
a = b.hex()
c = bytes.fromhex("00ff")
d = b.split(b",")
e = b.decode("ascii")
f = b.find(b"a")
g = b.replace(b"a", b"b")
h = b.partition(b",")
i = b.upper().strip().center(9)
j = b[0]
k = bytearray(b)
k.append(1)
k.extend(b"z")
l = k.pop()
m = k.copy()
n = k.split(b",")
o = b.join([b"x", k])
for p in b:
    pass
q = bytes(k)
r = k + b"x"
t = b + k

# case: lists
# file: main.py
l = [3, 1]
a = l.append("x")
b = l.copy()
c = l.count(1)
d = l.extend([2.5])
e = l.index(3)
f = l.insert(0, None)
g = l.pop()
h = l.pop(0)
i = l.remove("x")
j = l.reverse()
k = l.sort(key=str)
m = l + b
n = l * 2
o = l[0:1]
p = 3 in l
l.clear()
q = l
l[:] = [b"new"]
r = l[0]

# case: dictionaries
# file: main.py
d = {"a": 1, "b": "x"}
a = d.get("a")
b = d.get("zz", 2.5)
c = d.keys()
e = list(d.values())
f = [(k, v) for k, v in d.items()]
g = d.pop("a")
h = d.pop("no", None)
i = d.setdefault("l", [])
i.append(1)
j = d.popitem()
k = dict.fromkeys("ab", 0)
l = dict.fromkeys([1])
m = d.copy()
d.update(z=1.5)
n = d["z"]
o = d.clear()
p = list(reversed(k))
q = k.keys() & {"a"}
r = k | {"q": None}
s = list(k)[0]
u = k.keys() - {"b"}

# case: sets and frozen sets
# file: main.py
s = {1, 2}
t = frozenset(["a"])
a = s.add(3)
b = s.copy()
c = s.difference([1])
d = s.discard(9)
e = s.intersection({1}, [2])
f = s.isdisjoint(t)
g = s.pop()
h = s.symmetric_difference(t)
i = s.union(t, [None])
j = t.union({2.5})
k = t | {1}
l = s | t
m = s.issubset(i)
n = s.update("q")
o = t - {"a"}
p = sorted(t)
q = s ^ {"z"}
s &= {2}
r = t.copy()

# case: tuples, ranges and slices
# file: main.py
t = (1, "a", 1)
a = t.count(1)
b = t.index("a")
c = t + (None,)
d = t * 2
e = t[::-1]
f = t[0]
r = range(0, 10, 2)
g = r.start
h = r.index(4)
i = r.count(2)
j = r[::2]
k = r[-1]
l = 3 in r
m = list(r)
n = reversed(r)
o = next(n)
s = slice(None, 3)
p = s.stop
q = s.start
u = tuple(x * 2.0 for x in r)

# case: numbers
# file: main.py
n = 10
a = n.bit_length()
b = n.to_bytes(2, "big")
c = int.from_bytes(b, "big")
d = n.conjugate()
e = n.real
f = n.as_integer_ratio()
g = n.bit_count()
x = 2.5
h = x.is_integer()
i = x.as_integer_ratio()
j = x.hex()
k = float.fromhex("0x1p3")
l = x.real
z = 1 + 2j
m = z.real
o = z.conjugate()
p = True.real
q = n.numerator
r = x.__floor__()
s = (5).__add__(2)
t = int.__mul__(2, 3)

# case: memory views
# file: main.py
m = memoryview(bytearray(b"abcd"))
a = m[0]
b = m[1:3]
c = m.tobytes()
d = m.tolist()
e = m.nbytes
f = m.format
g = m.shape
h = m.cast("H")
i = m.obj
j = m.readonly
k = m.release()

# case: unbound methods as functions
# file: main.py
a = list(map(str.upper, ["a"]))
b = sorted(["B", "a"], key=str.lower)
c = [f(" x ") for f in (str.strip, str.upper, len)]
d = dict.get({"a": 1}, "a")
e = list(map(list.pop, [[1], ["x"]]))
f = str.join(",", ["a"])
g = max({"a": 1, "b": 2}.items(), key=lambda kv: kv[1])
h = "{} {}".format
i = h(1, 2)
put = [].append
j = put(1)
k = {"a": 1}.get
l = k("a")
