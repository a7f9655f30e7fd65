strategy { name = "one_index", symbols = { "NSE:NIFTY50-INDEX" } }
local S = "NSE:NIFTY50-INDEX"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(tick.bid, 25000, "bid"); eq(tick.ask, 25000, "ask") end
plan[2] = function(tick) eq(tick.bid, 25001, "bid"); eq(tick.ask, 25001, "ask"); eq(quote(S).ask, 25001, "quote") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
