strategy { name = "one_csv_empty", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(tick.bid, nil, "bid"); eq(tick.ask, 100.10, "ask") end
plan[2] = function(tick) eq(tick.bid, 99.90, "bid"); eq(tick.ask, nil, "ask"); eq(quote(S).ask, nil, "quote") end
plan[3] = function(tick) eq(tick.bid, nil, "bid"); eq(tick.ask, nil, "ask"); eq(tick:copy().ask, nil, "copy") end
plan[4] = function(tick) eq(tick.bid, 99.95, "bid"); eq(tick.ask, 100.05, "ask") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
