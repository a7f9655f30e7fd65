strategy { name = "b", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then sell(S, 10) end end
