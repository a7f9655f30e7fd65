strategy { name = "ph_first_event_two", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:FINNIFTY26NOVFUT" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_session(phase, symbols) note(phase .. " " .. table.concat(symbols, ",")) end
plan[1] = function(tick)
  local a, b = "auction NSE:SBIN-EQ@15:20:00", "open NSE:NIFTYBEES-EQ,NSE:FINNIFTY26NOVFUT@15:20:00"
  eq(told() == a .. " " .. b or told() == b .. " " .. a, true, told())
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
