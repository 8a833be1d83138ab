"""Neovim, headless, through open, references, rename and restart; skipped where there is none."""

import json
import os
import shutil
import subprocess
import sys

import pytest

NVIM = shutil.which("nvim")

SCRIPT = """
local out = {}
local root, command = %(root)s, %(command)s

local function start()
  local ready = false
  local id = vim.lsp.start_client({
    name = 'inferd', cmd = command, root_dir = root,
    on_init = function() ready = true end,
  })
  vim.wait(20000, function() return ready end, 10)
  vim.lsp.buf_attach_client(0, id)
  return id
end

local function stop(id)
  vim.lsp.stop_client(id)
  vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end, 10)
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers or {}) do
    if answer.error then error(vim.inspect(answer.error)) end
    return answer.result
  end
end

local function references()
  local params = vim.lsp.util.make_position_params()
  params.context = { includeDeclaration = true }
  local rows = {}
  for _, found in ipairs(ask('textDocument/references', params) or {}) do
    table.insert(rows, vim.fn.fnamemodify(vim.uri_to_fname(found.uri), ':t') .. ':' .. (found.range.start.line + 1))
  end
  table.sort(rows)
  return rows
end

local ok, problem = pcall(function()
  vim.cmd('edit ' .. root .. '/shop/cart.py')
  local id = start()
  vim.api.nvim_win_set_cursor(0, { 1, 7 })
  out.first = references()
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { '# a line more, not saved' })
  vim.api.nvim_win_set_cursor(0, { 2, 7 })
  out.edited = references()
  local params = vim.lsp.util.make_position_params()
  params.newName = 'Basket'
  local encoding = vim.lsp.get_client_by_id(id).offset_encoding
  vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', params), encoding)
  vim.cmd('wall')
  out.renamed = references()
  stop(id)
  id = start()
  out.restarted = references()
  out.symbols = #ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  stop(id)
end)
if not ok then out.problem = tostring(problem) end
local file = io.open(%(result)s, 'w')
file:write(vim.json and vim.json.encode(out) or vim.fn.json_encode(out))
file:close()
vim.cmd('qall!')
"""


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_neovim(tmp_path):
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    (root / "shop" / "__init__.py").write_text("")
    (root / "shop" / "cart.py").write_text("class Cart:\n    def total(self): ...\n")
    (root / "shop" / "view.py").write_text("from shop.cart import Cart\n\nCart.total(None)\n")
    result = tmp_path / "result.json"
    command = "{ " + ", ".join(json.dumps(word) for word in (sys.executable, "-m", "inferd_lsp")) + " }"
    script = tmp_path / "drive.lua"
    script.write_text(
        SCRIPT % {"root": json.dumps(str(root)), "command": command, "result": json.dumps(str(result))}
    )
    done = subprocess.run(
        [NVIM, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"],
        timeout=90,
        capture_output=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
    )
    assert result.exists(), done.stderr.decode()
    out = json.loads(result.read_text())
    assert "problem" not in out, out["problem"]
    assert out["first"] == ["cart.py:1", "view.py:1", "view.py:3"]
    after = ["cart.py:2", "view.py:1", "view.py:3"]
    assert (out["edited"], out["renamed"], out["restarted"], out["symbols"]) == (after, after, after, 1)
    assert (root / "shop" / "view.py").read_text() == "from shop.cart import Basket\n\nBasket.total(None)\n"
    assert (root / "shop" / "cart.py").read_text().startswith("# a line more, not saved\nclass Basket:")
