strategy { name = "trg_sell_stop_order", symbols = { "SIM:X" }, trigger = "quote" }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) sell(S, 10, { type = "stop", trigger = 95 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
