# Dynamic code.

# case: attributes are assigned by setattr in a loop
# file: main.py
class Config:
    pass
def port():
    return 80
config = Config()
for name, value in [("host", "local"), ("port", port)]:
    setattr(config, name, value)
a = config.host
b = config.port()

# case: getattr by a name that is put together
# file: main.py
class Shell:
    def do_list(self):
        return []
    def do_quit(self):
        return True
    def run(self, word):
        return getattr(self, "do_" + word)()
shell = Shell()
a = shell.run("list")
b = shell.run("quit")

# case: eval and exec of constants
# file: main.py
def five():
    return 5
a = eval("five()")
exec("b = five() * 2.0")
c = b
space = {}
exec("def made(x):\n    return [x]", space)
d = space["made"](1)

# case: globals by name
# file: main.py
def task_a():
    return "a"
def task_b():
    return 1
out = []
for letter in "ab":
    out.append(globals()["task_" + letter]())
first = globals()["task_a"]()
globals()["late"] = task_b
second = late()

# case: a class is made by type with methods
# file: main.py
def greet(self):
    return self.word
def init(self, word):
    self.word = word
Made = type("Made", (object,), {"__init__": init, "greet": greet, "size": 3})
m = Made("hey")
a = m.greet()
b = m.size

# case: delattr uncovers the attribute of the class
# file: main.py
class Mode:
    level = 1
m = Mode()
setattr(m, "level", "high")
a = m.level
delattr(m, "level")
b = m.level
c = vars(m)
