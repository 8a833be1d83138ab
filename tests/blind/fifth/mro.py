# case: logging mixin over two hierarchies
# file: main.py
class Log:
    def save(self):
        out = super().save()
        self.logged = True
        return out
class File:
    def save(self):
        return "file"
class Db:
    def save(self):
        return 1
class LFile(Log, File):
    pass
class LDb(Log, Db):
    pass
f = LFile()
a = f.save()
b = LDb().save()
c = f.logged
# case: template with class attributes
# file: main.py
class Report:
    fmt = "txt"
    lines = ()
    def render(self):
        return self.join(self.lines)
    def join(self, lines):
        return "\n".join(lines)
class Html(Report):
    fmt = "html"
    lines = ["a", "b"]
    def join(self, lines):
        return len(lines)
r = Report().render()
h = Html().render()
f = Html.fmt
