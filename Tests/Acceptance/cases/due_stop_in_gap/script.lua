strategy { name = "due_stop_in_gap", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { stop_loss = 95, time_exit = "45m" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
