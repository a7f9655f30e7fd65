strategy { name = "ph_session_wrong", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(pcall(session, "NSE:NOPE-EQ"), false, "throws"); eq(pcall(clock, "x"), false, "clock") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
