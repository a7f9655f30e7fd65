strategy { name = "a", symbols = { "SIM:X", "SIM:Y" } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 2 then buy("SIM:Y", 1, { time_exit = "14:30" }) buy("SIM:X", 2, { time_exit = "14:30" }) end end
