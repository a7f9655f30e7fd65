strategy { name = "trg_short_target", symbols = { "SIM:X" }, trigger = "quote", allow_short = true }
local S = "SIM:X"
local plan = {}
plan[1] = function(tick) sell(S, 10, { take_profit = 90 }) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
