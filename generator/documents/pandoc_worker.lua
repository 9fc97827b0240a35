-- Run by `pandoc lua`: one JSON request a line in, one JSON answer a line out.
--   {op = "texts", to = FORMAT, texts = [Markdown, …]}
--     -> {out = [{text, slots}, …]}: a formula or figure stands in the text as a numbered slot
--   {op = "maths", to = FORMAT, maths = [{tex, display}, …]} -> {out = [text, …]}
-- Where a text can't be converted, {problem = what is wrong} stands in its place.

local READER = 'markdown-citations-raw_html-raw_tex-raw_attribute-native_divs-native_spans-fenced_divs'
  .. '-bracketed_spans-header_attributes-link_attributes-fenced_code_attributes-inline_code_attributes'
  .. '-latex_macros-auto_identifiers-implicit_header_references-example_lists-line_blocks-footnotes'
  .. '-inline_notes-yaml_metadata_block-pandoc_title_block-implicit_figures'
local OPEN, CLOSE, DOLLAR = utf8.char(0xE000), utf8.char(0xE001), utf8.char(0xE002)
local BETWEEN = utf8.char(0xE003)
local GFM = 'gfm-tex_math_dollars-tex_math_gfm'

local function fail(what) error({problem = what}) end

-- GitHub reads \{ in a formula on one line as a Markdown escape, so these are written as words.
local WORDS = {['{'] = '\\lbrace ', ['}'] = '\\rbrace ', ['|'] = '\\Vert ', [','] = '\\thinspace ',
  [';'] = '\\thickspace ', [':'] = '\\medspace ', ['!'] = '\\negthinspace ', ['\\'] = '\\cr '}

local function github(tex)
  return (tex:gsub('%s+', ' '):gsub('\\([^%a%s])', function(c) return WORDS[c] end):gsub('<(%a)', '< %1'))
end

-- A formula on lines of its own is a block of its own in Markdown.
local function split(block)
  local out, run = pandoc.List(), pandoc.List()
  local function flush()
    while #run > 0 and (run[1].t == 'Space' or run[1].t == 'SoftBreak') do run:remove(1) end
    if #run > 0 then out:insert(pandoc.Para(run)) end
    run = pandoc.List()
  end
  for _, inline in ipairs(block.content) do
    if inline.t == 'Math' and inline.mathtype == 'DisplayMath' then
      flush()
      out:insert(pandoc.RawBlock('markdown', '$$\n' .. inline.text:gsub('^%s+', ''):gsub('%s+$', '') .. '\n$$'))
    else
      run:insert(inline)
    end
  end
  flush()
  return out
end

local function slotted(to, slots)
  local function slot(value)
    slots[#slots + 1] = value
    return pandoc.RawInline(to, OPEN .. #slots .. CLOSE)
  end
  return {
    Math = function(m)
      local tex = m.text:gsub(DOLLAR, '\\$')
      if tex:find('^%s*$') then fail('an empty formula stands in it') end
      if to ~= 'markdown' then return slot({tex = tex, display = m.mathtype == 'DisplayMath'}) end
      if m.mathtype == 'InlineMath' then return pandoc.RawInline(to, '$' .. github(tex) .. '$') end
    end,
    Image = function(i)
      local name = i.src:match('^figure:(.+)$')
      if not name then fail('the picture ' .. i.src .. ' is not written as figure:NAME') end
      return slot({figure = name})
    end,
    Str = function(s)
      if s.text:find('%$') then fail('a dollar sign is stray near "' .. s.text .. '"; write \\$ for a dollar') end
      local tex = s.text:match('\\%a+')
      if tex then fail('the TeX ' .. tex .. ' stands outside dollar signs') end
      if s.text:find(DOLLAR) then return pandoc.Str((s.text:gsub(DOLLAR, '$'))) end
    end,
    Code = function(c)
      if c.text:find(DOLLAR) then return pandoc.Code((c.text:gsub(DOLLAR, '\\$'))) end
    end,
    Header = function(h) fail('the heading "' .. pandoc.utils.stringify(h) .. '" stands in it') end,
    Para = to == 'markdown' and split or nil,
  }
end

local function text(to, markdown)
  local doc = pandoc.read((' ' .. markdown):gsub('([^\\])\\%$', '%1' .. DOLLAR):sub(2), READER)
  local slots = pandoc.List()
  doc = doc:walk(slotted(to, slots))
  if #doc.blocks == 1 and doc.blocks[1].t == 'Para' then doc.blocks[1] = pandoc.Plain(doc.blocks[1].content) end
  local options = {wrap_text = 'wrap-none', html_math_method = 'mathml'}
  if to == 'markdown' then options = {wrap_text = 'wrap-auto', columns = 92} end
  return {text = pandoc.write(doc, to == 'markdown' and GFM or to, options), slots = slots}
end

local function guarded(convert, ...)
  local arguments = table.pack(...)
  local ok, messages, result = pcall(pandoc.log.silence, function()
    local fine, value = pcall(convert, table.unpack(arguments))
    if fine then return value end
    return type(value) == 'table' and value.problem and value or {problem = tostring(value)}
  end)
  if not ok then return {problem = tostring(messages)} end
  if #messages > 0 then
    return {problem = pandoc.json.encode(messages)}
  end
  return result
end

local function written(to, maths)
  local blocks = pandoc.List()
  for n, math in ipairs(maths) do
    if n > 1 then blocks:insert(pandoc.Plain{pandoc.RawInline(to, BETWEEN)}) end
    blocks:insert(pandoc.Plain{pandoc.Math(math.display and 'DisplayMath' or 'InlineMath', math.tex)})
  end
  local all = pandoc.write(pandoc.Pandoc(blocks), to, {wrap_text = 'wrap-none', html_math_method = 'mathml'})
  local out = pandoc.List()
  for piece in (all .. BETWEEN):gmatch('(.-)' .. BETWEEN) do
    out:insert((piece:gsub('^%s+', ''):gsub('%s+$', '')))
  end
  if #out ~= #maths then fail('the formulas run into each other') end
  return out
end

local function maths(request)
  local all = guarded(written, request.to, request.maths)
  if not all.problem then return all end
  local out = pandoc.List()   -- one by one, to name the culprit
  for _, math in ipairs(request.maths) do
    local one = guarded(written, request.to, {math})
    out:insert(one.problem and one or one[1])
  end
  return out
end

for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local out
  if request.op == 'maths' then
    out = maths(request)
  else
    out = pandoc.List()
    for _, markdown in ipairs(request.texts) do out:insert(guarded(text, request.to, markdown)) end
  end
  io.write(pandoc.json.encode({out = out}), '\n')
  io.flush()
end
