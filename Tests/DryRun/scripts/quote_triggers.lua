strategy { name = "quote_triggers", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, trigger = "quote", allow_short = true }
local n = 0
function on_tick(t) n = n + 1
  if n % 45 == 0 and position(t.symbol).is_flat then
    local f = n % 90 == 0 and buy or sell
    f(t.symbol, 75, { stop_loss = pct(0.06), trail = { by = pct(0.04) }, breakeven = { after = pct(0.03) } })
  end
end
