strategy { name = "obj_mixed", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick)
  local a, b = {}, {}
  local t = { [b] = "b", x = "x", [a] = "a", [3] = "3", [1] = "1" }
  local out = {}
  for _, v in pairs(t) do out[#out + 1] = v end
  eq(#out, 5, "count"); eq(out[4] .. out[5], "ab", "objects last")
  t[b] = nil; t[b] = "b again"
  local last
  for _, v in pairs(t) do last = v end
  eq(last, "b again", "taken out and put back")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
