strategy { name = "ph_owed_one_sided", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { stop_loss = 95 }) end
plan[5] = function(tick) eq(position(S).qty, 0, "sold before on_tick") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
