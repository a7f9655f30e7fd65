-- What a script says and when it is woken: log print alert plot mark, at every after, require.
local host, fail, api = P.host, P.fail, P.api
local rawget, type = N.rawget, N.type
local LOG = H.log

-- The text of a format and its values. A format alone is text, in which only %% means something.
local function text_of(what, format, ...)
  if type(format) ~= "string" then format = tostring(format) end
  if select("#", ...) == 0 then
    if format:find("%%", 1, true) then format = format:gsub("%%%%", "%%") end
    return format
  end
  local ok, text = N.pcall(string.format, format, ...)
  if not ok then
    text = type(text) == "string" and text:gsub("^sauda:%d+: ", "") or N.describe(text)
    fail(what .. ": " .. text)
  end
  return text
end

api.log = {}
for level, name in ipairs { "debug", "info", "warn", "error" } do
  api.log[name] = function(format, ...) host(LOG, level, text_of("log." .. name, format, ...)) end
end

api.log = P.library("log", api.log)

function api.alert(format, ...) host(LOG, 5, text_of("alert", format, ...)) end

function api.print(...)
  local texts = {}
  for i = 1, select("#", ...) do texts[i] = tostring((select(i, ...))) end
  host(LOG, 2, table.concat(texts, "\t"))
end

function api.plot(name, value) host(H.plot, name, value) end

function api.mark(text) host(H.mark, text) end

-- Timers: the functions stay here, the desk keeps the times.
local ID = {}
local timers, last_timer = {}, 0
local handle_meta, unknown_field = P.meta("Timer")
handle_meta.__pairs = nil
local function cancel(handle)
  local id = type(handle) == "table" and rawget(handle, ID)
  if not id then fail("cancel: expected a timer: timer:cancel()") end
  timers[id] = nil
  return host(H.cancelTimer, id)
end

handle_meta.__index = function(_, key)
  if key ~= "cancel" then unknown_field(key) end
  return cancel
end

local function set_timer(kind, what, value, handler)
  if type(handler) ~= "function" then
    fail(what .. ": expected a function, was " .. P.kind(handler))
  end
  local id = last_timer + 1
  host(H.setTimer, kind, value, id)
  last_timer = id
  timers[id] = { handler, kind == 1 }
  return setmetatable({ [ID] = id }, handle_meta)
end

function api.after(seconds, handler) return set_timer(1, "after", seconds, handler) end

function api.every(seconds, handler) return set_timer(2, "every", seconds, handler) end

function api.at(time, handler) return set_timer(3, "at", time, handler) end

N.register(E.timer, function(id)
  local timer = timers[id]
  if not timer then return end
  if timer[2] then timers[id] = nil end
  timer[1]()
end)

-- require "lib.levels": text of a file in the folder lib beside the script, run once.
local modules, LOADING = {}, {}

function api.require(name)
  P.expect(name, "string", "require")
  local known = modules[name]
  if known == LOADING then fail("require: '" .. name .. "' requires itself") end
  if known ~= nil then return known end
  local text, file = host(H.module, name)
  local chunk = N.load_module(text, file)
  modules[name] = LOADING
  local ok, result = N.pcall(chunk, name)
  if not ok then
    modules[name] = nil
    N.error(result, 0)
  end
  if result == nil then result = true end
  modules[name] = result
  return result
end
