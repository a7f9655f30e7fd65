strategy { name = "val_when_open_protect", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick) buy(S, 10, { when = "open", stop_loss = pct(2) }) end
plan[3] = function(tick) eq(position(S).stop, 96.04, "stop") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
