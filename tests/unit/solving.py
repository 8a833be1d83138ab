"""A project, and what flows in it as it is found out by one who stays and by one who begins anew."""

import inferd
from inferd.query import flowing


class Project:
    def __init__(self, path, files):
        self.path = path
        for name, text in files.items():
            (path / name).write_text(text)
        self.project = inferd.open(path)
        self.stays = flowing.Solver(True)

    def rows(self, solver):
        with self.project.snapshot() as view:
            found = solver.rows(view, self.project.shelf(), "")
            paths = {f.id: f.path for f in view.reader.files()}
        return {paths[f]: row for f, row in found.items()}

    def again(self):
        self.project.update()
        assert self.rows(self.stays) == self.rows(flowing.Solver(False))
        with self.project.snapshot() as view:
            view.typing.world.project.lay_out(self.stays._layouts, None)
            return {view.typing.engine.qualname(where) for where, _ in self.stays.solution.anew}

    def edit(self, name, old, new):
        text = (self.path / name).read_text()
        assert text.count(old) == 1
        (self.path / name).write_text(text.replace(old, new))
        return self.again()
