strategy { name = "stl_denied", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) after(40, function() local o = buy(S, 10); eq(o.ok, false, "ok"); eq(o.reason, "STALE_FEED", "reason") end) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
