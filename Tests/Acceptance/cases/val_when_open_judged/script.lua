strategy { name = "val_when_open_judged", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[2] = function(tick) o = buy(S, 10, { when = "open" }); eq(o.ok, true, "ok") end
plan[3] = function(tick) eq(position(S).qty, 0, "qty"); eq(pending(S), 0, "pending"); eq(o.reason, "FUNDS", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
