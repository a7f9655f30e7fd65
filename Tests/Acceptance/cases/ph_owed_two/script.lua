strategy { name = "ph_owed_two", symbols = { "NSE:SBIN-EQ", "NSE:RELIANCE-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local plan = {}
plan[2] = function(tick) buy("NSE:SBIN-EQ", 10, { stop_loss = 95 }); buy("NSE:RELIANCE-EQ", 10, { stop_loss = 190 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
