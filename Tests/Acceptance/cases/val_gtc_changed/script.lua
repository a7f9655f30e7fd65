strategy { name = "val_gtc_changed", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10, { type = "limit", price = 95, validity = "GTC" }) end
plan[2] = function(tick) eq(modify(o, { price = 92, qty = 7 }), true, "modify") end
plan[3] = function(tick) eq(position(S).qty, 0, "at 93"); eq(pending(S), 7, "pending") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
