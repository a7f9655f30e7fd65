strategy { name = "val_gtc_cancel_under_way", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10, { type = "limit", price = 95, validity = "GTC" }) end
plan[3] = function(tick) eq(cancel(o), true, "cancel") end
plan[7] = function(tick) eq(position(S).qty, 0, "qty"); eq(o.status, "cancelled", "status") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
