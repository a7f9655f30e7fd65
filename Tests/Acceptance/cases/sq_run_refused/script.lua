strategy { name = "held", symbols = { "NSE:SBIN-EQ" }, square_off = "never" }
local S = "NSE:SBIN-EQ"
function on_tick(tick) end
