strategy { name = "due_bar_cut", symbols = { "NSE:SBIN-EQ" }, product = "CNC", bars = { "1h" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note(bar.interval .. " " .. clock(bar.time).hms) end
plan[2] = function(tick) eq(told(), "1h 15:15:00@15:30:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
