# case: a function defined three times in a row
# file: main.py
def «1:step»(«2:n»):
    return «2:n»
first = «1:step»(«2:n»=1)
def «1:step»(«3:n», «4:by»=1):
    return «3:n» + «4:by»
second = «1:step»(«3:n»=1, «4:by»=2)
def «1:step»(*«5:all_of»):
    return «1:step»() if «5:all_of» else first
print(«1:step»(1), second)
def other(n, by):
    step = n
    return step + by

# case: globals listed, deleted, bound by a class and by an import
# file: main.py
«1:cache», «2:size» = {}, 0
def fill():
    global «1:cache», «2:size», «3:made»
    «1:cache»["x"] = «3:made» = 1
    «2:size» += 1
    del «1:cache»
def reset():
    global «1:cache»
    «1:cache», size = {}, 1
    return size
def look(cache, made=0):
    return cache, «2:size», made
def load():
    global «4:sqrt»
    from math import «4:sqrt»
class Box:
    global «5:shared»
    «5:shared» = size = «2:size»
    def get(self):
        return self.size, «5:shared», «3:made»
fill()
reset()
load()
print(look(«1:cache»), «5:shared», «3:made», «4:sqrt»(4), Box().get())

# case: one name in try, except, else and finally
# file: main.py
def read(«1:path»):
    «2:result» = None
    try:
        «2:result» = int(«1:path»)
        «3:stage» = "try"
    except ValueError as «4:error»:
        «2:result» = str(«4:error»)
        «3:stage» = "except"
    except (KeyError, TypeError) as «5:problem»:
        «2:result», «3:stage» = «5:problem», "type"
    else:
        «2:result» += 1
    finally:
        print(«2:result», «3:stage»)
    «4:error» = 5
    return «2:result», «4:error»
result = stage = None
print(read(«1:path»="1"), read("x"), result, stage)

# case: nested handlers of different names, and a group
# file: main.py
def run():
    try:
        raise KeyError("a")
    except KeyError as «1:outer»:
        try:
            raise ValueError(«1:outer»)
        except ValueError as «2:inner»:
            print(«2:inner», «1:outer», «2:inner».__context__ is «1:outer»)
        print(«1:outer».args)
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as «3:group»:
        print(«3:group».exceptions)
outer = inner = group = 1
run()

# case: loops with else, over the same names and into items
# file: main.py
«1:i» = 0
for «1:i» in range(3):
    for «2:j», (*«3:rest», «4:last») in [(1, (2, 3))]:
        if «2:j» > «1:i»:
            continue
        break
    else:
        «4:last» = «1:i»
else:
    print(«1:i», «2:j», «3:rest», «4:last»)
def count(«5:i»):
    «6:slots» = [0]
    for «6:slots»[0] in range(«5:i»):
        pass
    while «5:i» := «5:i» - 1:
        «6:slots».append(«5:i»)
    else:
        return «6:slots»
    return [i for i in «6:slots»]
print(count(«5:i»=3), [«7:i» + «8:j» for «7:i» in range(«1:i») for «8:j» in range(«7:i»)])

# case: parameters that take the default of their own name
# file: main.py
«1:n» = 1
def outer(«2:n»=«1:n»):
    def inner(«3:n»=«2:n», *, «4:m»=lambda «5:n»: «5:n»):
        return «3:n» + «4:m»(«3:n»)
    return inner(«3:n»=«2:n») + inner(«4:m»=lambda «8:n»: «8:n»)
class Holder:
    «6:n» = «1:n» + 1
    def get(self, «7:n»=«6:n»):
        return «7:n», self.«6:n»
print(outer(«2:n»=«1:n»), Holder().get(«7:n»=3), Holder.«6:n»)

# case: lambdas that keep loop variables
# file: main.py
«1:fs» = []
for «2:k» in range(3):
    «1:fs».append(lambda «3:x», «4:k»=«2:k»: «3:x» + «4:k»)
    «1:fs».append(lambda x: x + «2:k»)
table = {«5:k»: (lambda *«6:a», **«7:kw»: («6:a», «7:kw», «5:k»)) for «5:k» in "ab"}
print([«8:f»(1) for «8:f» in «1:fs»], table["a"](1, k=2), «2:k»)
«9:deep» = lambda «10:x»: lambda «11:y»: lambda «12:x»: «12:x» + «11:y»
print(«9:deep»(«10:x»=1)(«11:y»=2)(«12:x»=3))

# case: walrus in arguments, conditions, lambdas and comprehension conditions
# file: main.py
def use(«1:a», b=(«2:made» := 5)):
    if («3:y» := «1:a» + 1) > 2 and («4:z» := «3:y» * 2):
        return «3:y», «4:z», b
    print(«3:y», f"{(«5:w» := «3:y»)}", «5:w»)
    return [«6:q» for q0 in range(3) if («6:q» := q0 * 2)], «6:q», {(«7:v» := 1): «7:v»}
def other():
    f = lambda: («8:inside» := 2) + «8:inside»
    inside = 1
    return f() + inside
y = z = q = 0
print(use(1), use(«1:a»=2), «2:made», other(), y, z, q)
print((«9:late» := 3) + «9:late», [«9:late» for _ in ()])

# case: f-strings with everything
# file: main.py
«1:width», «2:name», «3:data» = 8, "x", {"k": [1]}
def «4:fmt»(«5:name»):
    return f"{«5:name»!r:>{«1:width»}}" f'{«3:data»["k"][0]:0{«1:width» - 1}d}' "{name}"
print(f"""{«2:name»=} {«4:fmt»(
    «5:name»=«2:name»)} {{name}} {f'{f"{«2:name»}"}' + «2:name»}
    name {[«6:name» for «6:name» in «2:name» if «6:name»]}""")
print(rf"\d{«1:width»}", "%(name)s" % {"name": 1}, f"{(lambda «7:w»: «7:w»)(«1:width»)}")

# case: patterns that bind in alternatives, sequences and mappings
# file: main.py
import enum
class «1:Kind»(enum.Enum):
    «2:A» = 1
    «3:B» = 2
class «4:Pair»:
    __match_args__ = ("«5:left»", "«6:right»")
    def __init__(self, «7:left», right):
        self.«5:left», self.«6:right» = «7:left», right
def show(«8:it», left=None):
    match «8:it»:
        case «4:Pair»(«9:p», «4:Pair»(«10:q», 1 | 2 as «11:r»)):
            return «9:p», «10:q», «11:r»
        case «4:Pair»(0, «6:right»=«12:right») if «12:right»:
            return «12:right», left
        case «1:Kind».«2:A» | «1:Kind».«3:B» as «13:kind»:
            return «13:kind»
        case ["go", ({"where": «14:where»} | [«14:where»]), *_]:
            return «14:where»
        case {"k": [«15:x», *«16:xs»], **«17:others»}:
            return «15:x», «16:xs», «17:others»
        case str() | bytes() as «18:text»:
            return «18:text»
        case _:
            return «8:it»
print(show(«4:Pair»(«7:left»=1, right=«4:Pair»(2, 1))), show(«1:Kind».«2:A»), show(["go", [1]]), show({"k": [1]}), show(«8:it»="t"))

# case: annotations in strings, partial ones and in casts
# file: main.py
from __future__ import annotations
import typing as t
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, cast
if TYPE_CHECKING:
    from collections.abc import «1:Mapping» as «1:Map»
class «2:Node»:
    «3:kids»: ClassVar[list["«2:Node»"]] = []
    parent: t.Optional["«2:Node»"]
    mode: Literal["Node", "kids"] = "Node"
    def «4:grow»(self: "«2:Node»", by: Annotated["int", "Node"] = 1) -> t.Callable[["«2:Node»"], «2:Node»]:
        «5:found»: «2:Node»
        «5:found» = cast("«2:Node»", self)
        «6:later»: "t.List[«2:Node»]" = [«5:found»]
        return lambda node: «6:later»[0]
def use(m: «1:Map»[str, «2:Node»], *many: "«2:Node»", **more: 't.Dict[str, "«2:Node»"]') -> None:
    for one in many:
        one.«4:grow»(1)(one).«4:grow»(by=2)
    m["x"].«4:grow»(), more["y"]["z"].«4:grow»()
use({"x": «2:Node»()}, y={"z": «2:Node»()})

# case: type comments of signatures, loops and withs
# file: main.py
class «1:Reader»:
    def «2:read»(self):
        # type: () -> «3:Chunk»
        return «3:Chunk»()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        pass
class «3:Chunk»:
    «4:size» = 1
    def read(self):
        return self.«4:size»
def total(a, «5:b»=None):
    # type: («1:Reader», «3:Chunk») -> int
    return a.«2:read»().«4:size» + («5:b».«4:size» if «5:b» else 0)
def each(many):
    for one in many:  # type: «1:Reader»
        print(one.«2:read»())
    with many[0] as two:  # type: «1:Reader»
        print(two.«2:read»().«4:size»)
    three = many[0]  # type: «1:Reader»
    return three.«2:read»()
print(total(«1:Reader»(), «5:b»=«3:Chunk»()), each([«1:Reader»()]))

# case: keywords whose values have their names
# file: main.py
def send(«1:to», «2:text», *, «3:retry»=0):
    «4:sent» = dict(to=«1:to», text=«2:text», retry=«3:retry»)
    return «4:sent», [«5:to» for «5:to» in «1:to»]
def relay(«6:to», «7:text», **«8:retry»):
    «6:to» = list(«6:to»)
    return send(«1:to»=«6:to», «2:text»=«7:text», **«8:retry»)
class Mail:
    «9:to» = ()
    def __init__(self, «10:to», «11:text»=""):
        self.«9:to», self.«12:text» = «10:to», «11:text»
    def send(self, «13:retry»=1):
        return send(«1:to»=self.«9:to», «2:text»=self.«12:text», «3:retry»=«13:retry»)
«14:to», «15:text», «16:retry» = ["a"], "t", 2
print(relay(«6:to»=«14:to», «7:text»=«15:text», «3:retry»=«16:retry»), Mail(«10:to»=«14:to», «11:text»=«15:text»).send(«13:retry»=«16:retry»))

# case: classes in functions, their bodies and what methods see
# file: main.py
«1:limit» = 1
def make(«2:limit»):
    class «3:Maker»:
        «4:limit» = «1:limit»
        «5:copy» = «4:limit»
        def get(self):
            nonlocal «2:limit»
            «2:limit» += 1
            return self.«4:limit», «2:limit»
        class Deep:
            limit = «1:limit»
            items = [«2:limit» for _ in range(2)]
        both = [x for x in range(«4:limit»)]
    return «3:Maker»
class Top:
    limit = «1:limit»
    def get(self):
        return «1:limit», __class__.limit
print(make(«2:limit»=3)().«4:limit», Top().get(), make(1).«5:copy»)

# case: targets of all kinds in one statement
# file: main.py
class «1:Cell»:
    def __init__(self):
        self.«2:x» = self.«3:y» = 0
def spread(«4:cell», «5:rows»):
    «6:a», («7:b», *«8:c»), [«9:d»] = 1, (2, 3), [4]
    «4:cell».«2:x», «5:rows»[0] = «6:a», «7:b»
    for «4:cell».«3:y» in «5:rows»:
        pass
    with open(__file__) as «5:rows»[0], open(__file__) as («10:line», *_):
        «5:rows»[0].read()
    «6:a» = «7:b» = «9:d»
    del «6:a», («7:b», [«9:d»]), «4:cell».«3:y», «5:rows»[0]
    (*«11:only»,) = «8:c»
    return «4:cell».«2:x», «11:only», «10:line»
a = b = c = d = x = y = 0
print(spread(«1:Cell»(), «5:rows»=[1, 2]), spread(«4:cell»=«1:Cell»(), «5:rows»=[1]))

# case: broken lines above, below and within
# file: main.py
class «1:Half»:
    def «2:go»(self, «3:far»):
        return self.
    def «4:stop»(self):
        return self.«2:go»(«3:far»=1)
def use(«5:half»: «1:Half»):
    «5:half».«4:stop»(
def after():
    «6:one» = «1:Half»()
    for k in
    return «6:one».«2:go»(«3:far»=2)
    if «6:one»
print(after(), use(«5:half»=«1:Half»()).nothing)
