-- Run by `pandoc lua`: one JSON request a line in, one JSON answer a line out.
--   {to = FORMAT, texts = [Markdown, …]}           -> {out = [text, …]}
--   {to = FORMAT, maths = [{tex, display}, …]}     -> {out = [text, …]}
-- Where one can't be converted, {problem = what is wrong} stands in its place.
-- The texts hold no formulas: those stand in them as slots (see slots.py).

-- A short list of what is on: each name costs a tenth of a millisecond a text. Raw HTML and TeX,
-- attributes, citations and metadata are off.
local READER = 'markdown_strict-raw_html+smart+pipe_tables+backtick_code_blocks+all_symbols_escapable'
  .. '+intraword_underscores+startnum+space_in_atx_header+escaped_line_breaks'
local GFM = 'gfm-tex_math_dollars-tex_math_gfm'
local WRITERS = {markdown = GFM, word = GFM}
local OPTIONS = {
  markdown = {wrap_text = 'wrap-auto', columns = 92},
  word = {wrap_text = 'wrap-none'},
  html = {wrap_text = 'wrap-none', html_math_method = 'mathml'},
  typst = {wrap_text = 'wrap-none'},
  latex = {wrap_text = 'wrap-none'},
}
local BETWEEN = utf8.char(0xE003)

local function write(blocks, to)
  return pandoc.write(pandoc.Pandoc(blocks), WRITERS[to] or to, OPTIONS[to])
end

-- What f(…) gives, or {problem = …} where it fails or pandoc warns.
local function guarded(f, ...)
  local arguments = table.pack(...)
  local problem
  local messages, result = pandoc.log.silence(function()
    local fine, value = pcall(f, table.unpack(arguments))
    if fine then return value end
    problem = tostring(value):match('PROBLEM: ([^\n]*)') or tostring(value)
  end)
  if problem then return {problem = problem} end
  if #messages > 0 then return {problem = messages[1].message or messages[1].pretty or messages[1].type} end
  return result
end

local function fail(what) error('PROBLEM: ' .. what, 0) end

local CHECKS = {
  Str = function(s)
    local tex = s.text:match('\\%a+')
    if tex then fail('the TeX ' .. tex .. ' stands outside dollar signs') end
  end,
  Image = function(i)
    if not i.src:find(utf8.char(0xE000)) then fail('the picture ' .. i.src .. ' is not written as figure:NAME') end
    return pandoc.Str(i.src)
  end,
  Header = function(h) fail('it has a heading, "' .. pandoc.utils.stringify(h) .. '"') end,
}

-- What the writers get wrong: Typst takes what follows an emphasised word and a dot for the name of a
-- field, and GitHub a lone dollar for the start of a formula.
local MENDS = {
  typst = {
    Str = function(s)
      if s.text:match('^%.%a') then return {pandoc.RawInline('typst', '\\.'), pandoc.Str(s.text:sub(2))} end
    end,
  },
  markdown = {
    Str = function(s)
      if not s.text:find('%$') then return nil end
      local out = pandoc.List()
      for before, dollar in s.text:gmatch('([^$]*)(%$?)') do
        if before ~= '' then out:insert(pandoc.Str(before)) end
        if dollar ~= '' then out:insert(pandoc.RawInline('markdown', '\\$')) end
      end
      return out
    end,
  },
}

MENDS.word = MENDS.markdown

local function read(to, markdown)
  local blocks = pandoc.read(markdown, READER).blocks:walk(CHECKS)
  if MENDS[to] then blocks = blocks:walk(MENDS[to]) end
  if #blocks == 1 and blocks[1].t == 'Para' then blocks[1] = pandoc.Plain(blocks[1].content) end
  return blocks
end

-- All pieces (lists of blocks) written at once, which is five times as fast as one by one.
local function joined(to, pieces)
  local blocks = pandoc.List()
  for n, piece in ipairs(pieces) do
    if n > 1 then blocks:insert(pandoc.Para{pandoc.Str(BETWEEN)}) end
    blocks:extend(piece)
  end
  local between = to == 'html' and '<p>' .. BETWEEN .. '</p>' or BETWEEN
  local out = pandoc.List()
  for piece in (write(blocks, to) .. '\n' .. between):gmatch('(.-)' .. between) do
    out:insert((piece:gsub('^%s+', ''):gsub('%s+$', '')))
  end
  if #out ~= #pieces then fail('the pieces ran into each other') end
  return out
end

-- The same, but where that fails one by one, to name the culprit; a problem stands for itself.
local function written(to, pieces)
  local good = pieces:filter(function(piece) return not piece.problem end)
  local all = guarded(joined, to, good)
  local n = 0
  return pieces:map(function(piece)
    if piece.problem then return piece end
    n = n + 1
    if not all.problem then return all[n] end
    local alone = guarded(joined, to, {piece})
    return alone.problem and alone or alone[1]
  end)
end

local function formula(one)
  return pandoc.Blocks{pandoc.Plain{pandoc.Math(one.display and 'DisplayMath' or 'InlineMath', one.tex)}}
end

for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local pieces
  if request.maths then
    pieces = pandoc.List(request.maths):map(formula)
  else
    pieces = pandoc.List(request.texts):map(function(markdown) return guarded(read, request.to, markdown) end)
  end
  io.write(pandoc.json.encode({out = written(request.to, pieces)}), '\n')
  io.flush()
end
