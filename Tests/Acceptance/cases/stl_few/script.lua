strategy { name = "stl_few", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
for i = 1, 12 do plan[i] = function(tick) buy(S, 1) end end
plan[20] = function(tick) after(35, function() eq(buy(S, 1).reason, "STALE_FEED", "reason") end) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
