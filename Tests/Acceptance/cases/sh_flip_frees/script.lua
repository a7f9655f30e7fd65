strategy { name = "sh_flip_frees", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 100) end
plan[2] = function(tick) eq(account().free, 95, "free"); local a, b = target(S, -100); eq(b.ok, true, "opening") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
