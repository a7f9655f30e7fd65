strategy { name = "resting_orders", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, no_entry_after = "15:00" }
local n = 0
function on_tick(t) n = n + 1
  if n % 30 == 0 then buy(t.symbol, 75, { type = "stop", trigger = t.ltp * 1.0005, validity = n % 60 == 0 and "GTC" or "DAY" }) end
  if n % 75 == 0 then buy(t.symbol, 75, { type = "limit", price = t.ltp, validity = "IOC" }) end
  if n % 200 == 0 then close_all() end
end
