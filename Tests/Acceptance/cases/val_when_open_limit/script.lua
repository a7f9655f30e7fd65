strategy { name = "val_when_open_limit", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy(S, 10, { when = "open", type = "limit", price = 96 }); buy(S, 5, { when = "open", type = "limit", price = 91 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
