strategy { name = "due_bar_only_open", symbols = { "NSE:SBIN-EQ" }, product = "CNC", bars = { "1m", "1d" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
local days = 0
function on_bar(bar)
  note(bar.interval)
  if bar.interval == "1d" then
    days = days + 1
    eq(bar.open, 100, "open"); eq(bar.low, 100, "low"); eq(bar.high, 101, "high"); eq(bar.close, 101, "close")
  end
end
plan[6] = function(tick) eq(told(), "1m@09:16:00 1m@15:30:00 1d@15:30:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
