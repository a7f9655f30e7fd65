strategy { name = "ph_script_exit_not_owed", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) o = close(S) end
plan[3] = function(tick) eq(o.status, "cancelled", "status"); eq(o.reason, "day_end", "reason"); eq(position(S).qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
