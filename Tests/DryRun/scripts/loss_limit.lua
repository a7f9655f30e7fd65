strategy { name = "loss_limit", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, limits = { max_loss = 300, max_positions = 2, cooldown = 20 }, no_entry_after = "14:58" }
local n = 0
function on_tick(t) n = n + 1 if n % 20 == 0 then buy(t.symbol, 75) end end
