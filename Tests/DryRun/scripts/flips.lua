strategy { name = "flips", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, allow_short = true }
local n = 0
function on_tick(t) n = n + 1
  if n % 60 == 0 then target(t.symbol, n % 120 == 0 and 75 or -75) end
  if n % 350 == 0 then reverse(t.symbol, { stop_loss = pct(0.1) }) end
end
