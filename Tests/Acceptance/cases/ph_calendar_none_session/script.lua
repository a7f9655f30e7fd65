strategy { name = "ph_calendar_none_session", symbols = { "NSE:SBIN-EQ" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
function on_session(phase) error("on_session " .. phase) end
plan[1] = function(tick) eq(session(S), "open", "phase"); buy(S, 5) end
plan[2] = function(tick) eq(session(S), "open", "phase"); close(S) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
