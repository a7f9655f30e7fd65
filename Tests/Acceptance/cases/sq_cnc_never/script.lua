strategy { name = "sq_cnc_never", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
