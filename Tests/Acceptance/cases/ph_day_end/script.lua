strategy { name = "ph_day_end", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_order(o) if o.status == "cancelled" then note(o.id) end end
plan[1] = function(tick)
  buy(S, 10); buy(S, 5, { type = "limit", price = 90 })
end
plan[2] = function(tick) sell(S, 10, { type = "limit", price = 110 }) end
plan[3] = function(tick) eq(told(), "BUY-2@15:30:00 SELL-3@15:30:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
