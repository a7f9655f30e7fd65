strategy { name = "ticks_and_trail", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, limits = { max_orders = 400 } }
local n = 0
function on_tick(t) n = n + 1
  if n % 40 == 0 and position(t.symbol).is_flat then
    buy(t.symbol, 75, { stop_loss = pct(0.05), take_profit = pct(0.1), trail = { by = pct(0.03), after = pct(0.02) }, tag = "n" .. n })
  end
  if n % 97 == 0 then close(t.symbol) end
end
