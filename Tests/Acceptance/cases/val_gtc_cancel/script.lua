strategy { name = "val_gtc_cancel", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10, { type = "limit", price = 95, validity = "GTC" }) end
plan[2] = function(tick) eq(cancel(o), true, "cancel") end
plan[3] = function(tick) eq(o.status, "cancelled", "status"); eq(o.reason, "script", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
