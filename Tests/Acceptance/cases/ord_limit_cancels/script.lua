strategy { name = "ord_limit_cancels", symbols = { "SIM:X" }, limits = { max_loss = 50 } }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) buy(S, 10); buy(S, 5, { type = "limit", price = 80 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
