strategy { name = "due_bar_cut_auction", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ" }, product = "CNC", bars = { "1m", "1d" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note(string.format("%s %s %d", bar.symbol:sub(5, 8), bar.interval, bar.close)) end
plan[4] = function(tick)
  eq(told(), "SBIN 1m 100@15:15:00 NIFT 1m 50@15:15:00 SBIN 1d 100@15:15:00 NIFT 1d 50@15:30:00", "trace")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
