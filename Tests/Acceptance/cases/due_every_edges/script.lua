strategy { name = "due_every_edges", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick) every(3600, function() note("t") end) end
plan[2] = function(tick) eq(told(), "t@11:00:00 t@12:00:00 t@13:00:00 t@14:00:00 t@15:00:00 t@09:00:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
