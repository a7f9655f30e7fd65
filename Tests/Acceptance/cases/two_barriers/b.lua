strategy { name = "b", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then buy(S, 3, { time_exit = "14:30" }) end end
