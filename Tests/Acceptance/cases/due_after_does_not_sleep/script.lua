strategy { name = "due_after_does_not_sleep", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick) after(6 * 3600, function() note("t"); eq(buy(S, 1).reason, "SESSION_CLOSED", "reason") end) end
plan[2] = function(tick) eq(told(), "t@21:00:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
