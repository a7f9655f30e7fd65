strategy { name = "sq_margin_never", symbols = { "NSE:NIFTY26NOVFUT" }, product = "MARGIN" }
local S = "NSE:NIFTY26NOVFUT"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
