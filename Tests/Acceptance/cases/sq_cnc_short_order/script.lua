strategy { name = "sq_cnc_short_order", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) local o = sell(S, 10, { product = "CNC" }); eq(o.ok, false, "ok"); eq(o.reason, "QUANTITY", "reason"); eq(sell(S, 3).ok, true, "INTRADAY") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
