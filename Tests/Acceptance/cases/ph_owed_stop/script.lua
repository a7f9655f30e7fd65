strategy { name = "ph_owed_stop", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { stop_loss = 95 }) end
plan[6] = function(tick) eq(position(S).qty, 10, "still under way") end
plan[7] = function(tick) eq(position(S).qty, 0, "sold") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
