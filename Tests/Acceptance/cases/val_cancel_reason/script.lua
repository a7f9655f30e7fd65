strategy { name = "val_cancel_reason", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
local a, b
plan[1] = function(tick) a = buy(S, 1, { type = "limit", price = 90 }); b = buy(S, 2, { type = "limit", price = 90 }) end
plan[2] = function(tick) cancel(a); cancel_all() end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
