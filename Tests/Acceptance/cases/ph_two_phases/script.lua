strategy { name = "ph_two_phases", symbols = { "NSE:SBIN-EQ", "MCX:CRUDEOIL26DECFUT" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_session(phase, symbols) note(phase .. " " .. table.concat(symbols, ",")) end
plan[2] = function(tick)
  local a, b = "preopen NSE:SBIN-EQ@09:00:00", "open MCX:CRUDEOIL26DECFUT@09:00:00"
  eq(told() == a .. " " .. b or told() == b .. " " .. a, true, told())
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
