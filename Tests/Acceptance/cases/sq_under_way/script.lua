strategy { name = "sq_under_way", symbols = { "SIM:X" }, no_entry_after = "14:30" }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10) end
plan[2] = function(tick) eq(o.status, "cancelled", "status"); eq(o.reason, "no_entry_after", "reason"); eq(position(S).qty, 0, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
