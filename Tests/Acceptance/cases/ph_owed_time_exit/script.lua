strategy { name = "ph_owed_time_exit", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10, { time_exit = "20m" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
