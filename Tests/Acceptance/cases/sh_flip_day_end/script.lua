strategy { name = "sh_flip_day_end", symbols = { "NSE:NIFTY26NOVFUT" }, product = "MARGIN", allow_short = true }
local S = "NSE:NIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local a, b
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick) a, b = target(S, -10) end
plan[3] = function(tick) eq(a.reason, "day_end", "close"); eq(b.status, "cancelled", "opening"); eq(b.reason, "script", "reason") end
plan[4] = function(tick) eq(position(S).qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
