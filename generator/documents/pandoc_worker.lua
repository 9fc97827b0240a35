-- Run by `pandoc lua`: one JSON request a line in, one JSON answer a line out.
--   {to = FORMAT, texts = [Markdown, …]}           -> {out = [text, …]}
--   {to = FORMAT, maths = [{tex, display}, …]}     -> {out = [text, …]}
-- Where one can't be converted, {problem = what is wrong} stands in its place.
-- The texts hold no formulas: those stand in them as slots (see slots.py).

local READER = 'markdown-citations-raw_html-raw_tex-raw_attribute-tex_math_dollars-native_divs-native_spans'
  .. '-fenced_divs-bracketed_spans-header_attributes-link_attributes-fenced_code_attributes'
  .. '-inline_code_attributes-latex_macros-auto_identifiers-implicit_header_references-example_lists'
  .. '-line_blocks-footnotes-inline_notes-yaml_metadata_block-pandoc_title_block-implicit_figures'
local WRITERS = {markdown = 'gfm-tex_math_dollars-tex_math_gfm'}
local OPTIONS = {
  markdown = {wrap_text = 'wrap-auto', columns = 92},
  html = {wrap_text = 'wrap-none', html_math_method = 'mathml'},
  typst = {wrap_text = 'wrap-none'},
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

local function text(to, markdown)
  local blocks = pandoc.read(markdown, READER).blocks:walk(CHECKS)
  if #blocks == 1 and blocks[1].t == 'Para' then blocks[1] = pandoc.Plain(blocks[1].content) end
  return (write(blocks, to):gsub('^%s+', ''):gsub('%s+$', ''))
end

local function maths(to, list)
  local blocks = pandoc.List()
  for n, one in ipairs(list) do
    if n > 1 then blocks:insert(pandoc.Plain{pandoc.RawInline(to, BETWEEN)}) end
    blocks:insert(pandoc.Plain{pandoc.Math(one.display and 'DisplayMath' or 'InlineMath', one.tex)})
  end
  local out = pandoc.List()
  for piece in (write(blocks, to) .. BETWEEN):gmatch('(.-)' .. BETWEEN) do
    out:insert((piece:gsub('^%s+', ''):gsub('%s+$', '')))
  end
  if #out ~= #list then fail('the formulas ran into each other') end
  return out
end

-- All formulas at once; where that fails, one by one, to name the culprit.
local function all_maths(to, list)
  local out = guarded(maths, to, list)
  if not out.problem then return out end
  return pandoc.List(list):map(function(one)
    local alone = guarded(maths, to, {one})
    return alone.problem and alone or alone[1]
  end)
end

for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local out
  if request.maths then
    out = all_maths(request.to, request.maths)
  else
    out = pandoc.List(request.texts):map(function(markdown) return guarded(text, request.to, markdown) end)
  end
  io.write(pandoc.json.encode({out = out}), '\n')
  io.flush()
end
