-- SPDX-License-Identifier: MIT
-- Neovim asks kpath lsp; what it got is written as JSON. $KPATH_TEST says what.
local t = vim.fn.json_decode(vim.env.KPATH_TEST)
local got = {}

local function attach(options)
	local id = vim.lsp.start_client({
		name = 'kpath', cmd = t.cmd, root_dir = t.root, init_options = options,
	})
	vim.lsp.buf_attach_client(0, id)
	local client = vim.lsp.get_client_by_id(id)
	assert(vim.wait(20000, function() return client.initialized end, 20), 'no initialize')
	return client
end

local function ask(client, method, params)
	local r, why = client.request_sync(method, params, 20000, 0)
	assert(r, why)
	assert(not r.err, vim.inspect(r.err))
	return r.result
end

local function put_cursor(line, word)
	local text = vim.fn.getline(line)
	vim.api.nvim_win_set_cursor(0, { line, (text:find(word .. '(', 1, true)) - 1 })
end

local function quickfix()
	local list = {}
	vim.wait(20000, function() return #vim.fn.getqflist() > 0 end, 20)
	for _, q in ipairs(vim.fn.getqflist()) do
		table.insert(list, { lnum = q.lnum, text = q.text, file = vim.fn.bufname(q.bufnr) })
	end
	return list
end

local function all()
	vim.cmd('edit ' .. vim.fn.fnameescape(t.file))
	local client = attach(nil)
	put_cursor(t.line, t.word)
	local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
	got.prepared = ask(client, 'textDocument/prepareCallHierarchy', here)
	got.incoming = ask(client, 'callHierarchy/incomingCalls', { item = got.prepared[1] })

	-- the command that people use; it asks which of the two functions is meant
	vim.fn.inputlist = function() return 1 end
	vim.lsp.buf.incoming_calls()
	got.quickfix = quickfix()
	client.stop()

	-- the handlers of docs/editor.md
	for block in table.concat(vim.fn.readfile(t.doc), '\n'):gmatch('```lua\n(.-)```') do
		if block:find('callHierarchy/incomingCalls', 1, true) then
			assert(loadstring(block))()
			got.handlers = true
		end
	end
	vim.cmd('cclose | edit ' .. vim.fn.fnameescape(t.file))
	client = attach({ as = 'only_b' })
	put_cursor(4, 'dev_open')
	here = vim.lsp.util.make_position_params(0, client.offset_encoding)
	local items = ask(client, 'textDocument/prepareCallHierarchy', here)
	got.outgoing = ask(client, 'callHierarchy/outgoingCalls', { item = items[1] })
	vim.fn.setqflist({})
	vim.lsp.buf.outgoing_calls()
	got.reasons = quickfix()
	client.stop()
end

local ok, why = xpcall(all, debug.traceback)
if not ok then
	io.stderr:write(why .. '\n')
	vim.cmd('cquit 1')
end
vim.fn.writefile({ vim.fn.json_encode(got) }, t.out)
vim.cmd('qall!')
