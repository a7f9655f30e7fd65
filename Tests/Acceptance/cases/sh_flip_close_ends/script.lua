strategy { name = "sh_flip_close_ends", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local a, b
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) a, b = target(S, -10) end
plan[3] = function(tick) eq(a.status, "pending", "close"); eq(b.status, "pending", "opening"); eq(cancel(a), true, "cancel") end
plan[4] = function(tick)
  eq(a.status, "cancelled", "close"); eq(b.status, "cancelled", "opening"); eq(b.reason, "script", "reason"); eq(position(S).qty, 10, "qty")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
