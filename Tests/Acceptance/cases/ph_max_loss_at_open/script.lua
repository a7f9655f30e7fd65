strategy { name = "ph_max_loss_at_open", symbols = { "NSE:SBIN-EQ" }, product = "CNC", limits = { max_loss = 500 } }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 100) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
