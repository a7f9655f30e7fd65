strategy { name = "one_due", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { time_exit = "1m" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
