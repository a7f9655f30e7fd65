strategy { name = "due_barriers_order", symbols = { "SIM:X", "SIM:Y" }, no_entry_after = "14:30", square_off = "14:30" }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_order(o) if o.status ~= "pending" then note(o.id .. " " .. o.status) end end
plan[2] = function(tick)
  buy("SIM:Y", 10); buy("SIM:X", 10, { time_exit = "14:30" })
end
plan[4] = function(tick)
  sell("SIM:Y", 10, { type = "limit", price = 250 }); buy("SIM:Y", 1, { type = "limit", price = 190 })
end
plan[5] = function(tick)
  eq(told(), "BUY-1 executed@14:00:01 BUY-2 executed@14:00:01 BUY-4 cancelled@14:30:00 SELL-5 executed@14:30:00 "
    .. "SELL-3 cancelled@14:30:00 SELL-6 executed@14:30:00", "trace")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
