-- Distances and protective sets: pct points increments R, exit, protect, unprotect.
local host, fail, api = P.host, P.fail, P.api
local next, rawget, type = N.next, N.rawget, N.type

local UNIT, NUMBER = {}, {}  -- keys only the prelude has
local unit_names = { "pct", "points", "increments", "R" }
local distance_meta = {
  __metatable = false,
  __tostring = function(self)
    return unit_names[rawget(self, UNIT)] .. "(" .. tostring(rawget(self, NUMBER)) .. ")"
  end,
  __newindex = function() fail("a distance is read-only") end,
}

for unit, name in ipairs(unit_names) do
  api[name] = function(number)
    if type(number) ~= "number" then
      fail(name .. ": expected a number, was " .. P.kind(number))
    end
    return setmetatable({ [UNIT] = unit, [NUMBER] = number }, distance_meta)
  end
end

-- The unit and number of a distance; nil for anything else.
local function distance(value)
  if type(value) ~= "table" then return nil end
  local unit = rawget(value, UNIT)
  if unit then return unit, rawget(value, NUMBER) end
end
P.distance = distance

-- The unit and number of a level: a price has unit 0.
local function level(value, what)
  if type(value) == "number" then return 0, value end
  local unit, number = distance(value)
  if not unit then
    fail(what .. ": expected a price or a distance such as pct(0.6), was " .. P.kind(value))
  end
  return unit, number
end
P.level = level

local function only_distance(value, what)
  local unit, number = distance(value)
  if not unit then
    fail(what .. ": expected a distance such as points(5) or pct(0.6), was "
      .. (type(value) == "number" and "a bare number" or P.kind(value)))
  end
  return unit, number
end

local target_keys, trail_keys = P.keys(KEYS.Target), P.keys(KEYS.Trail)
local breakeven_keys = P.keys(KEYS.Breakeven)

local function take_profit(value)
  if type(value) ~= "table" or rawget(value, UNIT) then
    return host(H.protectionTarget, level(value, "take_profit"))
  end
  local count = P.list_length(value, "take_profit")
  if count == 0 then fail("take_profit: expected a price, a distance or a list of targets") end
  for i = 1, count do
    local what = "take_profit[" .. i .. "]"
    local target = P.read(rawget(value, i), target_keys, what)
    if target.at == nil then fail(what .. ": at is missing") end
    if target.share == nil and count > 1 then fail(what .. ": share is missing") end
    local unit, number = level(target.at, what .. ": at")
    host(H.protectionTarget, unit, number, target.share)
  end
end

local function trail(value)
  local parts = P.read(value, trail_keys, "trail")
  if parts.by == nil then fail("trail: by is missing") end
  local by_unit, by = only_distance(parts.by, "trail: by")
  local after_unit, after, step_unit, step
  if parts.after ~= nil then after_unit, after = only_distance(parts.after, "trail: after") end
  if parts.step ~= nil then step_unit, step = only_distance(parts.step, "trail: step") end
  host(H.protectionTrail, by_unit, by, after_unit, after, step_unit, step)
end

local function breakeven(value)
  local parts = P.read(value, breakeven_keys, "breakeven")
  if parts.after == nil then fail("breakeven: after is missing") end
  local after_unit, after = only_distance(parts.after, "breakeven: after")
  local offset_unit, offset
  if parts.offset ~= nil then
    offset_unit, offset = only_distance(parts.offset, "breakeven: offset")
  end
  host(H.protectionBreakeven, after_unit, after, offset_unit, offset)
end

local function rule(value)
  local name, arguments = value, nil
  if type(value) == "table" then
    arguments = {}
    for key, argument in next, value do
      if key == 1 then name = argument
      elseif type(key) == "string" then arguments[key] = argument
      else fail("rule: expected { \"name\", key = value, … }, has the key " .. N.describe(key)) end
    end
    if type(name) == "table" then name = nil end
  end
  if type(name) ~= "string" then
    fail("rule: expected the name of a rule, was " .. P.kind(name))
  end
  if not P.rules[name] then
    fail("rule: unknown rule '" .. name:sub(1, 80) .. "'" .. P.suggestion(name, P.rule_names))
  end
  host(H.protectionRule, name, arguments and next(arguments) ~= nil and P.encode(arguments) or nil)
end

-- Plain data as bytes; what is none throws at the script's line.
function P.encode(value)
  local ok, bytes = N.pcall(N.encode, value)
  if not ok then fail((tostring(bytes):gsub("^sauda:%d+: ", ""))) end
  return bytes
end

local protection_keys = P.keys(KEYS.Protection)

-- Hands the protection among already read options to the host; false when there is none.
function P.take_protection(options, what)
  local is_any = false
  for _, key in ipairs(protection_keys.list) do
    if options[key] ~= nil then is_any = true break end
  end
  if not is_any then return false end
  host(H.protectionBegin)
  if options.stop_loss ~= nil then host(H.protectionStop, level(options.stop_loss, "stop_loss")) end
  if options.take_profit ~= nil then take_profit(options.take_profit) end
  if options.trail ~= nil then trail(options.trail) end
  if options.breakeven ~= nil then breakeven(options.breakeven) end
  if options.time_exit ~= nil then host(H.protectionTimeExit, options.time_exit) end
  if options.rule ~= nil then rule(options.rule) end
  if options.allow_widen ~= nil then
    if P.expect(options.allow_widen, "boolean", what .. ": allow_widen") then
      host(H.protectionWiden)
    end
  end
  return true
end

function api.protect(symbol, options)
  local id = P.ids[symbol] or P.id_of(symbol, "protect")
  if not P.take_protection(P.read(options, protection_keys, "protect"), "protect") then
    host(H.protectionBegin)
  end
  return host(H.protect, id)
end

function api.unprotect(symbol)
  host(H.unprotect, P.ids[symbol] or P.id_of(symbol, "unprotect"))
end

-- return exit("why") from a rule.
local EXIT = {}
local exit_meta = { __metatable = false, __name = "exit" }

function api.exit(text)
  if text == nil then text = "" end
  if type(text) ~= "string" then fail("exit: expected text, was " .. P.kind(text)) end
  return setmetatable({ [EXIT] = text }, exit_meta)
end

function P.exit_text(value) return rawget(value, EXIT) end
