strategy { name = "sh_flip_judged_again", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local a, b
plan[1] = function(tick) buy(S, 100) end
plan[3] = function(tick) a, b = target(S, -100); eq(b.ok, true, "opening") end
plan[6] = function(tick) eq(position(S).qty, -100, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
