"""Renames by rope or jedi, one JSON line in, one out; run by survival.py in an environment that has them.

    python survival_worker.py rope|rope-unsure|jedi PROJECT

In: {"path", "line", "column" (both from 1), "new"}.  Out: {"changes": {path: new text}} or {"error": text}.
"""

import json
import os
import sys


def rope_renames(root, is_unsure):
    from rope.base.project import Project
    from rope.refactor.rename import Rename

    project = Project(root, ropefolder=None)

    def act(path, line, column, new):
        resource = project.get_file(path)
        text = resource.read()
        offset = sum(len(t) for t in text.splitlines(keepends=True)[: line - 1]) + column - 1
        changes = Rename(project, resource, offset).get_changes(
            new, in_hierarchy=True, unsure=(lambda _: True) if is_unsure else None
        )
        return {c.resource.path: c.new_contents for c in changes.changes if hasattr(c, "new_contents")}

    return act


def jedi_renames(root):
    import jedi

    project = jedi.Project(root, added_sys_path=[os.path.join(root, "src")])

    def act(path, line, column, new):
        script = jedi.Script(path=os.path.join(root, path), project=project)
        found = script.rename(line, column - 1, new_name=new)
        return {
            os.path.relpath(str(changed), root).replace(os.sep, "/"): change.get_new_code()
            for changed, change in found.get_changed_files().items()
        }

    return act


def main():
    tool, root = sys.argv[1:]
    root = os.path.realpath(root)
    act = jedi_renames(root) if tool == "jedi" else rope_renames(root, tool == "rope-unsure")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"changes": act(asked["path"], asked["line"], asked["column"], asked["new"])}
        except BaseException as error:  # whatever a tool raises is its answer
            if isinstance(error, KeyboardInterrupt):
                raise
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
