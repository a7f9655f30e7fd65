strategy { name = "val_when_open_gtc", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy(S, 10, { when = "open", validity = "GTC", type = "limit", price = 90 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
