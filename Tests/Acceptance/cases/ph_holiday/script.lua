strategy { name = "ph_holiday", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy(S, 10, { when = "open" }).ok, true, "ok") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
