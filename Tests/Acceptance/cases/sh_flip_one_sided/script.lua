strategy { name = "sh_flip_one_sided", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) target(S, -10) end
plan[3] = function(tick) eq(position(S).qty, -10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
