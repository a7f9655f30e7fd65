strategy { name = "due_nothing_after_last", symbols = { "NSE:SBIN-EQ" }, bars = { "1m" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
every(301, function() error("timer after the last tick") end)
function on_bar(bar) eq(clock().hms, "15:01:00", "bar") end
plan[1] = function(tick) buy(S, 10, { time_exit = "20m" }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
