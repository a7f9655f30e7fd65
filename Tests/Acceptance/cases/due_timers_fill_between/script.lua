strategy { name = "due_timers_fill_between", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick)
  after(20, function() close(S) end)
  after(20, function() eq(position(S).qty, 0, "qty"); eq(buy(S, 9).ok, true, "ok") end)
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
