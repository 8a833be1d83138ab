# case: definitions after their uses
# file: main.py
def report():
    return «1:title»() + «2:SUFFIX»
def «1:title»():
    return "t"
«2:SUFFIX» = "!"
class Page:
    def show(self):
        return «1:title»(), [«2:SUFFIX» for _ in range(2)]
    def title(self):
        return «1:title»
print(report(), Page().show())

# case: lambdas within lambdas, defaults and conditional expressions
# file: main.py
«1:base» = 2
scale = lambda «2:x», «3:by»=«1:base»: (lambda «4:y»: «2:x» * «3:by» + «4:y» if «4:y» else «1:base»)
print(scale(1, «3:by»=3)(«4:y»=2), scale(«2:x»=1)(0))
by = «1:base» if scale else None

# case: comprehensions that hide a global
# file: main.py
«1:n» = 3
grid = [[«2:n» * «3:m» for «3:m» in range(«2:n»)] for «2:n» in range(«1:n»)]
lookup = {«4:n»: «5:v» for «4:n», «5:v» in enumerate(range(«1:n»)) if «4:n» < 2}
gen = sum(«6:n» for «6:n» in {«7:n» for «7:n» in [«1:n»]})
print(«1:n», grid, lookup, gen)

# case: nested f-strings with format specifications
# file: main.py
«1:width» = 8
def show(«2:value», «3:prec»=2):
    return f"{«2:value»:{«1:width»}.{«3:prec»}f}|{f'{«2:value»!r:>{«1:width» + «3:prec»}}'}|{«1:width»=}"
print(show(1.5), show(«2:value»=2.5, «3:prec»=1), f"{[«4:width» for «4:width» in range(«1:width»)]} width {{width}}")

# case: class attributes named like the globals they are made of
# file: main.py
«1:limit» = 5
def «2:helper»(«3:n»):
    return «3:n»
class Pool:
    «4:limit» = «1:limit»
    «5:helper» = staticmethod(«2:helper»)
    «6:double» = «4:limit» * 2
    def get(self, «7:limit»):
        return self.«4:limit», «7:limit», self.«5:helper»(1), self.«6:double»
print(Pool().get(«7:limit»=1), Pool.«4:limit», «2:helper»(«3:n»=3))

# case: a class in a function, with nonlocal
# file: main.py
def make(«1:start»):
    «2:total» = «1:start»
    class «5:Acc»:
        «3:total» = 0
        def add(self, «4:n»):
            nonlocal «2:total»
            «2:total» += «4:n»
            self.«3:total» += 1
            return «2:total», self.«3:total»
    return «5:Acc»()
acc = make(«1:start»=1)
print(acc.add(«4:n»=2), acc.«3:total»)

# case: everything that binds under global
# file: main.py
def open_all():
    global «1:handle», «2:count», «3:late», «4:Kind»
    for «2:count» in range(3):
        with open(__file__) as «1:handle»:
            pass
    def «3:late»():
        return «2:count»
    class «4:Kind»:
        handle = 1
open_all()
print(«1:handle».closed, «2:count», «3:late»(), «4:Kind».handle)
def other(handle, count):
    late = handle
    return late, count

# case: unpacking, stars, chains and slices
# file: main.py
«1:first», *«2:rest» = range(5)
«1:first», («3:a», [*«2:rest»]) = «2:rest»[0], («1:first», «2:rest»)
«4:b» = «5:c» = [«1:first», *«2:rest»]
«4:b»[«3:a»], «4:b»[1:] = «5:c»[1], [«3:a»]
print(*«4:b», *«2:rest», sep="")
for «6:i», *«7:xs» in [(1, 2, 3)]:
    print(«6:i», {**{"a": «7:xs»}})
def f():
    a = b = first = 0
    return a, b, first

# case: type comments
# file: main.py
from typing import List
class «1:Node»:
    def __init__(self, parent, kids):
        # type: («1:Node», List[«1:Node»]) -> None
        self.«2:parent» = parent  # type: «1:Node»
        self.kids = kids  # type: List[«1:Node»]
def root(node):
    # type: («1:Node») -> «1:Node»
    while node.«2:parent»:
        node = node.«2:parent»
    return node
for x in []:  # type: «1:Node»
    print(x.«2:parent»)
# Node is no type here

# case: type variables, parameter specifications and aliases
# file: main.py
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeAlias, TypeVar
«2:T» = TypeVar("T")
«8:P» = ParamSpec("P")
«1:Pair»: TypeAlias = "tuple[«2:T», «2:T»]"
class «4:Box»(Generic[«2:T»]):
    def __init__(self, «6:item»: «2:T»):
        self.«7:item» = «6:item»
    def map(self, fn: "Callable[[«2:T»], int]") -> int:
        «9:out»: "int" = fn(self.«7:item»)
        return «9:out»
def twice(«11:box»: «4:Box»[str], x: «2:T») -> "«1:Pair»[«2:T»]":
    print(«11:box».«7:item»)
    return (x, x)
def keep(fn: Callable[«8:P», «2:T»], *args: «8:P».args, **kw: "«8:P».kwargs") -> «2:T»:
    return fn(*args, **kw)
keep(twice, «11:box»=«4:Box»("a"), x=«4:Box»(«6:item»="b").map(len))

# case: walrus in conditions, comprehensions and lambdas
# file: main.py
def read(lines):
    if («1:m» := len(lines)) > 1 and («2:k» := «1:m» - 1):
        return [«3:z» for line in lines if («3:z» := line)] + [«3:z», «1:m», «2:k»]
    f = lambda: («4:m» := 5) + «4:m»
    return f() + «1:m»
print(read(["a"]), read(["a", "b"]), («5:m» := 3), «5:m»)

# case: match with all kinds of patterns
# file: main.py
class «1:Op»:
    «2:ADD» = "+"
    «3:NEG» = "-"
class «4:Node»:
    __match_args__ = ("«5:left»", "«6:right»")
    def __init__(self, left, right):
        self.«5:left», self.«6:right» = left, right
def run(«7:tree»):
    match «7:tree»:
        case «1:Op».«2:ADD» | «1:Op».«3:NEG» as «8:op»:
            return «8:op»
        case «4:Node»(«5:left»=«9:inner», «6:right»=«4:Node»(_, «10:deep»)) if «9:inner»:
            return «9:inner», «10:deep»
        case {"op": «1:Op».«3:NEG», "args": [«9:inner», *_], **«11:more»}:
            return «9:inner», «11:more»
        case str(«8:op») | bytes(«8:op»):
            return «8:op»
    return «7:tree».«5:left»
print(run(«1:Op».«2:ADD»), run(«4:Node»(1, «4:Node»(2, 3))), run(«7:tree»={"op": "-", "args": [1]}))

# case: async for, async with and async comprehensions
# file: main.py
import asyncio
class «1:Feed»:
    def __init__(self, «2:items»):
        self.«3:items» = «2:items»
    async def __aenter__(self):
        return self
    async def __aexit__(self, *exc):
        self.«3:items» = []
    async def «4:stream»(self):
        for «5:item» in self.«3:items»:
            yield «5:item»
async def main():
    async with «1:Feed»(«2:items»=[1, 2]) as «6:feed»:
        async for «7:item» in «6:feed».«4:stream»():
            print(«7:item»)
        return [«8:item» async for «8:item» in «6:feed».«4:stream»() if «8:item»], await «9:size»(«6:feed»)
async def «9:size»(«10:feed»):
    return len(«10:feed».«3:items»)
asyncio.run(main())

# case: names of builtins
# file: main.py
class «1:list»:
    «2:len» = 0
    def «3:id»(self):
        return id(self), self.«2:len»
def «4:input»(«5:type», «6:max»=max):
    «7:filter» = [«8:str» for «8:str» in «5:type»]
    return «6:max»(«7:filter»), len(«7:filter»), str(2)
x = «1:list»()
print(x.«3:id»(), «4:input»(«5:type»=[1]), «4:input»([2], «6:max»=min), isinstance(x, «1:list»), «1:list».«2:len»)
