strategy { name = "due_latency_timer", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) after(20, function() buy(S, 10) end) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
