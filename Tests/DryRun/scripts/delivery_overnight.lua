strategy { name = "delivery_overnight", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, product = "CNC" }
function on_session(phase, symbols)
  state[phase] = (state[phase] or 0) + #symbols
  for _, s in ipairs(symbols) do
    if phase == "open" then buy(s, 75, { type = "limit", price = (quote(s) and quote(s).ltp or 100) * 0.999, validity = "GTC" }) end
    if phase == "closed" then buy(s, 75, { when = "open", stop_loss = pct(1) }) end
  end
end
function on_tick(t) end
