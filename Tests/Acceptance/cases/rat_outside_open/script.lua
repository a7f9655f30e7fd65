strategy { name = "rat_outside_open", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
function on_tick(tick) end
