strategy { name = "val_when_open_auction", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy(S, 10, { when = "open" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
