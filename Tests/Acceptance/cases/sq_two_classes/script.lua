strategy { name = "sq_two_classes", symbols = { "NSE:SBIN-EQ", "NSE:NIFTY26NOVFUT" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick) buy("NSE:SBIN-EQ", 10); buy("NSE:NIFTY26NOVFUT", 5) end
plan[5] = function(tick) eq(buy("NSE:SBIN-EQ", 1).reason, "NO_ENTRY_AFTER", "share"); eq(buy("NSE:NIFTY26NOVFUT", 5).ok, true, "future") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
