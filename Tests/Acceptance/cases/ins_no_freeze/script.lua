strategy { name = "ins_no_freeze", symbols = { "NSE:NIFTY26NOVFUT" } }
local S = "NSE:NIFTY26NOVFUT"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy(S, 4550).ok, true, "seventy lots") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
