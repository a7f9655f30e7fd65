strategy { name = "trg_stop_limit", symbols = { "SIM:X" }, trigger = "quote" }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10, { type = "stop_limit", trigger = 105, price = 104.50 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
