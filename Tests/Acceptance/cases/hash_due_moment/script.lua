strategy { name = "hashed", symbols = { "SIM:X" } }
params { wait = { 5, min = 1, max = 20 } }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then after(params.wait, function() buy(S, 1) end) end end
