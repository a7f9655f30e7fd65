strategy { name = "future_margin", symbols = { "NSE:NIFTY26DECFUT" }, product = "MARGIN", allow_short = true }
function on_tick(t) if t.seq % 500 == 0 then target(t.symbol, t.seq % 1000 == 0 and 75 or -75) end end
function on_session(phase) if phase == "open" then alert("open") end end
