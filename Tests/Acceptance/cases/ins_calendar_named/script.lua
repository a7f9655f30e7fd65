strategy { name = "simple", symbols = { "NSE:NIFTY26NOVFUT" } }
local S = "NSE:NIFTY26NOVFUT"
function on_tick(tick) end
