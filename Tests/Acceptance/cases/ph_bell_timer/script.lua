strategy { name = "ph_bell_timer", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
at("09:15", function() if clock().date == "2026-07-08" then eq(buy(S, 10).ok, true, "ok"); note("asked") end end)
plan[3] = function(tick) eq(told(), "asked@09:15:00", "trace"); eq(position(S).qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
