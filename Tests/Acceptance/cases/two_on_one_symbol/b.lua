strategy { name = "b", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 2 then buy(S, 3) end end
