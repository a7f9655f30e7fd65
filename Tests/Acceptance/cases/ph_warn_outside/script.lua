strategy { name = "ph_warn_outside", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy(S, 1) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
