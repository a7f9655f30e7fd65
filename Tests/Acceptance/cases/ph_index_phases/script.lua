strategy { name = "ph_index_phases", symbols = { "NSE:NIFTY50-INDEX" }, product = "CNC" }
local S = "NSE:NIFTY50-INDEX"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local trace = {}
local function note(word) trace[#trace + 1] = word .. "@" .. clock().hms end
local function told() return table.concat(trace, " ") end
local plan = {}
function on_session(phase) note(phase) end
plan[2] = function(tick) eq(told(), "open@15:14:00 auction@15:15:00 closed@15:35:00", "trace") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
