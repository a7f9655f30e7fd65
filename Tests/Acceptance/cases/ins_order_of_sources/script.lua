strategy { name = "ins_order_of_sources", symbols = { "NSE:NIFTY26NOVFUT" } }
local S = "NSE:NIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(instrument(S).lot, 50, "lot"); eq(instrument(S).increment, 0.5, "increment"); buy(S, 50) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
