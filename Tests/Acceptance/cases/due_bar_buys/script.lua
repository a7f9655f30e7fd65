strategy { name = "due_bar_buys", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
function on_bar(bar) buy(S, 10) end
plan[2] = function(tick) eq(position(S).qty, 10, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
