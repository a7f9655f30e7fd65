strategy { name = "bars_and_days", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, bars = { "1m", "5m", "1d" } }
function on_bar(b)
  state.last = b.close
  if b.interval == "1m" and pending(b.symbol) == 0 then buy(b.symbol, 75, { type = "limit", price = b.low, take_profit = pct(0.1), stop_loss = pct(0.2) }) end
  if b.interval == "5m" then cancel_all() end
  if b.interval == "1d" then buy(b.symbol, 75, { when = "open", tag = "daily" }) end
end
