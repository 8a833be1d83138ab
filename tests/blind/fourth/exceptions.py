# case: error object carries data
# file: main.py
class HttpError(Exception):
    status = 500
    def __init__(self, msg, body=None):
        super().__init__(msg)
        self.body = body
class Missing(HttpError):
    status = 404
def get(path):
    if path == "/":
        return "root"
    raise Missing(path, body={"p": path})
try:
    get("/x")
except Missing as e:
    s = e.status
    b = e.body
    m = str(e)
# case: else value
# file: main.py
def parse(t):
    try:
        n = int(t)
    except ValueError:
        return "bad"
    else:
        n += 1
    return n
a = parse("1")   # wide: a
# case: finally override
# file: main.py
def f():
    try:
        return 1
    finally:
        x = "cleanup"
def g():
    while True:
        try:
            v = 2.5
        finally:
            break
    return v
a = f()
b = g()
# case: group of handlers by table
# file: main.py
def on_key(e):
    return "key"
def on_val(e):
    return 1
handlers = {KeyError: on_key, ValueError: on_val}
def run(fn):
    try:
        fn()
    except tuple(handlers) as e:
        return handlers[type(e)](e)
def bad():
    return {}["x"]
r = run(bad)   # wide: r run
# case: custom hierarchy with super message
# file: main.py
class AppErr(Exception):
    prefix = "app"
    def text(self):
        return self.prefix + ": " + self.args[0]
class DbErr(AppErr):
    prefix = "db"
def work():
    raise DbErr("down")
def main():
    try:
        work()
    except DbErr as err:
        t = err.text()
        return t
out = main()
