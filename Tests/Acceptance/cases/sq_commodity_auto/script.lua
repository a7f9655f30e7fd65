strategy { name = "sq_commodity_auto", symbols = { "MCX:CRUDEOIL26DECFUT" } }
local S = "MCX:CRUDEOIL26DECFUT"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
