strategy { name = "indicators", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, bars = { "15s" } }
local h = {}
function on_start() for _, s in ipairs { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ" } do h[s] = { ta.ema(bars(s, "15s").close, 3), ta.ema(bars(s, "15s").close, 8) } end end
function on_bar(b) local p = h[b.symbol] if p and p[2].ready then
  if ta.crossed_above(p[1], p[2]) and position(b.symbol).is_flat then buy(b.symbol, 50, { time_exit = "5m" }) elseif ta.crossed_below(p[1], p[2]) then close(b.symbol) end end end
