strategy { name = "sq_before_timer", symbols = { "NSE:SBIN-EQ" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
at("15:10", function() note("at"); eq(position(S).qty, 0, "qty") end)
plan[1] = function(tick) buy(S, 10) end
plan[3] = function(tick) eq(told(), "at@15:10:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
