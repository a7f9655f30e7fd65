strategy { name = "due_one_instant", symbols = { "NSE:SBIN-EQ" }, product = "CNC", bars = { "1d", "5m", "1m" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
at("15:30", function() note("at") end)
function on_session(phase, symbols) note(phase .. " " .. table.concat(symbols, ",")) end
function on_bar(bar) note(bar.interval) end
plan[2] = function(tick)
  eq(told(), "open NSE:SBIN-EQ@15:29:30 closed NSE:SBIN-EQ@15:30:00 1m@15:30:00 5m@15:30:00 1d@15:30:00 at@15:30:00", "trace")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
