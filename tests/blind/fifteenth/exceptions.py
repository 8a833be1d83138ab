# Exceptions.

# case: exceptions with attributes, raised and caught
# file: main.py
class AppError(Exception):
    def __init__(self, code, detail=None):
        super().__init__(code)
        self.code = code
        self.detail = detail
class NotFound(AppError):
    def __init__(self, name):
        super().__init__(404, {"name": name})
def find(name):
    raise NotFound(name)
try:
    find("x")
except AppError as e:
    code = e.code
    detail = e.detail
    caught = e
    args = e.args

# case: raise from, context and cause
# file: main.py
class Wrapped(Exception):
    pass
def inner():
    return int("x")
def outer():
    try:
        inner()
    except ValueError as err:
        raise Wrapped("bad") from err
def run():
    try:
        outer()
    except Wrapped as w:
        return w, w.__cause__
    return None
result = run()
first = result[0]
cause = result[1]

# case: finally and else return
# file: main.py
def always():
    try:
        return 1
    finally:
        return "always"
def otherwise(n):
    try:
        value = 10 // n
    except ZeroDivisionError:
        return None
    else:
        return [value]
    finally:
        done.append(n)
def late(n):
    try:
        result = n.upper()
    except AttributeError:
        result = 2.5
    return result
done = []
a = always()
b = otherwise(0)
c = otherwise(2)
d = late(1)
e = late("x")
f = done[0]

# case: handlers in a tuple, in order and of bases
# file: main.py
class A(Exception):
    pass
class B(A):
    pass
class C(Exception):
    level = 3
def throw(cls):
    raise cls("x")
def handle(cls):
    try:
        throw(cls)
    except B as b:
        return b
    except (A, C) as other:
        return other
x = handle(A)
y = handle(B)
z = handle(C)
kinds = (KeyError, IndexError)
try:
    {}["k"]
except kinds as k:
    got = k

# case: contexts that swallow, retry and re-raise
# file: main.py
class Swallow:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        self.value = value
        return True
def retry(action, times):
    for n in range(times):
        try:
            return action(n)
        except ValueError as e:
            last = e
            continue
    raise last
def flaky(n):
    if n < 2:
        raise ValueError(n)
    return str(n)
def hopeless(n):
    raise ValueError
with Swallow() as s:
    raise KeyError("k")
a = s.value
b = retry(flaky, 3)
try:
    retry(hopeless, 1)
except ValueError as final:
    c = final
