# case: the caught instance
# file: main.py
class Bad(Exception):
    def __init__(self, code):
        self.code = code
    def text(self):
        return "bad"
def risky():
    raise Bad(3)
try:
    risky()
except Bad as e:
    x = e.code
    y = e.text()

# case: handlers call functions
# file: main.py
def ok():
    return 1
def failed():
    return "f"
def run():
    try:
        r = int("x")
    except ValueError:
        r = failed()
    else:
        r = ok()
    finally:
        print("x")
    return r  # wide: run
out = run()  # wide: out

# case: raise again and from
# file: main.py
def low():
    raise KeyError("k")
def high():
    try:
        low()
    except KeyError as e:
        raise RuntimeError("r") from e
try:
    high()
except RuntimeError as err:
    cause = err.__cause__
    a = err.args

# case: a class hierarchy
# file: main.py
class Base(Exception):
    def msg(self):
        return "base"
class Sub(Base):
    def msg(self):
        return 5
def go():
    raise Sub()
try:
    go()
except Base as e:
    m = str(e)

# case: with and an exception
# file: main.py
class Cm:
    def __enter__(self):
        return "in"
    def __exit__(self, t, v, b):
        return True
with Cm() as v:
    got = v
    raise ValueError
after = got
