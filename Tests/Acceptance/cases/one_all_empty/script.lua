strategy { name = "one_all_empty", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
