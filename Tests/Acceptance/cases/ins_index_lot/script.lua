strategy { name = "ins_index_lot", symbols = { "NSE:NIFTY50-INDEX" }, product = "CNC" }
local S = "NSE:NIFTY50-INDEX"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy(S, 1).reason, "LOT_SIZE", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
