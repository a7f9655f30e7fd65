strategy { name = "due_error_in_timer", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) after(20, function() error("on purpose") end) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
