-- Words and checks that all parts share. `N` holds the natives of the bridge, `H` the numbers of the
-- host's functions, `E` those of the prelude's entries, `P` what the parts share; they are written
-- in front of the first part.
local fail, next, rawget, rawlen, type = N.error_at_script, N.next, N.rawget, N.rawlen, N.type
local host = N.host

P.api = {}          -- what scripts see as globals
P.ids = {}          -- symbol -> the engine's number, filled when the session is known
P.names = {}        -- the engine's number -> symbol
P.symbols = {}      -- declared symbols in order
P.loading = true

-- "a string", "nil": what a value is, for messages.
function P.kind(value)
  local kind = type(value)
  if kind == "nil" then return "nil" end
  if N.is_tick(value) then return "a tick" end
  return "a " .. kind
end

function P.expect(value, kind, what)
  if type(value) ~= kind then
    fail(what .. ": expected a " .. kind .. ", was " .. P.kind(value))
  end
  return value
end

-- The number of single edits between two words, by rows; swapping two neighbours counts once.
local function distance(left, right)
  local before, last = nil, {}
  for column = 0, #right do last[column] = column end
  for row = 1, #left do
    local current = { [0] = row }
    for column = 1, #right do
      local same = left:byte(row) == right:byte(column)
      local best = math.min(
        last[column - 1] + (same and 0 or 1), last[column] + 1, current[column - 1] + 1)
      if before and column > 1 and left:byte(row) == right:byte(column - 1)
        and left:byte(row - 1) == right:byte(column) then
        best = math.min(best, before[column - 2] + 1)
      end
      current[column] = best
    end
    before, last = last, current
  end
  return last[#right]
end

-- " (did you mean 'x'?)" for the word of a list that is near enough, else "".
function P.suggestion(word, words)
  if type(word) ~= "string" or #word > 80 then return "" end
  local meant = SYNONYMS[word]
  for _, candidate in ipairs(words) do
    if candidate == meant then return " (did you mean '" .. meant .. "'?)" end
  end
  local lower, best, best_distance = word:lower(), nil, math.min(3, math.max(1, #word // 3)) + 1
  for _, candidate in ipairs(words) do
    local edits = distance(lower, candidate:lower())
    if edits < best_distance then best, best_distance = candidate, edits end
  end
  return best and (" (did you mean '" .. best .. "'?)") or ""
end

-- "'key'", or what else a key is, for messages.
local function shown(key)
  return type(key) == "string" and ("'" .. key:sub(1, 80) .. "'") or N.describe(key)
end

-- A set of allowed keys, and the list of them for suggestions.
function P.keys(list)
  local set = { list = list }
  local keys = {}
  for _, key in ipairs(list) do keys[key] = true end
  set.set = keys
  return set
end

-- A copy of an options table, read once and raw; unknown keys throw.
function P.read(options, keys, what)
  if type(options) ~= "table" then
    fail(what .. ": expected a table, was " .. P.kind(options))
  end
  local copy, set = {}, keys.set
  for key, value in next, options do
    if not set[key] then
      fail(what .. ": unknown key " .. shown(key) .. P.suggestion(key, keys.list))
    end
    copy[key] = value
  end
  return copy
end

-- The length of a list; a table with other keys is none.
function P.list_length(list, what)
  P.expect(list, "table", what)
  local count, seen = rawlen(list), 0
  for key in next, list do
    if math.type(key) ~= "integer" or key < 1 or key > count then
      fail(what .. ": expected a list, has the key " .. N.describe(key))
    end
    seen = seen + 1
  end
  if seen ~= count then fail(what .. ": expected a list without gaps") end
  return count
end

-- "a position", "an account".
local function with_article(word) return (word:find("^[aeiou]") and "an " or "a ") .. word end

-- The metatable of a kind of API table, and a function that raises the error for an unknown field.
-- `CLASSES` is written in front of the first part: the fields of each kind, and its word.
function P.meta(class)
  local names = CLASSES[class]
  local word, some = names.word, with_article(names.word)
  local meta = {
    __metatable = false, __name = word,
    __newindex = function() fail(some .. " is read-only") end,
    __pairs = function(record) return next, N.fields(record), nil end,
    -- Read by the bridge where such a table is written into the state.
    __keep = some .. " is no plain data: keep the fields that you need of it",
  }
  return meta, function(key)
    if type(key) ~= "string" then
      fail(some .. "'s fields have names, not " .. P.kind(key))
    end
    fail(word .. " has no field " .. shown(key) .. P.suggestion(key, names))
  end
end

-- A function that makes API tables of a class from the values of its fields, in the catalogue's
-- order.
function P.record(class)
  local meta, unknown = P.meta(class)
  local places = {}
  for place, name in ipairs(CLASSES[class]) do places[name] = place end
  return N.record_kind(meta, places, CLASSES[class], #CLASSES[class], unknown), meta
end

-- Positions, accounts and bars are objects of the bridge's, which makes a field when it is read.
for _, class in ipairs { "Position", "Account", "Bar" } do
  local meta, unknown = P.meta(class)
  N.object_kind(class, meta, CLASSES[class], unknown)
end

-- A table of functions that cannot be changed, in which an unknown name is an error.
function P.library(word, functions)
  setmetatable(functions, {
    __index = function(_, key)
      local names = {}
      for name in next, functions do names[#names + 1] = name end
      fail(word .. " has no field " .. shown(key) .. P.suggestion(key, names))
    end,
  })
  return setmetatable({}, {
    __index = functions, __metatable = false,
    __newindex = function() fail(word .. " is read-only") end,
    __pairs = function()
      local copy = {}
      for name, value in next, functions do copy[name] = value end
      return next, copy, nil
    end,
  })
end

-- The engine's number of a declared symbol.
function P.id_of(symbol, what)
  local id = P.ids[symbol]
  if id then return id end
  if P.loading then
    fail(what .. ": not available while the script loads; use it in on_start or a later callback")
  end
  if symbol == nil then fail(what .. ": symbol is missing") end
  if type(symbol) ~= "string" then
    fail(what .. ": symbol: expected text, was " .. P.kind(symbol))
  end
  fail(what .. ": unknown symbol '" .. symbol:sub(1, 80) .. "'"
    .. P.suggestion(symbol, P.symbols) .. "; strategy{ symbols = … } lists those it may use")
end

N.register(E.bind, function(symbol, id)
  P.ids[symbol] = id
  P.names[id] = symbol
end)

P.host, P.fail = host, fail
