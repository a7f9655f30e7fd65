strategy { name = "sh_holds", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { type = "limit", price = 90 }); eq(account().free, 19099.55, "inside"); eq(account().cash, 20000, "cash") end
plan[2] = function(tick) eq(account().free, 19099.55, "after") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
