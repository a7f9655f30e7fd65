strategy { name = "val_when_open_bar", symbols = { "NSE:SBIN-EQ" }, product = "CNC", bars = { "1d" } }
local S = "NSE:SBIN-EQ"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
function on_bar(bar) if bar.close > bar.open then eq(buy(S, 10, { when = "open", stop_loss = 95 }).ok, true, "ok") end end
plan[3] = function(tick) eq(position(S).qty, 10, "qty"); eq(position(S).stop, 95, "stop") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
