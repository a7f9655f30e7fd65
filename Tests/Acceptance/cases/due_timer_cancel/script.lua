strategy { name = "due_timer_cancel", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick)
  local late = after(30, function() note("late") end)
  local each = every(10, function() note("each") end)
  after(20, function() note("cut"); late:cancel(); each:cancel() end)
end
plan[2] = function(tick) eq(told(), "each@10:00:10 each@10:00:20 cut@10:00:20", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
