# case: result or error
# file: main.py
class NotFound(Exception):
    def __init__(self, key):
        self.key = key
    def hint(self):
        return "no " + self.key
def look(d, k):
    if k not in d:
        raise NotFound(k)
    return d[k]
def safe(k):
    try:
        return look({"a": 1}, k)
    except NotFound as e:
        return e.hint()
a = safe("a")   # wide: a
b = safe("b")   # wide: b
# case: raise in finally order
# file: main.py
log = []
def step():
    try:
        log.append("try")
        raise ValueError("x")
    except ValueError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return len(log)
n = step()
l = log[0]
# case: exception class chosen
# file: main.py
class A(Exception):
    code = 1
class B(Exception):
    code = "b"
errors = {"a": A, "b": B}
def fail(kind):
    raise errors[kind]("msg")
def run(kind):
    try:
        fail(kind)
    except (A, B) as e:
        return e.code
x = run("a")   # wide: x
y = run("b")   # wide: y
# case: raise from a method, caught by base
# file: main.py
class Err(Exception):
    pass
class Parse(Err):
    def __init__(self, line):
        super().__init__("line %d" % line)
        self.line = line
class P:
    def parse(self, text):
        if not text:
            raise Parse(3)
        return text.split()
    def try_parse(self, text):
        try:
            return self.parse(text)
        except Err as e:
            self.err = e
            return None
p = P()
a = p.try_parse("a b")   # wide: a
b = p.try_parse("")   # wide: b
e = p.err
n = e.line
# case: retry loop
# file: main.py
attempts = 0
def flaky():
    global attempts
    attempts += 1
    if attempts < 2:
        raise OSError("no")
    return "ok"
def retry(fn, times):
    last = None
    for i in range(times):
        try:
            return fn()
        except OSError as exc:
            last = exc
    raise last
r = retry(flaky, 3)
# case: cleanup by context manager
# file: main.py
class Res:
    def __init__(self):
        self.open = True
    def __enter__(self):
        return self
    def __exit__(self, t, v, tb):
        self.close()
    def close(self):
        self.open = False
        return None
    def use(self):
        return "used"
with Res() as r:
    u = r.use()
o = r.open
