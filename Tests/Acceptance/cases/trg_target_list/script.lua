strategy { name = "trg_target_list", symbols = { "SIM:X" }, trigger = "quote" }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { take_profit = { { at = 105, share = 0.5 }, { at = 110, share = 0.5 } } }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
