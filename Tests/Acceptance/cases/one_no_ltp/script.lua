strategy { name = "one_no_ltp", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(tick.ltp, 100.5, "ltp") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
