-- Bars and indicators: bars(symbol, interval), their series, and ta.
-- None of it asks anything of the desk: `look` is `host` for that.
local look, fail, api = N.look, P.fail, P.api
local rawget, type = N.rawget, N.type
local UPDATE = H.updateIndicator

local SERIES, COLUMN, BARS, INDICATOR, KIND = {}, {}, {}, {}, {}
local field = N.field_get

local columns = { open = 0, high = 1, low = 2, close = 3, volume = 4, time = 5 }

local series_meta = { __metatable = false, __name = "series" }
series_meta.__index = function(series, key)
  if type(key) ~= "number" then
    fail("a series has places from 1, the newest, not " .. N.describe(key))
  end
  return look(H.barValue, rawget(series, SERIES), key, rawget(series, COLUMN))
end
series_meta.__len = function(series) return look(H.barCount, rawget(series, SERIES)) end
series_meta.__newindex = function() fail("a series is read-only") end

local bars_meta, unknown_column = P.meta("Bars")
bars_meta.__pairs = nil
bars_meta.__index = N.bars_index(H.bar, SERIES, BARS, function(bars, key)
  local place = rawget(bars, SERIES)
  if type(key) == "number" then
    local open, high, low, close, volume, time = look(H.bar, place, key)
    if open == nil then return nil end
    return N.new_bar(rawget(bars, BARS), time, open, high, low, close, volume)
  end
  if columns[key] then
    return setmetatable({ [SERIES] = place, [COLUMN] = columns[key] }, series_meta)
  end
  local names = rawget(bars, BARS)
  if key == "symbol" then return names[1] elseif key == "interval" then return names[2] end
  unknown_column(key)
end)
bars_meta.__len = function(bars) return look(H.barCount, rawget(bars, SERIES)) end
bars_meta.__newindex = function() fail("bars are read-only") end

-- One object for each symbol and interval.
local known = {}

function api.bars(symbol, interval)
  local of_symbol = known[symbol]
  local bars = of_symbol and of_symbol[interval]
  if bars then return bars end
  local position
  for i, declared in ipairs(P.symbols) do
    if declared == symbol then position = i break end
  end
  if not position then
    if not P.declared then fail("bars: strategy{} comes first") end
    if type(symbol) ~= "string" then
      fail("bars: symbol: expected text, was " .. P.kind(symbol))
    end
    fail("bars: unknown symbol '" .. symbol:sub(1, 80) .. "'" .. P.suggestion(symbol, P.symbols))
  end
  bars = setmetatable(
    { [SERIES] = look(H.series, position - 1, interval), [BARS] = { symbol, interval } }, bars_meta)
  known[symbol] = of_symbol or {}
  known[symbol][interval] = bars
  return bars
end

-- Indicators live in the host; these objects know their place. What is plain the bridge answers.
local update = N.indicator_update(INDICATOR, UPDATE, function(indicator, first, low, close, volume)
  local place = type(indicator) == "table" and rawget(indicator, INDICATOR)
  if not place then fail("update: expected an indicator: indicator:update(x)") end
  if type(first) == "table" then
    if low ~= nil then fail("update: expected update(bar) alone") end
    return look(UPDATE, place, field(first, "high"), field(first, "low"), field(first, "close"),
      field(first, "volume"))
  end
  return look(UPDATE, place, first, low, close, volume)
end)

local function unknown_field(outputs, key)
  fail("ta." .. outputs[KIND] .. " has no field '" .. tostring(key) .. "'"
    .. P.suggestion(key, outputs[INDICATOR]))
end

local function write_field() fail("an indicator is read-only: use update()") end

-- Each has a metatable of its own, with the method in a table: a call of it then costs no other.
local function indicator_at(place, outputs)
  local reader = N.indicator_reader(
    place, outputs, H.indicatorValue, H.indicatorPast, H.indicatorReady, unknown_field)
  return setmetatable({ [INDICATOR] = place, [KIND] = outputs }, {
    __metatable = false, __name = "indicator", __newindex = write_field,
    __index = setmetatable({ update = update }, { __index = reader }),
  })
end

-- `INDICATORS` is written in front of the first part: name -> the names of its outputs.
api.ta = {}
for kind, names in pairs(INDICATORS) do
  local outputs = { [KIND] = kind, [INDICATOR] = { "value", "ready", "update" } }
  for i, name in ipairs(names) do
    outputs[name] = i - 1
    outputs[INDICATOR][i + 3] = name
  end
  outputs.value, outputs.ready = 0, -1
  api.ta[kind] = function(first, ...)
    local place, column
    if type(first) == "table" then
      place, column = rawget(first, SERIES), rawget(first, COLUMN)
      if not place then
        fail("ta." .. kind .. ": expected bars(symbol, interval), one of its series or numbers")
      end
      place = look(H.newIndicator, kind, place, column, ...)
    else
      place = look(H.newIndicator, kind, nil, nil, first, ...)
    end
    return indicator_at(place, outputs)
  end
end

-- The value now and before of an indicator, a series or a constant.
local function last_two(value, what)
  if type(value) == "number" then return value, value end
  if type(value) == "table" and (rawget(value, INDICATOR) or rawget(value, COLUMN)) then
    return value[1], value[2]
  end
  fail(what .. ": expected an indicator, a series or a number, was " .. P.kind(value))
end

function api.ta.crossed_above(left, right)
  local left_now, left_before = last_two(left, "ta.crossed_above")
  local right_now, right_before = last_two(right, "ta.crossed_above")
  if not (left_now and left_before and right_now and right_before) then return false end
  return left_now > right_now and not (left_before > right_before)
end

function api.ta.crossed_below(left, right)
  local left_now, left_before = last_two(left, "ta.crossed_below")
  local right_now, right_before = last_two(right, "ta.crossed_below")
  if not (left_now and left_before and right_now and right_before) then return false end
  return left_now < right_now and not (left_before < right_before)
end

api.ta = P.library("ta", api.ta)
