strategy { name = "told", symbols = { "NSE:SBIN-EQ" } }
local S = "NSE:SBIN-EQ"
function on_tick(tick) if tick.seq == 1 then buy(S, 10) end end
