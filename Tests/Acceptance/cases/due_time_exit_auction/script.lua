strategy { name = "due_time_exit_auction", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[1] = function(tick) buy(S, 10, { time_exit = "15:15" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
