"""A real client over stdio.  One server for the whole run; each module works in a folder of its own that it adds."""

import inspect
import pathlib

import pytest
import pytest_asyncio
from lsp_client import Editor, served
from lsprotocol import types
from user_dirs import furnish

HERE = pathlib.Path(__file__).parent


def pytest_collection_modifyitems(items):
    """These tests come last, and share one event loop."""
    mine = [i for i in items if HERE in i.path.parents]
    for item in mine:
        if inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    items[:] = [i for i in items if HERE not in i.path.parents] + mine


@pytest.fixture(scope="session", autouse=True)
def user_directory(tmp_path_factory, shared_libraries):
    """The key and cache of this run."""
    patch = pytest.MonkeyPatch()
    patch.setenv("INFERD_USER_DIR", str(furnish(tmp_path_factory.mktemp("user"), shared_libraries)))
    yield
    patch.undo()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(user_directory, tmp_path_factory):
    empty = tmp_path_factory.mktemp("empty")
    async with served(empty) as editor:
        yield editor.client


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def editor(client, request, tmp_path_factory):
    """An editor on a new folder with the module's FILES."""
    root = tmp_path_factory.mktemp(request.module.__name__.rpartition(".")[2]).resolve()
    made = Editor(client, root)
    (root / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1"\n')
    made.write(request.module.FILES)
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    change = types.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
    client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(change))
    await made.indexed()
    yield made
    for path in list(made.buffers):
        made.close(path)
    change = types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
    client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(change))
