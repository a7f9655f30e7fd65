strategy { name = "ins_calendar_special", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy(S, 1).ok, true, "inside") end
plan[2] = function(tick) eq(session(S), "closed", "phase"); eq(buy(S, 1).reason, "SESSION_CLOSED", "outside") end
plan[3] = function(tick) eq(session(S), "open", "next day") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
