strategy { name = "ph_session_function", symbols = { "NSE:SBIN-EQ", "NSE:NIFTYBEES-EQ", "SIM:X" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local function all() return session("NSE:SBIN-EQ") .. " " .. session("NSE:NIFTYBEES-EQ") .. " " .. session("SIM:X") end
plan[1] = function(tick) eq(all(), "open open open", "15:14:59"); at("15:15", function() eq(all(), "auction open open", "15:15") end) end
plan[2] = function(tick) eq(all(), "auction open open", "15:16") end
plan[3] = function(tick) eq(all(), "closed closed open", "15:36") end
plan[4] = function(tick) eq(all(), "postclose postclose open", "15:55") end
plan[5] = function(tick) eq(all(), "preopen preopen open", "09:05") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
