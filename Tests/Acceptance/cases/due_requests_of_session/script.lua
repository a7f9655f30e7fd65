strategy { name = "due_requests_of_session", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
function on_session(phase) if phase == "open" and clock().date == "2026-07-08" then eq(buy(S, 10).ok, true, "ok") end end
plan[2] = function(tick) eq(position(S).qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
