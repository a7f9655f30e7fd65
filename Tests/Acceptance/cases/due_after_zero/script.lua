strategy { name = "due_after_zero", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick)
  after(0, function() note("zero") end); note("tick")
  after(20, function() note("a"); after(0, function() note("inner") end) end)
  after(20, function() note("b") end)
end
plan[2] = function(tick) eq(told(), "tick@10:00:00 zero@10:00:00 a@10:00:20 b@10:00:20 inner@10:00:20", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
