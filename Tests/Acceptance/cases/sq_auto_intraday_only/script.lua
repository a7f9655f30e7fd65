strategy { name = "sq_auto_intraday_only", symbols = { "NSE:SBIN-EQ", "NSE:RELIANCE-EQ" } }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy("NSE:SBIN-EQ", 10); buy("NSE:RELIANCE-EQ", 4, { product = "CNC" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
