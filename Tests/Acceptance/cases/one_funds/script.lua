strategy { name = "one_funds", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10); eq(o.ok, true, "ok") end
plan[2] = function(tick) eq(account().free, 9.5, "free"); eq(account().cash, 1010, "cash") end
plan[3] = function(tick) eq(o.status, "failed", "status"); eq(o.reason, "FUNDS", "reason"); eq(account().free, 1010, "free") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
