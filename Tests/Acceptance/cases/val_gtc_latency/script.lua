strategy { name = "val_gtc_latency", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10, { type = "limit", price = 95, validity = "GTC" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
