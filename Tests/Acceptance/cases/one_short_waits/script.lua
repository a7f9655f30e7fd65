strategy { name = "one_short_waits", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = sell(S, 10); eq(o.ok, true, "ok") end
plan[2] = function(tick) eq(o.status, "pending", "status") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
