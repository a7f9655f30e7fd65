strategy { name = "ins_calendar_hours", symbols = { "NSE:NIFTYBEES-EQ" }, product = "CNC" }
local S = "NSE:NIFTYBEES-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { type = "limit", price = 90 }) end
plan[3] = function(tick) eq(session(S), "closed", "phase"); eq(buy(S, 1).reason, "SESSION_CLOSED", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
