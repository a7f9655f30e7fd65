strategy { name = "ph_parts_of_day", symbols = { "NSE:FINNIFTY26NOVFUT", "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:RELIANCE-EQ" } }
local S = "NSE:FINNIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
local function seen(phase, symbols)
  local names = {}
  for i, s in ipairs(symbols) do names[i] = s:sub(5, 8) end
  note(phase .. " " .. table.concat(names, ","))
end
on_session = seen
plan[2] = function(tick)
  eq(told(), "open FINN,SBIN,NIFT,RELI@15:14:50 auction SBIN,RELI@15:15:00 closed NIFT@15:30:00 closed SBIN,RELI@15:35:00 "
    .. "closed FINN@15:40:00 postclose SBIN,NIFT,RELI@15:50:00 closed SBIN,NIFT,RELI@16:00:00", "first day")
  trace = {}
end
plan[3] = function(tick) eq(told(), "preopen FINN,SBIN,NIFT,RELI@09:00:00 open FINN,SBIN,NIFT,RELI@09:15:00", "second day") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
