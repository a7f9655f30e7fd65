strategy { name = "ph_max_loss_waits", symbols = { "NSE:SBIN-EQ" }, product = "CNC", limits = { max_loss = 500 } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 100) end
plan[3] = function(tick) eq(position(S).qty, 100, "in the pre-open") end
plan[4] = function(tick) eq(position(S).qty, 100, "at the open") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
