strategy { name = "sq_one_sided", symbols = { "NSE:SBIN-EQ" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[3] = function(tick) eq(position(S).qty, 10, "15:11") end
plan[4] = function(tick) eq(position(S).qty, 0, "15:12") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
