strategy { name = "sq_old_quote", symbols = { "NSE:SBIN-EQ" } }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
