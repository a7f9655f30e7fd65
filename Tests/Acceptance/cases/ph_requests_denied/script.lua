strategy { name = "ph_requests_denied", symbols = { "NSE:NIFTY26NOVFUT", "NSE:FINNIFTY26NOVFUT" }, product = "MARGIN", allow_short = true }
local S = "NSE:NIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local rest
plan[1] = function(tick) buy(S, 10); rest = buy(S, 5, { type = "limit", price = 90, validity = "GTC" }) end
plan[2] = function(tick)
  local function closed(o, what) eq(o.ok, false, what .. " ok"); eq(o.reason, "SESSION_CLOSED", what) end
  closed(buy(S, 1), "buy"); closed(sell(S, 1), "sell"); closed(close(S), "close")
  closed(target(S, 3), "target"); closed(reverse(S), "reverse")
  closed(buy(S, 0), "buy of nothing"); closed(sell(S, 1000), "sell of too many"); closed(buy(S, 1, { stop_loss = 500 }), "stop on the wrong side")
  eq(buy("NSE:FINNIFTY26NOVFUT", 1).reason, "NOT_READY", "never ticked")
  local done, why = modify(rest, { price = 91 })
  eq(done, false, "modify"); eq(why, "SESSION_CLOSED", "modify")
  eq(protect(S, { stop_loss = 95 }), true, "protect")
end
plan[3] = function(tick)
  eq(position(S).stop, 95, "stop"); unprotect(S)
  eq(rest.status, "pending", "GTC"); eq(cancel(rest), true, "cancel")
end
plan[4] = function(tick) eq(position(S).stop, nil, "no stop"); eq(position(S).qty, 10, "qty"); eq(rest.status, "cancelled", "status"); eq(rest.reason, "script", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
