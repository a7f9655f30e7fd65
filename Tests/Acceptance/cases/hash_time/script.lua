strategy { name = "hashed", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then buy(S, 1) end end
