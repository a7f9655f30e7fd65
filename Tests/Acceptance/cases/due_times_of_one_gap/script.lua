strategy { name = "due_times_of_one_gap", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note("bar") end
function on_fill(f) note(f.reason) end
plan[1] = function(tick)
  buy(S, 10, { time_exit = "75s" })
  after(100, function() note("late"); eq(position(S).qty, 0, "qty at 100 s") end)
  after(40, function() note("early"); eq(position(S).qty, 10, "qty at 40 s"); eq(now() - tick.time, 40000, "now") end)
end
plan[2] = function(tick) eq(told(), "script@10:00:30 bar@10:01:00 early@10:01:10 time_exit@10:01:45 late@10:02:10", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
