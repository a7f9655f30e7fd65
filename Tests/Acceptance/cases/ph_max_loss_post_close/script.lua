strategy { name = "ph_max_loss_post_close", symbols = { "NSE:SBIN-EQ" }, product = "CNC", limits = { max_loss = 500 } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 100) end
plan[5] = function(tick) eq(position(S).qty, 100, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
