strategy { name = "new", symbols = { "SIM:X" }, trigger = "quote", bars = { "1d" } }
function on_session(phase, symbols) log.info("%s %d", phase, #symbols) end
function on_bar(bar) buy(bar.symbol, 1, { when = "open", validity = "GTC", type = "limit", price = bar.close }) end
function on_tick(tick)
  if tick.bid and session(tick.symbol) == "open" and account().free > 0 then reverse(tick.symbol, { tag = "turn" }) end
  log.info("%s %s %g", clock(tick.time).date, clock().hms, tick.mid)
end
