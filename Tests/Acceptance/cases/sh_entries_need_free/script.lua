strategy { name = "sh_entries_need_free", symbols = { "SIM:X", "SIM:Y" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) sell("SIM:X", 100) end
plan[3] = function(tick)
  eq(account().free, 4995, "free"); eq(buy("SIM:Y", 50).reason, "FUNDS", "fifty"); eq(buy("SIM:Y", 49).ok, true, "forty-nine")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
