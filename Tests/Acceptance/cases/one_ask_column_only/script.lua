strategy { name = "one_ask_column_only", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
