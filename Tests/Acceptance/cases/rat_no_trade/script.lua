strategy { name = "rat_no_trade", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
