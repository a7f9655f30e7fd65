strategy { name = "val_ioc_latency", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local o
plan[1] = function(tick) o = buy(S, 10, { validity = "IOC", type = "limit", price = 99 }) end
plan[2] = function(tick) eq(o.status, "pending", "status") end
plan[3] = function(tick) eq(o.status, "cancelled", "status"); eq(o.reason, "ioc", "reason") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
