strategy { name = "a", symbols = { "SIM:X" }, no_entry_after = "14:30" }
local S = "SIM:X"
function on_tick(tick) if tick.seq == 1 then buy(S, 1, { type = "limit", price = 95 }) end end
