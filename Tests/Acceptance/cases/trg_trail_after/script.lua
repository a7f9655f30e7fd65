strategy { name = "trg_trail_after", symbols = { "SIM:X" }, trigger = "quote" }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { trail = { by = points(5), after = points(5) } }) end
plan[2] = function(tick) eq(position(S).stop, nil, "stop") end
plan[4] = function(tick) eq(position(S).stop, 100, "stop") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
