strategy { name = "sq_no_entry_after", symbols = { "SIM:X" }, no_entry_after = "14:30" }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_order(o) if o.status == "cancelled" then note(o.id .. " " .. o.reason) end end
plan[1] = function(tick) buy(S, 10); buy(S, 5, { type = "limit", price = 95 }) end
plan[2] = function(tick) sell(S, 10, { type = "limit", price = 110 }) end
plan[3] = function(tick)
  eq(told(), "BUY-2 no_entry_after@14:30:00", "trace")
  local o = buy(S, 1); eq(o.ok, false, "ok"); eq(o.reason, "NO_ENTRY_AFTER", "reason")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
