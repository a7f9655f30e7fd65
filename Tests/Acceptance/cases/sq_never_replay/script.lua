strategy { name = "sq_never_replay", symbols = { "NSE:SBIN-EQ" }, square_off = "never" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
