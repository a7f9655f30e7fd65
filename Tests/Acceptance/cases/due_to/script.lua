strategy { name = "due_to", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
after(310, function() error("after the last tick") end)
plan[1] = function(tick) buy(S, 1) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
