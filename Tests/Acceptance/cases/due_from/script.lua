strategy { name = "due_from", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
every(60, function() note("t") end)
plan[1] = function(tick) eq(tick.ltp, 101, "first") end
plan[2] = function(tick) eq(told(), "t@10:06:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
