strategy { name = "val_gtc_exit", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) sell(S, 10, { type = "limit", price = 110, validity = "GTC" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
