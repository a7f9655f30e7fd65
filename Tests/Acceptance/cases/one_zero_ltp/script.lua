strategy { name = "one_zero_ltp", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
