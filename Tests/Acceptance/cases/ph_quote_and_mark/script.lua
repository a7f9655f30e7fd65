strategy { name = "ph_quote_and_mark", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick)
  eq(quote(S).ltp, 91, "quote"); eq(position(S).ltp, 91, "ltp"); eq(account().unrealized, -90, "unrealized")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
