-- Opens a file, lets Neovim's own client fix what the server finds in it, one finding after another, and writes the file.
-- Run as `nvim --headless -u NONE -i NONE -n -S drive.lua`; it is told by the environment what to do, and writes what it
-- saw as JSON. With HUBLINT_TEST_STAY it does nothing once the findings are shown, and waits for its end.

local seen = { shown = {}, said = {}, titles = {} }

local function tell()
  vim.fn.writefile({ vim.fn.json_encode(seen) }, os.getenv('HUBLINT_TEST_SEEN') .. '.part')
  os.rename(os.getenv('HUBLINT_TEST_SEEN') .. '.part', os.getenv('HUBLINT_TEST_SEEN'))
end

local function wait(what, condition)
  assert(vim.wait(30000, condition, 20), 'waited in vain for ' .. what)
end

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number, number + 1, false)[1]
end

-- The menu of code actions: choose the preferred one. An item is a table with two places up to Neovim 0.10.
vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    local action = item.action or item[2]
    seen.titles[#seen.titles + 1] = action.title
    if action.isPreferred then
      return choose(item)
    end
  end
  error('no action is preferred')
end

local function drive()
  local version = vim.version()
  seen.version = ('%d.%d.%d'):format(version.major, version.minor, version.patch)
  vim.cmd('edit ' .. vim.fn.fnameescape(os.getenv('HUBLINT_TEST_FILE')))
  vim.bo.filetype = 'python'
  local options = {
    name = 'hublint',
    cmd = { os.getenv('HUBLINT_TEST_PYTHON'), '-m', 'hublint', 'server' },
    root_dir = vim.fn.getcwd(),
    handlers = {
      ['window/showMessage'] = function(_, result)
        seen.said[#seen.said + 1] = result.message
      end,
    },
  }
  local id
  if vim.lsp.start then
    id = vim.lsp.start(options)
  else
    id = vim.lsp.start_client(options)
    vim.lsp.buf_attach_client(0, id)
  end
  local client = vim.lsp.get_client_by_id(id)
  wait('the server', function() return client.initialized end)
  seen.encoding = client.offset_encoding
  wait('findings', function() return #vim.diagnostic.get(0) > 0 end)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    seen.shown[#seen.shown + 1] = {
      code = found.code,
      message = found.message,
      source = found.source,
      -- Neovim counts columns in bytes, as Lua does.
      text = line(found.lnum):sub(found.col + 1, found.end_col),
    }
  end
  tell()
  if os.getenv('HUBLINT_TEST_STAY') then
    vim.wait(60000, function() return false end, 100)
  end

  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.end_col - 1 })
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', place, 30000)
  seen.hover = hover[id].result and hover[id].result.contents.value or vim.NIL

  for _ = 1, 20 do
    local left = vim.diagnostic.get(0)
    if #left == 0 then
      break
    end
    vim.api.nvim_win_set_cursor(0, { left[1].lnum + 1, left[1].col })
    local before = vim.api.nvim_buf_get_changedtick(0)
    vim.lsp.buf.code_action()
    wait('an edit', function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
    wait('the finding to go', function() return #vim.diagnostic.get(0) < #left end)
  end
  vim.cmd('write')
  seen.left = #vim.diagnostic.get(0)
end

local ok, problem = pcall(drive)
if not ok then
  seen.problem = tostring(problem)
end
tell()
vim.cmd('qall!')
