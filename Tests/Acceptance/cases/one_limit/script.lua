strategy { name = "one_limit", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { type = "limit", price = 99 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
