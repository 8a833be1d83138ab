# case: global and nonlocal through three functions
# file: main.py
«1:count» = 0
def outer():
    «2:count» = 1
    def middle():
        nonlocal «2:count»
        «2:count» += 1
        def inner():
            global «1:count»
            «1:count» += «3:step»
            return «1:count»
        «3:step» = «2:count»
        return inner
    return middle()(), «2:count»
print(outer(), «1:count»)
class Holder:
    count = 5
    def get(self):
        return «1:count»

# case: parameters of every kind with defaults and annotations
# file: main.py
«1:base» = 1
def call(«2:a», «3:b»: int = «1:base», /, «4:c»=2, *«5:rest»: int, «6:key»: str = "k", **«7:more») -> int:
    return «2:a» + «3:b» + «4:c» + len(«5:rest») + len(«6:key») + len(«7:more»)
print(call(1, 2, «4:c»=3, «6:key»="x", b=5), call(1, «1:base», 3, 4, «6:key»="y"))
wrapped = lambda *«8:args», **«9:kw»: call(*«8:args», **«9:kw»)
print(wrapped(1, «4:c»=4))

# case: exceptions as names, and their scope
# file: main.py
class «1:Oops»(Exception):
    def __init__(self, «2:code»):
        super().__init__(«2:code»)
        self.«3:code» = «2:code»
class Deeper(«1:Oops»):
    def «4:explain»(self):
        return self.«3:code»
def run(«5:error»):
    try:
        raise Deeper(«2:code»=2)
    except (KeyError, Deeper) as «6:exc»:
        print(«6:exc».args)
    except «1:Oops» as «6:exc»:
        print(«6:exc».«3:code»)
        raise «1:Oops»(1) from «6:exc»
    else:
        return «5:error»
    finally:
        print(«5:error»)
try:
    run(«5:error»=1)
except Deeper as err:
    print(err.«4:explain»(), err.«3:code»)

# case: del and rebinding
# file: main.py
«1:value» = [1]
del «1:value»[0]
del «1:value»
«1:value» = 2
def f(«2:value»):
    del «2:value»
    «2:value» = «3:other»
    return «2:value»
«3:other» = «1:value»
print(f(«3:other»), f(«2:value»=«1:value»))
for «1:value» in range(2):
    pass
else:
    print(«1:value»)
with open(__file__) as «4:stream», open(__file__) as «5:second»:
    print(«4:stream».name, «5:second».name)

# case: comprehension scopes in classes and functions
# file: main.py
«1:x» = 10
class Table:
    «2:x» = [1, 2]
    «3:y» = [«4:x» for «4:x» in «2:x»]
    «5:z» = [«1:x» for _ in range(2)]
    def rows(self):
        return {«6:x»: «7:v» for «6:x», «7:v» in zip(self.«2:x», self.«3:y») if «6:x» in self.«5:z» or «7:v»}
def total(«8:x»):
    return sum(«9:x» * «10:x2» for «9:x» in «8:x» for «10:x2» in range(«9:x»))
print(Table().rows(), total(«8:x»=[1]), «1:x», Table.«5:z»)

# case: walrus in a comprehension in a function
# file: main.py
def pick(«1:rows»):
    found = [«2:last» for r in «1:rows» if («2:last» := r)]
    while («3:n» := len(found)) > 1:
        found.pop()
        «3:n» -= 1
    return «2:last», found, «3:n»
last = n = 1
print(pick(«1:rows»=[1, 2]), last, n)

# case: match captures in all places
# file: main.py
from dataclasses import dataclass
@dataclass
class «1:Point»:
    «2:x»: int
    «3:y»: int = 0
class Nothing:
    x = 1
«4:ORIGIN» = 0
def where(«5:subject»):
    match «5:subject»:
        case «1:Point»(«6:x», 0):
            return «6:x»
        case «1:Point»(«2:x»=«7:px», «3:y»=«8:py») if «7:px» == «8:py»:
            return «7:px»
        case [«1:Point»() as «9:first», *«10:rest»]:
            return «9:first».«2:x», «10:rest»
        case {"at": «9:first», **«10:rest»}:
            return «9:first», «10:rest»
        case int(«11:n») | [«11:n»]:
            return «11:n» + «4:ORIGIN»
        case «12:other»:
            return «12:other»
print(where(«1:Point»(1, 0)), where(«5:subject»=[«1:Point»(«2:x»=1, «3:y»=2)]), Nothing().x)

# case: annotations in strings and type comments
# file: main.py
from typing import Dict, List, Optional
class «1:Leaf»:
    «2:size» = 1
class «3:Tree»:
    kids: "List[«3:Tree»]"
    leaf: 'Optional["«1:Leaf»"]' = None
    def __init__(self, «4:n»: "int"):
        self.kids = [] # type: List[«3:Tree»]
        self.table = {}  # type: Dict[str, «1:Leaf»]
        self.«5:n» = «4:n»
    def add(self, «6:kid»: "«3:Tree»") -> "«3:Tree»":
        self.kids.append(«6:kid»)
        self.table["x"] = «1:Leaf»()
        return self
def size(
    «7:tree»,  # type: «3:Tree»
    deep=False,  # type: bool
):
    # type: (...) -> int
    return «7:tree».«5:n» + sum(k.«5:n» for k in «7:tree».kids) + «7:tree».table["x"].«2:size»
print(size(«3:Tree»(«4:n»=1).add(«6:kid»=«3:Tree»(2))), "Tree")

# case: types told by docstrings
# file: main.py
class «1:Pen»:
    def «2:draw»(self):
        return 1
class Brush:
    def draw(self):
        return 2
def sphinx(pen):
    """Draw.

    :param pen: what draws
    :type pen: Pen
    :rtype: Pen
    """
    pen.«2:draw»()
    return pen
def other(pen):
    """Draw.

    :param Pen pen: what draws
    """
    return pen.«2:draw»()
def last(x):
    return sphinx(x).«2:draw»()
print(sphinx, other, last, «1:Pen»().«2:draw»(), Brush().draw())

# case: broken code around
# file: main.py
class «1:Fine»:
    def «2:work»(self, «3:a»):
        return «3:a»
def broken(:
    pass
def «4:after»(«5:n»):
    «6:fine» = «1:Fine»()
    return «6:fine».«2:work»(«3:a»=«5:n»)
x = (1,
def «7:last»():
    return «4:after»(«5:n»=2)

# case: conditional definitions and redefinitions
# file: main.py
import sys
if sys.platform == "win32":
    def «1:home»(«2:user»):
        return "C:" + «2:user»
else:
    def «1:home»(«3:user»):
        return "/" + «3:user»
try:
    «4:text» = unicode
except NameError:
    «4:text» = str
def dated():
    return «4:text»(«1:home»(«2,3:user»="x"))
class Platform:
    if sys.platform == "win32":
        def «5:sep»(self):
            return ";"
    else:
        def «5:sep»(self):
            return ":"
    def join(self):
        return self.«5:sep»().join([])
print(dated(), Platform().«5:sep»())

# case: type aliases, new types and overloads
# file: main.py
from typing import NewType, TypeVar, Union, overload
«1:UserId» = NewType("UserId", int)
«2:Key» = Union[«1:UserId», str]
«3:N» = TypeVar("N", int, float)
@overload
def «4:find»(key: «1:UserId») -> int: ...
@overload
def «4:find»(key: str) -> str: ...
def «4:find»(key: "«2:Key»"):
    return key
def twice(n: «3:N») -> "«3:N»":
    return n
print(«4:find»(«1:UserId»(1)), «4:find»("x"), twice(2))
