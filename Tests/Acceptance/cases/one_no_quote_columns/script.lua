strategy { name = "one_no_quote_columns", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(tick.bid, 100, "bid"); eq(tick.ask, 100, "ask"); buy(S, 10) end
plan[2] = function(tick) close(S) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
