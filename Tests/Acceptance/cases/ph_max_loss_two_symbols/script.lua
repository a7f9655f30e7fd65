strategy { name = "ph_max_loss_two_symbols", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ" }, product = "CNC", limits = { max_loss = 500 } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick) buy("NSE:SBIN-EQ", 10); buy("NSE:NIFTYBEES-EQ", 10) end
plan[5] = function(tick) eq(position("NSE:SBIN-EQ").qty, 0, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
