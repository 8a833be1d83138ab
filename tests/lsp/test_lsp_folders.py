"""Several roots, and files outside of all of them."""

from lsp_client import Editor, served
from lsprotocol import types


def make(root, name, text):
    folder = root / name
    folder.mkdir()
    (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1"\n')
    (folder / "shared.py").write_text(text)
    return folder


async def test_two_roots_are_two_projects(tmp_path):
    one = make(tmp_path, "one", "def f(): ...\nf()\n")
    two = make(tmp_path, "two with space é", "\ndef f(): ...\nf()\n")
    (tmp_path / "outside.py").write_text("def f(): ...\n\nf()\n")
    async with served(one, folders=[one, two]) as editor:
        other = Editor(editor.client, two)
        assert await editor.references("shared.py", "def f|") == ["shared.py:1:f", "shared.py:2:f"]
        found = await editor.client.text_document_references_async(
            types.ReferenceParams(
                types.ReferenceContext(True), other.document("shared.py"), other.at("shared.py", "def f|")
            )
        )
        assert {f.uri for f in found} == {other.uri("shared.py")}
        symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("f"))
        assert sorted(s.location.uri for s in symbols) == sorted([editor.uri("shared.py"), other.uri("shared.py")])

        # a file outside: answered from itself, and nothing is written beside it
        loose = Editor(editor.client, tmp_path)
        loose.open("outside.py")
        assert await loose.references("outside.py", "def f|") == ["outside.py:1:f", "outside.py:3:f"]
        assert await loose.names("outside.py") == ["f:1"]
        loose.replace("outside.py", "\nf()", "\nf(f)")
        assert await loose.references("outside.py", "def f|") == ["outside.py:1:f", "outside.py:3:f", "outside.py:3:f"]
        loose.close("outside.py")
        assert sorted(p.name for p in tmp_path.iterdir()) == ["one", "outside.py", "two with space é"]

        # a root that goes takes its symbols along
        removed = types.WorkspaceFoldersChangeEvent(added=[], removed=[types.WorkspaceFolder(two.as_uri(), "two")])
        editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(removed))
        symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("f"))
        assert [s.location.uri for s in symbols] == [editor.uri("shared.py")]


async def test_without_a_folder_the_project_of_a_file_is_found(tmp_path):
    one = make(tmp_path, "one", "def f(): ...\n")
    (one / "user.py").write_text("from shared import f\n")
    async with served(None, folders=[]) as editor:
        editor.root = one
        editor.open("shared.py")
        assert await editor.references("shared.py", "def f|") == ["shared.py:1:f", "user.py:1:f"]


async def test_a_folder_that_is_not_there(tmp_path):
    async with served(tmp_path / "nowhere") as editor:
        await editor.shown_message("nowhere")
        editor.root = tmp_path
        editor.open("a.py", "def f(): ...\nf()\n")
        assert await editor.references("a.py", "def f|") == ["a.py:1:f", "a.py:2:f"]
