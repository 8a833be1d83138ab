"""The editors' own clients with the files of lsp/editors: Neovim headless, and the VS Code extension in Node.

Neither downloads anything: what is not installed here is skipped.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from inferd.query.problems import CODES

EDITORS = pathlib.Path(__file__).parents[2] / "lsp" / "editors"
VSCODE = EDITORS / "vscode"
NVIM, NODE = shutil.which("nvim"), shutil.which("node")
INFERD = os.path.join(os.path.dirname(sys.executable), "inferd")

NEOVIM = r"""
local out = { steps = {} }
local function step(name) table.insert(out.steps, name) end
local function lines(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end
local function until_true(check) assert(vim.wait(30000, check, 20), 'timed out after ' .. out.steps[#out.steps]) end
local root, executable = %(root)s, %(executable)s

local function ask(method, more)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(), more or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do
    if answer.error then error(vim.inspect(answer.error)) end
    return answer.result
  end
end

local function references()
  local rows = {}
  for _, found in ipairs(ask('textDocument/references', { context = { includeDeclaration = true } }) or {}) do
    table.insert(rows, vim.fn.fnamemodify(vim.uri_to_fname(found.uri), ':t') .. ':' .. (found.range.start.line + 1))
  end
  table.sort(rows)
  return rows
end

local ok, problem = pcall(function()
  package.path = %(folder)s .. '/?.lua;' .. package.path
  local inferd = require('inferd')
  inferd.setup({
    cmd = { executable, 'lsp', '--standalone' }, leave = { 'documentHighlightProvider' },
    settings = { diagnostics = { ['undefined-name'] = false } },
  })
  vim.cmd('filetype on')
  step('open')
  vim.cmd('edit ' .. root .. '/shop/view.py')
  inferd.attach(0) -- while the server of the autocommand is only starting
  local function client() return vim.lsp.buf_get_clients(0)[next(vim.lsp.buf_get_clients(0))] end
  until_true(function() return client() ~= nil and client().initialized end)
  vim.wait(300, function() return false end)
  out.servers = #vim.lsp.get_active_clients()
  out.highlights = client().server_capabilities.documentHighlightProvider == nil
  step('hover')
  vim.api.nvim_win_set_cursor(0, { 4, 8 })
  out.hover = ask('textDocument/hover').contents.value
  step('references')
  out.references = references()
  until_true(function() return vim.fn.execute('messages'):find('inferd: 2') ~= nil end)
  out.noted = vim.fn.execute('messages')
  step('diagnostics')
  until_true(function() return #vim.diagnostic.get(0) > 0 end)
  local found = vim.diagnostic.get(0)
  out.diagnostics = { #found, found[1].lnum, found[1].message }
  step('edit')
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { '', 'ä = "𐐀"; Cart.total(None)' })
  vim.api.nvim_win_set_cursor(0, { 6, 8 })
  out.edited = references()
  step('rename')
  local edit = ask('textDocument/rename', { newName = 'sum' })
  vim.lsp.util.apply_workspace_edit(edit, client().offset_encoding)
  vim.cmd('wall')
  out.renamed = references()
  step('impact')
  vim.cmd('InferdImpact signature')
  until_true(function() return vim.bo.buftype == 'nofile' and lines(0):find('Cart%%.sum') ~= nil end)
  vim.cmd('close')
  step('preview')
  vim.cmd('InferdRename amount')
  until_true(function() return vim.bo.buftype == 'acwrite' end)
  out.preview = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.cmd('g/view.py:2 /d')
  vim.cmd('write')
  until_true(function() return vim.bo.buftype == '' end)
  vim.cmd('wall')
  step('refresh')
  vim.cmd('InferdRefresh')
  step('restart')
  local before = client().id
  vim.cmd('InferdRestart')
  until_true(function() return client() ~= nil and client().id ~= before and client().initialized end)
  out.restarted = references()
  step('stop')
  local id = client().id
  vim.lsp.stop_client(id)
  until_true(function() return vim.lsp.client_is_stopped(id) end)
end)
if not ok then out.problem = tostring(problem) end
local file = io.open(%(result)s, 'w')
file:write(vim.json.encode(out))
file:close()
vim.cmd('qall!')
"""


@pytest.mark.skipif(NVIM is None or not os.path.exists(INFERD), reason="Neovim is not installed")
def test_neovim_through_its_file(tmp_path):
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    (root / "shop" / "cart.py").write_text("class Cart:\n    def total(self):\n        return 1\n")
    (root / "shop" / "other.py").write_text("def show(other):\n    return other.total()\n")
    (root / "shop" / "view.py").write_text(
        "from shop.cart import Cart\n\n\nCart().total()\nCart().totals()\nprint(nothing)\n"
    )
    result, script = tmp_path / "result.json", tmp_path / "drive.lua"
    given = {"root": root, "executable": INFERD, "folder": EDITORS / "nvim", "result": result}
    script.write_text(NEOVIM % {name: json.dumps(str(value)) for name, value in given.items()}, encoding="utf-8")
    done = subprocess.run(
        [NVIM, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"],
        timeout=200, capture_output=True, check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert result.exists(), done.stderr.decode()
    out = json.loads(result.read_text(encoding="utf-8"))
    assert "problem" not in out, (out["problem"], out["steps"])
    assert out["servers"] == 1
    assert out["highlights"]
    assert "total" in out["hover"]
    assert out["references"] == ["cart.py:2", "view.py:4"]
    assert "inferd: 2 shown; 1 possible not shown" in out["noted"]
    assert out["diagnostics"] == [1, 4, "shop.cart.Cart has no attribute totals; did you mean total?"]
    assert out["edited"] == ["cart.py:2", "view.py:2", "view.py:6"]
    assert out["renamed"] == out["edited"]
    assert out["preview"] == [
        "# sum becomes amount: 4 edits. :write makes them, :quit! none; a line that is deleted is left out.",
        "1 shop/cart.py:2  exact  def amount(self):",
        "2 shop/other.py:2  inferred  return other.amount()",
        '3 shop/view.py:2  exact  ä = "𐐀"; Cart.amount(None)',
        "4 shop/view.py:6  inferred  Cart().amount()",
    ]
    assert out["restarted"] == ["cart.py:2", "view.py:6"]
    text = (root / "shop" / "view.py").read_text(encoding="utf-8")
    assert text.startswith('\nä = "𐐀"; Cart.sum(None)\n')
    assert "Cart().amount()\nCart().totals()" in text


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The extension, compiled and packaged."""
    if NODE is None or not (VSCODE / "node_modules" / "vscode-languageclient").exists():
        pytest.skip("no Node, or the packages are not installed: run lsp/editors/vscode/build")
    tools = VSCODE / "node_modules" / ".bin"
    for command in (
        [tools / "tsc", "--noEmit"],
        [tools / "esbuild", "src/extension.ts", "--bundle", "--platform=node", "--target=node18", "--format=cjs",
         "--external:vscode", "--outfile=dist/extension.js", "--log-level=warning"],
        [tools / "vsce", "package", "--no-dependencies", "--allow-missing-repository", "--skip-license",
         "--out", "dist/inferd.vsix"],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=VSCODE, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return VSCODE / "dist"


def test_the_extension_is_packaged(built):
    import zipfile

    with zipfile.ZipFile(built / "inferd.vsix") as package:
        names = set(package.namelist())
    assert {"extension/package.json", "extension/dist/extension.js", "extension/readme.md"} <= names
    assert not any("node_modules" in name or "/src/" in name or "/test/" in name for name in names)


def test_the_extension_against_the_server(built, tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    done = subprocess.run(
        [NODE, VSCODE / "test" / "drive.mjs", tmp_path, INFERD],
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("all is well\n")


def test_the_lock_file_pins_every_package_and_names_no_host():
    manifest = json.loads((VSCODE / "package.json").read_text())
    lock = json.loads((VSCODE / "package-lock.json").read_text())
    pinned = manifest["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    assert lock["packages"][""]["devDependencies"] == pinned
    for name, version in pinned.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    assert all("integrity" in p for name, p in lock["packages"].items() if name and not p.get("link"))
    assert not any("resolved" in p for p in lock["packages"].values())
    assert not (VSCODE / ".npmrc").exists()


def test_the_settings_of_the_extension_are_those_of_the_server():
    properties = json.loads((VSCODE / "package.json").read_text())["contributes"]["configuration"]["properties"]
    codes = set(properties["inferd.diagnostics"]["properties"]) - {"enable", "workspace"}
    assert codes == set(CODES)
    page = (EDITORS.parents[1] / "docs" / "reference" / "lsp.md").read_text(encoding="utf-8")
    told = re.search(r"const TOLD = \[(.*?)\];", (VSCODE / "src" / "options.ts").read_text(), re.DOTALL)
    for name in re.findall(r'"([\w.]+)"', told[1]):
        assert f"inferd.{name}" in properties
        assert f"inferd.{name}" in page or f"`.{name.rpartition('.')[2]}`" in page, name


def test_the_other_snippets_are_well_formed():
    helix = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text())
    assert helix["language-server"]["inferd"]["args"] == ["lsp"]
    sublime = (EDITORS / "sublime" / "LSP.sublime-settings").read_text()
    bare = re.sub(r"^\s*//.*$", "", sublime, flags=re.MULTILINE)
    assert json.loads(bare)["clients"]["inferd"]["command"] == ["inferd", "lsp"]
    for path in (EDITORS / "emacs").glob("*.el"):
        text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r";.*", "", path.read_text()))
        assert text.count("(") == text.count(")"), path
