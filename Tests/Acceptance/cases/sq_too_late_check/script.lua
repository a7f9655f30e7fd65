strategy { name = "late", symbols = { "NSE:SBIN-EQ" }, square_off = "15:45" }
local S = "NSE:SBIN-EQ"
function on_tick(tick) end
