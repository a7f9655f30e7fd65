strategy { name = "sh_reverse_short", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) sell(S, 100) end
plan[2] = function(tick) reverse(S, { stop_loss = 90, tag = "up" }) end
plan[3] = function(tick) eq(position(S).qty, 100, "qty"); eq(position(S).stop, 90, "stop") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
