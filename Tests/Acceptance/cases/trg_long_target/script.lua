strategy { name = "trg_long_target", symbols = { "SIM:X" }, trigger = "quote" }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { take_profit = 110 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
