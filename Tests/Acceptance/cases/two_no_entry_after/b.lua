strategy { name = "b", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then buy(S, 2, { type = "limit", price = 95 }) end end
