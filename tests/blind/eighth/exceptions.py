# case: a custom exception with a payload
# file: main.py
class Failed(Exception):
    def __init__(self, code, why):
        super().__init__(why)
        self.code = code
        self.why = why
def work(n):
    if n > 1:
        raise Failed(n, "too big")
    return n
try:
    x = work(2)
except Failed as e:
    code = e.code
    why = e.why
    args = e.args

# case: else and finally
# file: main.py
def read(text):
    try:
        n = int(text)
    except ValueError as err:
        return str(err)
    except (TypeError, KeyError):
        return None
    else:
        return n
    finally:
        done = True
a = read("3")
b = read("x")

# case: raise from and the cause
# file: main.py
class Low(Exception):
    pass
class High(Exception):
    pass
def inner():
    raise Low("l")
def outer():
    try:
        inner()
    except Low as e:
        raise High("h") from e
try:
    outer()
except High as top:
    cause = top.__cause__
    text = str(top)

# case: an exception kept for later
# file: main.py
def attempt(f, *args):
    error = None
    result = None
    try:
        result = f(*args)
    except Exception as e:
        error = e
    return result, error
r1 = attempt(int, "5")
r2 = attempt(int, "z")

# case: a context manager that swallows
# file: main.py
class Quiet:
    def __enter__(self):
        self.error = None
        return self
    def __exit__(self, kind, error, trace):
        self.error = error
        return True
with Quiet() as q:
    raise KeyError("k")
e = q.error

# case: retry until it works
# file: main.py
class Flaky:
    def __init__(self):
        self.tries = 0
    def get(self):
        self.tries += 1
        if self.tries < 3:
            raise OSError("again")
        return "ok"
def retry(f):
    while True:
        try:
            return f()
        except OSError as e:
            last = e
x = retry(Flaky().get)
