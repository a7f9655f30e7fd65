strategy { name = "sq_too_late", symbols = { "NSE:SBIN-EQ" }, square_off = "15:45" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
