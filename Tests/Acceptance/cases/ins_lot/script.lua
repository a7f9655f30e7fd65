strategy { name = "ins_lot", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(instrument(S).lot, 75, "lot"); eq(buy(S, 70).reason, "LOT_SIZE", "70"); eq(buy(S, 150).ok, true, "150") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
