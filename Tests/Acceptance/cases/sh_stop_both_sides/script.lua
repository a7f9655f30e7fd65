strategy { name = "sh_stop_both_sides", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) sell(S, 100) end
plan[2] = function(tick) eq(account().free, 5995, "free"); eq(sell(S, 43).reason, "FUNDS", "43"); eq(sell(S, 42).ok, true, "42") end
plan[3] = function(tick) eq(position(S).qty, -142, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
