strategy { name = "due_new_date", symbols = { "SIM:X" }, bars = { "1m", "1d" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
at("00:00", function() note("at"); eq(state.day.n, 7, "state.day in the timer") end)
function on_bar(bar)
  note(bar.interval)
  if bar.interval == "1m" then eq(state.day.n, nil, "state.day in 1m") else eq(state.day.n, 7, "state.day in 1d") end
  state.day.n = 7
  eq(bar.date, "2026-11-18", "bar.date"); eq(clock().date, "2026-11-19", "clock")
end
plan[1] = function(tick) state.day.n = 1 end
plan[2] = function(tick) eq(told(), "1m@00:00:00 1d@00:00:00 at@00:00:00", "trace"); eq(state.day.n, 7, "state.day") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
