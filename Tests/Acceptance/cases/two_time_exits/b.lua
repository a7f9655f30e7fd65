strategy { name = "b", symbols = { "SIM:Y", "SIM:X" } }
local S = "SIM:Y"
function on_tick(tick) if tick.seq == 2 then buy("SIM:Y", 3, { time_exit = "14:30" }) buy("SIM:X", 4, { time_exit = "14:30" }) end end
