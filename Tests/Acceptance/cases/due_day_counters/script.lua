strategy { name = "due_day_counters", symbols = { "SIM:X" }, limits = { max_orders = 1 } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick)
  eq(buy(S, 1).ok, true, "first"); eq(buy(S, 1).reason, "MAX_ORDERS", "second")
  after(5, function() eq(buy(S, 1).reason, "MAX_ORDERS", "before midnight") end)
  after(15, function() eq(buy(S, 2).ok, true, "after midnight") end)
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
