strategy { name = "val_when_open_cancel", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[2] = function(tick) o = buy(S, 10, { when = "open" }) end
plan[3] = function(tick) eq(cancel(o), true, "cancel") end
plan[4] = function(tick) eq(o.status, "cancelled", "status"); eq(o.reason, "script", "reason"); eq(pending(S), 0, "pending") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
