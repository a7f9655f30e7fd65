strategy { name = "val_when_open_never_ticked", symbols = { "NSE:SBIN-EQ", "NSE:RELIANCE-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy("NSE:RELIANCE-EQ", 1, { when = "open" }).reason, "NOT_READY", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
