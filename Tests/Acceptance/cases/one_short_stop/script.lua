strategy { name = "one_short_stop", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) sell(S, 10, { stop_loss = 105 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
