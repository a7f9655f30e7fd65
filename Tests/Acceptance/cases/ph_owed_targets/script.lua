strategy { name = "ph_owed_targets", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { take_profit = { { at = 105, share = 0.5 }, { at = 110, share = 0.5 } } }) end
plan[5] = function(tick) eq(position(S).qty, 0, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
