strategy { name = "odd", symbols = { "SIM:X" }, trigger = "bid" }
local S = "SIM:X"
function on_tick(tick) end
