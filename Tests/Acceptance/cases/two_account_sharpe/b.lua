strategy { name = "b", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
