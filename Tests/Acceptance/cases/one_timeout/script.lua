strategy { name = "one_timeout", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
local o
function on_order(x) if x.status == "cancelled" then note(x.reason) end end
plan[1] = function(tick) o = buy(S, 10) end
plan[2] = function(tick) eq(o.status, "pending", "after 9 s") end
plan[3] = function(tick) eq(o.status, "cancelled", "after 11 s"); eq(o.reason, "timeout", "reason"); eq(told(), "timeout@10:00:10", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
