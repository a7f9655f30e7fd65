strategy { name = "protect_later", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" } }
function on_position(pos, ev) if ev == "opened" then protect(pos.symbol, { stop_loss = pct(0.1), time_exit = "15:07" }) end end
function on_fill(f) state.fills = (state.fills or 0) + 1 end
function on_tick(t) if (t.bid == nil or t.ask == nil) and position(t.symbol).is_flat then buy(t.symbol, 75) end if state.day.n == nil then state.day.n = t.seq end end
