-- inferd for Neovim 0.7 and later, without plugins. Put this file into lua/ of your configuration (as lua/inferd.lua) and
-- add to init.lua:
--
--     require('inferd').setup()
--     require('inferd').setup({ cmd = { '.venv/bin/inferd', 'lsp' }, leave = { 'hoverProvider' } })
--
-- Commands: :InferdImpact [rename|signature|remove|move|retype], :InferdRename [NAME] (with a preview),
-- :InferdRecord [COMMAND], :InferdRefresh, :InferdRestart.

local M = {}

local defaults = {
  cmd = { 'inferd', 'lsp' },
  -- what the server is told: `['references.possible'] = true`, `diagnostics = { ['unknown-attribute'] = false }`
  settings = {},
  -- capabilities that another server has in the same buffer; beside pyright or ty:
  -- { 'completionProvider', 'signatureHelpProvider', 'documentHighlightProvider', 'semanticTokensProvider' }
  leave = {},
  -- what makes a folder the root of a project
  marks = { '.project', 'pyproject.toml', 'setup.py', 'setup.cfg', '.git' },
  record = 'python -m pytest',
  on_attach = nil,
}

local options = defaults
local clients = {} -- root -> client id
local alive = {} -- client id -> true from its start, so that buffers that are opened at once share one server

local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  while true do
    for _, mark in ipairs(options.marks) do
      local full = folder .. '/' .. mark
      if vim.fn.isdirectory(full) == 1 or vim.fn.filereadable(full) == 1 then
        return folder
      end
    end
    local above = vim.fn.fnamemodify(folder, ':h')
    if above == folder then
      return vim.fn.fnamemodify(path, ':p:h')
    end
    folder = above
  end
end

local function is_running(id)
  return id ~= nil and alive[id] == true
end

local function shown_client(buffer)
  local id = clients[root_of(vim.api.nvim_buf_get_name(buffer))]
  return is_running(id) and vim.lsp.get_client_by_id(id) or nil
end

local function open_text(text, filetype)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n', { plain = true }))
  vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].swapfile = 'nofile', 'wipe', false
  vim.bo[buffer].filetype, vim.bo[buffer].modifiable = filetype, false
end

-- The server asks for what a refactoring needs; the answer may take as long as the person does.
local function input(_, given, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  vim.fn.inputsave()
  local ok, answer = pcall(vim.fn.input, { prompt = (given.prompt or '?') .. ': ', default = given.default or '' })
  vim.fn.inputrestore()
  return ok and client and answer or vim.NIL
end

-- What an answer leaves open, such as possible uses that are not listed: one line, so that nobody has to press Enter.
local function note(_, given)
  local text = given.message or ''
  if vim.fn.strchars(text) > vim.v.echospace then
    text = vim.fn.strcharpart(text, 0, vim.v.echospace - 3) .. '...'
  end
  vim.api.nvim_echo({ { text } }, true, {})
end

-- A code lens: [uri, position, locations].
local function show_references(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3] or {}, client and client.offset_encoding or 'utf-16')
  vim.fn.setqflist({}, ' ', { title = 'inferd', items = items })
  vim.cmd('botright copen')
end

function M.attach(buffer)
  buffer = buffer == nil and vim.api.nvim_get_current_buf() or buffer
  local name = vim.api.nvim_buf_get_name(buffer)
  if name == '' or vim.bo[buffer].buftype ~= '' then
    return nil
  end
  local root = root_of(name)
  if not is_running(clients[root]) then
    local capabilities = vim.lsp.protocol.make_client_capabilities()
    capabilities.experimental = { inferd = { input = true, note = true } }
    local settings = {}
    for key, value in pairs(options.settings) do
      settings['inferd.' .. key] = value
    end
    clients[root] = vim.lsp.start_client({
      name = 'inferd',
      cmd = options.cmd,
      root_dir = root,
      capabilities = capabilities,
      init_options = next(settings) and settings or vim.empty_dict(),
      settings = { inferd = options.settings },
      handlers = { ['inferd/input'] = input, ['inferd/note'] = note },
      workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ':t') } },
      on_init = function(client)
        for _, left in ipairs(options.leave) do
          client.server_capabilities[left] = nil
          if client.resolved_capabilities then -- Neovim 0.7
            local old = left:gsub('Provider$', ''):gsub('%u', function(c) return '_' .. c:lower() end)
            client.resolved_capabilities[old] = false
          end
        end
      end,
      on_attach = options.on_attach,
      on_exit = function(_, _, id)
        alive[id] = nil
      end,
    })
    if clients[root] ~= nil then
      alive[clients[root]] = true
    end
  end
  if clients[root] ~= nil then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
  return clients[root]
end

-- The impact report of what stands at the cursor. `planned`: rename (as a rule), signature, remove, move or retype.
function M.impact(planned)
  local client = shown_client(0)
  local offered = client and client.server_capabilities.executeCommandProvider
  local place = vim.lsp.util.make_position_params(0, client and client.offset_encoding)
  if offered and vim.tbl_contains(offered.commands or {}, 'inferd.impact') then
    local argument = { uri = place.textDocument.uri, position = place.position, kind = planned or 'rename' }
    client.request('workspace/executeCommand', { command = 'inferd.impact', arguments = { argument } }, function(problem, found)
      if problem then
        vim.notify('inferd: ' .. problem.message, vim.log.levels.ERROR)
      else
        open_text(found.markdown, 'markdown')
      end
    end, 0)
    return
  end
  local name = vim.api.nvim_buf_get_name(0)
  local cursor = vim.api.nvim_win_get_cursor(0)
  local before = vim.api.nvim_get_current_line():sub(1, cursor[2])
  local target = name .. ':' .. cursor[1] .. ':' .. (vim.fn.strchars(before) + 1)
  local said = vim.fn.system({ options.cmd[1], 'impact', target, '--for', planned or 'rename', '-C', root_of(name) })
  open_text(said, 'text')
end

local grades = { inferred = 'inferred', possible = 'possible' }

-- What an edit makes of its line.
local function after_edit(line, edit, encoding)
  local from = vim.str_byteindex(line, math.min(edit.range.start.character, vim.fn.strchars(line) * 2), encoding ~= 'utf-32')
  local to = vim.str_byteindex(line, math.min(edit.range['end'].character, vim.fn.strchars(line) * 2), encoding ~= 'utf-32')
  return line:sub(1, from) .. edit.newText .. line:sub(to + 1)
end

-- The lines of a preview, the edits by the number that begins their line, and how many are possible.
local function previewed(found, root, encoding)
  local rows, edits, possible = {}, {}, 0
  local texts = {} -- uri -> lines, each file read once
  for _, change in ipairs(found.documentChanges or {}) do
    if change.kind then
      table.insert(rows, '# also: ' .. change.kind .. ' ' .. vim.uri_to_fname(change.oldUri or change.uri))
    else
      local uri = change.textDocument.uri
      local name = vim.uri_to_fname(uri)
      local buffer = vim.fn.bufnr(name)
      if texts[uri] == nil then
        local loaded = buffer > 0 and vim.api.nvim_buf_is_loaded(buffer)
        texts[uri] = loaded and vim.api.nvim_buf_get_lines(buffer, 0, -1, false) or vim.fn.readfile(name)
      end
      for _, edit in ipairs(change.edits) do
        local number = #edits + 1
        edits[number] = { uri = uri, edit = edit }
        local grade = grades[edit.annotationId] or 'exact'
        local mark = ''
        if grade == 'possible' then
          possible, mark = possible + 1, '# '
        end
        local line = texts[uri][edit.range.start.line + 1] or ''
        if edit.range.start.line == edit.range['end'].line then
          line = after_edit(line, edit, encoding)
        end
        local short = name:sub(1, #root + 1) == root .. '/' and name:sub(#root + 2) or name
        local shown = string.format('%s%d %s:%d  %s  %s', mark, number, short, edit.range.start.line + 1, grade, vim.trim(line))
        table.insert(rows, shown)
      end
    end
  end
  return rows, edits, possible
end

-- Rename with a preview: a line an edit, with its grade. What is deleted there, or begins with #, is left out; :write
-- makes the others, :quit! none.
function M.rename(new)
  local client = shown_client(0)
  if client == nil then
    vim.notify('inferd: no server for this buffer', vim.log.levels.ERROR)
    return
  end
  local old = vim.fn.expand('<cword>')
  new = new or vim.fn.input({ prompt = 'New name of ' .. old .. ': ', default = old })
  if new == nil or new == '' or new == old then
    return
  end
  local given = vim.lsp.util.make_position_params(0, client.offset_encoding)
  given.newName, given.annotated = new, true
  client.request('textDocument/rename', given, function(problem, found)
    if problem or found == nil then
      vim.notify('inferd: ' .. (problem and problem.message or 'nothing to rename here'), vim.log.levels.ERROR)
      return
    end
    local rows, edits, possible = previewed(found, client.config.root_dir, client.offset_encoding)
    local head = string.format('# %s becomes %s: %d edits', old, new, #edits - possible)
    if possible > 0 then
      head = head .. string.format(', and %d that are only possible (take the # away to make one)', possible)
    end
    for i, said in ipairs(found.said or {}) do
      table.insert(rows, i, '# ' .. said)
    end
    table.insert(rows, 1, head .. '. :write makes them, :quit! none; a line that is deleted is left out.')
    vim.cmd('botright new')
    local buffer = vim.api.nvim_get_current_buf()
    vim.api.nvim_buf_set_name(buffer, 'inferd://rename/' .. buffer)
    vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].swapfile = 'acwrite', 'wipe', false
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, rows)
    vim.bo[buffer].modified = false
    vim.api.nvim_create_autocmd('BufWriteCmd', {
      buffer = buffer,
      callback = function()
        local kept = {}
        for _, row in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
          kept[tonumber(row:match('^%s*(%d+) ')) or 0] = true
        end
        local changes, number = {}, 0
        for _, change in ipairs(found.documentChanges or {}) do
          local taken = change
          if change.edits then
            taken = { textDocument = change.textDocument, edits = {} }
            for _, edit in ipairs(change.edits) do
              number = number + 1
              if kept[number] then
                table.insert(taken.edits, { range = edit.range, newText = edit.newText })
              end
            end
          end
          if taken.edits == nil or #taken.edits > 0 then
            table.insert(changes, taken)
          end
        end
        vim.bo[buffer].modified = false
        vim.lsp.util.apply_workspace_edit({ documentChanges = changes }, client.offset_encoding)
        vim.notify('inferd: ' .. old .. ' is ' .. new .. ' now; :wall saves the files')
        vim.schedule(function()
          if vim.api.nvim_buf_is_valid(buffer) then
            vim.api.nvim_buf_delete(buffer, { force = true })
          end
        end)
      end,
    })
  end, 0)
end

-- Run a command under the recorder, in a terminal. It runs the project's code.
function M.record(command)
  local root = root_of(vim.api.nvim_buf_get_name(0))
  vim.cmd('botright new')
  vim.fn.termopen(vim.fn.shellescape(options.cmd[1]) .. ' record -- ' .. (command or options.record), { cwd = root })
end

-- Bring the index up to date.
function M.refresh()
  local root = root_of(vim.api.nvim_buf_get_name(0))
  vim.fn.jobstart({ options.cmd[1], 'index', root }, {
    on_exit = function(_, status)
      vim.notify(status == 0 and 'inferd: the index is up to date' or 'inferd: `inferd index` failed: see :terminal inferd index')
    end,
  })
end

function M.restart()
  local root = root_of(vim.api.nvim_buf_get_name(0))
  local id = clients[root]
  if is_running(id) then
    vim.lsp.stop_client(id)
    vim.wait(5000, function() return vim.lsp.client_is_stopped(id) end, 10)
  end
  clients[root] = nil
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'python' then
      M.attach(buffer)
    end
  end
end

function M.setup(given)
  options = vim.tbl_deep_extend('force', defaults, given or {})
  vim.lsp.commands['inferd.showReferences'] = show_references
  local group = vim.api.nvim_create_augroup('inferd', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'python',
    callback = function(event) M.attach(event.buf) end,
  })
  local function command(name, run, settings)
    vim.api.nvim_create_user_command(name, function(found)
      run(found.args ~= '' and found.args or nil)
    end, settings)
  end
  local kinds = function() return { 'rename', 'signature', 'remove', 'move', 'retype' } end
  command('InferdImpact', M.impact, { nargs = '?', complete = kinds })
  command('InferdRename', M.rename, { nargs = '?' })
  command('InferdRecord', M.record, { nargs = '?' })
  command('InferdRefresh', M.refresh, {})
  command('InferdRestart', M.restart, {})
end

return M
