strategy { name = "ph_trail_rests", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10, { trail = { by = points(5) } }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
