strategy { name = "nam_read_only", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local function locked(what, write) eq(pcall(write), false, what) end
function on_fill(fill) locked("fill", function() fill.price = 1 end) end
plan[1] = function(tick)
  local o = buy(S, 10)
  locked("tick", function() tick.ltp = 1 end); locked("position", function() position(S).qty = 5 end)
  locked("order", function() o.status = "executed" end); locked("account", function() account().cash = 1 end)
  locked("instrument", function() instrument(S).lot = 5 end); locked("clock", function() clock().hour = 5 end)
  locked("ta", function() ta.mine = 5 end); locked("new field", function() position(S).mine = 5 end)
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
