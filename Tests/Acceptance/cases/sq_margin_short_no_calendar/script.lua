strategy { name = "sq_margin_short_no_calendar", symbols = { "NSE:SBIN-EQ" }, product = "MARGIN", allow_short = true }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(sell(S, 1).reason, "QUANTITY", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
