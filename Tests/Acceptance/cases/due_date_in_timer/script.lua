strategy { name = "due_date_in_timer", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
plan[1] = function(tick) state.day.n = 1; after(900, function() eq(state.day.n, nil, "state.day"); note("t") end); after(300, function() eq(state.day.n, 1, "before midnight") end) end
plan[2] = function(tick) eq(told(), "t@00:05:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
