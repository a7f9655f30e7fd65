strategy { name = "one_equity", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) sell(S, 10) end
plan[2] = function(tick) eq(account().unrealized, 50, "unrealized"); eq(position(S).ltp, 95, "ltp") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
