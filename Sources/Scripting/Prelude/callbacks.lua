-- Finds the callbacks of a loaded script and hands events to them.
local host, fail, names = P.host, P.fail, P.names
local next, rawget, type = N.next, N.rawget, N.type

-- `CALLBACKS`, their names, is written in front of the first part.
local callback_names, callbacks = CALLBACKS, {}

-- " (did you mean on_tick? there is on_tik)" for globals that look like callbacks.
local function near_miss()
  for key, value in next, N.globals do
    if type(key) == "string" and type(value) == "function" and key:find("^on") then
      local hint = P.suggestion(key, callback_names)
      if hint ~= "" then return "; there is " .. key .. hint end
    end
  end
  return ""
end

N.register(E.finish, function()
  P.loading = false
  if not P.declared then
    fail("strategy{} is missing: strategy { name = \"my_strategy\", symbols = { \"NSE:SBIN-EQ\" } }")
  end
  local found = {}  -- each name, and where its function begins
  for _, name in ipairs(callback_names) do
    local handler = rawget(N.globals, name)
    if type(handler) == "function" then
      local file, line = N.definition(handler)
      found[#found + 1] = name
      found[#found + 1] = file and file .. ":" .. line or ""
      callbacks[name] = handler
    elseif handler ~= nil then
      fail(name .. ": expected a function, was " .. P.kind(handler))
    end
  end
  if not callbacks.on_tick and not callbacks.on_bar then
    fail("neither on_tick nor on_bar is defined as a global function" .. near_miss())
  end
  if callbacks.on_tick then N.register(0, callbacks.on_tick) end
  return table.unpack(found)
end)

local context_table = P.record("Context")
N.register(E.start, function(mode, resumed, ...)
  local open = {}
  for i = 1, select("#", ...) do open[i] = names[(select(i, ...))] end
  callbacks.on_start(context_table(mode, resumed, open))
end)

local fill_table = P.record("Fill")
N.register(E.fill, function(id, symbol, ...)
  callbacks.on_fill(fill_table(id, names[symbol], ...))
end)

N.register(E.order, function(index) callbacks.on_order(P.order_at(index)) end)

N.register(E.position, function(change, position) callbacks.on_position(position, change) end)

-- The names of a bar, which those of one series share.
local bar_names = {}
N.register(E.bar, function(id, interval, time, ...)
  local of_symbol = bar_names[id] or {}
  bar_names[id] = of_symbol
  of_symbol[interval] = of_symbol[interval] or { names[id], interval }
  callbacks.on_bar(N.new_bar(of_symbol[interval], time, ...))
end)

N.register(E.session, function(phase, places)
  local symbols = {}
  for place in places:gmatch("%d+") do symbols[#symbols + 1] = names[tonumber(place)] end
  callbacks.on_session(phase, symbols)
end)
N.register(E.connection, function(state) callbacks.on_connection(state) end)
N.register(E.stop, function(reason) callbacks.on_stop(reason) end)

local error_table, error_meta = P.record("ScriptError")
error_meta.__tostring = function(err) return err.message end
N.register(E.error, function(...) callbacks.on_error(error_table(...)) end)

-- A rule's answer: nil, a price, levels, or exit().
local level_keys = P.keys(KEYS.RuleLevels)

local function checked(value, what)
  if value == nil then return nil, nil end
  local unit, number = P.level(value, what)
  if not (number > 0 and number < math.huge) then
    fail(what .. ": expected a number above 0, was " .. tostring(number))
  end
  return unit, number
end

local function decision(name, answer)
  local what = "rule " .. name
  if answer == nil then return 0 end
  if type(answer) == "number" then return 1, checked(answer, what) end
  if type(answer) ~= "table" then
    fail(what .. " returned " .. P.kind(answer)
      .. ": expected nil, a price, { stop_loss =, take_profit = } or exit(\"why\")")
  end
  local text = P.exit_text(answer)
  if text then return 2, text end
  if P.distance(answer) then return 1, checked(answer, what) end
  local levels = P.read(answer, level_keys, what)
  local stop_unit, stop = checked(levels.stop_loss, what .. ": stop_loss")
  return 1, stop_unit, stop, checked(levels.take_profit, what .. ": take_profit")
end

-- Rules are called by the bridge; what is neither nil nor made of plain prices it has read here.
N.set_rules(P.rule_states, decision)
