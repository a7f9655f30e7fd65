strategy { name = "ph_breakeven_rests", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { stop_loss = 90, breakeven = { after = points(5) } }) end
plan[4] = function(tick) eq(position(S).stop, 90, "stop") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
