strategy { name = "due_order_of_creation", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick)
  every(60, function() note("every") end); at("10:01", function() note("at") end); after(60, function() note("after") end)
end
plan[2] = function(tick) eq(told(), "every@10:01:00 at@10:01:00 after@10:01:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
