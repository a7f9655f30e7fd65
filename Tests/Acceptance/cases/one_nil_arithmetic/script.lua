strategy { name = "one_nil_arithmetic", symbols = { "SIM:X" } }
local S = "SIM:X"
function on_tick(tick) local spread = tick.ask - tick.bid end
