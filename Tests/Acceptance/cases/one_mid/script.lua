strategy { name = "one_mid", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(tick.mid, 100.5, "both") end
plan[2] = function(tick) eq(tick.mid, 100, "no bid") end
plan[3] = function(tick) eq(tick.mid, 101, "no ask") end
plan[4] = function(tick) eq(tick.mid, 98, "none") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
