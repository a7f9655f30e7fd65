strategy { name = "rule_held", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "NSE:NIFTY26DECFUT" } }
rule("chand", function(pos, t, st, args) st.hi = math.max(st.hi or t.ltp, t.ltp) if t.ltp < st.hi * (1 - args.k / 100) then return exit("chand") end return st.hi * 0.998 end)
local n = 0
function on_tick(t) n = n + 1 if n % 33 == 0 and position(t.symbol).is_flat then buy(t.symbol, 75, { rule = { "chand", k = 0.05 } }) end end
