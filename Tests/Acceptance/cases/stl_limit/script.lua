strategy { name = "stl_limit", symbols = { "SIM:X", "SIM:Y" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick) eq(buy("SIM:X", 1).ok, true, "30 s") end
plan[3] = function(tick) eq(buy("SIM:X", 1).reason, "STALE_FEED", "30.001 s") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
