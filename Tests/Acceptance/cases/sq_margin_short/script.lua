strategy { name = "sq_margin_short", symbols = { "NSE:NIFTYBEES-EQ", "NSE:NIFTY26NOVFUT", "SIM:X" }, product = "MARGIN", allow_short = true }
local S = "NSE:NIFTYBEES-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) local o = sell(tick.symbol, 1); eq(o.ok, false, "share"); eq(o.reason, "QUANTITY", "reason") end
plan[2] = function(tick) eq(sell(tick.symbol, 2).ok, true, "derivative") end
plan[3] = function(tick) eq(sell(tick.symbol, 3).ok, true, "SIM:") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
