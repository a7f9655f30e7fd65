strategy { name = "sq_short", symbols = { "NSE:SBIN-EQ" }, allow_short = true }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) sell(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
