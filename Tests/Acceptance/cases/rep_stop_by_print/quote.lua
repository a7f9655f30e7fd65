strategy { name = "p", symbols = { "SIM:X" }, trigger = "quote" }
local n = 0
function on_tick(t) n = n + 1 if n == 1 then buy(t.symbol, 10, { stop_loss = 99, take_profit = 101 }) end end
