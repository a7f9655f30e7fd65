strategy { name = "one_bid_column_only", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) end
