strategy { name = "sq_short_day", symbols = { "MCX:CRUDEOIL26JANFUT" }, square_off = "23:00" }
local S = "MCX:CRUDEOIL26JANFUT"
local plan = {}
plan[1] = function(tick) buy(S, 10) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
