strategy { name = "ph_quote_of_its_open", symbols = { "NSE:SBIN-EQ", "NSE:RELIANCE-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[3] = function(tick) o = buy("NSE:RELIANCE-EQ", 10); eq(o.ok, true, "ok"); eq(o.status, "pending", "asked") end
plan[4] = function(tick) eq(o.status, "executed", "at its tick"); eq(position("NSE:RELIANCE-EQ").qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
