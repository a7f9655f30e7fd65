strategy { name = "timers", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" }, square_off = "15:05" }
every(30, function() local s = "NSE:SBIN-EQ" if position(s).is_flat then buy(s, 10) else close(s) end end)
at("15:00", function() buy("NSE:NIFTYBEES-EQ", 20, { time_exit = "90s" }) end)
at("09:20", function() after(45, function() buy("NSE:NIFTYBEES-EQ", 30, { time_exit = "09:30" }) end) end)
function on_tick(t) if t.seq % 50 == 0 then after(0, function() target(t.symbol, 75) end) end end
