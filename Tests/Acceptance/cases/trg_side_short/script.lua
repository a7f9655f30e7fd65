strategy { name = "trg_side_short", symbols = { "SIM:X" }, trigger = "quote", allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick)
  eq(sell(S, 10, { stop_loss = 100.50 }).reason, "STOP_SIDE", "between ltp and ask"); eq(sell(S, 5, { stop_loss = 101.50 }).ok, true, "above the ask")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
