strategy { name = "sh_flip_denied", symbols = { "SIM:X" }, allow_short = true, limits = { max_quantity = 50 } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) local a, b = target(S, -100); eq(a.ok, true, "close"); eq(b.ok, false, "opening"); eq(b.reason, "MAX_QUANTITY", "reason") end
plan[3] = function(tick) eq(position(S).qty, 0, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
