strategy { name = "sh_reverse_no_short", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) local a, b = reverse(S); eq(a.ok, true, "close"); eq(b.ok, false, "opening"); eq(b.reason, "QUANTITY", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
