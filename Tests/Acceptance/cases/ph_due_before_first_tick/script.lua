strategy { name = "ph_due_before_first_tick", symbols = { "NSE:SBIN-EQ", "NSE:RELIANCE-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick) buy("NSE:RELIANCE-EQ", 10, { time_exit = "09:15" }) end
plan[3] = function(tick) eq(position("NSE:RELIANCE-EQ").qty, 10, "qty at 09:16") end
plan[4] = function(tick) eq(position("NSE:RELIANCE-EQ").qty, 0, "qty at its tick") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
