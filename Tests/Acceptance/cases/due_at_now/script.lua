strategy { name = "due_at_now", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick) at("10:00", function() note(clock().date) end) end
plan[2] = function(tick) eq(told(), "", "same day") end
plan[3] = function(tick) eq(told(), "2026-11-19@10:00:00", "next day") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
