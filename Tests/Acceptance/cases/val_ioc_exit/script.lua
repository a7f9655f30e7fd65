strategy { name = "val_ioc_exit", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) sell(S, 10, { type = "limit", price = 110, validity = "IOC" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
