strategy { name = "due_exits_order", symbols = { "SIM:X", "SIM:Y" } }
local S = "SIM:X"
local plan = {}
plan[2] = function(tick) buy("SIM:Y", 1, { time_exit = "30m" }); buy("SIM:X", 2, { time_exit = "14:30" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
