# Dicts.

# case: a value is taken by a computed key
# file: main.py
def alpha():
    return 1
def beta():
    return "b"
table = {"ab": alpha, "ba": beta}
key = "a" + "b"
a = table[key]()
b = table["b" + "a"]()

# case: a function under a key is replaced
# file: main.py
def old():
    return "old"
def new():
    return 2
ops = {"run": old}
a = ops["run"]()
ops["run"] = new
b = ops["run"]()
ops.update(run=old)
c = ops["run"]()

# case: a dictionary is filled in a loop and called
# file: main.py
def double(x):
    return x * 2
def half(x):
    return x / 2
table = {}
for func in (double, half):
    table[func.__name__] = func
a = table["double"](4)
b = table["half"](4)
names = list(table)

# case: nested dictionaries of classes
# file: main.py
class Cat:
    def speak(self):
        return "meow"
class Dog:
    def speak(self):
        return b"woof"
zoo = {"pets": {"cat": Cat, "dog": Dog}}
a = zoo["pets"]["cat"]().speak()
pets = zoo["pets"]
b = pets["dog"]().speak()
made = {name: cls() for name, cls in pets.items()}
c = made["cat"].speak()

# case: get with a default function
# file: main.py
def known(n):
    return n
def unknown(n):
    return None
handlers = {"known": known}
def handle(name, n):
    return handlers.get(name, unknown)(n)
a = handle("known", 3)
b = handle("other", 4)

# case: a key that is a function, and one that is a tuple
# file: main.py
def func():
    return 1
cache = {func: "function", (1, 2): 3.5}
a = cache[func]
b = cache[1, 2]
cache[func] = func
c = cache[func]()
d = cache.pop((1, 2))
