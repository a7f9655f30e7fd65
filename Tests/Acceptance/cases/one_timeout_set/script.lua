strategy { name = "one_timeout_set", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
