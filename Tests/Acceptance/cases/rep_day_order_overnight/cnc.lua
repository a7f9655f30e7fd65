strategy { name = "t", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local n = 0
function on_tick(tick)
  n = n + 1
  if n == 1 then buy(tick.symbol, 10, { type = "limit", price = 99, tag="day order" }) end
end
function on_order(o) log.info("%s %s", o.id, o.status) end
function on_session(p) log.info("session %s", p) end
function on_fill(f) log.info("%s %s %s %d at %.2f", clock().date, f.tag, f.side, f.qty, f.price) end
