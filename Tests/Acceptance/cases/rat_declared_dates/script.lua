strategy { name = "rat_declared_dates", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 1000) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
