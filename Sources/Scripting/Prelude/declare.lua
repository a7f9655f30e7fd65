-- strategy{}, params{}, rule() and state: what stands at the top level of a script.
local host, fail, api = P.host, P.fail, P.api
local next, rawget, rawset, type = N.next, N.rawget, N.rawset, N.type

-- `KEYS` is written in front of the first part: the keys of each options table.
local strategy_keys, limit_keys = P.keys(KEYS.Declaration), P.keys(KEYS.Limits)
local is_list = { symbols = true, bars = true, limits = true }

local function top_level(what)
  if not P.loading then fail(what .. " belongs at the top level of the script") end
end

function api.strategy(options)
  top_level("strategy{}")
  if P.declared then fail("strategy{} stands twice: one script is one strategy") end
  local given = P.read(options, strategy_keys, "strategy")
  for _, field in ipairs(strategy_keys.list) do
    if given[field] ~= nil and not is_list[field] then host(H.declareField, field, given[field]) end
  end
  if given.symbols ~= nil then
    for i = 1, P.list_length(given.symbols, "strategy: symbols") do
      local symbol = rawget(given.symbols, i)
      host(H.declareSymbol, symbol)
      P.symbols[i] = symbol
    end
  end
  if given.bars ~= nil then
    for i = 1, P.list_length(given.bars, "strategy: bars") do
      host(H.declareBar, rawget(given.bars, i))
    end
  end
  if given.limits ~= nil then
    local limits = P.read(given.limits, limit_keys, "strategy: limits")
    for _, key in ipairs(limit_keys.list) do
      if limits[key] ~= nil then host(H.declareLimit, key, limits[key]) end
    end
  end
  host(H.declareDone)
  P.declared = true
end

-- params{ fast = { 10, min = 2, max = 50 } }, then params.fast.
local values, parameter_names, parameters_declared = {}, {}, false
local parameter_keys = P.keys { "min", "max" }
parameter_keys.set[1] = true

setmetatable(values, {
  __index = function(_, key)
    local shown = type(key) == "string" and ("'" .. key:sub(1, 80) .. "'") or N.describe(key)
    fail("params: unknown parameter " .. shown .. P.suggestion(key, parameter_names))
  end,
})

local function declare_parameters(_, options)
  top_level("params{}")
  if parameters_declared then fail("params{} stands twice: put all parameters into one") end
  parameters_declared = true
  P.expect(options, "table", "params")
  for name in next, options do
    if type(name) ~= "string" or #name > 40 or not name:find("^[%a_][%w_]*$") then
      fail("params: expected names such as fast, was " .. N.describe(name))
    end
    parameter_names[#parameter_names + 1] = name
  end
  for _, name in ipairs(parameter_names) do
    local given = rawget(options, name)
    if type(given) ~= "table" then given = { given } end
    local parts = P.read(given, parameter_keys, "params: " .. name)
    rawset(values, name, host(H.declareParameter, name, parts[1], parts.min, parts.max))
  end
  return P.params
end

P.params = setmetatable({}, {
  __index = values,
  __newindex = function() fail("params are read-only: give them with --param") end,
  __call = declare_parameters,
  __pairs = function()
    local copy = {}
    for name, value in next, values do copy[name] = value end
    return next, copy, nil
  end,
  __metatable = false,
})

-- rule("name", function(pos, tick, st, args) … end)
P.rules, P.rule_names = {}, {}

function api.rule(name, handler)
  top_level("rule()")
  P.expect(name, "string", "rule: name")
  if #name > 40 or not name:find("^[%w_-]+$") then
    fail("rule: name: expected 1 to 40 letters, digits, _ or -, was '" .. name:sub(1, 80) .. "'")
  end
  P.expect(handler, "function", "rule: " .. name)
  if P.rules[name] then fail("rule: there is one named '" .. name .. "' already") end
  host(H.declareRule, name, N.definition(handler))
  P.rules[name] = handler
  P.rule_names[#P.rule_names + 1] = name
  N.set_rule(#P.rule_names, name, handler)
end

-- state: plain data that is kept with the decisions, and undone when a callback fails.
P.state = { day = {} }
P.rule_states = {}  -- symbol -> { trip, st } of the position whose rule keeps st
local root = { state = P.state, rules = P.rule_states }
N.set_state(root)

-- Makes `old` equal to `new` without breaking references a script holds to its tables.
local function mend(old, new)
  for key in next, old do
    if rawget(new, key) == nil then rawset(old, key, nil) end
  end
  for key, value in next, new do
    local known = rawget(old, key)
    if type(value) == "table" and type(known) == "table" and getmetatable(known) == nil then
      mend(known, value)
    else
      rawset(old, key, value)
    end
  end
end

N.register(E.mend, function()
  N.pcall(setmetatable, P.state, nil)
  local state, rules = root.state, root.rules
  mend(P.state, type(state) == "table" and state or { day = {} })
  mend(P.rule_states, type(rules) == "table" and rules or {})
  root.state, root.rules = P.state, P.rule_states
end)

N.register(E.newDay, function()
  local day = rawget(P.state, "day")
  if type(day) == "table" and getmetatable(day) == nil then
    for key in next, day do rawset(day, key, nil) end
  else
    rawset(P.state, "day", {})
  end
end)

-- Globals that a script reads but cannot replace.
local fixed = { state = P.state, params = P.params }
setmetatable(N.globals, {
  __index = fixed,
  __newindex = function(globals, key, value)
    if fixed[key] ~= nil then fail("'" .. key .. "' cannot be replaced") end
    rawset(globals, key, value)
  end,
  __metatable = false,
})

-- Nor by the way around its metatable; what a script was given by --param is what the report says.
rawset(N.globals, "rawset", function(target, key, value)
  P.expect(target, "table", "rawset")
  if N.is_record(target) then fail("rawset: this table is read-only") end
  if target == P.params then fail("params are read-only: give them with --param") end
  if target == N.globals and fixed[key] ~= nil then fail("'" .. key .. "' cannot be replaced") end
  return rawset(target, key, value)
end)
rawset(N.globals, "rawget", N.field_get)
