strategy { name = "due_time_exit_at_tick", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { time_exit = "1m" }) end
plan[3] = function(tick) eq(position(S).qty, 0, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
