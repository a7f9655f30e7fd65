strategy { name = "val_gtc_gate", symbols = { "NSE:SBIN-EQ" }, product = "CNC", limits = { cooldown = 86400 } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) buy(S, 5); o = buy(S, 10, { type = "limit", price = 95, validity = "GTC" }) end
plan[2] = function(tick) close(S) end
plan[4] = function(tick) eq(position(S).qty, 0, "qty"); eq(pending(S), 0, "pending"); eq(o.reason, "COOLDOWN", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
