strategy { name = "due_timer_loop", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
local function again() after(0, again) end
plan[1] = function(tick) again() end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
