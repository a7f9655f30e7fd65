strategy { name = "ins_json", symbols = { "NSE:NIFTY26NOVFUT" } }
local S = "NSE:NIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick)
  eq(instrument(S).lot, 65, "lot"); eq(instrument(S).increment, 0.1, "increment")
  eq(buy(S, 1820).reason, "QUANTITY", "above the freeze quantity"); eq(buy(S, 1755).ok, true, "below it")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
