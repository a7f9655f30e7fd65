strategy { name = "due_boundary_tick", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_bar(bar) note(string.format("%s %d", clock(bar.time).hms, bar.close)) end
plan[2] = function(tick) eq(told(), "10:00:00 100@10:01:00", "trace") end
plan[3] = function(tick) eq(told(), "10:00:00 100@10:01:00 10:01:00 105@10:02:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
